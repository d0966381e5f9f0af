"""Captions say what their description means, and shapes obey it."""

import numpy as np
import pytest
from skimage.measure import label

from training import palette
from training.captions import (
    FORMS,
    HEIGHT,
    KIND_NAMES,
    QUESTIONS,
    SIZE,
    WHOLES,
    WIDTH,
    Description,
    describe,
    draw,
    say,
    understand,
)
from training.shapes import KINDS, build

CHAIR = KIND_NAMES.index("chair")


@pytest.fixture
def random():
    return np.random.default_rng(3)


def test_a_caption_names_its_kind_colours_and_proportion(random):
    said = Description(CHAIR, main=0, accents=(9, -1), ends=(0, 1, 0))
    nouns = ("chair", *KINDS["chair"].synonyms)
    for _ in range(50):
        words = say(said, random)
        assert any(noun in words for noun in nouns)
        assert any(red in words for red in ("red", *palette.ALIASES["red"]))
        assert any(black in words for black in ("black", *palette.ALIASES["black"]))
        assert any(tall in words for tall in ("tall", "high"))
        assert "legs" in words
        assert words == words.lower() == words.strip()


def test_one_colour_of_the_whole_thing_is_said_as_such(random):
    robot = KIND_NAMES.index("robot")
    parts = len(KINDS["robot"].parts)
    said = Description(robot, main=0, accents=tuple(0 if k < parts else -1 for k in (1, 2)))
    assert said.whole
    texts = [say(said, random) for _ in range(60)]
    whole = [text for text in texts if any(f" {word} " in f" {text} " for word in WHOLES)]
    assert 20 < len(whole) < 60
    assert all(understand(text) == said for text in texts)
    assert not Description(robot, main=0).whole
    assert not Description(KIND_NAMES.index("sphere"), main=0).whole


def test_several_parts_get_their_colours(random):
    three = next(k for k, name in enumerate(KIND_NAMES) if len(KINDS[name].parts) == 3)
    said = Description(three, main=0, accents=(9, 5))
    assert understand(say(said, random)) == said
    for _ in range(10):
        assert list(palette.nearest(draw(said, random)[1])) == [0, 9, 5]


def test_nothing_is_said_of_what_is_not_described(random):
    colours = {name for name in palette.NAMES}
    for _ in range(50):
        words = set(say(Description(CHAIR), random).split())
        assert not words & colours
        assert not words & {"tall", "short", "wide", "narrow", "small", "large", "legs"}


def test_captions_of_one_description_vary(random):
    assert len({say(Description(CHAIR, main=5), random) for _ in range(40)}) > 15


def test_labels_fit_the_questions(random):
    for _ in range(300):
        labels = describe(random).labels()
        assert all(0 <= label < count for label, count in zip(labels, QUESTIONS, strict=True))


@pytest.mark.parametrize("axis", [SIZE, HEIGHT, WIDTH])
def test_shapes_obey_the_word(random, axis):
    def side(end: int) -> float:
        ends = [0, 0, 0]
        ends[axis] = end
        sizes = []
        for _ in range(20):
            parameters, _ = draw(Description(CHAIR, ends=tuple(ends)), random)
            lower, upper = build("chair", parameters).bounds
            x, _, z = upper - lower
            sizes.append({SIZE: max(upper - lower), HEIGHT: z / x, WIDTH: x / z}[axis])
        return float(np.median(sizes))

    assert side(1) > 1.2 * side(-1)


def test_parts_get_the_colours_that_were_said(random):
    for _ in range(30):
        _, colours = draw(Description(CHAIR, main=0, accents=(9, -1)), random)
        assert list(palette.nearest(colours[:2])) == [0, 9]


def test_a_plain_cube_is_a_cube(random):
    parameters, _ = draw(Description(KIND_NAMES.index("cube")), random)
    sides = np.ptp(build("cube", parameters).bounds, axis=0)
    assert sides.max() / sides.min() < 1.02


def test_varied_colours_keep_their_names(random):
    index = np.repeat(np.arange(12), 500)
    assert (palette.nearest(palette.vary(index, random)) == index).mean() > 0.99


def test_a_form_that_was_said_decides_its_parameter(random):
    stool, table = KIND_NAMES.index("stool"), KIND_NAMES.index("table")
    for _ in range(20):
        round_, _ = draw(Description(stool, form="round"), random)
        assert round_[5] <= 0.5
        three, _ = draw(Description(table, form="with three legs"), random)
        assert 0.5 <= three[5] <= 2 / 3
    words = {say(Description(table, form="with three legs"), random) for _ in range(40)}
    assert any("three legs" in w for w in words) and any("3 legs" in w for w in words)


def test_legs_can_be_counted():
    """A cut through a table just above the ground has as many pieces as it has legs."""
    axis = np.linspace(-1, 1, 128)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    random = np.random.default_rng(5)
    for form, count in (("with three legs", 3), ("with four legs", 4), ("with one leg", 1)):
        said = Description(KIND_NAMES.index("table"), form=form)
        shape = build("table", draw(said, random)[0])
        z = np.full_like(x, shape.bounds[0][2] + 0.1)
        inside = shape.distance(np.stack([x, y, z], -1).reshape(-1, 3)) < 0
        assert label(inside.reshape(x.shape)).max() == count


def test_every_form_names_a_parameter_of_its_kind():
    for kind in KINDS.values():
        for place, low, high in kind.forms.values():
            assert 3 <= place < 8
            assert 0 <= low < high <= 1
    assert "with three legs" in FORMS


def test_what_was_said_is_understood(random):
    """But for a few: "a mace with gold spikes" is one "with spikes" too."""
    descriptions = [describe(random) for _ in range(1000)]
    right = [understand(say(said, random)) == said for said in descriptions]
    assert np.mean(right) > 0.99


def test_what_is_not_known_is_passed_over():
    assert understand("a purple idea") is None
    assert understand("") is None
    assert understand("Chair, RED, on a beach") == Description(CHAIR, main=0)
    assert understand("a wooden box").main == -1
