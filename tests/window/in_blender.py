"""Runs inside the window's Blender: sets it up, then tells what is where, and does what it finds
beside its report, in a file of the same name that ends in `.do`.

Arguments after `--`: the zip, the file to report to, a scene of `SCENES`, folders for sys.path.
"""

import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

zip_file, report, scene, *folders = sys.argv[sys.argv.index("--") + 1 :]
sys.path[:0] = folders  # numpy, which every Blender has but Debian's

import bpy  # noqa: E402


def set_up() -> None:
    bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=zip_file, enable_on_install=True
    )
    for panel in (getattr(bpy.types, name) for name in PANELS):
        panel.draw = marking(panel.draw)
    area = view()
    area.spaces.active.show_region_ui = True
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0], area=area):
        SCENES[scene]()
    bpy.app.timers.register(tell, first_interval=1.0)


class Marking:
    """A layout that colors what is in MARKED red, and is the layout that it wraps in all else."""

    def __init__(self, layout: bpy.types.UILayout) -> None:
        object.__setattr__(self, "layout", layout)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.layout, name, value)

    def __getattr__(self, name: str) -> object:
        value = getattr(self.layout, name)
        if not callable(value):
            return value

        def draw(*what: object, **how: object) -> object:
            red = bool(MARKED.intersection(filter(lambda name: isinstance(name, str), what)))
            if red:
                self.layout.alert = True
            drawn = value(*what, **how)
            if red:
                self.layout.alert = False
            return Marking(drawn) if isinstance(drawn, bpy.types.UILayout) else drawn

        return draw


def marking(draw: Callable) -> Callable:
    def drawn(self: bpy.types.Panel, context: bpy.types.Context) -> None:
        draw(SimpleNamespace(layout=Marking(self.layout)), context)

    return drawn


def empty() -> None:
    """Nothing but the camera and the light, and colors as they are lit."""
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    space = view().spaces.active
    space.shading.type, space.region_3d.view_distance = "MATERIAL", 7


def mushroom() -> None:
    """Of primitives: what the viewport shows is to become an object."""
    empty()
    scene = bpy.context.window_manager.windows[0].scene
    scene.maquette.source = "VIEWPORT"
    scene.cursor.location = (-1.7, -1.7, -1.1)
    for name, colour, make in (
        ("Stem", (0.8, 0.7, 0.5, 1.0), bpy.ops.mesh.primitive_cylinder_add),
        ("Cap", (0.7, 0.02, 0.02, 1.0), bpy.ops.mesh.primitive_uv_sphere_add),
    ):
        material = bpy.data.materials.new(name)
        material.use_nodes = True
        material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = colour
        make(location=(0, 0, -0.4) if name == "Stem" else (0, 0, 0.5))
        made = bpy.context.object
        made.name = name
        made.scale = (0.3, 0.3, 0.7) if name == "Stem" else (1.1, 1.1, 0.6)
        made.data.materials.append(material)


SCENES = {"factory": lambda: None, "empty": empty, "mushroom": mushroom}
PANELS = ("MAQUETTE_PT_main", "MAQUETTE_PT_again")
MARKED: set[str] = set()  # operators and properties


def view() -> bpy.types.Area:
    screen = bpy.context.window_manager.windows[0].screen
    return next(area for area in screen.areas if area.type == "VIEW_3D")


def tell() -> float:
    window = bpy.context.window_manager.windows[0]
    sidebar = next(region for region in view().regions if region.type == "UI")
    operators = "bl_ext.user_default.maquette.operators"
    current = sys.modules[f"{operators}.session"].current
    asked = Path(report + ".do")
    code = asked.read_text() if asked.exists() else ""
    wrong = ""
    if code:
        region = next(region for region in view().regions if region.type == "WINDOW")
        around = {**globals(), "current": current, "scene": window.scene}
        with bpy.context.temp_override(window=window, area=view(), region=region):
            try:
                exec(code, around)
            except Exception:  # noqa: BLE001, whatever it is, the test says it
                wrong = traceback.format_exc()
        view().tag_redraw()
    image_preview = sys.modules[f"{operators}.image_preview"]
    active = window.view_layer.objects.active
    told = {
        "objects": sorted(bpy.data.objects.keys()),
        "selected": [o.name for o in window.view_layer.objects.selected],
        "height": window.height,
        "sidebar": [sidebar.x, sidebar.y, sidebar.width, sidebar.height],
        "tab": sidebar.active_panel_category,
        "prompt": window.scene.maquette.prompt,
        "start_from": window.scene.maquette.start_from,
        "prepared": bool(image_preview.icon(window.scene.maquette)),
        "kept": str(getattr(active.get("maquette_image"), "name", "")) if active else "",
        "online": bpy.app.online_access,
        "running": current.job is not None,
        "step": getattr(current.job and current.job.progress, "step", 0),
        "stage": getattr(current.job and current.job.progress, "stage", ""),
        "preview": getattr(current.job, "preview", None) is not None,
        "queue": len(current.queue),
        "waiting": len(current.waiting),
        "error": str(current.error or ""),
        "wrong": wrong,
        "colors": view().spaces.active.shading.color_type,
    }
    part = Path(report + ".part")
    part.write_text(json.dumps(told))
    part.replace(report)
    if code:  # what it did is told by now
        asked.unlink()
    return 0.2


bpy.context.preferences.view.show_splash = False
bpy.app.timers.register(set_up, first_interval=1.0)
