"""Where models lie on this machine: bundled, in folders, and in the Hugging Face hub's cache.

The cache is shared with every other program that uses the hub. Its layout is documented in
huggingface_hub's guide "Understand caching":

    models--openai--shap-e/refs/main                the commit that a revision meant last
                           snapshots/<commit>/...   the files, as links to
                           blobs/<hash>             their contents

Reads files and links alone, and few of them: panels ask at every redraw.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from . import catalogue
from .catalogue import Model
from .errors import MaquetteError

State = Literal["ready", "partial", "absent"]
COMPONENTS = {  # what stands in model_index.json and is not read
    "ShapEPipeline": ("prior", "scheduler", "shap_e_renderer", "text_encoder", "tokenizer"),
    "ShapEImg2ImgPipeline": (
        "image_encoder",
        "image_processor",
        "prior",
        "scheduler",
        "shap_e_renderer",
    ),
}
CONFIGS = {
    "scheduler": "scheduler_config.json",
    "tokenizer": "tokenizer_config.json",
    "image_processor": "preprocessor_config.json",
}
WEIGHTS = (".safetensors", ".bin")


chosen = ""  # a cache that is not the environment's; Blender's preferences name one


class Need(NamedTuple):
    """One file of the hub, by the model in whose repository it lies."""

    owner: Model
    file: str


def cache(environ: Mapping[str, str] = os.environ) -> Path:
    """The hub's cache: the chosen one, or else found as huggingface_hub's constants.py does."""
    if chosen:
        return Path(chosen)
    home = environ.get("HF_HOME") or os.path.join(
        environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache"), "huggingface"
    )
    return Path(environ.get("HF_HUB_CACHE") or os.path.join(home, "hub")).expanduser()


def repository(model: Model) -> Path:
    """Of a hub model, in the cache, whether it is there or not."""
    return cache() / f"models--{str(model.source).replace('/', '--')}"


def needs(model: Model) -> tuple[Need, ...]:
    """All files of a hub model, with those that another model's repository holds for it."""
    shared = [
        Need(owner, file)
        for component, name in model.shared.items()
        for owner in [next(m for m in catalogue.models() if m.id == name)]
        for file in owner.files
        if file.startswith(f"{component}/")
    ]
    return (*(Need(model, file) for file in model.files), *shared)


def snapshot(model: Model) -> Path | None:
    """The folder of files of a hub model: of the commit that its revision meant last, else any."""
    folder = repository(model)
    try:
        commit = (folder / "refs" / model.revision).read_text(encoding="utf-8").strip()
    except OSError:
        commit = model.revision
    named = folder / "snapshots" / commit
    if commit and named.is_dir():
        return named
    found = sorted(folder.glob("snapshots/*/"))
    return found[0] if found else None


def find(need: Need) -> Path | None:
    """The file, if the cache has it."""
    folder = snapshot(need.owner)
    return folder / need.file if folder and (folder / need.file).is_file() else None


def state(model: Model) -> State:
    """How much of a model is on this machine. Contents are not looked at; `hub.verify` does."""
    if isinstance(model.source, Path):
        return "ready" if (model.source / catalogue.MODEL_INDEX).is_file() else "absent"
    found = [find(need) is not None for need in needs(model)]
    if all(found):
        return "ready"
    own = any(found[: len(model.files)])
    begun = any(repository(model).glob("blobs/*.incomplete"))
    return "partial" if own or begun else "absent"


def size_on_disk(model: Model) -> int:
    """Bytes of the files that are there, shared ones too."""
    if isinstance(model.source, Path):
        files = [file for file in model.source.rglob("*") if file.is_file()]
    else:
        files = [file for need in needs(model) if (file := find(need))]
        files += repository(model).glob("blobs/*.incomplete")
    return sum(file.stat().st_size for file in files)


def locate(model: Model) -> dict[str, Path]:
    """The folder of each component.

    Raises MaquetteError("model") for a hub model that is not on this machine, and for a folder
    that lacks a component.
    """
    if isinstance(model.source, Path):
        check_layout(model.source)
        return {name: model.source / name for name in _components(model.source)}
    if state(model) != "ready":
        raise MaquetteError(
            "model",
            f"{model.label} is not on this machine.",
            f"Press Download in Models, or run: python -m backend models download {model.id}",
        )
    return {
        need.file.partition("/")[0]: (snapshot(need.owner) or Path()) / need.file.partition("/")[0]
        for need in needs(model)
        if "/" in need.file
    }


def check_layout(folder: Path) -> None:
    """Raise MaquetteError("model") unless `folder` has a known model's layout, with the names of
    all that it lacks. A second, older renderer/ that OpenAI's index names is not asked for."""
    model = catalogue.find(str(folder))  # says what is wrong with model_index.json
    lacking = [name for name in _components(folder) if not _is_whole(folder / name)]
    if lacking:
        raise MaquetteError(
            "model",
            f"{folder} lacks {', '.join(lacking)}, which a {model.family} model needs"
            " with configuration and weights.",
            "Get the whole folder, or choose another.",
        )


def _components(folder: Path) -> tuple[str, ...]:
    index = json.loads((folder / catalogue.MODEL_INDEX).read_text(encoding="utf-8"))
    return COMPONENTS[index["_class_name"]]


def _is_whole(component: Path) -> bool:
    if not (component / CONFIGS.get(component.name, "config.json")).is_file():
        return False
    return component.name in CONFIGS or any(file.suffix in WEIGHTS for file in component.iterdir())
