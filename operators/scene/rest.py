"""Where the coordinates are now in which an object's mesh was made.

Apply, Set Origin and whatever is done to all of a mesh move its data, and with it the meaning of
every place that was noted in the object's coordinates. So some vertices are noted as they were put
in: where those are now tells how the data was moved since. Nothing of this is in the mesh, where
exporters would find it.
"""

from __future__ import annotations

import zlib

import bpy
import numpy as np

KEY = "maquette_rest"
SPREAD = 16  # vertices that are noted, besides the outermost ones
TOLERANCE = (
    1e-4  # of the mesh's size: so near to its place a vertex counts as moved with the others
)
TINY = 1e-5  # of it, for the middle of all vertices
SAME = 0.02  # of it: so near to each other two sides count as one
TRIES = 200  # to find those that moved together, where some were moved by themselves


def note(mesh: bpy.types.Mesh, frame: np.ndarray, size: float) -> dict[str, object]:
    """What an object keeps of a mesh as it was put in.

    frame  (4, 4) from the coordinates that it was made in to the object's
    size   its longest side in metres, in the coordinates that it was made in
    """
    places = coordinates(mesh)
    spread = np.linspace(0, len(places) - 1, SPREAD).astype(int)
    which = np.unique(np.r_[places.argmin(0), places.argmax(0), spread])
    return {
        "frame": frame.ravel().tolist(),
        "size": size,
        "count": len(places),
        "which": which.tolist(),
        "where": places[which].ravel().tolist(),
        "sum": _sum(places),
        "moments": _moments(places).ravel().tolist(),
    }


def frame_of(made: bpy.types.Object) -> np.ndarray:
    """(4, 4) from the coordinates that its mesh was made in to the object's as they are now. One
    that is not known to have been moved was not."""
    told = _told(made)
    if told is None:
        return np.eye(4)
    frame, count, which, where = told
    now = coordinates(made.data)
    moved = _followed(count, which, where, now)
    return (_by_bounds(where, now) if moved is None else moved) @ frame


def size_of(made: bpy.types.Object) -> float | None:
    """Its longest side as it was made, in metres; None where that was not noted."""
    return float(made[KEY].get("size", 0.0)) or None if _told(made) else None


def edited(made: bpy.types.Object) -> bool:
    """Whether somebody did more to its mesh since than to move all of it. Where all of it was moved
    a change is noticed that moves the middle of all vertices, or how they lie around it."""
    told = _told(made)
    if told is None:
        return False
    _, count, which, where = told
    now = coordinates(made.data)
    if len(now) != count:
        return True
    if _sum(now) == made[KEY].get("sum"):
        return False
    frame = affine(where, now[which])
    if not _near(frame, where, now[which]).all() or np.allclose(frame, np.eye(4), atol=1e-6):
        return True
    kept = np.array(made[KEY].get("moments", _moments(now)), float).reshape(4, 4)
    size = max(float(np.ptp(now, axis=0).max()), float(np.abs(now).max()), 1e-9)
    unit = np.diag([1 / size, 1 / size, 1 / size, 1])
    away = unit @ (_moments(now) - frame @ kept @ frame.T) @ unit
    return bool(np.abs(away).max() > TINY)


def moved(places: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """Places (V, 3) by a frame (4, 4)."""
    return (places @ frame[:3, :3].T + frame[:3, 3]).astype(np.float32)


def coordinates(mesh: bpy.types.Mesh) -> np.ndarray:
    """(V, 3) float32, before any modifier."""
    places = np.empty(3 * len(mesh.vertices), np.float32)
    mesh.vertices.foreach_get("co", places)
    return places.reshape(-1, 3)


def _told(made: bpy.types.Object) -> tuple[np.ndarray, int, np.ndarray, np.ndarray] | None:
    """frame (4, 4), vertices, the noted ones (K,) and their places (K, 3)."""
    try:
        told = made[KEY]
        frame = np.array(told["frame"], float).reshape(4, 4)
        which = np.array(told["which"], int)
        where = np.array(told["where"], float).reshape(len(which), 3)
        return frame, int(told["count"]), which, where
    except (KeyError, TypeError, ValueError):
        return None


def _sum(places: np.ndarray) -> int:
    """A checksum that a custom property holds."""
    return zlib.crc32(np.ascontiguousarray(places)) & 0x7FFFFFFF


def _moments(places: np.ndarray) -> np.ndarray:
    """(4, 4) the mean of the products of coordinates and 1: a frame moves it from both sides."""
    points = np.c_[places.astype(float), np.ones(len(places))]
    return points.T @ points / max(len(points), 1)


def _followed(
    count: int, which: np.ndarray, where: np.ndarray, now: np.ndarray
) -> np.ndarray | None:
    """How the noted vertices were moved, most of them together; None where they are not found.
    What was joined to a mesh stands before its vertices or behind them."""
    for first in sorted({0, max(len(now) - count, 0)}):
        if which.max() + first >= len(now):
            continue
        there = now[which + first].astype(float)
        if np.array_equal(there, where):  # least squares would move what is at 0 by 1e-18
            return np.eye(4)
        together = _together(where, there)
        if together is not None:
            return affine(where[together], there[together])
    return None


def _together(where: np.ndarray, there: np.ndarray) -> np.ndarray | None:
    """Which of the noted vertices (K,) moved as one: all, or more than half of them."""
    near = _near(affine(where, there), where, there)
    if near.all():
        return near
    random, best = np.random.default_rng(0), near
    for _ in range(TRIES):
        some = random.choice(len(where), min(5, len(where)), replace=False)
        near = _near(affine(where[some], there[some]), where, there)
        best = near if near.sum() > best.sum() else best
    return best if best.sum() > max(len(where) / 2, 5) else None


def _near(frame: np.ndarray, where: np.ndarray, there: np.ndarray) -> np.ndarray:
    size = max(float(np.ptp(there, axis=0).max()), 1e-9)
    away = np.abs(where @ frame[:3, :3].T + frame[:3, 3] - there).max(1)
    return away <= TOLERANCE * size


def affine(where: np.ndarray, there: np.ndarray) -> np.ndarray:
    """(4, 4) by least squares, as little beside the identity as the places leave open: a sheet
    says nothing of the third direction."""
    middle, to = where.mean(0), there.mean(0)
    out, back = where - middle, there - to
    weight = 1e-12 * max(float((out**2).sum()), 1e-12)
    turned = np.linalg.solve(out.T @ out + weight * np.eye(3), out.T @ back + weight * np.eye(3))
    frame = np.eye(4)
    frame[:3, :3] = turned.T
    frame[:3, 3] = to - turned.T @ middle
    return frame


def _by_bounds(where: np.ndarray, now: np.ndarray) -> np.ndarray:
    """As the box around the mesh tells it, which the noted vertices span. Where half of its sides
    are where they were, a part was taken away or put beside it, and nothing was moved."""
    frame = np.eye(4)
    if not len(now):
        return frame
    before, after = (np.array([each.min(0), each.max(0)], float) for each in (where, now))
    sides = np.ptp(before, axis=0)
    if (np.abs(after - before) <= SAME * sides.max()).sum() >= 3:
        return frame
    factor = np.ptp(after, axis=0) / np.maximum(sides, 1e-9)
    frame[:3, :3] = np.diag(factor)
    frame[:3, 3] = after[0] - factor * before[0]
    return frame
