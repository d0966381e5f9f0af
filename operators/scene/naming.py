"""Names of data-blocks, which are after the object that has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import bpy

from ...backend.shared.errors import MaquetteError

NAME_BYTES = 63  # of an ID's name, up to Blender 4.x


def give(blocks: bpy.types.bpy_prop_collection, block: bpy.types.ID, name: str) -> None:
    """Call one of these data-blocks so, unless another one is called so: newer Blenders would take
    its name from that one."""
    if blocks.get((name, None)) is None:
        block.name = name


def around(name: str, start: str = "", end: str = "") -> str:
    """A name between a start and an end that engines read, cut so that all of them fit."""
    room = NAME_BYTES - len((start + end).encode())
    return start + name.encode()[:room].decode("utf-8", "ignore") + end


def check_free(names: Iterable[str], ours: Collection[bpy.types.Object] = ()) -> None:
    """Raise MaquetteError("request") where an object that is not one of `ours` has such a name: an
    engine would not know by another one what the object is."""
    others = (bpy.data.objects.get((name, None)) for name in names)
    if taken := next((each for each in others if each and each not in ours), None):
        raise MaquetteError(
            "request", f"{taken.name} is already there.", "Delete or rename it, then try again."
        )


def object_name(prompt: str) -> str:
    """The prompt on one line, without control characters, cut between characters to 63 bytes."""
    line = " ".join("".join(c if c.isprintable() else " " for c in prompt).split())
    return line.encode("utf-8", "ignore")[:NAME_BYTES].decode("utf-8", "ignore").strip() or "Mesh"
