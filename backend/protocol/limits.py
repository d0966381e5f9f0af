"""The values that a request may have.

The panel takes its sliders' ends from `LIMITS`, the command line its error messages from the
requests' `validate`, so that every door refuses the same things with the same words.
"""

from __future__ import annotations

from typing import NamedTuple

from .errors import MaquetteError

DEVICES = ("auto", "cuda", "mps", "cpu")
FORMATS = ("npz", "glb", "ply", "obj")
PRESETS = ("exact", "fast")
PRECISIONS = ("auto", "fp32", "fp16", "bf16")
PREPARATION = ("orient", "composite", "background", "crop", "pad")
ACTIONS = ("download", "verify", "remove")
PROMPT_CHARACTERS = 2000


class Limit(NamedTuple):
    lowest: float
    highest: float


LIMITS = {
    "seed": Limit(0, 2**64 - 1),  # torch.Generator.manual_seed
    "samples": Limit(1, 64),
    "steps": Limit(1, 1024),  # the schedule's own number of training steps
    "guidance": Limit(0.0, 100.0),
    "resolution": Limit(8, 512),  # at 512 the field alone takes 0.5 GiB
    "triangles": Limit(100, 10_000_000),  # fewer keep no shape; more than 512^3 gives
    "texture": Limit(128, 4096),
    "margin": Limit(0.0, 0.4),
    "strength": Limit(0.0, 1.0),
    "size": Limit(16, 512),
    "frames": Limit(2, 120),
    "thumbnail": Limit(16, 512),
    "ghost": Limit(0, 1024),
}


def within(name: str, value: object, fraction: bool = False) -> None:
    """`LIMITS[name]` holds the ends; `fraction` says whether 0.5 is a value too."""
    if isinstance(value, bool) or not isinstance(value, (int, float) if fraction else int):
        kind = "a number" if fraction else "a whole number"
        raise MaquetteError("request", f"{name} is {value!r}; it must be {kind}.")
    limit = LIMITS[name]
    if not limit.lowest <= value <= limit.highest:  # also false for NaN
        raise MaquetteError(
            "request",
            f"{name} is {value}; it must lie between {limit.lowest} and {limit.highest}.",
            "Choose a value in that range.",
        )


def one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise MaquetteError(
            "request", f"{name} is {value!r}; it must be one of {', '.join(choices)}."
        )
