"""Data-blocks that a job names and does not hold on to: found again after undo, renaming and
File > Revert, which hand out new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import bpy

T = TypeVar("T", bound=bpy.types.ID)

_opening = 0


def opening() -> int:
    """Which opening of a .blend this is; they are counted."""
    return _opening


def opened() -> None:
    """A .blend was opened: no `session_uid` of before means anything any more."""
    global _opening
    _opening += 1


@dataclass(frozen=True)
class Reference:
    """A data-block.

    uid            its `session_uid`, which undo and renaming leave as it is
    name, library  what it was called, and the file that it is linked from; "": from none
    file, opening  the .blend, and which opening of it; where the same one is opened again, as by
                   Revert, the name says which one it is
    """

    uid: int
    name: str
    library: str
    file: str
    opening: int

    @classmethod
    def to(cls, block: bpy.types.ID) -> Reference:
        return cls(block.session_uid, block.name, _library(block), bpy.data.filepath, _opening)

    def find(self, blocks: Iterable[T]) -> T | None:
        """It among these; None: it is gone."""
        if self.opening == _opening:
            return next((block for block in blocks if block.session_uid == self.uid), None)
        if not self.file or self.file != bpy.data.filepath:
            return None
        named = (block for block in blocks if block.name == self.name)
        return next((block for block in named if _library(block) == self.library), None)


def _library(block: bpy.types.ID) -> str:
    return block.library.filepath if block.library else ""
