"""Our field, colours and mesh beside diffusers' own, on the same random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh
from diffusers.pipelines.shap_e.renderer import MLPNeRSTFModel, ShapERenderer
from scipy.spatial import cKDTree

from backend.asset import isosurface
from backend.families.shap_e.implicit import ImplicitFunction, encode_position
from training.marching_cubes_table import tables

RESOLUTION = 24


@pytest.fixture(params=[None, 4, 0], ids=["no direction", "direction at 4", "direction at 0"])
def renderer(request, tiny) -> ShapERenderer:
    torch.manual_seed(3)
    network = tiny.renderer(insert_direction_at=request.param)
    cases, masks = tables()
    network.mesh_decoder.cases.copy_(torch.from_numpy(cases))
    network.mesh_decoder.masks.copy_(torch.from_numpy(masks))
    return network.requires_grad_(False)


@pytest.fixture
def latent(tiny) -> torch.Tensor:
    generator = torch.Generator().manual_seed(5)
    return torch.rand(tiny.ROWS, tiny.WIDTH, generator=generator) * 2 - 1


def theirs(renderer: ShapERenderer, latent: torch.Tensor) -> MLPNeRSTFModel:
    """diffusers' way: copy the generated weights into the renderer's MLP."""
    for name, value in renderer.params_proj(latent[None]).items():
        renderer.mlp.state_dict()[name.removeprefix("nerstf.")].copy_(value[0])
    return renderer.mlp


def points(count: int = 1000) -> torch.Tensor:
    return torch.rand(count, 3, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_field_and_colours_are_those_of_diffusers(renderer, latent):
    ours = ImplicitFunction(renderer, latent)
    output = theirs(renderer, latent)(
        position=points()[None], direction=None, ts=None, nerf_level="fine", rendering_mode="stf"
    )
    distance, colour = ours.signed_distance(points()), ours.colour(points())
    assert distance.shape == (1000,) and colour.shape == (1000, 3)
    assert torch.allclose(distance, output.signed_distance[0, :, 0], atol=1e-5)
    assert torch.allclose(colour, output.channels[0], atol=1e-5)


def test_the_renderer_is_left_as_it_was(renderer, latent):
    """Deliberate: diffusers overwrites the MLP, so that two latents cannot be alive at once."""
    before = {name: value.clone() for name, value in renderer.state_dict().items()}
    one, other = ImplicitFunction(renderer, latent), ImplicitFunction(renderer, -latent)
    assert not torch.allclose(one.signed_distance(points()), other.signed_distance(points()))
    assert all(torch.equal(value, before[name]) for name, value in renderer.state_dict().items())


def test_the_mesh_is_that_of_diffusers_at_its_true_scale(renderer, latent):
    """Deliberate: diffusers lays the grid with its border of one cell over the box that the grid
    without it fills, which shrinks the mesh by (g - 1) / (g + 1) about the origin."""
    function = ImplicitFunction(renderer, latent)
    ours = isosurface.extract(function.logit, function.colour, RESOLUTION)
    mesh = renderer.decode_to_mesh(latent[None], "cpu", grid_size=RESOLUTION)
    shrunk = (RESOLUTION - 1) / (RESOLUTION + 1)
    their_vertices = mesh.verts.numpy() / shrunk
    assert len(ours.vertices) == len(their_vertices) > 200
    assert len(ours.faces) == len(mesh.faces)
    distances, partners = cKDTree(their_vertices).query(ours.vertices)
    assert distances.max() < 2e-5 and len(set(partners)) == len(partners)
    for vertices, faces in ((ours.vertices, ours.faces), (mesh.verts, mesh.faces)):
        solid = trimesh.Trimesh(np.asarray(vertices), np.asarray(faces), process=False)
        assert solid.is_watertight and solid.is_winding_consistent and solid.volume > 0


def test_the_colours_are_those_of_diffusers_at_the_same_points(renderer, latent):
    """Deliberate: diffusers asks for the colours of the shrunk mesh's vertices, up to a cell off
    the surface. Asked there, ours are the same, and linear as theirs are."""
    mesh = renderer.decode_to_mesh(latent[None], "cpu", grid_size=RESOLUTION)
    ours = ImplicitFunction(renderer, latent).colour(mesh.verts)
    linear = isosurface.srgb_to_linear(ours.numpy())
    their_colours = torch.stack([mesh.vertex_channels[channel] for channel in "RGB"], dim=1)
    assert np.allclose(linear, their_colours.numpy(), atol=1e-5)


def test_positions_are_encoded_in_fp32_for_half_weights(tiny, latent):
    """Deliberate: diffusers encodes in the weights' type, and in fp16 degree 14 is noise."""
    with torch.random.fork_rng():
        network = tiny.renderer()
    full = ImplicitFunction(network, latent).signed_distance(points())
    half = ImplicitFunction(network.bfloat16(), latent.bfloat16())
    assert half.signed_distance(points()).dtype == torch.float32
    assert (half.signed_distance(points()) - full).abs().mean() < 0.05
    assert encode_position(points().double(), torch.arange(93)).dtype == torch.float32
