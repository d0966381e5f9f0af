"""Images from all around: of a ball whose image is known, and beside diffusers' renderer."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from diffusers.pipelines.shap_e import renderer as theirs
from diffusers.pipelines.shap_e.camera import create_pan_cameras

from backend.families.shap_e import rendering
from backend.families.shap_e.implicit import ImplicitFunction


class Ball:
    """Solid, red to the front (-Y) and blue behind; counts the points it is asked for."""

    def __init__(self, radius=0.5, centre=(0.0, 0.0, 0.0), density=1000.0) -> None:
        self.radius, self.centre = radius, torch.tensor(centre)
        self.density, self.asked = density, 0

    def radiance(self, points):
        self.asked += len(points)
        inside = (points - self.centre).norm(dim=1) < self.radius
        density = torch.where(inside, self.density, 0.0)[:, None].expand(-1, 2)
        front = (points[:, 1:2] < self.centre[1]).float()
        return density, torch.cat([front, torch.zeros_like(front), 1 - front], dim=1)


@pytest.fixture(scope="module")
def network(tiny):
    """A random renderer with fog in part of the box."""
    torch.manual_seed(0)
    made = tiny.renderer()
    with torch.no_grad():
        made.mlp.mlp[-1].weight[1:3] *= 3
    return made


@pytest.fixture(scope="module")
def latent():
    return torch.rand(32, 16, generator=torch.Generator().manual_seed(3)) * 2 - 1


def test_a_ball_is_a_disc_of_its_size():
    """The silhouette of a sphere of radius r at distance d has the tangent r / sqrt(d^2 - r^2)."""
    (image,) = rendering.render(Ball(0.6), 1, 65)
    seen = image.min(axis=2) < 128
    tangent = 0.6 / math.sqrt(rendering.DISTANCE**2 - 0.36)
    radius = tangent / math.tan(rendering.FIELD_OF_VIEW / 2) * 32
    assert seen.sum() == pytest.approx(math.pi * radius**2, rel=0.04)
    y, x = np.nonzero(seen)
    assert x.mean() == pytest.approx(32, abs=0.3) and y.mean() == pytest.approx(32, abs=0.3)
    assert tuple(image[32, 32]) == (255, 0, 0), "seen from the front, the back is hidden"
    assert tuple(image[0, 0]) == (255, 255, 255)


def test_up_is_up_and_the_turn_goes_as_in_diffusers():
    (above,) = rendering.render(Ball(0.2, (0, 0, 0.6)), 1, 33)
    assert np.nonzero(above.min(axis=2) < 128)[0].mean() < 13
    aside = rendering.render(Ball(0.2, (0.6, 0, 0)), 4, 33)
    x = [np.nonzero(frame.min(axis=2) < 128)[1].mean() for frame in aside]
    assert x[0] > 20 and x[2] < 12 and x[1] == pytest.approx(x[3], abs=0.6)
    for k in range(3):
        origin, directions = rendering._rays(2 * math.pi * k / 19, 16)  # their step is 1/19
        rays = create_pan_cameras(16).camera_rays[0].view(20, 256, 2, 3)[k]
        assert torch.allclose(origin, rays[0, 0], atol=1e-6)
        assert torch.allclose(directions, rays[:, 1], atol=1e-6)


def test_fog_lets_the_background_through():
    (image,) = rendering.render(Ball(0.5, density=1.0), 1, 33, background=(0.0, 1.0, 0.0))
    through = math.exp(-1.0)  # a way of length 1
    assert image[16, 16, 1] == pytest.approx(255 * through, abs=3)


@pytest.mark.parametrize("samples", [64, 192])
def test_integration_is_that_of_diffusers(samples):
    random = torch.Generator().manual_seed(1)
    near, far = torch.rand(5, generator=random), 2 + torch.rand(5, generator=random)
    along = near[:, None] + (far - near)[:, None] * torch.rand(5, samples, generator=random)
    along, density = along.sort(1).values, torch.rand(5, samples, generator=random) * 9
    range_ = theirs.VolumeRange(near[:, None], far[:, None], torch.ones(5, 1, dtype=torch.bool))
    colour = torch.rand(5, samples, 3, generator=random)
    channels, weights, through = theirs.integrate_samples(
        range_, along[..., None], density[..., None], colour
    )
    ours, passing = rendering.integrate(along, near, far, density)
    assert torch.allclose(ours, weights[..., 0], atol=1e-6)
    assert torch.allclose(passing, through[:, 0], atol=1e-6)
    assert torch.allclose((ours[..., None] * colour).sum(1), channels, atol=1e-5)


def test_pictures_are_those_of_diffusers(network, latent):
    """Both approximate one integral; theirs with random samples."""
    with torch.random.fork_rng(devices=[]):
        images = network.decode_to_image(latent[None], "cpu", size=32)
    expected = images[0].clamp(0, 1).numpy() * 255
    (ours,) = rendering.render(ImplicitFunction(network, latent), 1, 32)
    difference = np.abs(ours - expected)
    assert expected.std() > 20, "there is something to see"
    assert difference.mean() < 1.0 and np.quantile(difference, 0.99) < 8


def test_the_last_frame_is_not_the_first_again(network, latent):
    frames = rendering.render(ImplicitFunction(network, latent), 5, 16)
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 1


def test_random_state_is_left_alone_and_frames_repeat(network, latent):
    before = torch.random.get_rng_state()
    function = ImplicitFunction(network, latent)
    first = rendering.render(function, 2, 16)
    assert torch.equal(before, torch.random.get_rng_state())
    assert np.array_equal(first, rendering.render(function, 2, 16))


@pytest.mark.parametrize("size", [17, 24, 30])
def test_any_size_in_any_batches(network, latent, size, monkeypatch):
    """diffusers wants multiples of 32."""
    function = ImplicitFunction(network, latent)
    whole = rendering.render(function, 1, size)
    monkeypatch.setattr(rendering, "POINTS", 50 * rendering.FINE)
    told = []
    pieces = rendering.render(function, 1, size, told.append)
    assert told == list(range(1, rendering.steps(1, size) + 1)) and len(told) > 5
    assert np.abs(whole.astype(int) - pieces).max() <= 1


def test_rays_that_miss_cost_nothing():
    nothing = Ball(0.0)
    rendering.render(nothing, 1, 32)
    near, far = rendering._through_box(*rendering._rays(0.0, 32))
    hit = int((near + rendering.SHORTEST < far).sum())
    assert 0.5 * 1024 < hit < 0.9 * 1024
    assert nothing.asked == hit * rendering.COARSE, "and the fine points of empty rays nothing"


def test_halves_give_the_same_picture_nearly(network, latent):
    half = ImplicitFunction(network, latent)
    half._layers = [(w.bfloat16(), b.bfloat16()) for w, b in half._layers]
    (exact,) = rendering.render(ImplicitFunction(network, latent), 1, 16)
    (rough,) = rendering.render(half, 1, 16)
    assert np.abs(exact.astype(int) - rough).mean() < 6
