"""What a press does. Imports bpy, numpy and the standard library; of `backend` its protocol."""

import bpy

from . import (
    again,
    assets,
    choosing,
    generate,
    ghost,
    install,
    lifetime,
    manage,
    memory,
    preparing,
    presets,
    settings,
    stopping,
    turntable,
    upgrade,
    viewport_color,
)

CLASSES = (
    *settings.CLASSES,
    *generate.CLASSES,
    *stopping.CLASSES,
    *choosing.CLASSES,
    *again.CLASSES,
    *assets.CLASSES,
    *install.CLASSES,
    *manage.CLASSES,
    *memory.CLASSES,
    *preparing.CLASSES,
    *presets.CLASSES,
    *turntable.CLASSES,
    *viewport_color.CLASSES,
)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    settings.register()
    again.register()
    turntable.register()
    viewport_color.register()
    memory.register()
    lifetime.register()
    ghost.register()
    upgrade.register()


def unregister() -> None:
    upgrade.unregister()
    ghost.unregister()
    lifetime.unregister()
    memory.unregister()
    viewport_color.unregister()
    turntable.unregister()
    again.unregister()
    settings.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
