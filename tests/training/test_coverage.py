"""Everyday nouns and prompts as people write them are read as the right kind, with all kinds that
are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from training import captions
from training.coverage import lists, understood, vocabulary, wrong
from training.nouns import DECIDED, NOTHING
from training.shapes import KINDS
from training.wordnet import FOLDER

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="WordNet is not here: Debian's wordnet-base"
)
UNRELATED = """
tray: top hat, hat; hammock: mountain; poster: horse; stirrup: bone; lighter: boat; saddle: steak;
projectile: rocket; peanut: person; butter: person; sponge: person; card: person; drawer: person;
brain: person; nut: cube; elbow: cylinder; vent: volcano; power outlet: garage;
house plant: factory; eggbeater: helicopter; green bean: head; string bean: head; bean curd: head;
walking stick: ant; toilet tissue: bone, toilet; tissue paper: bone; tooth: bone;
kiwi fruit: ostrich; wooden spoon: trophy; bottle opener: bottle, person; can opener: can, person;
fire extinguisher: fireplace; fire alarm: alarm clock, fireplace; suspenders: top hat;
license plate: frisbee; wig: mask; earring: gem; diving board: cutting board;
life jacket: parachute; coconut: palm tree; almond: tree; scale: leaf; bulletin board: computer;
foal: chicken; saucer: ufo; hose: sock; shaving cream: sphere; notebook: laptop;
baseball glove: baseball bat; pepper mill: windmill; olive oil: tree; condiment: garlic;
pole: magic wand; steering wheel: joystick; record player: person; windshield wiper: person;
pacifier: person
"""
PROMPTS = {
    "a corgi wearing a top hat": ("dog", "hat"),
    "an avocado chair": ("chair", "avocado"),
    "an armchair in the shape of an avocado": ("armchair", "avocado"),
    "a birthday cupcake": ("cupcake", ""),
    "a red motorcycle with a sidecar": ("motorcycle", "sidecar"),
    "a penguin": ("penguin", ""),
    "a green boot": ("boot", ""),
    "medieval wooden treasure chest": ("chest", ""),
    "low poly pine forest": ("pine tree", ""),
    "a bowl of vegetables": ("bowl", "vegetables"),
    "a spaceship": ("starship", ""),
    "an airplane that looks like a banana": ("airplane", "looks banana"),
    "a DSLR photo of a squirrel": ("squirrel", ""),
    "a tiger dressed as a doctor": ("tiger", "dressed doctor"),
    "a frog wearing a sweater": ("frog", "sweater"),
    "an ice cream sundae": ("milkshake", ""),
    "a baby bunny sitting on top of a stack of pancakes": ("rabbit", "baby pancakes"),
    "a beautiful dress made of garbage bags": ("dress", "beautiful bags"),
    "a pair of tan cowboy boots": ("boot", "tan"),
    "a Viking axe, fantasy, weapon": ("axe", "viking fantasy weapon"),
    "a steampunk airship": ("blimp", "steampunk"),
    "a magic staff": ("magic wand", ""),
    "a knight in shining armor": ("knight", None),
    "a Halloween jack-o'-lantern": ("pumpkin", "halloween"),
    "a rubik's cube": ("cube", None),
    "a small cottage with a thatched roof": ("log cabin", "thatched"),
    "a medieval castle on a hill": ("castle", "hill"),
    "an old rusty pickup truck": ("pickup truck", "rusty"),
    "a yellow school bus": ("bus", ""),
    "a street light": ("street lamp", ""),
    "a palm tree on an island": ("palm tree", "island"),
    "a cactus in a pot": ("cactus", "pot"),
    "a bouquet of roses": ("flower", "roses"),
    "a red rose": ("rose flower", ""),
    "a rose": ("rose flower", ""),
    "an orange": ("tangerine", ""),
    "an orange car": ("car", ""),
    "a yellow lemon": ("lemon", ""),
    "a slice of pizza": ("pizza", ""),
    "a cup of coffee": ("cup", "coffee"),
    "a glass of wine": ("wine glass", "wine"),
    "a kettle": ("tea kettle", ""),
    "a globe": ("world globe", ""),
    "a ball": ("sphere", ""),
    "a sailboat": ("boat", ""),
    "a white chest of drawers with two drawers": ("dresser", ""),
    "an office chair": ("chair", None),
    "a grand piano": ("piano", ""),
    "a sword with a golden hilt": ("sword", "hilt"),
    "a golden retriever": ("dog", ""),
    "a gray hen": ("chicken", ""),
    "a blue baby chair": ("highchair", ""),
    "a guinea pig": ("mouse", ""),
    "a computer mouse": (None, None),
    "a bottle opener": (None, None),
    "a pencil sharpener": (None, None),
    "a toilet paper roll": ("toilet paper", ""),
    "a gas tank": (None, None),
    "a tank": ("tank", ""),
    "a zorglubb": (None, None),
    "freedom": (None, None),
    "a christmas tree and a pink star": ("christmas tree", ""),
    "a sleigh pulled by reindeer": ("sled", None),
    "a wind turbine": ("windmill", ""),
}


@pytest.fixture(scope="module")
def drawn():
    return vocabulary("all")


def test_the_lists_are_whole():
    counts = {name: len(nouns) for name, nouns in lists().items()}
    assert counts == {
        "ShapeNetCore": 55, "COCO": 80, "QuickDraw": 345, "LVIS frequent": 405, "LVIS common": 461,
    }  # fmt: skip


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_is_read_as_it_was_meant(drawn, prompt):
    kind, left_out = PROMPTS[prompt]
    reading = drawn.read(prompt)
    assert [thing.kind for thing in reading.things] == ([kind] if kind else [])
    assert left_out is None or " ".join(reading.left_out) == left_out


def test_no_noun_is_read_as_something_unrelated(drawn):
    for pair in " ".join(UNRELATED.split()).split(";"):
        noun, _, kinds = pair.partition(":")
        thing = understood(noun.strip(), drawn)[1]
        assert thing is None or thing.kind not in [kind.strip() for kind in kinds.split(",")]
    for noun in sorted(NOTHING):  # unless a kind is called so
        assert understood(noun, drawn)[0] in ("none", "name"), noun


def test_no_noun_is_read_in_another_sense_than_meant(drawn):
    """But for kinds that are known by a narrower name than WordNet's."""
    nouns = [noun for nouns in lists().values() for noun in nouns]
    found = {(noun.text, kind) for noun, kind, _ in wrong(nouns, drawn, list(KINDS))}
    assert found == {
        ("crock pot", "pot"), ("dresser", "dresser"), ("duck", "duck"), ("minivan", "van"),
        ("street sign", "signpost"),
        ("highchair", "highchair"), ("tortilla", "taco"),
    }  # fmt: skip


def test_most_everyday_nouns_are_understood(drawn):
    for name, least in (
        ("ShapeNetCore", 1), ("COCO", 1), ("QuickDraw", 0.8), ("LVIS frequent", 0.8),
        ("LVIS common", 0.7),
    ):  # fmt: skip
        nouns = lists()[name]
        known = [noun for noun in nouns if understood(noun.text, drawn)[1]]
        assert len(known) >= least * len(nouns)


def test_what_was_decided_is_about_kinds():
    assert {*DECIDED["is"], *DECIDED["like"]} <= {*KINDS}


def test_captions_are_read_as_what_they_say(drawn):
    random = np.random.default_rng(1)
    wrong = []
    for number, name in enumerate(captions.KIND_NAMES):
        for _ in range(3):
            said = captions.describe(random, number)
            caption = captions.say(said, random)
            things = drawn.read(caption).things
            wrong += [caption] if [thing.kind for thing in things] != [name] else []
    assert len(wrong) <= 3, wrong


def test_every_name_of_a_kind_means_it(drawn):
    for kind in KINDS.values():
        for name in (kind.name, *kind.synonyms):
            assert [thing.kind for thing in drawn.read(f"a {name}").things] == [kind.name]
