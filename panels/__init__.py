"""What the artist sees. Panels read the state of `operators` and name operators by string."""

import bpy

from . import (
    from_list,
    gallery,
    kinds,
    manual,
    menus,
    models,
    preferences,
    shortcut,
    sidebar,
    status_bar,
    this_object,
    translations,
    turntable,
)

CLASSES = (
    *preferences.CLASSES,
    *sidebar.CLASSES,
    *gallery.CLASSES,
    *kinds.CLASSES,
    *this_object.CLASSES,
    *from_list.CLASSES,
    *models.CLASSES,
    *turntable.CLASSES,
    *menus.CLASSES,
)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    translations.register()
    menus.register()
    from_list.register()
    shortcut.register()
    manual.register()
    status_bar.register()


def unregister() -> None:
    status_bar.unregister()
    manual.unregister()
    shortcut.unregister()
    from_list.unregister()
    menus.unregister()
    translations.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
