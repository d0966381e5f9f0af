"""A room of boxes, furnished by one press: the images of gallery.md.

    python docs/gallery.py docs/pictures      writes room-before.png, room-after.png

Needs what demo.py needs.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from demo import ROOT, install, photograph, stage

# What it shall become; middle of its underside; sides, in metres; degrees about Z.
BOXES = (
    ("red sofa", (-1.6, 1.9, 0), (2.2, 0.95, 0.95), 0),
    ("wooden bookshelf", (1.2, 2.1, 0), (1.1, 0.45, 1.9), 0),
    ("tall yellow lamp", (2.3, 1.8, 0), (0.5, 0.5, 1.8), 0),
    ("green armchair", (2.1, 0.1, 0), (0.95, 0.9, 1.0), -50),
    ("round table with three legs", (-0.5, 0.2, 0), (1.2, 1.2, 0.6), 0),
    ("purple vase", (-0.6, 0.35, 0.6), (0.25, 0.25, 0.45), 0),
    ("white mug with a blue handle", (-0.2, 0.0, 0.6), (0.24, 0.18, 0.18), 30),
    ("potted plant", (-3.1, 1.7, 0), (0.8, 0.8, 1.3), 0),
    ("brown teddy bear", (-2.6, -0.4, 0), (0.6, 0.5, 0.7), 30),
    ("blue stool", (0.9, -0.7, 0), (0.5, 0.5, 0.6), 15),
)


def room(boxes: Sequence[tuple] = BOXES) -> None:
    """The boxes, selected, and a camera that sees them all."""
    import bpy

    bpy.context.scene.camera.location = (3.4, -8.2, 4.6)
    bpy.context.scene.camera.rotation_euler = (math.radians(65), 0, math.radians(22))
    bpy.context.scene.camera.data.lens = 45
    made = []
    for name, (x, y, z), sides, turned in boxes:
        bpy.ops.mesh.primitive_cube_add(
            size=1, location=(x, y, z + sides[2] / 2), rotation=(0, 0, math.radians(turned))
        )
        made.append(bpy.context.object)
        made[-1].name, made[-1].scale = name, sides
    for each in made:
        each.select_set(True)


def main(folder: Path) -> None:
    os.environ["BLENDER_USER_RESOURCES"] = tempfile.mkdtemp(prefix="maquette-gallery-")
    os.environ.setdefault("MAQUETTE_PYTHON", str(ROOT / ".venv/bin/python"))
    import bpy

    install()
    stage()
    room()
    photograph(folder / "room-before.png", 800, 500)
    bpy.ops.maquette.generate(place="SELECTION", names_as_prompts=True, fit="UNIFORM", seed=3)
    photograph(folder / "room-after.png", 800, 500)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
