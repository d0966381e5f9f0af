"""Known fields give known meshes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh

from backend.asset import isosurface
from backend.shared.errors import JobCancelled, MaquetteError


def sphere(radius: float, centre=(0.0, 0.0, 0.0)):
    middle = torch.tensor(centre)
    return lambda points: radius - (points - middle).norm(dim=1)


def grey(points: torch.Tensor) -> torch.Tensor:
    return torch.full_like(points, 0.5)


def test_a_sphere_has_its_true_size_and_place():
    """diffusers' decode_to_mesh makes it (g - 1) / (g + 1) as large: 0.677 for 0.7 here."""
    mesh = isosurface.extract(sphere(0.7, (0.1, 0.0, -0.2)), grey, 64)
    radii = np.linalg.norm(mesh.vertices - [0.1, 0.0, -0.2], axis=1)
    assert np.allclose(radii, 0.7, atol=1e-3)
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    assert solid.is_watertight and solid.is_winding_consistent
    assert solid.volume == pytest.approx(4 / 3 * np.pi * 0.7**3, rel=5e-3)
    assert mesh.vertices.dtype == mesh.colours.dtype == np.float32
    assert mesh.faces.dtype == np.int32


def test_axes_are_not_swapped():
    """A box of three different sides, off the middle."""
    half, middle = torch.tensor([0.3, 0.5, 0.8]), torch.tensor([0.2, -0.1, 0.05])
    mesh = isosurface.extract(
        lambda points: (half - (points - middle).abs()).min(dim=1).values, grey, 48
    )
    assert np.allclose(mesh.vertices.max(axis=0), (middle + half).numpy(), atol=0.01)
    assert np.allclose(mesh.vertices.min(axis=0), (middle - half).numpy(), atol=0.01)


def test_a_shape_that_the_box_cuts_is_closed():
    mesh = isosurface.extract(sphere(1.2), grey, 32)
    assert trimesh.Trimesh(mesh.vertices, mesh.faces, process=False).is_watertight
    assert np.abs(mesh.vertices).max() < 1 + 2 / 31


def test_colours_are_asked_at_the_vertices_and_made_linear():
    mesh = isosurface.extract(sphere(0.6), lambda points: (points + 1) / 2, 24)
    srgb = (mesh.vertices + 1) / 2
    expected = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    assert np.allclose(mesh.colours, expected, atol=1e-6)


@pytest.mark.parametrize("resolution", [8, 24, 128])
def test_the_grid_is_complete_and_every_step_is_reported(resolution):
    seen, told = [], []

    def field(points):
        assert len(points) <= isosurface.CPU_CHUNK
        seen.append(points)
        return sphere(0.5)(points)

    isosurface.extract(field, grey, resolution, told.append, exhaustive=True)
    axis = torch.linspace(-1, 1, resolution)
    assert torch.equal(torch.cat(seen), torch.cartesian_prod(axis, axis, axis))
    assert told == sorted(told) and told[-1] == isosurface.STEPS


def test_progress_never_falls_and_ends_at_the_end():
    told = []
    isosurface.extract(sphere(0.5), grey, 96, told.append)
    assert told == sorted(told) and told[-1] == isosurface.STEPS and len(set(told)) > 2


def test_an_empty_field_is_answered():
    with pytest.raises(MaquetteError, match="empty") as caught:
        isosurface.extract(lambda points: -torch.ones(len(points)), grey, 8)
    assert caught.value.code == "empty"
    assert "another seed" in caught.value.remedy


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_field_that_is_not_finite_is_answered(value):
    def field(points):
        distance = sphere(0.5)(points)
        distance[len(points) // 2] = value
        return distance

    with pytest.raises(MaquetteError, match="damaged") as caught:
        isosurface.extract(field, grey, 16)
    assert caught.value.code == "model"


@pytest.mark.parametrize("exhaustive", [False, True])
def test_cancel_is_answered_within_a_chunk(exhaustive):
    calls, told = [], []

    def field(points):
        calls.append(len(points))
        return sphere(0.5)(points)

    def advance(step):
        told.append(step)
        if len(told) == 3:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        isosurface.extract(field, grey, 128, advance, exhaustive=exhaustive)
    assert len(told) == 3 and sum(calls) < 128**3 / 4


@pytest.mark.parametrize("radius", [0.3, 0.7, 1.2])
def test_the_sparse_grid_gives_the_mesh_of_the_full_one(radius):
    """1.2 reaches through the box's faces. A point's place in its batch can move the last bit."""
    sparse, full = (
        isosurface.extract(sphere(radius), lambda p: (p + 2) / 4, 64, exhaustive=whole)
        for whole in (False, True)
    )
    assert np.allclose(sparse.vertices, full.vertices, rtol=0, atol=1e-6)
    assert np.array_equal(sparse.faces, full.faces)
    assert np.allclose(sparse.colours, full.colours, rtol=0, atol=1e-6)


LOPSIDED = [  # spheres: middle and radius
    *(((0.25, 0.1, 0.0), 0.4), ((-0.5, -0.2, 0.1), 0.3), ((0.62, 0.3, 0.4), 0.2)),
    *(((0.0, -0.55, -0.3), 0.25), ((0.9, 0.0, 0.0), 0.3)),
]


def lopsided(points: torch.Tensor) -> torch.Tensor:
    return torch.stack([sphere(radius, at)(points) for at, radius in LOPSIDED]).amax(0)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("resolution", [24, 33, 64, 129])
def test_a_mirrored_half_is_exactly_symmetric_and_closed(axis, resolution):
    mesh = isosurface.extract(lopsided, lambda p: (p + 1) / 2, resolution, mirrored=axis)
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    assert solid.is_watertight and solid.is_winding_consistent and solid.volume > 0
    there = {tuple(row) for row in np.c_[mesh.vertices, mesh.colours].tolist()}
    flip = np.ones(6)
    flip[axis] = -1
    assert there == {tuple(row) for row in (np.c_[mesh.vertices, mesh.colours] * flip).tolist()}
    assert len(there) == len(mesh.vertices)


def test_the_half_that_is_kept_is_the_positive_one_where_it_was():
    whole = isosurface.extract(lopsided, grey, 65)
    for axis in (0, 1):
        mesh = isosurface.extract(lopsided, grey, 65, mirrored=axis)
        kept, made = (each.vertices[each.vertices[:, axis] > 1e-5] for each in (whole, mesh))
        assert len(kept) == len(made)
        assert (
            np.abs(np.unique(kept.round(5), axis=0) - np.unique(made.round(5), axis=0)).max() < 2e-5
        )


def test_a_shape_that_does_not_reach_the_plane_stands_there_twice():
    mesh = isosurface.extract(sphere(0.3, (0.5, 0.0, 0.0)), grey, 48, mirrored=0)
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    assert solid.is_watertight and solid.body_count == 2
    with pytest.raises(MaquetteError, match="empty"):
        isosurface.extract(sphere(0.3, (-0.5, 0.0, 0.0)), grey, 48, mirrored=0)


def test_a_half_asks_about_half_as_much():
    asked = []

    def counted(points: torch.Tensor) -> torch.Tensor:
        asked[-1] += len(points)
        return sphere(0.7)(points)

    for mirrored in (None, 0):
        asked.append(0)
        isosurface.extract(counted, grey, 129, mirrored=mirrored)
    assert asked[1] < 0.65 * asked[0]  # probes of the slope are as many
