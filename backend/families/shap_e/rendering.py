"""Images of an implicit function from all around, by volume rendering (NeRF, arXiv 2003.08934).

The images of diffusers' `ShapERenderer.decode_to_image`, with these differences:
- Samples lie at the middles of their intervals, and at evenly spaced quantiles of the coarse
  weights: nothing is random, so frames do not flicker and torch's random state is left alone.
- One call of the network gives both densities, so the coarse points are not computed again.
- Rays that miss the box are background at once, and so are those that meet no density at all,
  coarse or fine, at their coarse points.
- Any size; memory is bounded by the points of one call, whatever the size.
- The last frame is a step before the first one, not the first one again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
import torch

COARSE, FINE = 64, 128  # samples a ray, as OpenAI's configuration has it
POINTS = 1 << 16  # of the network at a time: 0.2 GB of activations in OpenAI's, 256 wide
FIELD_OF_VIEW = 0.7  # radians, across the whole image; camera.py, create_pan_cameras
DISTANCE = 4.0  # of the camera from the origin
LOOKING_DOWN = -0.5  # z of the viewing direction beside a horizontal part of length 1
SHORTEST = 1e-3  # way through the box; renderer.py, BoundingBoxVolume
FLOOR = 1e-5  # added to every weight; renderer.py, ImportanceRaySampler
WHITE = (1.0, 1.0, 1.0)  # diffusers' background; OpenAI trained on black


class Radiance(Protocol):
    def radiance(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """As `implicit.ImplicitFunction.radiance`."""
        ...


def steps(frames: int, size: int) -> int:
    """How many steps `render` reports."""
    return frames * -(-(size**2) // _rays_at_once())


@torch.inference_mode()
def render(
    function: Radiance,
    frames: int,
    size: int,
    advance: Callable[[int], None] = lambda step: None,
    device: torch.device | str = "cpu",
    background: tuple[float, float, float] = WHITE,
) -> np.ndarray:
    """(frames, size, size, 3) uint8 sRGB, row 0 at the top.

    Frame k is seen from the angle 2 pi k / frames, the first one from the front (-Y) and slightly
    above, the next from further to -X. The network's colours are sRGB: diffusers hands them to
    the image as they are.
    """
    beyond = torch.tensor(background, device=device)
    images = np.empty((frames, size * size, 3), np.uint8)
    step = 0
    for k in range(frames):
        origin, directions = _rays(2 * math.pi * k / frames, size)
        origin, directions = origin.to(device), directions.to(device)
        done = 0
        for batch in directions.split(_rays_at_once()):
            colours = _shade(function, origin, batch, beyond).clamp(0, 1)
            images[k, done : done + len(batch)] = (colours * 255).round().byte().cpu().numpy()
            done += len(batch)
            advance(step := step + 1)
    return images.reshape(frames, size, size, 3)


def _rays_at_once() -> int:
    return POINTS // FINE


def _rays(angle: float, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Origin (3,) and unit directions (size * size, 3), rows from the top."""
    forward = torch.tensor([math.sin(angle), math.cos(angle), LOOKING_DOWN])
    forward = forward / forward.norm()
    right = torch.tensor([math.cos(angle), -math.sin(angle), 0.0])
    down = torch.linalg.cross(forward, right)
    offset = torch.linspace(-1, 1, size) * math.tan(FIELD_OF_VIEW / 2)
    directions = forward + offset[:, None, None] * down + offset[None, :, None] * right
    return -DISTANCE * forward, torch.nn.functional.normalize(directions.view(-1, 3), dim=1)


def _shade(
    function: Radiance, origin: torch.Tensor, directions: torch.Tensor, beyond: torch.Tensor
) -> torch.Tensor:
    """Colours (N, 3) of rays from one origin; what lies beyond the box is `beyond`."""
    near, far = _through_box(origin, directions)
    colours = beyond.expand(len(directions), 3).clone()
    hit = near + SHORTEST < far
    if not hit.any():
        return colours
    near, far, directions = near[hit], far[hit], directions[hit]

    def look(along: torch.Tensor) -> torch.Tensor:
        """Densities and colour (rays, samples, 5) at distances (rays, samples)."""
        points = origin + along[..., None] * directions[:, None]
        densities, seen = function.radiance(points.view(-1, 3))
        return torch.cat([densities, seen], dim=1).view(*along.shape, 5)

    # The middles of diffusers' intervals, whose bounds are the middles of 64 even steps.
    even = torch.linspace(0, 1, COARSE, device=near.device)
    bounds = torch.cat([even[:1], (even[1:] + even[:-1]) / 2, even[-1:]])
    coarse = near[:, None] + (far - near)[:, None] * (bounds[1:] + bounds[:-1]) / 2
    first = look(coarse)
    meets = (first[..., :2] > 0).any(2).any(1)
    near, far, directions = near[meets], far[meets], directions[meets]
    coarse, first = coarse[meets], first[meets]
    hit[hit.clone()] = meets
    weights, _ = integrate(coarse, near, far, first[..., 0])
    fine = _quantiles(coarse, near, far, weights + FLOOR)
    second = look(fine)

    along, order = torch.sort(torch.cat([coarse, fine], dim=1), dim=1)
    both = torch.cat([first, second], dim=1)
    both = both.gather(1, order[..., None].expand_as(both))
    weights, through = integrate(along, near, far, both[..., 1])
    colours[hit] = (weights[..., None] * both[..., 2:]).sum(1) + through[:, None] * beyond
    return colours


def _through_box(
    origin: torch.Tensor, directions: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Where unit rays (N, 3) enter and leave the box [-1, 1]^3, (N,) each; entry after exit where
    they miss it."""
    safe = torch.where(directions.abs() < 1e-6, 1e-6, directions)
    ends = torch.stack([(-1 - origin) / safe, (1 - origin) / safe])
    return ends.amin(0).amax(1).clamp(min=0), ends.amax(0).amin(1)


def _intervals(
    along: torch.Tensor, near: torch.Tensor, far: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Lower and upper bounds (N, S) of the parts of the rays that samples stand for."""
    middles = (along[:, 1:] + along[:, :-1]) / 2
    return torch.cat([near[:, None], middles], 1), torch.cat([middles, far[:, None]], 1)


def integrate(
    along: torch.Tensor, near: torch.Tensor, far: torch.Tensor, density: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """How much of what is seen each sample (N, S) contributes, and how much light passes all of
    them (N,). Equations 3 of arXiv 2003.08934."""
    lower, upper = _intervals(along, near, far)
    mass = density * (upper - lower)
    behind = mass.cumsum(dim=1)
    reaching = torch.exp(-(behind - mass))
    return -torch.expm1(-mass) * reaching, torch.exp(-behind[:, -1])


def _quantiles(
    along: torch.Tensor, near: torch.Tensor, far: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """FINE distances (N, FINE), spread so that each stands for the same share of the weights."""
    lower, upper = _intervals(along, near, far)
    share = weights / weights.sum(1, keepdim=True)
    reached = share.cumsum(1)
    wanted = (torch.arange(FINE, device=along.device) + 0.5) / FINE
    wanted = wanted.expand(len(along), FINE).contiguous()
    which = torch.searchsorted(reached, wanted).clamp(max=along.shape[1] - 1)
    before = (reached - share).gather(1, which)
    within = ((wanted - before) / share.gather(1, which)).clamp(0, 1)
    low, high = lower.gather(1, which), upper.gather(1, which)
    return low + within * (high - low)
