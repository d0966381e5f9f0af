"""Contents of files on the pipe: in chunks ahead of the message that names the files, so that no
line is too long, the other side hears that we live, and what is large comes in many small steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from .artifact import Artifact, each
from .errors import MaquetteError
from .messages import AGAIN, Chunk

T = TypeVar("T")
PIECE = 1 << 18  # bytes in a chunk
MOST = 1 << 32  # bytes that wait for the message that names them


def parted(message: T) -> Iterator[T | Chunk]:
    """What is to be sent for a message: chunks with the contents that it holds, then itself without
    them."""
    contents: dict[str, bytes] = {}

    def noted(file: Artifact) -> Artifact:
        contents[file.sha256] = file.content
        return file

    each(message, noted)
    for sha256, content in contents.items():
        for start in range(0, len(content), PIECE):
            yield Chunk(sha256, content[start : start + PIECE])
    yield bare(message)


def bare(message: T) -> T:
    """The message without contents, as it is on its own line."""
    return each(message, lambda file: replace(file, content=b""))


def without_paths(message: T) -> T:
    """The message as another computer may say it. Raises MaquetteError("protocol") if it names a
    file by a path: that would be one of ours, which was not given to it."""

    def seen(file: Artifact) -> Artifact:
        if file.path:
            raise MaquetteError("protocol", "A file was named that did not arrive.", AGAIN)
        return file

    return each(message, seen)


class Arrivals:
    """What came in chunks, until a message names it: so many bytes, its `size`."""

    def __init__(self) -> None:
        self._parts: dict[str, bytearray] = {}
        self.size = 0

    def add(self, chunk: Chunk) -> None:
        """Raises MaquetteError("protocol") for more than anybody will name."""
        self.size += len(chunk.content)
        if self.size > MOST:
            self.__init__()
            raise MaquetteError("protocol", "The files of a message are too large.", AGAIN)
        self._parts.setdefault(chunk.sha256, bytearray()).extend(chunk.content)

    def complete(self, message: T) -> T:
        """The message with the contents that came for it, which are gone from here. Whether they
        are what they should be is seen as they are read."""
        named: set[str] = set()

        def filled(file: Artifact) -> Artifact:
            if file.path or file.content:
                return file
            named.add(file.sha256)
            content = bytes(self._parts.get(file.sha256, b""))
            return Artifact(file.name, file.sha256, content=content)

        message = each(message, filled)
        for sha256 in named:
            self.size -= len(self._parts.pop(sha256, b""))
        return message
