"""Levels of detail of a mesh: itself first, then with fewer and fewer triangles, as game engines
show it from afar."""

from __future__ import annotations

from dataclasses import dataclass

from ..setting import check, setting
from ..typed import Range

FEWEST = 100  # triangles of a level, as of any mesh


@dataclass(frozen=True)
class Levels:
    """count  with the mesh that is asked for, which is the first
    ratio  how many times as many triangles a level has as the next one
    """

    count: int = setting(
        1,
        "Levels",
        "Number of levels of detail, counting the full mesh as the first",
        Range(1, 8),
        flag="--levels",
    )
    ratio: float = setting(
        2.0,
        "Ratio",
        "How many times fewer triangles each level has than the one before",
        Range(1.25, 10.0),
        flag="--level-ratio",
        slider={"soft_max": 4.0, "step": 25},
    )

    def triangles(self, level: int, first: int) -> int:
        """Of a level, counted from 0, where the first one has so many."""
        return max(FEWEST, round(first / self.ratio**level))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
