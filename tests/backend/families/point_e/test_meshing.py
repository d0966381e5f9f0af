"""Clouds become closed meshes of the right size, with the colors of their points."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backend.asset.mesh import linear_to_srgb
from backend.families.point_e import clouds, meshing
from backend.families.point_e.sdf import SignedDistance
from backend.shared.errors import MaquetteError


class Known(torch.nn.Module):
    """A field that is known, in raw units, and what was asked of it."""

    def __init__(self, field):
        super().__init__()
        self.field, self.asked = field, []

    def read(self, cloud):
        assert cloud.shape[::2] == (1, 3)
        return []

    def forward(self, places, cloud):
        self.asked.append(places)
        return self.field(places)


def ball(radius):
    return lambda places: radius - places.norm(dim=-1)


def sphere_cloud(count: int = 500) -> torch.Tensor:
    """Points on a sphere of 0.3, red above and blue below."""
    around = torch.nn.functional.normalize(
        torch.randn(count, 3, generator=torch.Generator().manual_seed(2)), dim=1
    )
    red = (around[:, 2] > 0).float() * 255
    return torch.cat([around.T * 0.3, torch.stack([red, red * 0, 255 - red])])


def volume(mesh) -> float:
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.einsum("fc,fc->f", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize(
    ("resolution", "vertices", "faces", "size", "radii"),
    [
        (16, 360, 716, 0.10959045, (0.29830405, 0.29997054)),
        (32, 1536, 3068, 0.11229154, (0.29958698, 0.29999740)),
    ],
)
def test_a_sphere_is_that_of_the_reference(resolution, vertices, faces, size, radii):
    """Whose mesh is in raw units; ours are twice as large."""
    made = meshing.mesh(Known(ball(0.3)), sphere_cloud(), resolution)
    assert (len(made.vertices), len(made.faces)) == (vertices, faces)
    assert volume(made) / 8 == pytest.approx(size, abs=1e-6)
    found = np.linalg.norm(made.vertices / 2, axis=1)
    assert (found.min(), found.max()) == pytest.approx(radii, abs=1e-6)
    assert made.watertight


def test_only_what_the_surface_needs_is_asked():
    network = Known(ball(0.3))
    made = meshing.mesh(network, sphere_cloud(), 128)
    assert made.watertight
    asked = sum(places.shape[1] for places in network.asked)
    assert asked < 128**3 / 15


def test_a_shape_that_reaches_the_cube_is_closed():
    made = meshing.mesh(Known(ball(0.6)), sphere_cloud(), 32)
    assert made.watertight
    assert np.abs(made.vertices).max() < 1.02 + 2 * 1.02 / 31


def test_colors_are_those_of_the_nearest_points():
    made = meshing.mesh(Known(ball(0.3)), sphere_cloud(), 32)
    srgb, height = linear_to_srgb(made.colours), made.vertices[:, 2]
    assert ((srgb[:, 0] > 0.99) | (srgb[:, 2] > 0.99)).all()
    assert srgb[height > 0.15, 0] == pytest.approx(1, abs=1e-3)
    assert srgb[height < -0.15, 2] == pytest.approx(1, abs=1e-3)
    smooth = meshing.mesh(Known(ball(0.3)), sphere_cloud(), 32, neighbours=4)
    between = linear_to_srgb(smooth.colours)[:, 0]
    assert ((between > 0.05) & (between < 0.95)).any()
    assert between[height > 0.3] == pytest.approx(1, abs=1e-3)


def test_one_point_has_one_color():
    cloud = torch.tensor([[0.0], [0.0], [0.0], [300.0], [-4.0], [127.6]])  # guidance leads beyond
    made = meshing.mesh(Known(ball(0.3)), cloud, 16, neighbours=4)
    srgb = linear_to_srgb(made.colours)
    assert srgb == pytest.approx(np.tile([1, 0, 128 / 255], (len(srgb), 1)), abs=1e-5)


def test_points_and_mesh_lie_in_the_same_place():
    coordinates, colours = clouds.coordinates_and_colours(sphere_cloud())
    assert np.linalg.norm(coordinates, axis=1) == pytest.approx(0.6, abs=1e-5)
    assert coordinates.dtype == colours.dtype == np.float32
    assert set(colours.ravel()) == {0.0, 1.0}
    made = meshing.mesh(Known(ball(0.3)), sphere_cloud(), 64)
    assert np.linalg.norm(made.vertices, axis=1) == pytest.approx(0.6, abs=2e-3)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_field_without_a_surface_is_told(sign):
    network = Known(lambda places: sign * (2 - places.norm(dim=-1)))
    with pytest.raises(MaquetteError) as raised:
        meshing.mesh(network, sphere_cloud(), 16)
    assert raised.value.code == "empty" and raised.value.remedy


@pytest.mark.parametrize("cloud", [torch.zeros(6, 0), torch.full((6, 4), torch.nan)])
def test_clouds_that_are_none(cloud):
    with pytest.raises(MaquetteError, match="no points, or coordinates or colors"):
        meshing.mesh(Known(ball(0.3)), cloud, 16)


def test_the_network_itself_is_asked_in_raw_units():
    torch.manual_seed(4)
    network = SignedDistance(32, (1, 1), 2).eval()
    cloud = sphere_cloud(64)
    with torch.no_grad():  # so that there is a surface
        values = network(torch.rand(1, 500, 3) - 0.5, network.read(cloud[:3].T[None]))
        network.output_proj.bias -= values.median()
    made = meshing.mesh(network, cloud, 24)
    assert made.watertight
    with torch.no_grad():
        at = torch.from_numpy(made.vertices / 2)[None]
        found = network(at, network.read(cloud[:3].T[None]))
    inner = np.abs(made.vertices).max(axis=1) < 1.0
    assert inner.sum() > 50
    assert found[0].numpy()[inner] == pytest.approx(0, abs=0.05 * float(values.std()))
