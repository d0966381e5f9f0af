"""A cloud of points -> a colored mesh of the surface that they lie on.

Differs from OpenAI's `marching_cubes_mesh`: the field is evaluated where the surface needs it
alone, the cloud is read once and not for every 4096 places, the mesh is closed where the cube cuts
the shape, and a field without a surface is told instead of moved until it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from ...asset import isosurface, nearest
from ...asset.mesh import Mesh
from ...shared.errors import MaquetteError
from . import clouds
from .sdf import SignedDistance

SIDE = 1.02  # of the cube that is looked at, in raw units
REMEDY = "Try another seed, or draw points instead of a mesh."


@torch.inference_mode()
def mesh(
    network: SignedDistance,
    cloud: torch.Tensor,
    resolution: int,
    advance: Callable[[int], None] = lambda step: None,
    neighbours: int = 1,
    mirrored: int | None = None,
    quads: int = 0,
) -> Mesh:
    """The surface of a cloud in model units: twice the raw ones, so that it lies among the points
    of `clouds.placed`.

    cloud       (6, points) raw, on the network's device
    resolution  samples a side; this, `mirrored` and `quads` as in `asset/isosurface.py`
    advance     called with 0 .. isosurface.STEPS, now and then
    neighbours  of how many points near a vertex its color is the mean, by nearness

    Raises MaquetteError("request") for a cloud without points or with numbers that are not finite,
    and "empty" if the network finds no surface.
    """
    if not cloud.shape[1] or not cloud.isfinite().all():
        raise MaquetteError(
            "request",
            "The cloud has no points, or coordinates or colors that are not finite.",
            "Choose another object.",
        )
    read = network.read(cloud[:3].T[None])
    outside = False

    def field(places: torch.Tensor) -> torch.Tensor:
        nonlocal outside
        found = network(places[None] * (SIDE / 2), read)[0]
        outside = outside or bool((found <= 0).any())
        return found

    made = isosurface.extract(
        field,
        colours_near(cloud, neighbours),
        resolution,
        advance,
        cloud.device,
        squash=lambda values: values,
        mirrored=mirrored,
        quads=quads,
    )
    if not outside:  # what was extracted is the cube itself
        raise MaquetteError("empty", "No surface was found around the points.", REMEDY)
    return replace(made, vertices=made.vertices * np.float32(SIDE))


def colours_near(
    cloud: torch.Tensor, neighbours: int = 1
) -> Callable[[torch.Tensor], torch.Tensor]:
    """Colors of the nearest points of a raw cloud (6, points): of places (N, 3) in the cube
    [-1, 1]^3 that is looked at -> (N, 3) sRGB 0..1. With more neighbours than one their mean by the
    square of their nearness."""
    at = nearest.interpolated(*clouds.coordinates_and_colours(cloud), neighbours)

    def colour(places: torch.Tensor) -> torch.Tensor:
        return torch.from_numpy(at(places.cpu().numpy() * SIDE)).to(places.device)

    return colour
