"""CLIP's folder, as OpenAI has it on the hub -> the half that a model needs, in its own folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, cast

from transformers import logging
from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection, CLIPVisionModel

from ..shared.errors import MaquetteError
from ..shared.files import printable

HALVES = {  # what a model takes -> the encoder, its folder, the folder of what prepares its input
    "text": (CLIPTextModelWithProjection, "text_encoder", "tokenizer"),
    "image": (CLIPVisionModel, "image_encoder", "image_processor"),
}
FILES = {
    "tokenizer": ("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json"),
    "image_processor": ("preprocessor_config.json",),
}
REMEDY = "Use a folder with openai/clip-vit-large-patch14: --clip FOLDER"


def write(clip: Path | None, kind: Literal["text", "image"], output: Path) -> None:
    """Write text_encoder/ and tokenizer/, or image_encoder/ and image_processor/, into `output`.

    Raises MaquetteError("model") if there is no `clip`, or if it is no folder of CLIP.
    """
    if clip is None:
        raise MaquetteError("model", "The original files do not contain CLIP.", REMEDY)
    encoder, folder, prepares = HALVES[kind]
    target, names = output / prepares, FILES[prepares]
    target.mkdir()
    for name in names:
        if (clip / name).is_file():
            shutil.copyfile(clip / name, target / name)
    logging.set_verbosity_error()  # of CLIP's other half, which is not wanted here
    logging.disable_progress_bar()
    try:
        load = cast("Callable[..., Any]", encoder.from_pretrained)  # with the info it is a pair
        made, told = load(clip, local_files_only=True, output_loading_info=True)
    except Exception as error:  # a folder can be wrong in every way
        raise _no_clip(clip, str(error).partition("\n")[0]) from error
    if told["missing_keys"] or not any(target.iterdir()):
        raise _no_clip(clip, f"it lacks {next(iter(told['missing_keys']), ' and '.join(names))}")
    made.save_pretrained(output / folder)


def _no_clip(clip: Path, reason: str) -> MaquetteError:
    return MaquetteError(
        "model", f"{printable(clip)} is not a CLIP folder: {reason.rstrip('.')}.", REMEDY
    )
