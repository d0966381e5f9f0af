"""Make a prompt's object in a fresh Blender and photograph it.

    python docs/demo.py "a red chair" demo        writes demo/demo.blend and demo/demo.png

Needs a Python with bpy; the extension is the zip in build/, the worker's Python is .venv's.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = 1


def install() -> None:
    import bpy

    newest = max((ROOT / "build").glob("maquette-*.zip"), key=lambda path: path.stat().st_mtime)
    bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=str(newest), enable_on_install=True
    )


def stage() -> None:
    """A floor, a sun, a soft sky and a camera that sees two metres above the origin."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_plane_add(size=40)
    floor = bpy.data.materials.new("Floor")
    floor.diffuse_color = (0.8, 0.8, 0.78, 1)
    if not floor.node_tree:
        floor.use_nodes = True
    floor.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (
        0.8,
        0.8,
        0.78,
        1,
    )
    bpy.context.object.data.materials.append(floor)
    bpy.ops.object.light_add(type="SUN", rotation=(math.radians(50), 0, math.radians(35)))
    bpy.context.object.data.energy = 3
    bpy.context.object.data.angle = math.radians(8)
    scene.world = bpy.data.worlds.new("Sky")
    scene.world.color = (0.55, 0.6, 0.65)
    bpy.ops.object.camera_add(
        location=(3.6, -5.4, 3.3), rotation=(math.radians(69), 0, math.radians(33.7))
    )
    scene.camera = bpy.context.object
    scene.camera.data.lens = 60


def photograph(path: Path) -> None:
    import bpy

    render = bpy.context.scene.render
    render.engine = "CYCLES"
    bpy.context.scene.cycles.samples = 48
    bpy.context.scene.cycles.use_denoising = False
    render.resolution_x = render.resolution_y = 640
    render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def main(prompt: str, folder: Path) -> None:
    os.environ["BLENDER_USER_RESOURCES"] = tempfile.mkdtemp(prefix="maquette-demo-")
    os.environ.setdefault("MAQUETTE_PYTHON", str(ROOT / ".venv/bin/python"))
    import bpy

    install()
    stage()
    bpy.ops.maquette.generate(prompt=prompt, seed=SEED)
    photograph(folder / "demo.png")
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "demo.blend"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).absolute())
