"""What the network of signed distances knows before it has learned anything."""

import pytest
import torch

from backend.families.point_e.components import Network
from training import kernels

POINTS = 256


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    made = Network("cloud", 96, 4, 4).make()
    kernels.begin(made)
    return made


def told(network, places, cloud):
    """(N, places, width) after the decoder's first block."""
    with torch.no_grad():
        key, value = network.read(cloud)[0]
        return network.decoder.resblocks[0](network.decoder_input_proj(places), key, value)


def test_each_head_finds_the_mean_of_the_points_around_a_place(network):
    cloud = torch.rand(1, POINTS, 3, generator=torch.Generator().manual_seed(1)) - 0.5
    places = cloud[:, :9] * 0.9
    block = network.decoder.resblocks[0]
    with torch.no_grad():
        key, value = network.read(cloud)[0]
        seen = block.attn(block.ln_1(network.decoder_input_proj(places)), key, value)
    for head in range(4):
        sigma = kernels.NARROW * (kernels.WIDE / kernels.NARROW) ** (head / 3)
        near = torch.softmax(-(torch.cdist(places, cloud) ** 2) / (2 * sigma**2), -1)
        first = kernels.Columns(4).means(head)
        assert torch.allclose(seen[..., first : first + 3], near @ cloud, atol=3e-3)


def test_it_tells_the_sides_of_what_is_round(network):
    generator = torch.Generator().manual_seed(2)
    cloud = 0.4 * torch.nn.functional.normalize(torch.randn(1, 512, 3, generator=generator), dim=2)
    columns = kernels.Columns(4)
    inside, outside = (told(network, share * cloud[:, :64], cloud) for share in (0.85, 1.15))
    at = columns.sides + 2  # the narrowest look at the place, the widest around its points
    assert (inside[..., at] < 0).float().mean() > 0.95
    assert (outside[..., at] > 0).float().mean() > 0.95


def test_its_output_begins_as_the_best_line_through_what_it_sees():
    """Balls of any size and place: nothing was learned of them, and their insides are found."""
    torch.manual_seed(3)
    network = Network("cloud", 96, 4, 4).make()
    kernels.begin(network)
    kernels.fit(network, (ball() for _ in range(12)))
    points, places, right = ball()
    with torch.no_grad():
        found = network(places, network.read(points))
    clear = right.abs() > 0.02
    assert ((found > 0) == (right > 0))[clear].float().mean() > 0.9
    assert (right[clear] > 0).float().mean() < 0.75, "one answer would do"


def ball() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Four of them: points, places around, and their distances, positive inside."""
    radius, center = 0.1 + 0.3 * torch.rand(4, 1, 1), 0.1 * torch.randn(4, 1, 3)
    points = center + radius * torch.nn.functional.normalize(torch.randn(4, POINTS, 3), dim=2)
    places = center + radius * 1.2 * torch.randn(4, 128, 3)
    distance = radius[..., 0] - (places - center).norm(dim=2)
    return points, places, distance.clamp(-0.1, 0.1)


def test_a_network_too_narrow_for_it_is_refused():
    with pytest.raises(ValueError, match="columns"):
        kernels.begin(Network("cloud", 32, 4, 4).make())
