"""Nothing of a surface is lost, however thin, and little else is evaluated."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from backend.asset import octree
from benchmarks.thin import SHARPNESS, SOLIDS
from training.shapes.solids import Solid, sphere


def logit(solid: Solid, sharpness: float = SHARPNESS) -> octree.Field:
    return lambda points: torch.from_numpy(-sharpness * solid.distance(points.numpy()))


class Counted:
    def __init__(self, field: Callable[[torch.Tensor], torch.Tensor]) -> None:
        self.field, self.points = field, 0

    def __call__(self, points: torch.Tensor) -> torch.Tensor:
        self.points += len(points)
        return self.field(points)


def full(field: octree.Field, resolution: int) -> torch.Tensor:
    axis = torch.linspace(-1, 1, resolution)
    points = torch.cartesian_prod(axis, axis, axis)
    return torch.cat([field(piece) for piece in points.split(32768)]).reshape((resolution,) * 3)


def agrees(inside: torch.Tensor, values: torch.Tensor, whole: torch.Tensor) -> None:
    """What marching cubes needs is there and right."""
    known = ~values.isnan()
    assert torch.equal(values[known], whole[known])
    assert torch.equal(inside, whole > 0)
    cut = torch.nn.functional.max_pool3d((whole > 0)[None].float(), 2, 1) != -(
        torch.nn.functional.max_pool3d(-(whole > 0)[None].float(), 2, 1)
    )
    corners = torch.nn.functional.max_pool3d(torch.nn.functional.pad(cut.float(), (1,) * 6), 2, 1)[
        0
    ].bool()
    assert known[corners].all()
    faces = torch.ones_like(inside)
    faces[1:-1, 1:-1, 1:-1] = False
    assert known[faces & inside].all()


@pytest.mark.parametrize("name", SOLIDS)
@pytest.mark.parametrize("resolution", [61, 96])
def test_every_cut_cell_is_known(name, resolution):
    field = logit(SOLIDS[name])
    agrees(*octree.sample(field, resolution), full(field, resolution))


@pytest.mark.parametrize("sharpness", [0.5, 4.0, 200.0])
def test_the_scale_of_the_field_does_not_matter(sharpness):
    field = logit(SOLIDS["wheel"], sharpness)
    agrees(*octree.sample(field, 64), full(field, 64))


@pytest.mark.parametrize("resolution", [2, 3, 8, 15, 16, 17])
def test_small_grids(resolution):
    field = logit(sphere(0.7))
    agrees(*octree.sample(field, resolution), full(field, resolution))


def test_a_field_that_gets_steeper_than_it_seemed_is_looked_at_again():
    """Flat to see from the coarse blocks' middles; a thin steep wall lies between them."""

    def field(points: torch.Tensor) -> torch.Tensor:
        away = (points[:, 0] - 0.28).abs() - 0.02
        return -torch.where(away < 0.05, 100 * away, 5 + 0.5 * (away - 0.05))

    agrees(*octree.sample(field, 96), full(field, 96))


def test_few_points_are_evaluated():
    field = Counted(logit(sphere(0.7)))
    octree.sample(field, 128)
    assert field.points < 0.08 * 128**3
    field.points = 0
    octree.sample(field, 256)
    assert field.points < 0.04 * 256**3


def test_chunks_are_kept_and_progress_told():
    told: list[float] = []

    def field(points: torch.Tensor) -> torch.Tensor:
        assert len(points) <= 3 * octree.PROBES
        return logit(sphere(0.6))(points)

    octree.sample(field, 64, advance=told.append, chunk=5000)
    assert told == sorted(told) and told[-1] == 1.0
    assert np.all(np.diff(told) < 0.5)
