"""OpenAI's own files of Point-E, made into a model folder.

    base_40m_textvec.pt, base_40m.pt, ...   what draws the first points: see `checkpoints.RELEASED`
    upsample_40m.pt                         what draws more among them
    sdf.pt                                  what finds their surface
    a folder of openai/clip-vit-large-patch14, which none of them holds

The files stay what they are, under the names that OpenAI gave them; their weights say which one
each of them is.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from ...shared.files import printable
from .. import clip as clips
from .. import original_files
from ..original_files import Shapes
from . import checkpoints
from .checkpoints import RELEASED, REMEDY

PARTS = ("upsampler", "sdf")
NAMES = {"upsampler": "upsample", "sdf": "sdf"}  # of the networks that are these parts
PIPELINES: dict[str, tuple[str, Literal["text", "image"] | None]] = {  # by what a base is told
    "vector": ("PointEPipeline", "text"),
    "grid": ("PointEImg2ImgPipeline", "image"),
    "nothing": ("PointEUnconditionalPipeline", None),
}
TAKES = {"text": "a prompt", "image": "an image", None: "nothing"}


def recognizes(shapes: Shapes) -> bool:
    """Whether weights of these shapes are a network's of Point-E, if a released one's or not."""
    of_points = {"input_proj.weight", "backbone.resblocks.0.attn.c_qkv.weight"} <= shapes.keys()
    return of_points or "encoder_input_proj.weight" in shapes


def convert(
    base: Path, parts: Mapping[str, Path], clip: Path | None, output: Path, progress: Tracker
) -> list[str]:
    """Write the model folder `output`; sentences worth showing. Stage "importing", in files.

    Parts that are not named lie beside `base`. Raises MaquetteError("model") for a file that is
    something else, ("file") where the folder cannot be written, and JobCancelled. Nothing half
    written stays.
    """
    name, kind = _base(base)
    pipeline, takes = PIPELINES[kind]
    files = {"base": (base, name)}
    for part in PARTS:
        wanted = NAMES[part]
        beside = parts.get(part) or original_files.beside(base, (RELEASED[wanted].file,), part)
        files[part] = beside, wanted
    with (
        original_files.model_folder(output) as folder,
        progress.stage("importing", len(files) + 1) as advance,
    ):
        for done, (part, (file, wanted)) in enumerate(files.items()):
            advance(done)
            checkpoints.load(file, wanted)
            (folder / part).mkdir()
            shutil.copyfile(file, folder / part / RELEASED[wanted].file)
        advance(len(files))
        if takes:
            clips.write(clip, takes, folder)
        original_files.write_index(folder, pipeline, {})
        advance(len(files) + 1)
    return [f"{printable(output)} is a model that takes {TAKES[takes]}."]


def _base(file: Path) -> tuple[str, str]:
    """Which released base a file holds, and what that is told. Raises MaquetteError("model")."""
    name = checkpoints.identify(original_files.shapes(original_files.read(file, REMEDY)))
    if file.name == RELEASED["base40M-imagevec"].file:  # its weights look like those of -textvec
        raise _not(file, "is told one vector of an image, which is not supported")
    if name is None:
        raise _not(file, "has the weights of none of the networks that OpenAI released")
    kind = RELEASED[name].kind
    if kind in ("upsampler", "sdf"):
        raise _not(file, f"is {name} of Point-E, not what draws the first points")
    return name, kind


def _not(file: Path, what: str) -> MaquetteError:
    remedy = "Give the file of a base, such as base_40m_textvec.pt or base_40m.pt."
    return MaquetteError("model", f"{printable(file)} {what}.", remedy)
