"""The values that a request may have.

The panel takes its sliders' ends from `LIMITS`, the command line its error messages from the
requests' `validate`, so that every door refuses the same things with the same words.
"""

from __future__ import annotations

import os
from typing import Any

from . import typed as kinds
from .errors import MaquetteError
from .typed import Range

DEVICES = ("auto", "cuda", "mps", "cpu")
FORMATS = ("npz", "glb", "ply", "obj")
PRESETS = ("exact", "fast")
PRECISIONS = ("auto", "fp32", "fp16", "bf16")
PREPARATION = ("orient", "composite", "background", "crop", "pad")
ACTIONS = ("download", "verify", "remove")
PROMPT_CHARACTERS = 2000
PATH_CHARACTERS = 4096


LIMITS = {
    "seed": Range(0, 2**64 - 1),  # torch.Generator.manual_seed
    "samples": Range(1, 64),
    "steps": Range(1, 1024),  # the schedule's own number of training steps
    "guidance": Range(0.0, 100.0),
    "resolution": Range(8, 512),  # at 512 the field alone takes 0.5 GiB
    "triangles": Range(100, 10_000_000),  # fewer keep no shape; more than 512^3 gives
    "texture": Range(128, 4096),
    "margin": Range(0.0, 0.4),
    "strength": Range(0.0, 1.0),
    "size": Range(16, 512),
    "frames": Range(2, 120),
    "thumbnail": Range(16, 512),
    "ghost": Range(0, 1024),
}


def typed(request: Any) -> None:
    """Every field is of the type that it declares, and every number finite."""
    try:
        kinds.fit(request, type(request), "")
    except ValueError as error:
        raise MaquetteError("request", f"{error}.", "Choose another value.") from error


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
            "request", f"{name} is {value[:80]!r}; it must be one of {', '.join(choices)}."
        )


def whole_characters(name: str, text: str) -> None:
    """No halves of characters: no file, no tokenizer and no terminal takes them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MaquetteError(
            "request", f"{name} has half a character in it, at {error.start + 1}.", "Type it again."
        ) from error


def path(name: str, text: str) -> None:
    """A text that the system takes for a path, whether there is something or not; "" is one too."""
    if "\0" in text or len(text) > PATH_CHARACTERS:
        wrong = "has a NUL in it" if "\0" in text else f"has {len(text)} characters"
        raise MaquetteError(
            "request", f"{name} is no path: it {wrong}.", "Choose another file or folder."
        )
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        whole_characters(name, text)


def file_name(name: str, text: str) -> None:
    """The name of a file in its folder, on every system."""
    path(name, text)
    if not text.strip(" .") or any(mark in text for mark in "/\\"):
        raise MaquetteError(
            "request", f"{name} is {text[:80]!r}, which is no name of a file.", "Take another name."
        )
