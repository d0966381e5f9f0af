"""Flat ovals of a kit, much quicker than prisms of as many edges."""

from __future__ import annotations

from . import solids
from .casting import Kit
from .solids import Solid, intersection

_LONG = 8.0


def oval(
    kit: Kit, a: float, b: float, thick: float, axis: str = "z", at: solids.Vector = solids.ORIGIN
) -> Solid:
    """Elliptic plate across an axis; radii a and b along the other two, in the order x, y, z."""
    if axis == "x":
        return intersection(kit.ball(_LONG, a, b, at), kit.box(thick, 3 * a, 3 * b, at, 0.01), 0.02)
    if axis == "z":
        return intersection(kit.ball(a, b, _LONG, at), kit.box(3 * a, 3 * b, thick, at, 0.01), 0.02)
    return intersection(kit.ball(a, _LONG, b, at), kit.box(3 * a, thick, 3 * b, at, 0.01), 0.02)
