"""Objects of one press that stand side by side, in a collection of their own."""

from __future__ import annotations

from dataclasses import dataclass

import bpy

from . import naming
from .placement import Spot, takes
from .references import Reference


@dataclass(eq=False)
class Row:
    """
    name        of the collection
    collection  once the first of them is there
    """

    name: str
    collection: Reference | None = None

    def members(self) -> list[bpy.types.Object]:
        """What is in it by now, be it that somebody put it there."""
        known = self.collection and self.collection.find(bpy.data.collections)
        return list(known.objects) if known else []

    def home(self, spot: Spot) -> bpy.types.Collection:
        """The collection; a new one where there is none that takes objects."""
        known = self.collection and self.collection.find(bpy.data.collections)
        if not (known and takes(known, spot.layer)):
            known = bpy.data.collections.new(naming.object_name(self.name))
            spot.collection.children.link(known)
            self.collection = Reference.to(known)
        return known
