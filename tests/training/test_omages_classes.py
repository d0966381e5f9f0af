"""The description of what Omages makes is what its makers' list and our table say."""

from __future__ import annotations

import json

from backend.families.omages.classes import PUBLISHED
from training import omages_classes
from training.wordnet import WordNet


def test_the_file_is_up_to_date():
    said = json.loads((omages_classes.FOLDER / "maquette.json").read_text("utf-8"))
    assert said["kinds"] == list(PUBLISHED) == list(omages_classes.SAID)
    assert said["words"] == omages_classes.words()
    assert said["names"] == {k.name: list(k.synonyms) for k in omages_classes.kinds() if k.synonyms}
    assert set(said["lengths"]) == set(PUBLISHED)


def test_every_sense_is_one():
    net = WordNet()
    for kind in omages_classes.kinds():
        for name in kind.senses:
            assert net.find(name).words
    names = [name for kind in omages_classes.kinds() for name in (kind.name, *kind.synonyms)]
    assert len(names) == len(set(names))  # none means two things
