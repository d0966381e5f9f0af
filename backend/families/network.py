"""A network with the weights of a model folder, in memory.

The classes are diffusers' and transformers', their loading is ours: `from_pretrained` says little
of what is wrong with a folder, spends seconds on random weights that it then throws away, and
moves torch's global random state. Nothing is unpickled but plain tensors.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from torch.overrides import TorchFunctionMode

from ..shared import errors
from ..shared.errors import MaquetteError
from . import folder as folders

SPARE = 1 << 20  # numbers of a network that are not in its file


def usual(kind: type) -> dict[str, Any]:
    """What diffusers' config of a class holds where a file says nothing."""
    parameters = inspect.signature(kind.__init__).parameters
    return {name: parameter.default for name, parameter in parameters.items()}


def load(
    make: Callable[[dict[str, Any]], Any],  # from_config may return other things, if told to
    usual: Mapping[str, Any],
    folder: Path,
    precision: torch.dtype,
    prefix: str = "",
    optional: Sequence[str] = (),
) -> Any:
    """The network that `make` makes of a component's config.json, on the CPU, with the weights
    beside it, whose names may begin with `prefix`. Those that begin with one of `optional` need
    not be there.

    Raises MaquetteError("model") that names the file if one is missing, cut short, of other shapes
    than its config.json says, or holds numbers that are not finite.
    """
    path = folders.weights(folder)
    config = folders.read_config(folder / "config.json", usual)
    others = folders.damaged(path, "has weights whose shapes do not match config.json")
    room = path.stat().st_size + SPARE
    with (
        folders.reading(folder, "has a config that does not describe a network"),
        _Uninitialised(room, others),
        torch.random.fork_rng(devices=[]),
    ):
        network = make(config)
    with folders.reading(path):
        state = {
            name.removeprefix(prefix): finite(path, name, value, precision)
            for name, value in read(path).items()
        }
    try:
        missing, _ = network.load_state_dict(state, strict=False, assign=True)
    except RuntimeError as error:
        if errors.lacks_memory(error):
            raise
        raise others from error
    if missing := [name for name in missing if not name.startswith(tuple(optional))]:
        raise folders.damaged(path, f"lacks {len(missing)} of its weights, such as {missing[0]}")
    if any(value.dtype != precision for name, value in network.named_parameters() if name in state):
        raise folders.damaged(path, "has weights that are not real numbers")
    return network.eval().requires_grad_(False)


def read(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a file. Raises ValueError, and others, for what is none of tensors alone."""
    if path.suffix == ".safetensors":
        return safetensors.torch.load_file(path)
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    if not isinstance(state, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in state.items()
    ):
        raise ValueError("it contains more than tensors")
    return state


def finite(path: Path, name: str, value: torch.Tensor, precision: torch.dtype) -> torch.Tensor:
    """A weight in `precision`. Raises MaquetteError("model") for numbers that are not finite."""
    if not (value.is_floating_point() and value.numel()):
        return value
    if not torch.stack(value.aminmax()).isfinite().all():  # 40 times faster than asking each number
        raise folders.damaged(path, f"contains numbers that are not finite, in {name}")
    return value.to(precision)


class _Uninitialised(TorchFunctionMode):
    """Within it nothing is drawn at random: the weights come from a file. A network that would have
    more than `room` numbers, which the file cannot hold, is not made: `refusal` is raised."""

    def __init__(self, room: int, refusal: MaquetteError) -> None:
        super().__init__()
        self._room, self._refusal = room, refusal

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        if name in ("normal_", "uniform_") or getattr(func, "__module__", None) == "torch.nn.init":
            return kwargs["tensor"] if "tensor" in kwargs else args[0]
        if name in ("empty", "zeros", "ones", "randn", "rand"):
            size = kwargs.get("size", args[0] if args and not isinstance(args[0], int) else args)
            self._room -= math.prod(size)
            if self._room < 0:
                raise self._refusal
        return func(*args, **kwargs)
