"""A prompt is completed as it is typed, and one that names nothing gets others to choose from."""

from backend.shared.models import catalog
from backend.shared.prompt import completions, instead

NAMES = ("bed", "bench", "bookshelf", "chair", "chest", "pine cone", "pine tree")


def test_the_last_words_are_completed():
    assert completions(NAMES, "a red ch") == ["a red chair", "a red chest"]
    assert completions(NAMES, "A Red Cha") == ["A Red chair"]
    assert completions(NAMES, "two pine t") == ["two pine tree"]
    assert completions(NAMES, "a bed; a bo") == ["a bed; a bookshelf"]
    assert completions(NAMES, "b") == ["bed", "bench", "bookshelf"]


def test_what_is_complete_or_not_begun_is_left_alone():
    for typed in ("", "a chair", "a chair ", "a b", "zorg", "🪑"):
        assert completions(NAMES, typed) == [], typed


def test_long_lists_are_cut():
    assert len(completions([f"thing{k}" for k in range(99)], "th")) == 12


def test_others_are_like_what_was_typed_first():
    assert instead(NAMES, "a big boookshelv", 2) == ["a bookshelf", "a bed"]
    assert instead(NAMES, "a red be", 3) == ["a bed", "a bench", "a bookshelf"]
    assert instead(NAMES, "zorglubb", 2) == ["a bed", "a bench"]
    assert instead(NAMES, "", 9) == [f"a {name}" for name in NAMES]
    assert instead(("apple",), "aple", 1) == ["an apple"]


def test_the_model_in_the_box_names_what_it_completes():
    vocabulary = catalog.find("maquette-mini").vocabulary
    assert {"chair", "teddy bear", "pine tree"} <= set(vocabulary.names)
    assert all(vocabulary.read(name).known for name in vocabulary.names)
