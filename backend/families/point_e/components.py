"""The networks of a Point-E model, in memory.

base/                            what draws the first points
upsampler/                       what draws more among them; neither, where all points are given
sdf/                             what finds their surface
text_encoder/, tokenizer/        CLIP, where a prompt is what the model takes
image_encoder/, image_processor/ the same for an image

The first three hold OpenAI's own file, by its own name, or another network's `config.json` (a
`Network`) with its weights beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, cast

import torch

from ...compute.device import Offloader
from ...compute.progress import Tracker
from ...shared import typed
from ...shared.errors import MaquetteError
from ...shared.models import hub_cache
from ...shared.models.catalog import Model
from ...shared.typed import Range
from .. import conditioning as clip
from .. import folder as folders
from .. import network as networks
from . import checkpoints, diffusion, sampling
from .denoiser import Denoiser
from .diffusion import Mean
from .sampling import Stage
from .sdf import SignedDistance

CONFIG = "config.json"
Count = Annotated[int, Range(1, 1 << 14)]
SCHEDULES = {"cosine": diffusion.cosine, "linear": diffusion.linear}


@dataclass(frozen=True)
class Network:
    """A network that is not OpenAI's, as its config.json describes it.

    told        what it is told: see `Denoiser`; "cloud": it tells signed distances
    told_shape  of that, as its encoder gives it
    layers      of a transformer; of signed distance those of the encoder, and half of the decoder
    points      that it draws, or reads, as it was trained
    mean        what it was trained to say
    schedule    of its noise
    """

    told: Literal["nothing", "vector", "grid", "cloud"]
    width: Count
    layers: Count
    heads: Count
    told_shape: tuple[Count, ...] = ()
    upsamples: bool = False
    points: Count = 1
    mean: Mean = "epsilon"
    schedule: Literal["cosine", "linear"] = "cosine"

    def make(self) -> Denoiser | SignedDistance:
        """Without its weights, on torch's default device."""
        if self.told == "cloud":
            return SignedDistance(self.width, (self.layers, self.layers // 2), self.heads)
        return Denoiser(
            self.width, self.layers, self.heads, self.told, self.upsamples, self.told_shape
        )

    def stage(self, network: Denoiser, guidance: float) -> Stage:
        schedule = SCHEDULES[self.schedule]()
        told = self.told != "nothing"
        most = schedule.sigmas[1]
        return Stage(
            network, schedule, self.points, told, guidance if told else 0, most, mean=self.mean
        )


@dataclass(frozen=True)
class Components:
    """conditioning  None: it is told nothing
    stages        both of them, at the guidance that OpenAI's examples have
    """

    conditioning: clip.Conditioning | None
    stages: tuple[Stage, ...]
    sdf: SignedDistance
    offloader: Offloader

    @property
    def device(self) -> torch.device:
        return self.offloader.device


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Tracker
) -> Components:
    """Read every component of a model. Stage "loading", a step for each.

    Raises MaquetteError("model") that names the file if one is missing, damaged, or another's.
    """
    with progress.stage("loading", 4) as advance:
        folders_of = hub_cache.locate(model)
        conditioning = None
        if "text_encoder" in folders_of:
            conditioning = clip.text(folders_of, precision)
        elif "image_encoder" in folders_of:
            conditioning = clip.image(folders_of, precision)
        image = "image_encoder" in folders_of
        advance(1)
        base = _base(folders_of["base"], precision) if "base" in folders_of else None
        advance(2)
        upsampler = _upsampler(folders_of["upsampler"], precision, image) if base else None
        advance(3)
        sdf, reads = _sdf(folders_of["sdf"], precision)
        stages = (base, upsampler) if base and upsampler else (sampling.given(reads),)
        _check_that_they_fit(conditioning, stages, folders_of["sdf"].parent)
        encoders = [conditioning.encoder] if conditioning else []
        drawing = [stage.network for stage in stages if stage.network]
        offloader = Offloader(device, *encoders, *drawing, sdf)
        advance(4)
    return Components(conditioning, stages, sdf, offloader)


def _base(folder: Path, precision: torch.dtype) -> Stage:
    network, own = _network(folder, precision)
    if not isinstance(network, Denoiser) or network.upsamples:
        raise folders.damaged(folder, "does not draw points")
    return own.stage(network, sampling.GUIDANCE) if own else sampling.base(network)


def _upsampler(folder: Path, precision: torch.dtype, image: bool) -> Stage:
    network, own = _network(folder, precision)
    if not (isinstance(network, Denoiser) and network.upsamples):
        raise folders.damaged(folder, "does not draw points among others")
    if own:
        return own.stage(network, sampling.GUIDANCE)
    return sampling.upsampler(network, image)


def _sdf(folder: Path, precision: torch.dtype) -> tuple[SignedDistance, int]:
    """The network, and how many points it is made for."""
    network, own = _network(folder, precision)
    if not isinstance(network, SignedDistance):
        raise folders.damaged(folder, "does not tell signed distances")
    return network, own.points if own else sampling.POINTS


def _network(
    folder: Path, precision: torch.dtype
) -> tuple[Denoiser | SignedDistance, Network | None]:
    """The network in a component's folder, on the CPU; and its own description, if it has one."""
    if not (folder / CONFIG).is_file():
        for name, released in checkpoints.RELEASED.items():
            if (folder / released.file).is_file():
                network = checkpoints.load(folder / released.file, name, precision)
                return cast("Denoiser | SignedDistance", network), None
        files = ", ".join(sorted({released.file for released in checkpoints.RELEASED.values()}))
        raise folders.damaged(folder, f"contains no {CONFIG} and none of {files}")
    path = folder / CONFIG
    with folders.reading(path, "does not describe a network of Point-E"):
        own = typed.fit(folders.read_json(path), Network, "")

    network = networks.load(lambda _: own.make(), {}, folder, precision, optional=checkpoints.EXACT)
    if isinstance(network, Denoiser) and network.upsamples:
        network.keep_scales_exact()  # of 0..255: in halves colors would be off
    return network, own


def _check_that_they_fit(
    conditioning: clip.Conditioning | None, stages: Sequence[Stage], folder: Path
) -> None:
    """Raise MaquetteError("model") if CLIP does not say what the networks are told."""
    for stage in stages:
        shape = stage.network.told_shape if stage.network else ()
        if stage.told and (conditioning is None or shape != conditioning.shape):
            raise MaquetteError(
                "model", f"The parts of {folder} belong to different models.", folders.REMEDY
            )
