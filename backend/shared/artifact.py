"""Files that travel with messages: where they lie, or what is in them.

Two sides that share a disk name a file by its path, and nothing is copied. Two that share none
send the content instead, and who gets it writes it into a folder of its own.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .errors import MaquetteError
from .files import Outputs, explained, printable
from .texts import is_file_name

T = TypeVar("T")


@dataclass(frozen=True)
class Artifact:
    """A file, or, where it is false, none. One with a path is taken for it by all that opens files.

    name     in its folder; of one without a path a plain name, or it is a ValueError
    sha256   of its content, in hex; "" where nobody has read what lies at the path
    path     where it lies, for who shares this disk
    content  what is in it, where it has no path
    """

    name: str = ""
    sha256: str = ""
    path: str = ""
    content: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if self and not self.path and not is_file_name(self.name):
            raise ValueError(f"{ascii(self.name[:80])} is not a file name")

    def __bool__(self) -> bool:
        return bool((self.name + self.path).strip() or self.sha256 or self.content)

    @classmethod
    def of(cls, path: Path | str, content: bytes | None = None) -> Artifact:
        """A file by its path; with its hash, if its content is at hand."""
        hashed = "" if content is None else hashlib.sha256(content).hexdigest()
        return cls(Path(path).name, hashed, str(path))

    @classmethod
    def inline(cls, name: str, content: bytes) -> Artifact:
        return cls(name, hashlib.sha256(content).hexdigest(), content=content)

    @classmethod
    def of_text(cls, text: str) -> Artifact:
        """Of a bare path, which messages had before version 4 of the protocol; "" is no file."""
        return cls.of(text) if text else cls()

    def __fspath__(self) -> str:
        return self.path

    def read_bytes(self) -> bytes:
        """Its content. Raises MaquetteError("file") if it cannot be read, or is not what its hash
        says."""
        try:
            content = Path(self.path).read_bytes() if self.path else self.content
        except (OSError, ValueError) as error:
            raise explained(self.path, error, "read") from error
        unknown = self.path and not self.sha256
        if not unknown and self.sha256 != hashlib.sha256(content).hexdigest():
            raise MaquetteError(
                "file",
                f"The file {printable(self.name)} did not arrive whole.",
                "Try again.",
            )
        return content

    def inlined(self) -> Artifact:
        """The same by its content. Raises MaquetteError("file"), as `read_bytes` does."""
        return Artifact.inline(self.name, self.read_bytes())

    def placed(self, folder: Path | str, outputs: Outputs) -> Artifact:
        """The same by its path: where it lies already, or in `folder`, among `outputs`. Raises
        MaquetteError("file"), as `read_bytes` and `Outputs.write` do."""
        if self.path or not self:
            return self
        place = Path(folder, self.name)
        outputs.write(place, self.read_bytes())
        return Artifact(self.name, self.sha256, str(place))


def each(value: T, change: Callable[[Artifact], Artifact]) -> T:
    """A message, or what is in one, with all its files changed."""
    return _each(value, change)


def _each(value: Any, change: Callable[[Artifact], Artifact]) -> Any:
    if isinstance(value, Artifact):
        return change(value) if value else value
    if isinstance(value, tuple):
        return tuple(_each(item, change) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        own = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return dataclasses.replace(value, **{k: _each(v, change) for k, v in own.items()})
    return value
