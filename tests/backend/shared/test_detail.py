"""One choice stands for numbers; who says numbers means these; and what was made before there was
the choice is made again as it was."""

import pytest

from backend.shared import record
from backend.shared.errors import MaquetteError
from backend.shared.models import family
from backend.shared.models.family import Family
from backend.shared.request import DETAILS, GenerationRequest
from backend.shared.request.detail import CHOSEN, CUSTOM, NUMBERS, OFFERED, Meshing, settled

UNSET = {"resolution": 128, "triangles": None, "texture": None}


def test_every_choice_is_known():
    values = [choice.value for choice in DETAILS]
    assert values == [*CHOSEN, CUSTOM] and values[0] == OFFERED
    for value in values:
        GenerationRequest("a", detail=value).validate()
    assert GenerationRequest("a", detail="blockout").meshing.most == 4000
    assert GenerationRequest("a", detail="game").meshing.texture == 1024


def test_a_request_without_it_is_one_of_before():
    asked = GenerationRequest("a", triangles=500, resolution=64)
    assert asked.detail is None
    assert asked.meshing == Meshing(64, 500, former=True)
    chosen = GenerationRequest("a", detail=CUSTOM, triangles=500, texture=256)
    assert chosen.meshing == Meshing(128, 500, texture=256)


def test_a_record_of_before_is_asked_as_it_was():
    made = record.of(GenerationRequest("a", triangles=500), "")
    said = {name: value for name, value in made.request.items() if name != "detail"}
    before = record.decoded(record.encoded(record.Record(request=said)))
    assert before.asked().detail is None and before.asked().meshing.former
    new = record.of(GenerationRequest("a", detail="game"), "")
    assert record.decoded(record.encoded(new)).asked().meshing == CHOSEN["game"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_choice_takes_no_number_beside_it(name):
    for detail in CHOSEN:
        asked = GenerationRequest("a", detail=detail, **{name: 200})
        with pytest.raises(MaquetteError, match="is set, but Detail is") as caught:
            asked.validate()
        assert caught.value.code == "request" and "Custom" in caught.value.remedy
    GenerationRequest("a", detail=CUSTOM, **{name: 200}).validate()


def test_a_texture_of_a_choice_is_in_no_ply():
    with pytest.raises(MaquetteError, match="cannot contain a texture"):
        GenerationRequest("a", detail="game", format="ply").validate()


@pytest.mark.parametrize(
    ("values", "said", "detail", "triangles"),
    [
        ({"detail": "blockout"}, (), "blockout", None),
        ({"detail": "blockout", "triangles": 500}, (), "blockout", None),  # left over in a panel
        ({"detail": "blockout", "triangles": 500}, ("triangles",), CUSTOM, 500),
        ({"detail": "game", "triangles": 500}, ("detail", "triangles"), "game", 500),  # refused
        ({"detail": CUSTOM, "triangles": 500}, (), CUSTOM, 500),
        ({"detail": None, "triangles": 500}, (), None, 500),
        ({"detail": None, "triangles": 500}, ("detail", "resolution"), None, 500),
    ],
)
def test_who_says_a_number_wants_that_one(values, said, detail, triangles):
    found = settled({**UNSET, **values}, said, UNSET)
    assert (found["detail"], found["triangles"]) == (detail, triangles)


def test_what_is_offered_is_no_obstacle_to_a_model_without_it():
    boxes = Family("Boxes")
    for detail in (None, OFFERED, CUSTOM):
        boxes.check(GenerationRequest("a", detail=detail), "Boxes")
    with pytest.raises(MaquetteError, match="Detail does not apply to Boxes"):
        boxes.check(GenerationRequest("a", detail="game"), "Boxes")
    assert boxes.fitted({"detail": "game"}) == {"detail": None}
    shap_e = family.of("shap_e")
    assert shap_e.has("detail", "mesh") and not shap_e.has("detail", "points")
