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
    if differs := original_files.difference(released.shapes(), found_shapes):
        found = identify(found_shapes)
        what = f"is not {name} of Point-E: {f'it is {found}' if found else differs}"
        raise MaquetteError("model", f"{printable(file)} {what}.", REMEDY)
    return original_files.filled(released.make, file, state, precision, REMEDY, EXACT)


def identify(shapes: Shapes) -> str | None:
    """The released network that has weights of these shapes. base40M-textvec and -imagevec have the
    same: the first is named."""
    return next((name for name, it in RELEASED.items() if it.shapes() == shapes), None)
