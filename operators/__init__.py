"""What a press does.

A file here holds Blender's operators and what joins the rooms: `jobs/` never touches a scene,
`scene/` never talks to the worker, `images/` knows neither. All import bpy, numpy and the standard
library alone; of `backend` its `shared`.
"""

import bpy

from . import (
    add_object,
    assets,
    cancel,
    collision,
    compare,
    connect,
    export_omage,
    from_list,
    gallery,
    generate,
    image_preview,
    import_omage,
    install,
    levels,
    lifecycle,
    models,
    pages,
    place_result,
    points,
    presets,
    recall,
    regenerate,
    restore,
    scatter,
    session,
    settings,
    turntable,
    unload,
    variations,
    viewport_color,
)
from .scene import live_preview, upgrade
from .scene import viewport_color as shown_colors

CLASSES = (
    *settings.CLASSES,
    *generate.CLASSES,
    *add_object.CLASSES,
    *compare.CLASSES,
    *from_list.CLASSES,
    *cancel.CLASSES,
    *gallery.CLASSES,
    *place_result.CLASSES,
    *recall.CLASSES,
    *pages.CLASSES,
    *regenerate.CLASSES,
    *levels.CLASSES,
    *collision.CLASSES,
    *variations.CLASSES,
    *scatter.CLASSES,
    *restore.CLASSES,
    *points.CLASSES,
    *import_omage.CLASSES,
    *export_omage.CLASSES,
    *assets.CLASSES,
    *install.CLASSES,
    *connect.CLASSES,
    *models.CLASSES,
    *unload.CLASSES,
    *image_preview.CLASSES,
    *presets.CLASSES,
    *turntable.CLASSES,
    *viewport_color.CLASSES,
)


def register() -> None:
    for kind in CLASSES:
        bpy.utils.register_class(kind)
    settings.register()
    pages.register()
    regenerate.register()
    variations.register()
    turntable.register()
    points.register()
    import_omage.register()
    export_omage.register()
    shown_colors.register()
    unload.register()
    lifecycle.register()
    live_preview.register(lambda: session.current.job)
    upgrade.register()


def unregister() -> None:
    upgrade.unregister()
    place_result.unregister()
    live_preview.unregister()
    lifecycle.unregister()
    unload.unregister()
    shown_colors.unregister()
    export_omage.unregister()
    import_omage.unregister()
    points.unregister()
    turntable.unregister()
    variations.unregister()
    regenerate.unregister()
    pages.unregister()
    settings.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
