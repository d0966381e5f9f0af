"""What a press does. Imports bpy, numpy and the standard library; of `backend` its protocol."""

import bpy

from . import generate, install, session, settings

CLASSES = (*settings.CLASSES, *generate.CLASSES, *install.CLASSES)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    settings.register()
    session.register()


def unregister() -> None:
    session.unregister()
    settings.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
