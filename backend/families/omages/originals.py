"""The published checkpoints of Omages, made into a model folder.

    N2G_dit_allcate.ckpt     what makes geometry
    G2M_imagen_allcate.ckpt  what makes a material for it

The files stay what they are, under the names that their makers gave them; their weights say which
one each of them is.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from ...compute.progress import Tracker
from ...shared.files import printable
from .. import original_files
from ..original_files import Shapes
from . import checkpoints
from .checkpoints import PUBLISHED, REMEDY

PARTS = ("geometry", "material")
PIPELINE = "OmagesPipeline"


def recognizes(shapes: Shapes) -> bool:
    """Whether weights of these names are a network's of Omages."""
    return checkpoints.identify(shapes) is not None


def convert(
    file: Path, parts: Mapping[str, Path], clip: Path | None, output: Path, progress: Tracker
) -> list[str]:
    """Write the model folder `output`; sentences worth showing. Stage "importing", in files.

    The part that `file` is not lies beside it, unless it is named. There is no use for `clip`.
    Raises MaquetteError("model") for a file that is something else, ("file") where the folder
    cannot be written, and JobCancelled. Nothing half written stays.
    """
    given = checkpoints.identify(original_files.read(file, REMEDY))
    files = {
        part: file
        if part == given
        else parts.get(part) or original_files.beside(file, (PUBLISHED[part].file,), part)
        for part in PARTS
    }
    with (
        original_files.model_folder(output) as folder,
        progress.stage("importing", len(files)) as advance,
    ):
        for done, (part, source) in enumerate(files.items()):
            advance(done)
            checkpoints.load(source, part)
            (folder / part).mkdir()
            shutil.copyfile(source, folder / part / PUBLISHED[part].file)
        original_files.write_index(folder, PIPELINE, {})
        advance(len(files))
    return [f"{printable(output)} is a model that takes a prompt."]
