"""A prompt becomes an image, as Point-E does it: with a text-to-image model of the user's choice.

Any model that diffusers' AutoPipelineForText2Image can read: a folder, or an id of the hub that is
on this machine already. None is in the box, and none is fetched.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..compute import device as devices
from ..compute.progress import Tracker
from ..shared.errors import JobCancelled, MaquetteError
from ..shared.files import printable

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

# What Shap-E was trained on: one whole object in the middle, on plain white.
WORDING = "{prompt}, one whole object, centred, three-quarter view, plain white background"
REMEDY = "Choose a folder or a downloaded model that diffusers' AutoPipelineForText2Image can read."


def draw(source: str, prompt: str, seed: int, device: torch.device, progress: Tracker) -> Image:
    """An image of `prompt`, in the size and steps that the model `source` is used to.

    Stages: loading, drawing. The same seed gives the same image. The model is gone from memory
    afterwards. Raises MaquetteError("model") for a source that is none, and JobCancelled.
    """
    import torch

    precision = devices.precision("auto", device)
    with progress.stage("loading"):
        pipeline = _load(source, precision)
    pipeline.set_progress_bar_config(disable=True)
    # The noise is drawn on the CPU, where a seed means the same on every machine.
    generator = torch.Generator().manual_seed(seed)
    try:
        pipeline.to(device)
        with progress.stage("drawing") as advance:

            def tell(_pipeline: object, step: int, _time: object, state: dict[str, Any]) -> Any:
                advance(step + 1)
                return state

            wording = WORDING.format(prompt=prompt.strip().rstrip("."))
            image = pipeline(wording, generator=generator, callback_on_step_end=tell).images[0]
    except (JobCancelled, MemoryError):
        raise
    except Exception as error:  # other people's pipelines fail in every way
        if re.search("out of memory|allocate memory", str(error), re.IGNORECASE):
            raise
        raise _unusable(source, error) from error
    finally:
        del pipeline
        devices.release(device)
    return image.convert("RGB")


def _load(source: str, precision: torch.dtype) -> Any:
    from diffusers.pipelines.auto_pipeline import AutoPipelineForText2Image

    try:
        named = _place(source)
        if named is None:
            raise MaquetteError(
                "model",
                f"{printable(source)} cannot draw an image: it is neither a folder nor"
                " a downloaded model.",
                REMEDY,
            )
        how = {"torch_dtype": precision, "local_files_only": True, "trust_remote_code": False}
        try:
            return AutoPipelineForText2Image.from_pretrained(named, variant="fp16", **how)
        except (OSError, ValueError):  # most have no halves beside the wholes
            return AutoPipelineForText2Image.from_pretrained(named, **how)
    except (MaquetteError, MemoryError):
        raise
    except Exception as error:
        raise _unusable(source, error) from error


def _place(source: str) -> str | None:
    """The folder, or the id of the hub if that is on this machine; None if there is no such."""
    from huggingface_hub import errors, try_to_load_from_cache

    with contextlib.suppress(OSError, RuntimeError, ValueError):  # too long, no home, no text
        if (folder := Path(source).expanduser()).is_dir():
            return str(folder)
    with contextlib.suppress(OSError, errors.HFValidationError):
        if isinstance(try_to_load_from_cache(source, "model_index.json"), str):
            return source
    return None


def _unusable(source: str, error: Exception) -> MaquetteError:
    reason = next((line.strip() for line in str(error).splitlines() if line.strip()), repr(error))
    said = f"{printable(source)} cannot draw an image: {reason.rstrip('.')}."
    return MaquetteError("model", said, REMEDY)
