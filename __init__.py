"""Maquette: a prompt becomes a colored mesh.

The imports are inside the functions because test runners import this file where there is no bpy.
"""


def register() -> None:
    from . import operators, panels

    operators.register()
    panels.register()


def unregister() -> None:
    from . import operators, panels

    panels.unregister()
    operators.unregister()
