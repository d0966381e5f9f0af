"""The schedules are those of Point-E, at every step of its samplers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backend.families.point_e import diffusion

BASE = """1017 1017 1016 1015 1015 1014 1013 1012 1011 1010 1008 1007 1005 1003 1000 998 995 992
988 983 978 973 966 959 950 940 928 914 898 880 858 833 805 771 733 690 641 589 532 473 414 356 302
252 207 168 135 106 83 63 47 35 25 17 11 7 3 1 0 0 0 0 0 0"""
UPSAMPLER = """1023 1015 1005 996 986 975 965 954 943 932 920 908 896 883 870 857 843 829 814 798
782 766 749 731 712 692 672 650 628 604 579 553 525 495 464 431 397 361 325 288 251 215 182 152 124
100 80 63 48 37 27 20 14 9 6 3 1 0 0 0 0 0 0 0"""


@pytest.mark.parametrize(
    ("schedule", "most", "wanted"),
    [(diffusion.cosine(), 120, BASE), (diffusion.linear(), 160, UPSAMPLER)],
)
def test_times_of_the_64_steps(schedule, most, wanted):
    sigmas = diffusion.karras(64, 1e-3, most)
    assert [int(schedule.time(sigma)) for sigma in sigmas] == [int(one) for one in wanted.split()]
    assert (sigmas[0], sigmas[-1]) == pytest.approx((most, 1e-3))


@pytest.mark.parametrize(
    ("schedule", "least", "most"),
    [(diffusion.cosine(), 0.0063, 2.1e4), (diffusion.linear(), 0.0099, 157)],
)
def test_the_noise_that_networks_have_seen(schedule, least, most):
    assert schedule.sigmas == pytest.approx((least, most), rel=0.02)
    assert len(schedule.alphas) == 1024 and (np.diff(schedule.alphas) < 0).all()
    assert schedule.time(1e9) == 1023 and schedule.time(0) == 0
    assert schedule.time(schedule.sigmas[0]) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("mean", ["epsilon", "x_start"])
def test_points_without_their_noise(mean):
    wanted, noise, alpha = torch.rand(2, 6, 5) - 0.5, torch.randn(2, 6, 5), 0.3
    x = alpha**0.5 * wanted + (1 - alpha) ** 0.5 * noise
    said = torch.cat([noise if mean == "epsilon" else wanted, torch.ones(2, 6, 5)], dim=1)
    torch.testing.assert_close(diffusion.points_of(said, x, alpha, mean), wanted)
    assert diffusion.points_of(9 * said, x, alpha, mean).abs().max() == 1
