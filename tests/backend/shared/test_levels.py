"""Levels of detail: how many triangles each has, and what cannot have any."""

from __future__ import annotations

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.models import family
from backend.shared.request import GenerationRequest, Levels


@pytest.mark.parametrize(
    ("levels", "first", "triangles"),
    [
        (Levels(4, 2.0), 3000, [3000, 1500, 750, 375]),
        (Levels(3, 10.0), 2000, [2000, 200, 100]),  # no mesh has fewer than 100
    ],
)
def test_each_has_fewer_than_the_one_before(levels, first, triangles):
    assert [levels.triangles(k, first) for k in range(levels.count)] == triangles


def test_what_a_level_alone_is_asked_for():
    request = GenerationRequest("a chair", detail="game", levels=Levels(3, 4.0))
    assert request.at_level(0, 2000) == {}
    assert request.at_level(1, 2000) == {
        "detail": "custom",
        "resolution": 128,
        "triangles": 500,
        "texture": 1024,
    }
    assert GenerationRequest("a chair", levels=Levels(2)).at_level(1, 900)["detail"] is None


@pytest.mark.parametrize("levels", [Levels(0), Levels(9), Levels(2, 1.0), Levels(2, float("nan"))])
def test_bad_numbers(levels):
    with pytest.raises(MaquetteError) as caught:
        GenerationRequest("a chair", levels=levels).validate()
    assert caught.value.code == "request"


def test_points_and_omages_have_none():
    for name, output, what in (("point_e", "points", "Points"), ("omages", "auto", "My model")):
        request = GenerationRequest("a chair", output=output, levels=Levels(2))
        with pytest.raises(MaquetteError, match=f"{what} cannot have levels of detail."):
            family.of(name).check(request, "My model")
