"""A prompt is read as a person meant it, and what cannot be is said."""

import pytest

from backend.protocol import catalogue
from backend.protocol.wording import Vocabulary, split_words

MINI = catalogue.find("maquette-mini").vocabulary
WORDS = frozenset(["a", "red", "strasse", "l", "shaped", "chair", "box"])


def said(prompt: str, vocabulary: Vocabulary = MINI) -> str:
    return " ".join(vocabulary.read(prompt).sentences)


def test_words_are_split_and_case_folded():
    assert split_words("A RED Chair!") == ["a", "red", "chair"]
    assert split_words("L-shaped STRASSE") == split_words("l shaped straße")
    assert split_words("كرسي أحمر") == ["كرسي", "أحمر"] and split_words("हिन्दी") == ["हिन्दी"]
    assert split_words("🪑 … !?") == []


@pytest.mark.parametrize(
    ("prompt", "unknown"),
    [
        ("A RED Chair!", ""),
        ("red chairs, boxes; L-shaped STRASSE", ""),
        ("two red dragons with dragons 🐉🎉", "two, dragons, with"),
        ("كرسي أحمر", "كرسي, أحمر"),
        ("हिन्दी", "हिन्दी"),
        ("🪑 …", ""),
    ],
)
def test_words_that_were_not_taught(prompt, unknown):
    assert said(prompt, Vocabulary(WORDS)) == (f"Not learned: {unknown}." if unknown else "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a red chiar", "a red chair"),
        ("a rde teapott", "a rde teapot"),
        ("a tall lighthuose, yelow", "a tall lighthouse, yellow"),
        ("Two grean Lamps", "Two green Lamps"),
        ("a mouse", "a mouse"),
        ("a dragon", "a dragon"),
        ("a red chair", "a red chair"),
    ],
)
def test_typing_errors_are_mended_within_reason(typed, read):
    """`rde` is too short, `mouse` no `house`: nobody mistypes the first letter so easily."""
    assert MINI.read(typed).prompt == read


def test_what_was_mended_is_said():
    assert said("a red chiar") == "Read as: chair (chiar)."
    assert said("a red chair") == said("a tall red chair with black legs") == ""


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("a tall short vase", "short and tall contradict each other."),
        ("a huge small red car", "small and huge contradict each other."),
        ("a chair sphere", "One thing is made at a time; this names chair and sphere."),
        ("a chair and a table", "One thing is made at a time; this names chair and table."),
        ("something red", "Not learned: something. No thing that was learned is named; the"),
        ("a red and blue", "No thing that was learned is named; the nearest is made."),
        ("a cubic sphere", "Not learned: cubic."),
        ("椅子", "Not learned: 椅子. No thing that was learned is named"),
    ],
)
def test_what_cannot_be_followed_is_said(prompt, sentence):
    assert said(prompt).startswith(sentence)


@pytest.mark.parametrize(
    "prompt",
    ["a pine tree", "a teddy bear", "a castle with red towers", "a key with a blue ring", "ball"],
)
def test_names_of_several_words_and_of_parts_are_one_thing(prompt):
    assert said(prompt) == ""


@pytest.mark.parametrize("prompt", ["", "   ", "🪑"])
def test_no_words_are_not_remarked_on(prompt):
    assert said(prompt) == ""


def test_a_model_of_any_words_reads_all_of_them():
    assert Vocabulary().read("a zorglubb") == ("a zorglubb", ())


def test_a_long_prompt_is_read_too():
    assert "Not learned: word0," in said(" ".join(f"word{k}" for k in range(400)))
