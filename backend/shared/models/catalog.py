"""The models that can be named, and what each of them recommends.

`backend/models/catalog.toml` lists them; any other model is named by its folder. What a
folder takes is told by the pipeline of its model_index.json. It may say more of itself in an
optional `maquette.json`:

    {"label": "...", "family": "shap_e", "sampler": "fast", "fast_steps": 12, "guidance": 3.0,
     "words": ["a", "red", ...], "kinds": ["chair", ...], "names": {"chair": ["seat", ...]},
     "lengths": {"chair": 0.9}, "parts": {"chair": ["legs", ...]}, "forms": {"stool": ["round"]},
     "colours": {"red": ["crimson", ...]}, "digits": {"3": "three"},
     "opposites": [[["tall", ...], ["short", ...]], ...]}

Nouns that mean one of its kinds stand in `nouns.json` beside it (`training/nouns.py` makes it).

A folder without it gets what its family's makers recommend: see `family.py`. Where all published
models of a family know the same things, its own folder has the two files, which hold for models
that do not say it themselves.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import strict_json, typed
from ..errors import MaquetteError, foreign
from ..files import printable
from ..prompt import Vocabulary
from ..request import GenerationRequest
from . import description, family

CATALOG = Path(__file__).parents[2] / "models" / "catalog.toml"
SELF_DESCRIPTION = "maquette.json"
NOUNS = "nouns.json"
MODEL_INDEX = "model_index.json"
LONGEST = 1 << 22  # bytes of a folder's own descriptions, which Blender's panels read
TOLD = ("label", "family", "sampler", "steps", "fast_steps", "guidance")  # by it, where it does
TAKES = {"text": "a prompt", "image": "an image", "points": "points"}  # said of inputs
REMEDY = "Choose another model, or get a new copy of its folder."


@dataclass(frozen=True)
class Model:
    """One model.

    id          what a request calls it: a name of the catalogue, or the path of a folder
    label       what a person reads
    family      the package of `backend/families` that runs it
    inputs      what it takes: "text", "image" or "points"
    source      a Path: the model's folder; a str: its id on the Hugging Face hub, or its own, under
                which the hub's cache keeps what comes from addresses
    revision    of the hub's repository
    files       all that is needed, without what is shared, by their paths in the model's folder
    addresses   of each of these files, where its makers offer them on no hub
    shared      component -> id of the catalogue's model that holds it too: it is downloaded once
    size        bytes to download, without what is shared
    licence     of the weights
    advice      what its makers ask of those who use it
    sampler      the sampler, recommended: "fast" where it was shown to be as good
    steps       of the exact sampler, recommended
    fast_steps  the same for the fast one
    guidance    classifier-free guidance scale, recommended
    memory      bytes of its weights, by precision
    work        TFLOP that one object takes, at the recommended steps and guidance
    vocabulary  what it was taught, and how it reads a prompt
    kinds       the things it was trained on, for people to read
    """

    id: str
    label: str
    source: Path | str
    family: str = ""
    inputs: tuple[str, ...] = ("text",)
    revision: str = ""
    files: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict, hash=False)
    shared: Mapping[str, str] = field(default_factory=dict, hash=False)
    size: int = 0
    licence: str = ""
    advice: str = ""
    sampler: str = "exact"
    steps: int = 64
    fast_steps: int = 16
    guidance: float = 15.0
    memory: Mapping[str, int] = field(default_factory=dict, hash=False)
    work: float = 0.0
    vocabulary: Vocabulary = Vocabulary()
    kinds: tuple[str, ...] = ()

    def recommended_steps(self, sampler: str | None = None) -> int:
        sampler = sampler or self.sampler
        return self.fast_steps if sampler == "fast" else self.steps


@functools.cache
def models() -> tuple[Model, ...]:
    """Every model of the catalogue, the default one first. Never fails for a damaged folder, so
    that a panel can always list them: `find` says what is wrong."""
    with foreign("model", f"{printable(CATALOG)} cannot be read", "Install Maquette again."):
        entries = tomllib.loads(CATALOG.read_text("utf-8"))["models"]
        return tuple(_listed(entry) for entry in entries)


def default(modality: str, prompt: str = "") -> Model:
    """The one in the box for "text", "image" or "points". Of those that take prompts, the first of
    the catalogue that was taught the thing which is named: it makes that better than one that was
    taught more. Where no prompt is known yet, the first."""
    if modality != "text" or not prompt.strip():
        return next(model for model in models() if modality in model.inputs)
    widest = taught_most()
    things = widest.vocabulary.read(prompt).things
    kind = things[0].kind if things else ""
    return next((model for model in built_in() if kind in model.kinds), widest)


def taught_most() -> Model:
    """The one of `built_in` that knows the most things."""
    return max(built_in(), key=lambda model: len(model.kinds))


def built_in() -> list[Model]:
    """Those that take prompts and are in the zip."""
    return [each for each in models() if "text" in each.inputs and isinstance(each.source, Path)]


def choose(name: str, modality: str, prompt: str = "") -> Model:
    """The model called `name`, or the one in the box for "text" or "image" and such a prompt.

    Raises MaquetteError("model") as `find` does, MaquetteError("request") if it takes the other.
    """
    model = find(name or default(modality, prompt).id)
    if modality in model.inputs:
        return model
    given, wanted = TAKES[modality], TAKES[model.inputs[0]]
    raise MaquetteError(
        "request",
        f"{model.label} takes {wanted}, not {given}.",
        f"Give it {wanted}, or choose {default(modality).id}, which takes {given}.",
    )


def usual_length(request: GenerationRequest) -> float:
    """Meters of the longest side that what a request makes usually has; 0: that is not asked for,
    or not known.

    Raises MaquetteError("model") or ("request") as `choose` does.
    """
    if not (request.real_size and request.samples_anew and request.modality == "text"):
        return 0.0
    model = choose(request.model, "text", request.prompt)
    return model.vocabulary.read(request.prompt).length


def find(name: str) -> Model:
    """The model called `name`, or in the folder `name`.

    Raises MaquetteError("model") if there is none, or if its folder is no model folder.
    """
    listed = {model.id: model for model in models()}
    if name in listed:
        model = listed[name]
        return _from_folder(model) if isinstance(model.source, Path) else model
    if os.path.isdir(name):  # pathlib's is_dir raises for names that are too long
        folder = Path(name)
        return _from_folder(Model(id=name, label=folder.resolve().name, source=folder))
    raise MaquetteError(
        "model",
        f"There is no model {name[:200]!r}.",
        f"Choose {' or '.join(listed)}, or the path of a model folder.",
    )


def _listed(entry: dict[str, Any]) -> Model:
    lists = {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}
    entry = {**entry, **lists}
    hub, folder = entry.pop("hub", None), entry.pop("folder", None)
    if addresses := entry.get("addresses"):
        hub, entry["files"] = entry["id"], tuple(addresses)
    model = Model(source=hub or CATALOG.parent / folder, **entry)
    try:
        return _describe(model)
    except MaquetteError:
        return model


def pipeline(folder: Path) -> str:
    """The class that a model folder is for: one of the families' pipelines.

    Raises MaquetteError("model") if it is no model folder, or for another class.
    """
    index = folder / MODEL_INDEX
    if not os.path.lexists(index):
        raise MaquetteError(
            "model", f"{printable(folder)} is not a model folder: it has no {MODEL_INDEX}.", REMEDY
        )
    with foreign("model", f"{printable(index)} cannot be read", REMEDY):
        named = typed.fit(strict_json.read(index, LONGEST)["_class_name"], str, "_class_name")
    known = family.pipelines()
    if named not in known:
        raise MaquetteError(
            "model",
            f"{printable(folder)} is a {printable(named[:80])}; Maquette supports"
            f" {', '.join(known)}.",
            "Choose a folder of one of these.",
        )
    return named


def _from_folder(model: Model) -> Model:
    name, known = family.pipelines()[pipeline(Path(model.source))]
    samplers = family.families()[name].samplers
    told: dict[str, Any] = {"inputs": (known.input,), "guidance": known.guidance}
    if samplers and model.sampler not in samplers:
        told["sampler"] = samplers[0]
    return _describe(dataclasses.replace(model, family=name, **told))


def _describe(model: Model) -> Model:
    """`model` with what the maquette.json of its family says of it, and then its folder's."""
    folders = [family.FOLDER / model.family]
    if isinstance(model.source, Path):
        folders.append(model.source)
    for path in (folder / SELF_DESCRIPTION for folder in folders):
        if not os.path.lexists(path):
            continue
        with foreign("model", f"{printable(path)} cannot be read", REMEDY):
            said, vocabulary = _said(path, _stamp(path), _stamp(path.with_name(NOUNS)))
        told = {name: getattr(said, name) for name in TOLD}
        told = {name: value for name, value in told.items() if value is not None}
        if said.kinds or said.words:
            told |= {"vocabulary": vocabulary, "kinds": said.kinds}
        model = dataclasses.replace(model, **told)
    return model


@functools.lru_cache(maxsize=16)
def _said(path: Path, *stamps: object) -> tuple[description.Description, Vocabulary]:
    """What a folder says, read again only when its files change: panels ask at every redraw."""
    said = description.read(path)
    table = path.with_name(NOUNS)
    return said, said.vocabulary(strict_json.read(table, LONGEST) if stamps[1] else {})


def _stamp(path: Path) -> object:
    """Changes when the file does; None: there is none."""
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
