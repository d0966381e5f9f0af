"""Parametric "chunky toy" shapes with named parts: the training data's geometry.

Z is up, fronts face -Y, and every shape is mirror-symmetric in x.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import (
    aircraft,
    animals,
    apes,
    architecture,
    armory,
    audio,
    band,
    bathroom,
    bedroom,
    birds,
    boats,
    buildings,
    cars,
    carts,
    clinic,
    computers,
    crafts,
    decor,
    dinosaurs,
    electronics,
    emblems,
    explosives,
    firearms,
    food,
    forest,
    furniture,
    gadgets,
    garden,
    gardening,
    grooming,
    hardware,
    homeware,
    household,
    industry,
    insects,
    instruments,
    kitchen,
    landscape,
    legends,
    lights,
    machines,
    magic,
    nature,
    office,
    optics,
    people,
    plants,
    playground,
    poultry,
    primitives,
    relics,
    reptiles,
    rooms,
    sea,
    sheds,
    sky,
    storage,
    street,
    tableware,
    temples,
    tools,
    toys,
    transport,
    utensils,
    vehicles,
    vessels,
    wild,
    workshop,
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
    computers,
    electronics,
    audio,
    optics,
    gadgets,
    office,
    instruments,
    band,
    firearms,
    explosives,
    armory,
    workshop,
    hardware,
    gardening,
    clinic,
    machines,
    carts,
    cars,
    aircraft,
    temples,
    sheds,
    industry,
    homeware,
    grooming,
    boats,
    plants,
    landscape,
    sky,
    playground,
    magic,
    emblems,
    relics,
    garden,
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
