"""Files as a model's makers published them: read, and made into a model folder.

They are dictionaries of tensors, as torch.save writes them, or such a one with numbers of its
training around it, as PyTorch Lightning does; nothing else is ever unpickled.
"""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError

from ..shared.errors import MaquetteError, foreign
from ..shared.files import Outputs, explained, printable
from ..shared.models import catalog, hub_cache

REMEDY = "Download it again from the address in its makers' repository, or choose another file."

LIGHTNING = "state_dict"  # where its checkpoints hold the weights

Weights = dict[str, torch.Tensor]
Shapes = dict[str, tuple[int, ...]]
Network = TypeVar("Network", bound=torch.nn.Module)


def read(file: Path, remedy: str = REMEDY) -> Weights:
    """The tensors in a file, by their names; on the CPU, not yet read from the disk where the file
    allows it.

    Raises MaquetteError("model") that names the file if it is missing, cut short, or holds anything
    but weights.
    """

    def wrong(what: str) -> MaquetteError:
        return MaquetteError("model", f"{printable(file)} {what}.", remedy)

    if not file.is_file():
        raise wrong("is missing")
    with foreign("model", f"{printable(file)} cannot be read as weights", remedy):
        whole = zipfile.is_zipfile(file)  # it looks for the directory, which stands at the end
        if not whole and not _before_1_6(file):
            raise wrong("is cut short, or is no file of weights")
        made = torch.load(file, map_location="cpu", weights_only=True, mmap=whole)
    if isinstance(made, dict) and isinstance(made.get(LIGHTNING), dict):
        made = made[LIGHTNING]
    if not isinstance(made, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in made.items()
    ):
        raise wrong("contains more than weights")
    return made


def shapes(weights: Mapping[str, torch.Tensor]) -> Shapes:
    return {name: tuple(value.shape) for name, value in weights.items()}


def difference(wanted: Shapes, found: Shapes) -> str:
    """What is wrong first, as a clause; empty if nothing is."""
    if missing := sorted(wanted.keys() - found.keys()):
        return f"it lacks {len(missing)} of its {len(wanted)} weights, such as {missing[0]}"
    if more := sorted(found.keys() - wanted.keys()):
        return f"it has weights that do not belong to it, such as {more[0]}"
    for name, shape in wanted.items():
        if found[name] != shape:
            sizes = (" x ".join(map(str, each)) or "1" for each in (found[name], shape))
            return "its {} is {} instead of {}".format(name, *sizes)
    return ""


def filled(
    make: Callable[[], Network],
    file: Path,
    weights: Weights,
    precision: torch.dtype,
    remedy: str = REMEDY,
    exact: Sequence[str] = (),
) -> Network:
    """The network that `make` makes, with these weights of a file: all that it has, of its shapes.
    In `precision`, but those named `exact`, which are fp32.

    Raises MaquetteError("model") that names the file for weights that are not real numbers, or not
    finite.
    """
    for name, value in weights.items():
        if not value.is_floating_point():
            what = f"{printable(file)} has weights that are not real numbers, in {name}."
            raise MaquetteError("model", what, remedy)
        if not torch.stack(value.aminmax()).isfinite().all():
            what = f"{printable(file)} contains numbers that are not finite, in {name}."
            raise MaquetteError("model", what, remedy)
    with torch.device("meta"):
        network = make()
    state = {
        name: value.to(torch.float32 if name in exact else precision)
        for name, value in weights.items()
    }
    network.load_state_dict(state, assign=True)
    return network.eval().requires_grad_(False)


def beside(file: Path, names: Sequence[str], option: str) -> Path:
    """The first of some files in the folder of another. Raises MaquetteError("model")."""
    for name in names:
        if (found := file.with_name(name)).is_file():
            return found
    what = f"Neither {' nor '.join(names)} is" if len(names) > 1 else f"{names[0]} is not"
    raise MaquetteError(
        "model",
        f"{what} beside {printable(file.name)}.",
        f"Put one there, or give its path: --{option} FILE",
    )


@contextlib.contextmanager
def model_folder(output: Path) -> Iterator[Path]:
    """An empty folder to fill with the components of a model, which becomes `output` if it is
    complete then, and leaves nothing if anything fails. Raises MaquetteError("file") where it
    cannot be written, ("model") where it lacks something."""
    new = [folder for folder in output.absolute().parents if not folder.exists()]
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with Outputs() as outputs:
            part = outputs.folder(output)
            yield part
            hub_cache.check_layout(part)
    except BaseException as error:
        for folder in new:  # that are empty again
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError | SafetensorError):
            raise explained(output, error) from error
        raise


def write_index(folder: Path, pipeline: str, components: Mapping[str, tuple[str, str]]) -> None:
    """The model_index.json of a folder: its pipeline, and library and class of its components."""
    index = {"_class_name": pipeline, **components}
    (folder / catalog.MODEL_INDEX).write_text(json.dumps(index, indent=1), encoding="utf-8")


def _before_1_6(file: Path) -> bool:
    """Whether it begins like what torch wrote before it wrote zips: a pickle."""
    with open(file, "rb") as content:
        return content.read(1) == b"\x80"
