"""The files of a model folder in diffusers' layout: read, or said to be damaged.

prior/            config.json, diffusion_pytorch_model.*
text_encoder/     config.json, model.safetensors or pytorch_model.bin
tokenizer/        vocab.json, merges.txt or tokenizer.json; tokenizer_config.json
image_encoder/    as text_encoder/, where an image is what the model takes
image_processor/  preprocessor_config.json
scheduler/        scheduler_config.json
shap_e_renderer/  config.json, diffusion_pytorch_model.*
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

from ..shared import strict_json, typed
from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable
from ..shared.models import hub_cache
from ..shared.typed import Range

LARGEST = 1 << 20  # of a whole number in a config.json

LONGEST_HEADER = 100_000_000  # bytes: the format's own limit
REMEDY = "Get a new copy of the model folder, or choose another model."


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises MaquetteError("model") if it is missing or damaged."""
    with reading(_whole(path)):
        content = strict_json.read(path)
    if not isinstance(content, dict):
        raise damaged(path, "does not contain a JSON object")
    return content


def read_config(path: Path, usual: Mapping[str, Any], largest: int = LARGEST) -> dict[str, Any]:
    """The same, with values of the types that they usually have, and no whole number beyond
    `largest`, which would be a length or a count that nothing has."""
    config = read_json(path)
    with reading(path):
        for name, value in config.items():
            wanted = type(usual.get(name))
            if wanted in (bool, int, float, str) and value is not None:
                typed.fit(value, wanted, name)
            _check_size(value, largest, name)
    return config


def _check_size(value: Any, largest: int, name: str) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        typed.fit(value, Annotated[int, Range(-largest, largest)], name)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            _check_size(item, largest, name)


def weights(folder: Path) -> Path:
    """The file of weights in a component's folder, checked for its length.

    Raises MaquetteError("model") if there is none, or if it is cut short.
    """
    path = hub_cache.weights(folder)
    if path is None:
        raise damaged(folder, "contains no weights (such as diffusion_pytorch_model.safetensors)")
    check = _check_safetensors if path.suffix == ".safetensors" else _check_pickle
    with reading(_whole(path)):
        check(path)
    return path


def check_tokenizer(folder: Path) -> Path:
    """`folder`, if CLIP's tokenizer can be read from it."""
    read_json(folder / "tokenizer_config.json")
    if (folder / "tokenizer.json").is_file():
        read_json(folder / "tokenizer.json")
    else:
        read_json(folder / "vocab.json")
        _whole(folder / "merges.txt")
    return folder


def reading(path: Path, what: str = "cannot be read") -> AbstractContextManager[None]:
    """Whatever is wrong with what is read within it ends in one sentence."""
    return foreign("model", f"The model is damaged: {printable(path)} {what}", REMEDY)


def damaged(path: Path, what: str) -> MaquetteError:
    return MaquetteError("model", f"The model is damaged: {printable(path)} {what}.", REMEDY)


def _whole(path: Path) -> Path:
    if not path.is_file():
        raise damaged(path, "is missing")
    return path


def _check_safetensors(path: Path) -> None:
    """Length of header (8 bytes, little endian), header in JSON, tensors; nothing else."""
    size = path.stat().st_size
    try:
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > LONGEST_HEADER:
                raise ValueError(f"its header would have {length} bytes")
            header = strict_json.loads(file.read(length))
        ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
        wanted = 8 + length + max(ends, default=0)
    except (ValueError, struct.error, LookupError, TypeError, AttributeError) as error:
        raise damaged(path, "is truncated or not a safetensors file") from error
    if size != wanted:
        raise damaged(path, f"has {size} bytes and should have {wanted}")


def _check_pickle(path: Path) -> None:
    """torch.save writes a zip, whose directory stands at its end: cut short, it is no zip."""
    if not zipfile.is_zipfile(path):
        raise damaged(path, "is truncated or in torch's format from before 1.6")
