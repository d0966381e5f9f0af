"""Where models lie on this machine: bundled, in folders, and in the Hugging Face hub's cache.

The cache is shared with every other program that uses the hub. Its layout is documented in
huggingface_hub's guide "Understand caching":

    models--openai--shap-e/refs/main                the commit that a revision meant last
                           snapshots/<commit>/...   the files, as links to
                           blobs/<hash>             their contents
                           .hashes/<commit>/...     of each file, ours: where links cannot be made

Files that are on no hub, but at addresses, lie there in the same way. Their commit is always the
same, and their hash the sha256 that they had when they came.

What is asked here looks at files and links alone, and at few of them: panels ask at every redraw.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import uuid
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import MaquetteError
from ..files import TEMPORARY, write_whole
from . import catalog, family
from .catalog import Model

State = Literal["ready", "partial", "absent"]
REMEDY = "Get the complete folder, or choose another one."
COMMIT = "[0-9a-f]{40}"
HASH = "[0-9a-f]{40}|[0-9a-f]{64}"  # git's sha1 of a small file, sha256 of a large one
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EROFS)  # it, not its kind
# Safe formats first, then halves before pickles: what the hub has no safetensors of in fp32.
WEIGHTS = (
    "diffusion_pytorch_model.safetensors",
    "model.safetensors",
    "diffusion_pytorch_model.fp16.safetensors",
    "model.fp16.safetensors",
    "diffusion_pytorch_model.bin",
    "pytorch_model.bin",
)

_chosen: ContextVar[str] = ContextVar("chosen", default="")


class Need(NamedTuple):
    """One file of the hub, by the model in whose repository it lies."""

    owner: Model
    file: str


@contextlib.contextmanager
def at(folder: str) -> Iterator[None]:
    """Look into this cache meanwhile, as Blender's preferences may name one; "": the usual one."""
    token = _chosen.set(folder)
    try:
        yield
    finally:
        _chosen.reset(token)


def cache(environ: Mapping[str, str] = os.environ) -> Path:
    """The hub's cache: the one that `at` names, or as huggingface_hub's constants.py finds it."""
    if chosen := _chosen.get():
        return Path(chosen)
    caches = environ.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
    home = environ.get("HF_HOME") or os.path.join(caches, "huggingface")
    named = environ.get("HF_HUB_CACHE") or environ.get("HUGGINGFACE_HUB_CACHE")
    return Path(os.path.expandvars(os.path.expanduser(named or os.path.join(home, "hub"))))


def repository(model: Model) -> Path:
    """Of a hub model, in the cache, whether it is there or not."""
    return cache() / f"models--{str(model.source).replace('/', '--')}"


def needs(model: Model) -> tuple[Need, ...]:
    """All files of a hub model, with those that another model's repository holds for it."""
    shared = [
        Need(owner, file)
        for component, name in model.shared.items()
        for owner in [next(m for m in catalog.models() if m.id == name)]
        for file in owner.files
        if file.startswith(f"{component}/")
    ]
    return (*(Need(model, file) for file in model.files), *shared)


def read_ref(model: Model) -> str:
    """The commit that the revision of a hub model meant last; "" if it was never asked for, or if
    what stands there is no commit."""
    try:
        path = repository(model) / "refs" / model.revision
        with open(path, encoding="ascii") as file:
            said = file.read(100).strip()
    except (OSError, ValueError):
        return ""
    return said if re.fullmatch(COMMIT, said) else ""


def snapshot(model: Model) -> Path | None:
    """The folder of files of a hub model: one that holds all of them if there is such, and of the
    remembered commit rather than another."""
    commit = read_ref(model) or model.revision
    found = sorted(_matching(model, "snapshots/*/"), key=lambda path: path.name != commit)
    whole = (path for path in found if all(_there(path / file) for file in model.files))
    return next(whole, found[0] if found else None)


def _matching(model: Model, pattern: str) -> list[Path]:
    """What lies in its repository; nothing where the cache's path is none, or too long."""
    try:
        return list(repository(model).glob(pattern))
    except (OSError, ValueError):
        return []


def find(need: Need) -> Path | None:
    """The file, if the cache has it."""
    folder = snapshot(need.owner)
    return folder / need.file if folder and _there(folder / need.file) else None


def identity(need: Need) -> tuple[str, str]:
    """The commit and the hash of a file that the cache has. The hash is "" where there is no link,
    which points to it, and nothing was remembered instead."""
    file = find(need)
    if file is None:
        return "", ""
    commit = file.relative_to(repository(need.owner)).parts[1]
    name = file.resolve().name if file.is_symlink() else _remembered(need, commit)
    return commit, name if re.fullmatch(HASH, name) else ""


def _hash_file(need: Need, commit: str) -> Path:
    return repository(need.owner) / ".hashes" / commit / need.file


def _remembered(need: Need, commit: str) -> str:
    try:
        with open(_hash_file(need, commit), encoding="ascii") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return ""


def add_to_snapshot(need: Need, commit: str, blob: Path) -> None:
    """Put a file's contents, which lie at `blob`, into a commit's snapshot: as a link, or where
    there can be none as the file itself, with its hash remembered. Raises OSError or
    MaquetteError("file")."""
    link = repository(need.owner) / "snapshots" / commit / need.file
    link.parent.mkdir(parents=True, exist_ok=True)
    aside = link.with_name(f"{TEMPORARY}{uuid.uuid4().hex[:12]}")
    try:
        aside.symlink_to(os.path.relpath(blob, link.parent))
    except OSError as error:
        if error.errno in DISK:  # else there are no links here: Windows, a memory stick
            raise
        remembered = _hash_file(need, commit)
        remembered.parent.mkdir(parents=True, exist_ok=True)
        write_whole(remembered, blob.name.encode())
        blob.replace(link)
        return
    try:
        aside.replace(link)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def write_ref(model: Model, commit: str) -> None:
    """That is what the revision of a hub model means. Raises OSError or MaquetteError("file")."""
    if read_ref(model) != commit:
        path = repository(model) / "refs" / model.revision
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, commit.encode())


def is_ready(model: Model) -> bool:
    """Whether its `state` is "ready". Does not look for the rest where one file is not there."""
    if isinstance(model.source, Path):
        return state(model) == "ready"
    return all(find(need) for need in needs(model))


def state(model: Model) -> State:
    """How much of a model is on this machine. Contents are not looked at; `hub.verify` does."""
    if isinstance(model.source, Path):
        return "ready" if _there(model.source / catalog.MODEL_INDEX) else "absent"
    wanted = needs(model)
    folders = {owner: snapshot(owner) for owner in dict.fromkeys(need.owner for need in wanted)}
    there = {
        need for need in wanted if (folder := folders[need.owner]) and _there(folder / need.file)
    }
    if there.issuperset(wanted):
        return "ready"
    shares = [share for other in catalog.models() for share in other.shared.items()]
    own = [  # what another model takes from here may have come for its sake
        need
        for need in there
        if need.owner == model and (_component(need.file), model.id) not in shares
    ]
    begun = any(_matching(model, "blobs/*.incomplete"))
    return "partial" if own or begun else "absent"


def size_on_disk(model: Model) -> int:
    """Bytes of the files that are there, shared ones too."""
    if isinstance(model.source, Path):
        files = list(model.source.rglob("*"))
    else:
        files = [file for need in needs(model) if (file := find(need))]
        files += _matching(model, "blobs/*.incomplete")
    return sum(status.st_size for file in files if (status := _status(file)))


def _there(path: Path) -> bool:
    return _status(path) is not None


def _status(path: Path) -> os.stat_result | None:
    """Of a file; None where there is none that we may see: a download may just have renamed it."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


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
            f"{model.label} is not downloaded.",
            "Press Download in Models.",
            f"Run: python -m backend models download {model.id}",
        )
    return {
        _component(need.file): (snapshot(need.owner) or Path()) / _component(need.file)
        for need in needs(model)
        if "/" in need.file
    }


def check_layout(folder: Path) -> None:
    """Raise MaquetteError("model") unless `folder` has a known model's layout, with the names of
    all that it lacks. A second, older renderer/ that OpenAI's index names is not asked for."""
    catalog.find(str(folder))  # says what is wrong with model_index.json
    name, known = family.pipelines()[catalog.pipeline(folder)]
    files = family.families()[name].files
    if lacking := [
        what for each in known.components for what in _lacking(folder / each, files.get(each, ()))
    ]:
        raise MaquetteError("model", f"{folder} lacks {', '.join(lacking)}.", REMEDY)


def weights(component: Path) -> Path | None:
    """The file of weights in a component's folder, the best of several."""
    return next((component / name for name in WEIGHTS if (component / name).is_file()), None)


def _lacking(component: Path, groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """What a component's folder has not: of each group of files one, or, where there are none, a
    config.json and weights."""
    lacks = [
        f"{component.name}/{group[0]}"
        for group in groups or (("config.json",),)
        if not any((component / file).is_file() for file in group)
    ]
    return lacks if groups or weights(component) else [*lacks, f"weights in {component.name}"]


def _components(folder: Path) -> tuple[str, ...]:
    return family.pipelines()[catalog.pipeline(folder)][1].components


def _component(file: str) -> str:
    return file.partition("/")[0]
