"""A room on its way to a game: the picture of handing-on.md.

    python docs/handoff.py docs/pictures      writes room-to-game.png; `--keep FILE` keeps its .glb

Twelve named boxes; furnished by one press; the armchair replaced by one of its variations; and what
a .glb of all levels and hulls has, read again: the coarsest level, and the hulls around it.
Needs what demo.py needs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from demo import ROOT, install, photograph, shown, stage
from gallery import BOXES, room

MORE = (
    ("small red car", (-1.5, -0.9, 0), (0.5, 0.28, 0.25), 25),
    ("yellow duck", (0.1, -1.2, 0), (0.35, 0.3, 0.35), -30),
)
REPLACED = "green armchair"
SEED = 3
WIDTH, HEIGHT = 560, 350  # of an image
GREEN, WIRE = (0.1, 0.8, 0.3, 1), 0.008  # of hulls: their color, and meters
SHADES = 63  # of a channel: as a PNG it is half as large


def base(made):
    """The middle of what an object stands on, in the world."""
    from mathutils import Vector

    corners = [made.matrix_world @ Vector(corner) for corner in made.bound_box]
    low, high = (Vector(map(end, zip(*corners, strict=True))) for end in (min, max))
    return Vector(((low.x + high.x) / 2, (low.y + high.y) / 2, low.z))


def take(made) -> None:
    """Select this object alone."""
    import bpy

    bpy.ops.object.select_all(action="DESELECT")
    made.select_set(True)
    bpy.context.view_layer.objects.active = made


def exchange(made):
    """Put a variation of an object in its place."""
    import bpy

    take(made)
    name, wanted = made.name, base(made)
    bpy.ops.maquette.vary(strength=0.6, samples=3)
    first, *others = bpy.context.selected_objects
    bpy.context.view_layer.update()
    first.location += wanted - base(first)
    for each in (made, *others):
        bpy.data.objects.remove(each)
    first.name = name
    return first


def hand_on(objects: list, file: Path) -> None:
    """The levels and hulls of each object, all in one file."""
    import bpy

    for made in objects:
        take(made)
        bpy.ops.maquette.make_levels(count=3)
        bpy.ops.maquette.make_hulls(shape="PARTS", parts=4)  # of the first level
    bpy.ops.object.select_all(action="DESELECT")
    for each in bpy.data.objects:
        if "_LOD" in each.name:
            each.hide_set(False)
            each.select_set(True)
    bpy.ops.export_scene.gltf(filepath=str(file), use_selection=True)


def read_again(file: Path) -> str:
    """In place of all else but the floor: its coarsest levels with the hulls as wires around them.
    How much there is in it."""
    import bpy

    for each in list(bpy.data.objects):
        if each.type == "MESH" and each.name != "Plane" or each.type == "EMPTY":
            bpy.data.objects.remove(each)
    bpy.ops.import_scene.gltf(filepath=str(file))
    wire = bpy.data.materials.new("Hull")
    shown(wire).inputs["Base Color"].default_value = GREEN
    there = [each for each in bpy.data.objects if "_LOD" in each.name and each.type == "MESH"]
    hulls = [each for each in there if each.name.startswith("UCX_")]
    for each in there:
        each.hide_render = each not in hulls and not each.name.endswith("_LOD2")
    for each in hulls:
        each.data.materials.clear()
        each.data.materials.append(wire)
        each.modifiers.new("Weld", "WELD")  # glTF splits what is flat
        wires = each.modifiers.new("Wires", "WIREFRAME")
        wires.thickness, wires.use_even_offset = WIRE / max(each.matrix_world.to_scale()), False
    return f"{len(there) - len(hulls)} levels and {len(hulls)} hulls from one .glb"


def beside(files: list[Path], into: Path) -> None:
    """The images as one, two in a row."""
    import bpy
    import numpy as np

    seen = np.empty((len(files), HEIGHT, WIDTH, 4), np.float32)
    for pixels, file in zip(seen, files, strict=True):
        bpy.data.images.load(str(file)).pixels.foreach_get(pixels.reshape(-1))
    rows = seen.reshape(-1, 2, HEIGHT, WIDTH, 4)[::-1]  # Blender counts them from below
    whole = rows.transpose(0, 2, 1, 3, 4).reshape(-1, 2 * WIDTH, 4)
    sheet = bpy.data.images.new("Sheet", whole.shape[1], whole.shape[0])
    sheet.pixels.foreach_set(np.round(whole * SHADES).ravel() / SHADES)
    sheet.save(filepath=str(into))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    kept = tempfile.mkdtemp(prefix="maquette-handoff-")
    os.environ["BLENDER_USER_RESOURCES"] = kept
    os.environ.setdefault("MAQUETTE_PYTHON", str(ROOT / ".venv/bin/python"))
    import bpy

    install()
    stage()
    boxes = (*BOXES, *MORE)
    folder, file = Path(kept), Path(kept, "room.glb")
    room(boxes)
    photograph(folder / "0.png", WIDTH, HEIGHT)
    bpy.ops.maquette.generate(
        place="SELECTION", names_as_prompts=True, fit="UNIFORM", seed=SEED, best_of=4
    )
    photograph(folder / "1.png", WIDTH, HEIGHT)
    exchange(bpy.data.objects[REPLACED])
    photograph(folder / "2.png", WIDTH, HEIGHT)
    hand_on([bpy.data.objects[name] for name, *_ in boxes], file)
    print(read_again(file))
    photograph(folder / "3.png", WIDTH, HEIGHT)
    beside([folder / f"{k}.png" for k in range(4)], chosen.folder.absolute() / "room-to-game.png")
    if chosen.keep:
        shutil.copy(file, chosen.keep)


if __name__ == "__main__":
    main()
