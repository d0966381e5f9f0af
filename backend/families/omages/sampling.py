"""A class -> an omage: geometry out of noise, then a material for it.

An omage is an image (side, side, 12), 0..1: see `backend/asset/omage.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch

from ...compute.device import Throttle
from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from . import diffusion, dit, geometry, material, unet

if TYPE_CHECKING:
    from .. import Sampling
    from .components import Components

NAME = "omage"  # of a sample's array
MATERIAL_STEPS = 4  # of the exact sampler, for each of the geometry's: 1000 beside 250
ABSENT = 0.5  # of a normal, which no network tells: without a direction
PLAIN = 0.5, 0.5, 0.5, 0.0, 0.5  # the material, as long as there is none
LOOSE = 0.2  # between neighbors, 0..1: they are no surface yet, and meshes of such take minutes
OTHER = 0x9E3779B97F4A7C15  # so that a material's noise is not its geometry's

Noise = Callable[[], torch.Tensor]  # (N, channels, side, side), N(0, 1)


class Prompt(NamedTuple):
    """The ids of the forms of a thing and, where the material network was taught words, one for
    each part."""

    forms: Sequence[int]
    words: Sequence[int] = ()


def noise(seeds: Sequence[int], channels: int, side: int, device: torch.device) -> Noise:
    """Each sample has its own generator on the CPU: it depends on its seed alone, not on the batch,
    not on the device."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return lambda: torch.stack(
        [torch.randn(channels, side, side, generator=one) for one in generators]
    ).to(device)


def started(side: int, latents: Sequence[Mapping[str, np.ndarray]]) -> torch.Tensor:
    """Omages to begin from (N, side, side, 12), on the CPU.

    Raises MaquetteError("request") for what another model made.
    """
    for each in latents:
        found = each[NAME].shape if NAME in each else next(iter(each.values())).shape
        if NAME not in each or found != (side, side, 12):
            raise MaquetteError(
                "request",
                f"The latent of this object ({' x '.join(map(str, found))}) does not fit this model"
                f" ({side} x {side} x 12).",
                "Choose the model that made the object.",
            )
    return torch.from_numpy(np.stack([each[NAME] for each in latents]).astype(np.float32))


@torch.inference_mode()
def sample(
    parts: Components,
    prompts: Sequence[Prompt],
    seeds: Sequence[int],
    how: Sampling,
    progress: Tracker,
    low_memory: bool = False,
) -> torch.Tensor:
    """Omages (N, side, side, 12) fp32, on the CPU.

    prompts  one for each seed; none where nothing is sampled anew

    What is begun from goes `how.strength` of both ways again (SDEdit, arXiv 2108.01073). With
    `how.retexture` its geometry stays bit for bit as it is, and its material is all new: the one
    that the seed would have given such a geometry of its own. Of several forms of a thing the seed
    chooses one; what is begun from keeps its own, which is how its patches are laid out.

    Stage "sampling" counts the steps of both networks, and every call of one looks for cancel.
    """
    side, device = parts.geometry.side, parts.offloader.device
    begin = None if how.init_latents is None else started(side, how.init_latents)
    anew = 1.0 if how.retexture else how.strength  # of the material
    if begin is not None and anew == 0:
        return begin
    own = None if begin is None else begin.permute(0, 3, 1, 2).to(device)
    exact = how.sampler == "exact"
    times = [] if how.retexture else _end(geometry.times(how.sampler, how.steps), how.strength)
    steps = how.steps * MATERIAL_STEPS if exact else parts.steps or how.steps
    # The exact one's last is where the way ends, and no step.
    ratios = _end(material.ratios(how.sampler, steps), anew, ends=int(exact))
    words = None
    if parts.words:
        words = torch.tensor([prompt.words for prompt in prompts], device=device)
    # A CPU gains nothing from rows together; one at a time, it looks for cancel more often.
    rows = (1, 1) if low_memory or device.type == "cpu" else (geometry.ROWS, material.ROWS)
    with progress.stage("sampling", len(times) + len(ratios) - exact) as advance:
        walk = _Walk(device, advance, how.watch)
        forms = _forms(parts, prompts, seeds, own, walk.tick, low_memory)
        told = torch.tensor(forms, device=device)
        if times:
            network = parts.offloader.onload(parts.geometry, alone=low_memory)
            way = geometry.Way(network, told, how.guidance, parts.mean, rows[0])
            fresh = noise(seeds, dit.CHANNELS, side, device)
            x = _noisy(fresh(), own, slice(dit.CHANNELS), float(diffusion.shares()[times[0]]))
            calls = (
                geometry.exact(way, x, times, fresh, walk.tick)
                if exact
                else geometry.fast(way, x, times, walk.tick)
            )
            shape = _raised(walk.end(calls, lambda x0: omages(_raised(x0), None)))
        else:
            assert own is not None  # else there are times
            shape = own[:, : dit.CHANNELS]
        network = parts.offloader.onload(parts.material, alone=low_memory)
        read = network.read(told, words)
        way = material.Way(network.unet, read, shape * 2 - 1, rows[1], parts.static)
        fresh = noise([seed ^ OTHER for seed in seeds], unet.CHANNELS, side, device)
        own = None if how.retexture else own
        x = _noisy(fresh(), own, slice(-unet.CHANNELS, None), diffusion.scales(ratios[0])[0] ** 2)
        calls = (
            material.exact(way, x, ratios, fresh, walk.tick)
            if exact
            else material.fast(way, x, ratios, walk.tick)
        )
        return omages(shape, _raised(walk.end(calls, lambda x0: omages(shape, _raised(x0)))))


def _forms(
    parts: Components,
    prompts: Sequence[Prompt],
    seeds: Sequence[int],
    own: torch.Tensor | None,
    tick: geometry.Tick,
    low_memory: bool,
) -> list[int]:
    """Of each prompt one."""
    chosen = [
        prompt.forms[seed % len(prompt.forms)] for prompt, seed in zip(prompts, seeds, strict=True)
    ]
    if own is None or all(len(prompt.forms) == 1 for prompt in prompts):
        return chosen
    network = parts.offloader.onload(parts.geometry, alone=low_memory)
    shapes = own[:, : dit.CHANNELS] * 2 - 1
    return [
        geometry.likeliest(network, prompt.forms, shape, parts.mean, tick)
        for prompt, shape in zip(prompts, shapes, strict=True)
    ]


class _Walk:
    """Counts the steps of both networks, and shows what each of them found."""

    def __init__(
        self,
        device: torch.device,
        advance: Callable[[int], None],
        watch: Callable[[int, Sequence[torch.Tensor]], None] | None,
    ) -> None:
        self._advance, self._watch = advance, watch
        self._throttle, self._done = Throttle(device), 0

    def tick(self) -> None:
        """Before each call of a network: a step of large ones takes many, and minutes."""
        self._throttle()
        self._advance(self._done)

    def end(
        self, calls: Iterator[torch.Tensor], whole: Callable[[torch.Tensor], torch.Tensor]
    ) -> torch.Tensor:
        """The last of the steps, which `whole` makes omages of."""
        made = torch.empty(0)
        for made in calls:
            self._done += 1
            self._advance(self._done)
            if self._watch:
                self._watch(self._done, [calm(each) for each in whole(made)])
        return made


def _end(way: list[Any], strength: float, ends: int = 0) -> list[Any]:
    """So much of a way's steps, and what is behind them: its `ends`."""
    steps = len(way) - ends
    return way[steps - math.ceil(strength * steps) :]


def _noisy(
    fresh: torch.Tensor, own: torch.Tensor | None, channels: slice, share: float
) -> torch.Tensor:
    """Where to begin: noise alone, or so much of it that `share` of the variance is the signal's,
    channels of `own`, 0..1."""
    if own is None:
        return fresh
    return math.sqrt(share) * (own[:, channels] * 2 - 1) + math.sqrt(1 - share) * fresh


def _raised(x: torch.Tensor) -> torch.Tensor:
    """-1..1 -> 0..1."""
    return (x * 0.5 + 0.5).clamp(0, 1)


def calm(omage: torch.Tensor) -> torch.Tensor:
    """An omage (side, side, 12) without the pixels that lie far from an occupied neighbor: what can
    be shown of one that is half noise."""
    place, occupied = omage[..., :3], omage[..., 3] > 0.5
    shown = occupied.clone()
    for here, there in (
        (np.s_[:, 1:], np.s_[:, :-1]),
        (np.s_[1:], np.s_[:-1]),
    ):
        apart = (place[here] - place[there]).norm(dim=2) > LOOSE
        apart &= occupied[here] & occupied[there]
        shown[here] &= ~apart
        shown[there] &= ~apart
    made = omage.clone()
    made[..., 3] *= shown
    return made


def omages(shape: torch.Tensor, colours: torch.Tensor | None) -> torch.Tensor:
    """Geometry (N, 4, side, side) and material (N, 5, side, side), 0..1 each -> (N, side, side, 12)
    fp32 on the CPU."""
    if colours is None:
        plain = torch.tensor(PLAIN, device=shape.device)[:, None, None]
        colours = plain.expand(len(shape), -1, *shape.shape[2:])
    absent = torch.full_like(shape[:, :3], ABSENT)
    return torch.cat([shape, absent, colours], dim=1).permute(0, 2, 3, 1).cpu()
