"""Texts that a request may have: names, paths, whole characters."""

from __future__ import annotations

import os
from pathlib import PureWindowsPath

from .errors import MaquetteError

PROMPT_CHARACTERS = 2000
PATH_CHARACTERS = 4096


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
            "request", f"{name} contains half a character, at {error.start + 1}.", "Type it again."
        ) from error


def path(name: str, text: str) -> None:
    """A text that the system takes for a path, whether there is something or not; "" is one too."""
    if "\0" in text or len(text) > PATH_CHARACTERS:
        wrong = "contains a NUL character" if "\0" in text else f"has {len(text)} characters"
        raise MaquetteError(
            "request", f"{name} is not a path: it {wrong}.", "Choose another file or folder."
        )
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        whole_characters(name, text)


def is_file_name(text: str) -> bool:
    """Whether it names a file in its folder, on every system, whatever folder that is."""
    return bool(text.strip(" .")) and PureWindowsPath(text).name == text


def file_name(name: str, text: str) -> None:
    """The name of a file in its folder, on every system."""
    path(name, text)
    if not is_file_name(text):
        raise MaquetteError(
            "request", f"{name} is {text[:80]!r}, which is not a file name.", "Choose another name."
        )
