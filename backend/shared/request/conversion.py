"""What is asked for to make a file of another kind of an object: a mesh of an omage, or an omage
of a mesh."""

from __future__ import annotations

from dataclasses import dataclass

from ..artifact import Artifact
from ..errors import MaquetteError
from ..setting import check, setting
from ..texts import PATH_CHARACTERS, file_name, one_of, path
from ..typed import Range
from .choices import FORMATS

OMAGE = "omage"  # a format: an .npz that holds one, with images of it beside
SIDES = (64, 256, 1024)  # texels a side of an omage that is made


@dataclass(frozen=True)
class ConversionRequest:
    """A file of an object to a file of another kind. What the source is, its content says: an
    omage (.npz), omages in rows (.h5) or members (.tar), or a mesh (.npz of the worker, .glb).

    folder  where the file is written
    name    its stem, no path
    format  one of `FORMATS`, or one in capitals, for a mesh; or `OMAGE`
    side    of the omage, one of `SIDES`; 0: as it is, 64 of a mesh
    member  which of several omages in the source: the number of the row or the member, from 0, or
            the member's name; "": the first
    """

    source: Artifact
    folder: str
    name: str
    format: str
    side: int = setting(
        0,
        "Side",
        "How many texels an omage has a side: 64, 256 or 1024. 0 keeps those of an omage, and"
        " gives one of a mesh 64",
        Range(0, SIDES[-1]),
    )
    stitch: float = setting(
        0.0,
        "Stitch",
        "Join borders of patches that are closer than this, in model units; the object is 2 long"
        " at most. 0 leaves them open",
        Range(0.0, 1.0),
    )
    member: str = setting(
        "",
        "Member",
        "Which omage of a file of several, counted from 0, or its name in a .tar file",
    )

    @property
    def makes_omage(self) -> bool:
        return self.format == OMAGE

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if not self.source:
            raise MaquetteError("request", "No file is chosen.", "Choose an omage or a mesh.")
        path("source", self.source.path)
        path("folder", self.folder)
        file_name("name", self.name)
        one_of("format", self.format.lower(), (*FORMATS, OMAGE))
        if self.side and self.side not in SIDES:
            raise MaquetteError(
                "request",
                f"side is {self.side}; an omage has {', '.join(map(str, SIDES))} texels a side.",
                "Choose one of them.",
            )
        if len(self.member) > PATH_CHARACTERS:
            raise MaquetteError("request", "The name of the member is too long.", "Shorten it.")
