"""The same castle as a mesh, and as points that are spheres, cubes and another object, as a real
Blender's viewport shows them in Solid shading.

    python -m docs.points docs/pictures      writes points.png; `--version 4.3` is another Blender's

Needs what tests/window needs, and a Python that has what the worker needs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.window.window import DRAW, Window, opened

PYTHON = "bpy.context.preferences.addons['bl_ext.user_default.maquette'].preferences.python"
POINT_SHAPES = "bl_ext.user_default.maquette.operators.scene.point_shapes"
PROMPT = "a yellow castle"
APART = 2.3  # from one castle to the next
SHAPES = ("Spheres", "Cubes", "Object")
SECONDS = 600
FACING = 1.25, 0, -0.35  # radians: from the front left, from above
SEEN = (130, 340, 1100, 660)  # of the screen


def arrange(window: Window) -> None:
    """A castle beside the other, seen from the front left."""
    window.do(f"{PYTHON} = {sys.executable!r}")
    window.do("bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, location=(0, 0, -9))")
    window.do("stone = bpy.context.object; stone.name = 'Stone'; stone.hide_set(True)")
    for number, shape in enumerate(("", *SHAPES)):
        output = "points" if shape else "mesh"
        window.do(f"scene.cursor.location = {number * APART}, 0, 0")
        window.do(
            f"bpy.ops.maquette.generate('EXEC_DEFAULT', prompt={PROMPT!r}, seed=3, size=2.0,"
            f" real_size=False, output={output!r})"
        )
        window.wait(lambda told: not told["running"], SECONDS)
        if shape:
            window.do(
                f"import {POINT_SHAPES} as shapes; shown = bpy.context.object.modifiers[0];"
                f" shapes.choose(shown, {shape!r});"
                " stone = bpy.data.objects['Stone'];"
                " shapes.geometry_nodes.set_input(shown, 'Object', stone)"
            )
    window.do("bpy.ops.object.select_all(action='DESELECT')")
    window.do(
        "space = bpy.context.space_data; space.shading.type = 'SOLID';"
        " space.shading.color_type = 'VERTEX'; space.overlay.show_overlays = False;"
        " space.show_region_ui = space.show_region_toolbar = space.show_gizmo = False"
    )
    window.do(
        "import mathutils; region = bpy.context.space_data.region_3d;"
        f" region.view_rotation = mathutils.Euler({FACING}).to_quaternion();"
        f" region.view_location = {1.5 * APART}, 0, 0.75; region.view_distance = 9"
    )
    window.do(DRAW)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="5.2")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="maquette-points-") as folder,
        opened(Path(folder), Path(folder), version=chosen.version, environ={}) as window,
    ):
        window.open_tab()
        arrange(window)
        shot = Image.open(window.photograph("points")).convert("RGB")
        shot.crop(SEEN).quantize(256).save(chosen.folder / "points.png", optimize=True)


if __name__ == "__main__":
    main()
