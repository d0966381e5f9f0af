"""Files as their makers published them -> a model folder, by the family that recognizes them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError
from ..shared.files import printable
from ..shared.models import family
from . import original_files


class Originals(Protocol):
    """The module of a family that makes model folders from the files that its makers published.

    PARTS  files that belong to a model besides the first one, as they can be named
    """

    PARTS: tuple[str, ...]

    def recognizes(self, shapes: Mapping[str, tuple[int, ...]]) -> bool:
        """Whether weights of these names and shapes are of this family."""
        ...

    def convert(
        self,
        file: Path,
        parts: Mapping[str, Path],
        clip: Path | None,
        output: Path,
        progress: Tracker,
    ) -> list[str]:
        """Write the model folder `output`; sentences worth showing. Stage "importing", in files."""
        ...


def convert(
    file: Path, parts: Mapping[str, Path], clip: Path | None, output: Path, progress: Tracker
) -> list[str]:
    """Make the model folder `output` of original files; sentences worth showing. Stage "importing".

    file   the one that says which model it becomes: the family that recognizes it is asked
    parts  others that belong to it, by the family's names; else they are looked for beside it
    clip   a folder of openai/clip-vit-large-patch14

    Raises MaquetteError("model") for a file that is something else, ("request") for a part that the
    family does not have, ("file") where the folder cannot be written, and JobCancelled. Nothing
    half written stays.
    """
    shapes = original_files.shapes(original_files.read(file))
    asked = []
    for name, said in family.families().items():
        if importlib.util.find_spec(f".{name}.originals", __package__) is None:
            continue
        originals = cast("Originals", importlib.import_module(f".{name}.originals", __package__))
        if not originals.recognizes(shapes):
            asked.append(said.label)
            continue
        if strange := [part for part in parts if part not in originals.PARTS]:
            raise MaquetteError(
                "request",
                f"{printable(file)} is a file of {said.label}, which has no {strange[0]}.",
                f"Leave out --{strange[0]}.",
            )
        return originals.convert(file, parts, clip, output, progress)
    raise MaquetteError(
        "model",
        f"{printable(file)} is no file of {' or '.join(asked)}.",
        "Choose a file that OpenAI published.",
    )
