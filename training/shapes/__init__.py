"""Parametric "chunky toy" shapes with named parts: the training data's geometry.

Z is up, fronts face -Y, and every shape is mirror-symmetric in x.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import (
    animals,
    apes,
    architecture,
    bakery,
    bathroom,
    bedroom,
    birds,
    buildings,
    crafts,
    decor,
    dinosaurs,
    food,
    forest,
    fruit,
    furniture,
    household,
    insects,
    kitchen,
    legends,
    lights,
    meals,
    nature,
    people,
    poultry,
    primitives,
    reptiles,
    rooms,
    sea,
    snacks,
    storage,
    street,
    sweets,
    tableware,
    tools,
    toys,
    transport,
    utensils,
    vegetables,
    vehicles,
    vessels,
    wild,
    yard,
)
from .kinds import Kind
from .shape import Shape, shape

__all__ = ["KINDS", "TAUGHT", "Kind", "Shape", "build"]

_MODULES = (
    furniture,
    vessels,
    vehicles,
    buildings,
    nature,
    food,
    tools,
    toys,
    primitives,
    animals,
    apes,
    architecture,
    bathroom,
    bedroom,
    birds,
    crafts,
    decor,
    dinosaurs,
    forest,
    household,
    insects,
    kitchen,
    legends,
    lights,
    people,
    poultry,
    reptiles,
    rooms,
    sea,
    storage,
    street,
    tableware,
    transport,
    utensils,
    wild,
    yard,
    fruit,
    vegetables,
    bakery,
    meals,
    snacks,
    sweets,
)

KINDS: dict[str, Kind] = {
    value.name: value
    for module in _MODULES
    for value in vars(module).values()
    if isinstance(value, Kind)
}
"""Every kind by name, in a fixed order."""

TAUGHT = tuple(KINDS)[:62]
"""What the weights in the repository know. New kinds come after these; the next training from
nothing takes all."""


def build(kind_name: str, parameters: Sequence[float] | np.ndarray) -> Shape:
    """The shape of a kind for parameters u (8,) in [0,1]; see `Kind` for their meaning."""
    return shape(KINDS[kind_name], parameters)
