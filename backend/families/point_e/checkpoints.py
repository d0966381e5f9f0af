"""OpenAI's own files of Point-E -> networks. They are dictionaries of tensors, by the names that
the modules here have; nothing else is ever unpickled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch

from ...shared.errors import MaquetteError
from ...shared.files import printable
from .. import original_files
from ..original_files import Shapes
from .denoiser import Denoiser
from .sdf import SignedDistance

REMEDY = "Download it again from the address in OpenAI's Point-E, or choose another file."
EXACT = ("channel_scales", "channel_biases")  # of 0..255: they stay fp32


@dataclass(frozen=True)
class Released:
    """A network that OpenAI released.

    file    its name
    kind    what it is told, or what it is for
    layers  of a transformer; of signed distance those of the encoder, and 4 of the decoder
    """

    file: str
    kind: Literal["nothing", "vector", "grid", "upsampler", "sdf"]
    layers: int = 12
    width: int = 512
    heads: int = 8

    def make(self) -> Denoiser | SignedDistance:
        """Without weights, on torch's default device."""
        if self.kind == "sdf":
            return SignedDistance(self.width, (self.layers, self.layers // 2), self.heads)
        if self.kind == "upsampler":
            return Denoiser(self.width, self.layers, self.heads, "grid", upsamples=True)
        return Denoiser(self.width, self.layers, self.heads, self.kind)

    def shapes(self) -> Shapes:
        """Of its weights, by their names."""
        with torch.device("meta"):
            return original_files.shapes(self.make().state_dict())


RELEASED = {
    "base40M-textvec": Released("base_40m_textvec.pt", "vector"),
    "base40M-imagevec": Released("base_40m_imagevec.pt", "vector"),
    "base40M-uncond": Released("base_40m_uncond.pt", "nothing"),
    "base40M": Released("base_40m.pt", "grid"),
    "base300M": Released("base_300m.pt", "grid", 24, 1024, 16),
    "base1B": Released("base_1b.pt", "grid", 24, 2048, 32),
    "upsample": Released("upsample_40m.pt", "upsampler"),
    "sdf": Released("sdf.pt", "sdf", 8, 256, 4),
}


def load(file: Path, name: str, precision: torch.dtype = torch.float32) -> torch.nn.Module:
    """The network `RELEASED[name]` with the weights in `file`, on the CPU.

    Raises MaquetteError("model") that names the file if it is missing, cut short, holds anything
    but weights, those of another network, or numbers that are not finite.
    """
    released, state = RELEASED[name], original_files.read(file, REMEDY)
    found_shapes = original_files.shapes(state)
    if differs := _difference(released.shapes(), found_shapes):
        found = identify(found_shapes)
        raise _not(file, f"is not {name} of Point-E: {f'it is {found}' if found else differs}")
    for key, value in state.items():
        if not value.is_floating_point():
            raise _not(file, f"has weights that are not real numbers, in {key}")
        if not torch.stack(value.aminmax()).isfinite().all():
            raise _not(file, f"contains numbers that are not finite, in {key}")
    with torch.device("meta"):
        network = released.make()
    exact = {key: value.float() for key, value in state.items() if key in EXACT}
    state = {key: value.to(precision) for key, value in state.items()} | exact
    network.load_state_dict(state, assign=True)
    return network.eval().requires_grad_(False)


def identify(shapes: Shapes) -> str | None:
    """The released network that has weights of these shapes. base40M-textvec and -imagevec have the
    same: the first is named."""
    return next((name for name, it in RELEASED.items() if it.shapes() == shapes), None)


def _difference(wanted: Shapes, found: Shapes) -> str:
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


def _not(file: Path, what: str) -> MaquetteError:
    return MaquetteError("model", f"{printable(file)} {what}.", REMEDY)
