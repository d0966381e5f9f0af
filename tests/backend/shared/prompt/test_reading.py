"""A prompt is read as a person meant it, and what cannot be is said."""

import dataclasses

import pytest

from backend.shared.models import catalog
from backend.shared.prompt import Looks, Reading, Vocabulary, split_words
from backend.shared.prompt.nouns import read as read_nouns

MINI = catalog.find("maquette-mini").vocabulary


def said(prompt: str, vocabulary: Vocabulary = MINI) -> str:
    return " ".join(vocabulary.read(prompt).sentences)


def test_what_has_no_color_gets_one_that_such_things_have():
    """By the seed, and only where none is said; a prompt is read no otherwise for that."""
    looks = dataclasses.replace(MINI.looks, natural={"tree": ("green", "green", "orange")})
    leafy = dataclasses.replace(MINI, looks=looks)
    seen = [leafy.read("a tall tree").caption(seed) for seed in range(8)]
    green, orange = "a tall green tree", "a tall orange tree"
    assert seen == [green, green, green, green, green, orange, green, green]
    trunk = leafy.read("a tree with a brown trunk")
    assert trunk.caption(5) == "an orange tree with brown trunk"
    assert trunk == MINI.read("a tree with a brown trunk")._replace(natural=trunk.natural)
    for prompt in ("a blue tree", "an all red tree", "a chair", "", "zorglubb"):
        assert leafy.read(prompt) == MINI.read(prompt)
        assert leafy.read(prompt).caption(5) == MINI.read(prompt).prompt


def test_words_are_split_and_case_folded():
    assert split_words("A RED Chair!") == ["a", "red", "chair"]
    assert split_words("L-shaped STRASSE") == split_words("l shaped straße")
    assert split_words("كرسي أحمر") == ["كرسي", "أحمر"] and split_words("हिन्दी") == ["हिन्दी"]
    assert split_words("🪑 … !?") == []


@pytest.mark.parametrize(
    "prompt",
    [
        "a red chair",
        "A RED Chair!",
        "red chairs",
        "a tall red chair with black legs",
        "stool with 3 legs, blue",
        "a low poly house that is red",
        "a red and blue chair",
        "a pine tree",
        "a teddy bear",
        "a castle with red roofs",
        "a key with a blue bow",
        "ball",
        "an orange car",
        "",
        "   ",
        "🪑",
    ],
)
def test_what_was_taught_is_seen_as_it_was_typed(prompt):
    reading = MINI.read(prompt)
    assert reading.prompt == prompt and reading.sentences == () and reading.known


@pytest.mark.parametrize(
    ("prompt", "read", "left_out"),
    [
        ("a donut with pink frosting", "a donut with pink icing", "frosting"),
        ("birthday cake for grandma", "a cake", "grandma"),
        ("a rusty old victorian lamp", "a lamp", "rusty old victorian"),
        ("an office chair", "a chair", "office"),
        ("a bowl of vegetables", "a bowl", "vegetables"),
        ("an avocado chair", "a chair", "avocado"),
        ("a tree house", "a house", "tree"),
        ("a sword in a stone", "a sword", ""),
        ("a chair made of steel", "a steel chair", ""),
        ("a low poly office chair", "a chair", "office"),
        ("a tall chair and a blue leg, cinematic", "a tall chair with blue legs", "cinematic"),
        ("Chair, RED, on a beach", "a red chair", "beach"),
        ("a blue chair with a fluffy tail and black legs", "a blue chair with black legs",
         "fluffy tail"),
        ("the big armchair with green cushions and gold legs, cinematic",
         "a big armchair with green cushion and gold legs", "cinematic"),
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_left_out(prompt, read, left_out):
    reading = MINI.read(prompt)
    assert (reading.prompt, " ".join(reading.left_out)) == (read, left_out)
    for word in left_out.split():
        assert word in said(prompt)


@pytest.mark.parametrize(
    ("prompt", "read", "by", "sentence"),
    [
        ("a cheeseburger", "a burger", "hyponym", "cheeseburger: made as a burger."),
        ("two recliners", "an armchair", "hyponym", "recliners: made as an armchair."),
        ("a fire truck", "a truck", "hyponym", "fire truck: made as a truck."),
        ("a palm tree", "a tree", "hyponym", "palm tree: made as a tree."),
        ("an auto", "a car", "synonym", "auto: made as a car."),
        (
            "a motorcycle",
            "a car",
            "nearest",
            "motorcycle: the closest thing this model knows is a car.",
        ),
        ("a red sedan", "a red sedan", "name", ""),
    ],
)
def test_nouns_reach_kinds_by_meaning(prompt, read, by, sentence):
    reading = MINI.read(prompt)
    assert (reading.prompt, reading.things[0].by) == (read, by)
    assert said(prompt).startswith(sentence)


@pytest.mark.parametrize(
    "prompt", ["a horse", "a boot", "a bush", "a dragon", "a mouse", "a corgi", "freedom", "椅子",
               "كرسي أحمر", "something red", "a zorglubb", "two red dragons 🐉", "a bottle opener",
               "bottle openers"],
)  # fmt: skip
def test_what_is_unknown_is_never_something_else(prompt):
    """`horse` is no typing error of `house`, nor `boot` of `boat`."""
    reading = MINI.read(prompt)
    assert not reading.known and reading.things == () and reading.prompt == prompt
    assert said(prompt).endswith("The prompt names nothing that this model knows.")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a red chiar", "a red chair"),
        ("a tall lighthuose, yelow", "a tall lighthouse, yellow"),
        ("a grean Lamp", "a green Lamp"),
    ],
)
def test_typing_errors_are_mended(typed, read):
    assert MINI.read(typed).prompt == read


@pytest.mark.parametrize(
    ("prompt", "read"),
    [
        ("an all red chair", "a red chair with red legs"),
        ("a chair that is completely red", "a red chair with red legs"),
        ("a red chair all over", "a red chair with red legs"),
        ("a totally blue robot", "a blue robot with blue arms and blue eyes"),
        ("an all green castle with a white roof", "a green castle with white roofs and green gate"),
        ("all the red chairs", "a red chair"),
        ("a red chair", "a red chair"),
    ],
)
def test_a_color_of_all_is_that_of_every_part(prompt, read):
    reading = MINI.read(prompt)
    assert (reading.prompt, reading.sentences) == (read, ())


def test_colors_are_said_of_parts():
    read = {p: MINI.read(p).colours for p in ("a chair", "a red chair with black legs", "")}
    assert list(read.values()) == [(), (("", "red"), ("legs", "black")), ()]
    assert MINI.read("an all wooden table").colours == (("", "wooden"), ("legs", "wooden"))


def test_a_thing_has_its_usual_length():
    chair = MINI.read("a red chair").length
    assert 0.7 < chair < 1.1
    assert MINI.read("a tiny chair").length == pytest.approx(chair / 1.5)
    assert MINI.read("a large tall chair").length == pytest.approx(chair * 1.5 * 1.25)
    assert MINI.read("a chair, small or large").length == pytest.approx(chair)
    assert MINI.read("an office chair").length == chair
    assert 15 < MINI.read("a lighthouse").length < 30
    assert MINI.read("zorglubb").length == Vocabulary().read("a chair").length == 0.0


def test_what_was_mended_is_said():
    reading = MINI.read("a red chiar")
    assert reading.sentences == ("Read as: chair (chiar).",)
    assert reading.things == (("chiar", "chair", "spelling"),)


@pytest.mark.parametrize(
    ("prompt", "read", "sentence"),
    [
        ("a tall short vase", "a tall short vase", "short and tall contradict each other."),
        ("a huge small red car", "a huge small red car",
         "small and huge contradict each other."),
        ("a chair and a table", "a chair", "Only one object at a time: chair, not table."),
        ("a table and four chairs", "a table", "Only one object at a time: table, not chairs."),
        ("a chair with a red lamp", "a chair", "Only one object at a time: chair, not lamp."),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_said(prompt, read, sentence):
    assert MINI.read(prompt).prompt == read
    assert said(prompt) == sentence


def test_nouns_of_several_words_are_read_whole():
    things = {"hen": (), "dresser": ("chest of drawers",), "highchair": ("baby chair",)}
    table = {"hyponym": {"cube": "gray hen, blue baby"}, "nothing": "hen of the woods, hen coop"}
    looks = Looks(colours={"gray": (), "blue": ()})
    nouns = read_nouns({**things, "cube": ()}, table)
    vocabulary = Vocabulary(frozenset(["a"]), nouns, looks)
    for prompt, read in (
        ("a gray hen", "a gray hen"),
        ("a blue baby chair", "a blue highchair"),
        ("a blue baby", "a cube"),
        ("a blue chest of drawers", "a blue dresser"),
    ):
        assert vocabulary.read(f"{prompt}, zorglubb").prompt == read
    for prompt in ("a hen coop", "a hen of the woods"):
        assert not vocabulary.read(prompt).known


def test_a_form_may_have_words_that_part_clauses():
    looks = Looks(forms={"statue": ("in a robe",), "factory": ("with a saw-tooth roof",)})
    nouns = read_nouns({"statue": (), "factory": (), "saw": (), "robe": ()}, {})
    vocabulary = Vocabulary(frozenset(["a"]), nouns, looks)
    assert vocabulary.read("an old statue in a robe").left_out == ("old",)
    assert vocabulary.read("an old factory with a saw tooth roof").things[1:] == ()


def test_a_likeness_of_a_thing_is_the_thing():
    table = {"hyponym": {"vase": "statue"}}
    vocabulary = Vocabulary(
        frozenset(["a", "of", "duck", "vase"]), read_nouns({"duck": (), "vase": ()}, table)
    )
    assert vocabulary.read("a statue of a duck").things[0].kind == "duck"
    assert vocabulary.read("a statue").things[0].kind == "vase"
    assert vocabulary.read("a vase of a duck").things[0].kind == "vase"


def test_a_model_of_any_words_reads_all_of_them():
    assert Vocabulary().read("a zorglubb") == Reading("a zorglubb")


def test_a_long_prompt_is_read_too():
    assert "Unknown: word0," in said(" ".join(f"word{k}" for k in range(400)))


def test_at_least_five_thousand_nouns_are_answered():
    assert len(MINI.nouns.meanings) > 5000
    kinds = set(catalog.find("maquette-mini").kinds)
    assert {kind for kind, _ in MINI.nouns.meanings.values()} <= kinds
