"""The table makes closed meshes in diffusers' own decoder."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import trimesh
from diffusers.pipelines.shap_e.renderer import MeshDecoder
from skimage import measure

from training.marching_cubes_table import tables


@pytest.fixture(scope="module")
def decoder() -> MeshDecoder:
    decoder = MeshDecoder()
    cases, masks = tables()
    decoder.cases.copy_(torch.from_numpy(cases))
    decoder.masks.copy_(torch.from_numpy(masks))
    return decoder


def decode(decoder: MeshDecoder, field: np.ndarray) -> trimesh.Trimesh:
    field = torch.from_numpy(np.pad(field.astype(np.float32), 1, constant_values=-1.0))
    mesh = decoder(field, torch.zeros(3), torch.full((3,), len(field) - 1.0))
    return trimesh.Trimesh(mesh.verts.numpy(), mesh.faces.numpy(), process=False)


def grid(size: int = 24) -> np.ndarray:
    axis = np.linspace(-1, 1, size)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"))


@pytest.mark.parametrize("seed", range(4))
def test_noise_with_every_ambiguous_cell_gives_a_closed_mesh(decoder, seed):
    mesh = decode(decoder, np.random.default_rng(seed).normal(size=(14, 14, 14)))
    assert mesh.is_watertight and mesh.is_winding_consistent and mesh.volume > 0


@pytest.mark.parametrize("shape", ["sphere", "torus", "waves"])
def test_smooth_fields_give_the_mesh_of_scikit_image(decoder, shape):
    x, y, z = grid()
    field = {
        "sphere": 0.71 - np.sqrt(x**2 + y**2 + z**2),
        "torus": 0.23 - np.hypot(np.hypot(x, y) - 0.61, z),
        "waves": np.cos(3 * x) * np.sin(2 * y + 1) + np.cos(2.3 * z) - 0.31,
    }[shape]
    mesh = decode(decoder, field)
    padded = np.pad(field.astype(np.float32), 1, constant_values=-1.0)
    vertices, faces, _, _ = measure.marching_cubes(padded, 0.0)
    reference = trimesh.Trimesh(vertices, faces[:, ::-1], process=False)
    assert (len(mesh.vertices), len(mesh.faces)) == (len(vertices), len(faces))
    assert mesh.euler_number == reference.euler_number
    assert mesh.is_watertight and mesh.volume == pytest.approx(reference.volume, rel=5e-3)


def test_outside_and_inside_have_no_triangles_and_the_triangles_come_first():
    cases, masks = tables()
    assert cases.shape == (256, 5, 3) and masks.shape == (256, 5)
    assert not masks[0].any() and not masks[255].any() and masks[1:255, 0].all()
    assert (masks[:, :-1] >= masks[:, 1:]).all()
