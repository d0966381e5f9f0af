"""What a prompt means to the published checkpoints, which make 63 things."""

from __future__ import annotations

import json
import shutil

import pytest

from backend.families.omages import classes
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog, family
from backend.shared.prompt import Looks, Vocabulary, nouns

MODEL = catalog.find("3dlg-hcvc/omages")


def test_the_ids_of_the_published_checkpoints():
    assert len(classes.PUBLISHED) == 63 == len(set(classes.PUBLISHED))
    known = {12: "chair", 20: "dresser", 30: "fire pit", 37: "lamp", 40: "mirror", 50: "shredder"}
    known |= {0: "air conditioner", 56: "table", 60: "vanity", 62: "wagon"}
    assert {number: classes.PUBLISHED[number] for number in known} == known
    assert MODEL.kinds == classes.PUBLISHED


@pytest.mark.parametrize("name", classes.PUBLISHED)
def test_each_is_reached_by_its_name_as_the_model_gets_it(name):
    reading = MODEL.vocabulary.read(f"a {name}")
    assert reading.known and reading.sentences == () and reading.length > 0
    assert classes.forms(reading.prompt, MODEL.vocabulary, MODEL.kinds) == [MODEL.kinds.index(name)]


@pytest.mark.parametrize(
    ("prompt", "kind", "said"),
    [
        ("a chair", "chair", ""),
        ("Chairs", "chair", ""),
        ("an office chair", "chair", ""),
        ("shelves", "shelf", ""),
        ("a journal", "book or journal", ""),
        ("a stool", "step stool", "stool: made as a step stool."),
        ("a kettle", "cooking pan", "kettle: made as a cooking pan."),
        ("a coffe table", "table", "Read as: coffee (coffe)."),
        ("a red chair", "chair", "Unknown: red."),
        ("a lamp and a vase", "lamp", "Only one object at a time: lamp, not vase."),
    ],
)
def test_how_prompts_are_read(prompt, kind, said):
    reading = MODEL.vocabulary.read(prompt)
    assert " ".join(reading.sentences) == said
    (found,) = classes.forms(reading.prompt, MODEL.vocabulary, MODEL.kinds)
    assert MODEL.kinds[found] == kind


@pytest.mark.parametrize("prompt", ["a dragon", "a car", "a dog", "red", ""])
def test_what_is_none_of_them(prompt):
    assert prompt == "" or not MODEL.vocabulary.read(prompt).known
    with pytest.raises(MaquetteError) as raised:
        classes.forms(prompt, MODEL.vocabulary, MODEL.kinds)
    assert raised.value.code == "request"
    assert raised.value.message == f"{prompt!r} names none of the 63 things that this model makes."
    assert raised.value.remedy == (
        "Name one of them, such as air conditioner, bag, battery charger, bed, bench, birdhouse,"
        " book or journal, bottle rack; or choose another model."
    )


def test_a_thing_has_one_form_or_several():
    names = ("table", "chair", "chair", "vase")
    assert classes.forms("a chair", MODEL.vocabulary, names) == [1, 2]
    assert classes.forms("a vase", MODEL.vocabulary, names) == [3]
    with pytest.raises(MaquetteError) as raised:
        classes.forms("a bed", MODEL.vocabulary, names)
    assert raised.value.remedy.startswith("Name one of them, such as table, chair, vase; or")


def test_words_are_told_of_parts():
    looks = Looks({"red": ("steel",), "blue": ()}, parts={"chair": ("legs",)})
    known = frozenset(["a", "red", "steel", "blue", "chair", "legs", "seat", "with", "and", "all"])
    things = nouns.read({"chair": ()}, {})
    vocabulary, words = Vocabulary(known, things, looks), ("", "red", "steel")
    found = {
        prompt: classes.told(prompt, vocabulary, words, 3)
        for prompt in (
            "a chair", "a red chair", "a blue chair with steel legs", "an all red chair", "legs",
        )
    }  # fmt: skip
    assert list(found.values()) == [[0, 0, 0], [1, 0, 0], [0, 2, 0], [1, 1, 0], [0, 0, 0]]
    assert classes.told("a red chair with steel legs", vocabulary, words, 1) == [1]


def test_what_is_known_of_a_kind_that_a_model_lacks():
    with pytest.raises(MaquetteError, match="names none of the 1 things"):
        classes.forms("a chair", MODEL.vocabulary, ("vase",))
    with pytest.raises(MaquetteError, match="names none"):
        classes.forms("a chair", Vocabulary(), MODEL.kinds)


def test_a_folder_knows_what_its_family_does_unless_it_says_so_itself(tmp_path):
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "OmagesPipeline"}))
    assert catalog.find(str(tmp_path)).kinds == classes.PUBLISHED
    said = tmp_path / "maquette.json"
    said.write_text(json.dumps({"label": "Mine", "fast_steps": 9}))
    found = catalog.find(str(tmp_path))
    assert (found.label, found.fast_steps, found.kinds) == ("Mine", 9, classes.PUBLISHED)
    assert found.vocabulary.read("a stool").things[0].kind == "step stool"
    said.write_text(json.dumps({"label": "Mine", "words": ["a"], "kinds": ["rocket"]}))
    found = catalog.find(str(tmp_path))
    assert found.kinds == ("rocket",) and not found.vocabulary.read("a stool").known


def test_a_damaged_description_of_a_family_is_told(tmp_path, monkeypatch):
    folder = tmp_path / "families"
    (folder / "omages").mkdir(parents=True)
    shutil.copy(family.FOLDER / "omages" / "nouns.json", folder / "omages")
    (folder / "omages" / "maquette.json").write_text("[]")
    monkeypatch.setattr(family, "FOLDER", folder)
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "OmagesPipeline"}))
    with pytest.raises(MaquetteError, match=r"maquette\.json cannot be read: it is not an object"):
        catalog.find(str(tmp_path))
