"""How detailed a mesh is: one choice instead of the numbers that it stands for.

A request without the choice is one of before there was any: the numbers alone say what is made, and
the mesh is simplified as it was then, so that what was made can be made again bit by bit. `CUSTOM`
is what people choose to set the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import MaquetteError
from ..setting import Choice

DETAILS = (
    Choice(
        "blockout",
        "Blockout",
        "Make a light mesh of about 3,000 triangles: clean, with sharp edges, and symmetric where"
        " the shape is",
    ),
    Choice("sculpt", "Sculpt", "Make evenly sized quads to sculpt on, usually 10,000 to 20,000"),
    Choice("full", "Full", "Keep all triangles, exactly as the model makes them"),
    Choice("game", "Game", "Make a mesh of 2,000 triangles with a UV map and a baked texture"),
    Choice("custom", "Custom", "Set resolution, triangles and texture yourself"),
)
CUSTOM = "custom"
OFFERED = "blockout"  # where nobody chooses
NUMBERS = ("resolution", "triangles", "texture")  # settings that a choice other than CUSTOM has

QUADS = 17_000


@dataclass(frozen=True)
class Meshing:
    """How a mesh is made.

    resolution  samples of the signed distance a side of the cube [-1, 1]^3
    triangles   reduce the mesh to so many; None: keep them all
    most        so many instead, where the shape needs them; None: not more
    texture     texels a side of a baked one; None: none
    quads       about so many, in place of triangles; 0: triangles
    former      whether it is simplified as before there was the choice
    """

    resolution: int = 128
    triangles: int | None = None
    most: int | None = None
    texture: int | None = None
    quads: int = 0
    former: bool = False


CHOSEN = {
    "blockout": Meshing(triangles=3000, most=4000),
    "sculpt": Meshing(quads=QUADS),
    "full": Meshing(),
    "game": Meshing(triangles=2000, texture=1024),
}


def meshing(detail: str | None, numbers: Mapping[str, Any]) -> Meshing:
    """What a choice stands for; the `numbers` count where they are what was chosen."""
    if detail in CHOSEN:
        return CHOSEN[detail]
    return Meshing(**{name: numbers[name] for name in NUMBERS}, former=detail is None)


def settled(
    values: Mapping[str, Any],
    said: Collection[str],
    defaults: Mapping[str, Any],
) -> dict[str, Any]:
    """Settings by their names, of which somebody `said` some himself: who says a number wants that
    one, so the choice is `CUSTOM` unless he says that, too. What goes before another choice and was
    not said becomes one of the `defaults`, of which there is one for each number."""
    found = dict(values)
    if "detail" not in said and any(name in said for name in defaults):
        found["detail"] = CUSTOM
    if found["detail"] in CHOSEN:
        found |= {name: value for name, value in defaults.items() if name not in said}
    return found


def check(detail: str | None, label: str, value: object, default: object) -> None:
    """Raise MaquetteError("request") for a number of this label that a choice has already."""
    if detail in CHOSEN and value != default:
        chosen = next(choice.label for choice in DETAILS if choice.value == detail)
        raise MaquetteError(
            "request",
            f"{label} is set, but Detail is {chosen}, which has its own.",
            f"Set Detail to Custom, or leave {label} at its default.",
            f"Pass --detail {CUSTOM}, or leave out --{label.casefold()}.",
        )
