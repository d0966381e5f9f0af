"""What the artist sees. Panels read the state of `operators` and name operators by string."""

import bpy

from . import history, models, preferences, sidebar, this_object, translations, turntable

CLASSES = (
    *preferences.CLASSES,
    *sidebar.CLASSES,
    *this_object.CLASSES,
    *history.CLASSES,
    *models.CLASSES,
    *turntable.CLASSES,
)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    translations.register()


def unregister() -> None:
    translations.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
