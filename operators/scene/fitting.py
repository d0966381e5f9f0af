"""Generate into the blockout: what the selection says, and how a mesh fills an object's box.

The box is the mesh's own, along the object's own axes, so that it turns with the object. Meshes
come with Z up and their front to -Y, as Blender's front view looks at them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Matrix

from ...backend.shared.errors import MaquetteError
from . import rest
from .rest import coordinates

FITS = (
    ("UNIFORM", "Uniform", "Fit inside the box and keep the proportions"),
    ("STRETCH", "Stretch", "Stretch to fill the box on all sides"),
    ("HEIGHT", "By Height", "Match the height of the box and keep the proportions"),
)
FRONTS = (  # the side of the box that the front looks to, in quarter turns from -Y
    ("-Y", "-Y", "Face the side that the front view shows"),
    ("X", "X", "Face the right side"),
    ("Y", "Y", "Face the back"),
    ("-X", "-X", "Face the left side"),
)
THINNEST = 1e-5  # metres; a box that is thinner has no room
ORIGINAL = "maquette_original"  # the mesh that it was before it was filled
FIT, FRONT = "maquette_fit", "maquette_front"
BOX = "maquette_box"  # of that mesh, which may be lost with the file that it was linked from


@dataclass(frozen=True)
class Box:
    """The box of an object, and how to fill it.

    low, high   its corners in the coordinates that the object had when it was filled first
    fit, front  of `FITS` and `FRONTS`
    """

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    fit: str = "UNIFORM"
    front: str = "-Y"

    def stretch(self, sides: Sequence[float], scale: np.ndarray) -> float:
        """How many times as much a mesh with these sides (3,) would be stretched one way as
        another, to fill the box on all sides: 1 where it has the box's proportions. `scale`: as
        in `place`."""
        turned = _turned(np.array([sides]), [name for name, *_ in FRONTS].index(self.front))
        factor = self._room(scale) / np.abs(turned[0]).clip(THINNEST)
        return float(factor.max() / factor.min())

    def _room(self, scale: np.ndarray) -> np.ndarray:
        """(3,) its sides in metres."""
        return (np.array(self.high) - self.low) * np.where(scale > THINNEST, scale, 1.0)

    def place(self, vertices: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Vertices (V, 3) in the coordinates of the box: on its bottom, in its middle. `scale` (3,)
        is metres per unit along its axes; along one that has no length now a unit is a metre."""
        scale = np.where(scale > THINNEST, scale, 1.0)
        turned = _turned(vertices, [name for name, *_ in FRONTS].index(self.front))
        low, high = turned.min(0), turned.max(0)
        factor = self._room(scale) / np.maximum(high - low, 1e-9)
        if self.fit == "UNIFORM":
            factor[:] = factor.min()
        elif self.fit == "HEIGHT":
            factor[:] = factor[2]
        base = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
        floor = np.array([*(np.array(self.low) + self.high)[:2] / 2, self.low[2]])
        return ((turned - base) * (factor / scale) + floor).astype(np.float32)


def box_of(made: bpy.types.Object, fit: str, front: str) -> Box:
    """The box that an object is now. One that was filled before keeps its first one.

    Raises MaquetteError("request") with the reason if nothing can be put into it.
    """
    corners = _corners(made) if made.type == "MESH" else np.zeros((0, 3))
    if reason := _why_not(made, corners):
        raise MaquetteError(
            "request", f"{made.name} {reason}.", "Select meshes that have some volume."
        )
    low, high = corners.min(0), corners.max(0)
    return Box(tuple(map(float, low)), tuple(map(float, high)), fit, front)


def targets(
    context: bpy.types.Context, fit: str, front: str
) -> tuple[dict[bpy.types.Object, Box], list[str]]:
    """The selected objects that can be filled, with their boxes, and sentences about the others.

    Raises MaquetteError("request") if there is none.
    """
    boxes: dict[bpy.types.Object, Box] = {}
    passed: list[MaquetteError] = []
    for made in sorted(context.selected_objects, key=lambda each: each.name):
        try:
            boxes[made] = box_of(made, fit, front)
        except MaquetteError as error:
            passed.append(error)
    if not boxes:
        nothing = MaquetteError("request", "Nothing is selected.", "Select the objects to fill.")
        raise passed[0] if passed else nothing
    return boxes, [f"{error.message} It was left as it is." for error in passed]


def prompt_of(name: str) -> str:
    """What an object's name says: "Red_Chair.001" is "Red Chair"."""
    return re.sub(r"[\s.\-]*\d*$", "", name.replace("_", " ")).strip() or name


def is_filled(made: bpy.types.Object) -> bool:
    """Whether the object was a blockout, whose mesh may be gone meanwhile."""
    return FIT in made or ORIGINAL in made


def filled(made: bpy.types.Object) -> Box | None:
    """The box that an object fills; None if it was not made to fill one."""
    if not is_filled(made):
        return None
    return box_of(made, made.get(FIT, "UNIFORM"), made.get(FRONT, "-Y"))


def now(made: bpy.types.Object, box: Box | None) -> Box | None:
    """The box to fill when a mesh has come: the one that was asked for, as it is by then, or that
    which the object fills already. One that has no room any more is filled as it was."""
    if box is None:
        return filled(made)
    try:
        return box_of(made, box.fit, box.front)
    except MaquetteError:
        return box


def original_of(made: bpy.types.Object) -> bpy.types.Mesh | None:
    """The mesh that it was before it was filled; None where it was no blockout, where somebody
    removed that mesh, or where the file that it is linked from is gone."""
    mesh = made.get(ORIGINAL)
    return mesh if mesh and mesh.vertices else None


def best(made: bpy.types.Object, box: Box, sides: Sequence[Sequence[float]]) -> tuple[int, float]:
    """Which of some meshes with these sides (N, 3) has the most of the box's proportions, by its
    number, and how much it would be stretched; the first of several."""
    box, scale = now(made, box), scale_of(made)
    stretches = [box.stretch(each, scale) for each in sides]
    least = min(stretches)
    return stretches.index(least), least


def told(box: Box) -> dict[str, object]:
    """What an object keeps of how it fills its box, without the prefix `maquette_`."""
    return {"fit": box.fit, "front": box.front, "box": {"low": box.low, "high": box.high}}


def frame_of(made: bpy.types.Object) -> np.ndarray:
    """(4, 4) from the coordinates of its box to the object's as they are now."""
    return rest.frame_of(made) if is_filled(made) else np.eye(4)


def scale_of(made: bpy.types.Object) -> np.ndarray:
    """(3,) metres per unit along the axes of its box, without the sign of a mirrored one: what is
    put into it is mirrored as it is."""
    whole = np.array(made.matrix_world) @ frame_of(made)
    return np.linalg.norm(whole[:3, :3], axis=0)


def _corners(made: bpy.types.Object) -> np.ndarray:
    """(N, 3) that span its box."""
    original, kept = original_of(made), made.get(BOX)
    if original is None and is_filled(made) and kept:
        return np.array([kept["low"], kept["high"]], np.float32)
    return coordinates(original or made.data)


def longest(made: bpy.types.Object) -> float:
    """The longest side in metres of an object's mesh, along the object's own axes."""
    scale = np.linalg.norm(np.array(made.matrix_world)[:3, :3], axis=0)
    return float(max(np.ptp(coordinates(made.data), axis=0) * scale))


def turn_of(made: bpy.types.Object) -> Matrix:
    """(3, 3) how it is turned in the world, with what it fills its box with; never mirrored."""
    turned = made.matrix_world.to_3x3()
    if turned.determinant() < 0:
        turned.col[0].negate()
    front = [name for name, *_ in FRONTS].index(made.get(FRONT, "-Y"))
    return turned.to_quaternion().to_matrix() @ Matrix.Rotation(front * math.pi / 2, 3, "Z")


def _why_not(made: bpy.types.Object, corners: np.ndarray) -> str:
    if made.type != "MESH":
        return "is not a mesh"
    if made.library or made.override_library or not made.is_editable:
        return "is linked from another file"
    if not len(corners):
        return "is an empty mesh"
    if min(np.ptp(corners, axis=0) * scale_of(made)) < THINNEST:
        return "is flat"
    return ""


def _turned(vertices: np.ndarray, quarters: int) -> np.ndarray:
    """About Z, against the clock as seen from above."""
    x, y, z = vertices.T
    for _ in range(quarters):
        x, y = -y, x
    return np.stack([x, y, z], 1)
