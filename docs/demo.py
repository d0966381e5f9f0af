"""Make a prompt's object in a fresh Blender and photograph it.

    python docs/demo.py "a red chair" 1 demo      seed 1; writes demo/demo.blend, demo/demo.png

Needs a Python with bpy; the extension is the zip in build/, the worker's Python is .venv's.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def install() -> None:
    import bpy

    newest = max((ROOT / "build").glob("maquette-*.zip"), key=lambda path: path.stat().st_mtime)
    bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=str(newest), enable_on_install=True
    )


def stage() -> None:
    """A floor to the horizon, a sun, a bright sky and a camera that sees two metres of it."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True)
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_plane_add(size=2000)
    floor = bpy.data.materials.new("Floor")
    shown(floor).inputs["Base Color"].default_value = (0.85, 0.85, 0.84, 1)
    bpy.context.object.data.materials.append(floor)
    turned = (math.radians(48), 0, math.radians(30))
    bpy.ops.object.light_add(type="SUN", rotation=turned)
    bpy.context.object.data.energy = 3
    bpy.context.object.data.angle = math.radians(12)
    scene.world = bpy.data.worlds.new("Sky")
    shown(scene.world).inputs["Color"].default_value = (0.42, 0.44, 0.48, 1)
    turned = (math.radians(71), 0, math.radians(33.7))
    bpy.ops.object.camera_add(location=(3.9, -5.85, 3.1), rotation=turned)
    scene.camera = bpy.context.object
    scene.camera.data.lens = 62


def shown(block):
    """The node of a material or world that makes its colour."""
    if not block.node_tree:  # Blender 4 makes the nodes when asked
        block.use_nodes = True
    return next(node for node in block.node_tree.nodes if "OUTPUT" not in node.type)


def photograph(path: Path, width: int = 640, height: int = 640) -> None:
    import bpy

    render = bpy.context.scene.render
    render.engine = "CYCLES"
    bpy.context.scene.cycles.samples = 48
    bpy.context.scene.cycles.use_denoising = True
    render.resolution_x, render.resolution_y = width, height
    render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def main(prompt: str, seed: int, folder: Path) -> None:
    os.environ["BLENDER_USER_RESOURCES"] = tempfile.mkdtemp(prefix="maquette-demo-")
    os.environ.setdefault("MAQUETTE_PYTHON", str(ROOT / ".venv/bin/python"))
    import bpy

    install()
    stage()
    bpy.ops.maquette.generate(prompt=prompt, seed=seed, size=2.0)
    photograph(folder / "demo.png")
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "demo.blend"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).absolute())
