"""Which of a model's kinds a noun means: made from WordNet, read by backend/protocol/prompt.

    python -m training.nouns                    writes nouns.json beside the model's maquette.json
    python -m training.nouns --kinds all -o F   as if all kinds that are drawn were taught

A noun means a kind if one of its senses is a sense of the kind (a synonym), or below one (a
hyponym: a corgi is a dog). Failing both it may mean the nearest: the kind that is fewest steps from
its first sense up and down again, at most `UP` steps up and never by way of what is too general to
look like anything (`GENERAL`).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from backend.protocol.prompt.words import mended

from .captions import words_of
from .shapes import KINDS, TAUGHT, Kind
from .wordnet import PHYSICAL, Sense, WordNet, english, license

MODEL = Path(__file__).parents[1] / "backend/models/maquette-mini"
FILE, LICENSE = "nouns.json", "nouns-license.txt"
PEOPLE = 18  # the lexicographer file of people, for whom English has names of all kinds
UP, APART = 2, 4  # steps up to what a noun and its nearest kind have in common, and in all
BROAD = 400  # senses below a sense from which on it is too general
GENERAL = frozenset(
    """
entity physical_entity object whole artifact instrumentality device implement instrument equipment
container structure area construction furnishing covering commodity consumer_goods article
creation product decoration fabric conveyance living_thing organism animal chordate vertebrate
invertebrate arthropod plant vascular_plant herb woody_plant natural_object plant_part plant_organ
matter substance food solid nutriment foodstuff ingredient body_part organ part thing causal_agent
person adult worker leader expert mechanism machine system facility way surface sheet support
fastener restraint barrier strip line mammal placental produce plant_material paper sphere shape
figure material building_material weapon weaponry tool hand_tool vessel vehicle wheeled_vehicle
craft furniture kitchen_utensil utensil tableware ware dish dessert course delicacy treat sweet
rotating_mechanism mechanical_device building edifice housing dwelling representation passage
plaything plane_figure polyhedron fruit edible_fruit vegetable vine succulent fungus self-
propelled_vehicle military_vehicle band motor engine geological_formation clothing garment
consumer_durable appliance home_appliance durables electronic_equipment electronic_device
sports_equipment game_equipment musical_instrument bird aquatic_vertebrate aquatic_bird carnivore
ungulate even-toed_ungulate insect reptile memorial visual_communication cutter edge_tool
projection baked_goods bread bone muscle nerve gland opening cavity room place_of_worship circle
public_transport accessory obstruction plumbing_fixture fixture breathing_device signal connection
electrical_device medical_instrument measuring_instrument scientific_instrument lens mask
framework supporting_structure marker toiletry cosmetic headdress footwear fastening lid
protective_covering shelter dairy_product meat beverage drug medicine
""".split()  # noqa: SIM905
)
# What people type far more often in another sense than WordNet's first.
MEANT = {
    "burger": "hamburger.n.01",
    "crane": "crane.n.04",
    "mouse": "mouse.n.01",
    "bass": "bass.n.07",
    "plane": "airplane.n.01",
    "tank": "tank.n.01",
    "bow": "bow.n.04",
    "tuna": "tuna.n.03",
    "scorpion": "scorpion.n.03",
    "peacock": "peacock.n.02",
    "seahorse": "seahorse.n.02",
}
NOT_NOUNS = frozenset(
    """
a an the one two three four five six seven eight nine ten some any my your his her its our their
this that these those it he she they i you we who what which with without of on in at for from by
under over near beside behind between and or not no to as is are was be has have very really quite
super low poly small little tiny large big huge short tall high narrow thin slim wide broad fat
old new young round square flat long modern simple cute cartoon stylized dark light bright good
bad nice beautiful pretty ugly real fake hot cold open closed left right top bottom front back
side middle single double triple full empty heavy soft hard
""".split()  # noqa: SIM905
)


def senses_of(kind: Kind, net: WordNet) -> list[Sense]:
    return [net.find(name) for name in kind.senses]


class Meanings:
    """From a sense to the kind that it is one of, or the nearest one."""

    def __init__(self, net: WordNet, kinds: list[Kind]) -> None:
        self.net = net
        self.direct: dict[int, str] = {}
        for kind in kinds:
            for sense in senses_of(kind, net):
                self.direct.setdefault(sense.offset, kind.name)
        self.below: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for offset, name in self.direct.items():
            for steps, sense in net.above(net.senses[offset]):
                self.below[sense.offset].append((steps, name))
        self.general = {
            sense.offset
            for sense in net.senses.values()
            if sense.words[0] in GENERAL or self._count(sense) > BROAD
        }

    def _count(self, sense: Sense) -> int:
        return self._sizes().get(sense.offset, 0)

    def _sizes(self) -> dict[int, int]:
        if not hasattr(self, "_counted"):
            counted: dict[int, int] = defaultdict(int)
            for sense in self.net.senses.values():
                for steps, above in self.net.above(sense):
                    if steps:
                        counted[above.offset] += 1
            self._counted = counted
        return self._counted

    def kind_of(self, sense: Sense) -> tuple[str, str] | None:
        """The kind that a sense is, and "synonym" or "hyponym"."""
        for steps, above in self.net.above(sense):
            if above.offset in self.direct:
                return self.direct[above.offset], "hyponym" if steps else "synonym"
        return None

    def nearest(self, sense: Sense) -> str | None:
        """The kind that has most in common with a sense that is none of them; None: too little."""
        best: tuple[int, int, str] | None = None
        for up, above in self.net.above(sense):
            if up > UP:
                break
            if above.offset in self.general:
                continue
            for down, name in self.below.get(above.offset, ()):
                if up + down <= APART and (best is None or (up + down, up) < best[:2]):
                    best = up + down, up, name
        return best[2] if best else None


def table(kinds: list[Kind], words: list[str]) -> dict[str, object]:
    """What `nouns.json` holds: by relation and kind, its nouns in order; and the English words that
    are one slip of a finger from a word that is known, which are no typing errors of it."""
    net = WordNet()
    meanings = Meanings(net, kinds)
    named = {word for kind in kinds for word in (kind.name, *kind.synonyms)}
    found: dict[str, dict[str, list[str]]] = {
        by: defaultdict(list) for by in ("synonym", "hyponym", "nearest")
    }
    for word in sorted(net.index):
        plain = word.replace("_", " ")
        if plain in named or word in NOT_NOUNS or not plain.replace(" ", "").isalpha():
            continue
        if meant := _meant(word, net, meanings):
            name, by = meant
            found[by][name].append(plain)
    return {
        "source": "WordNet 3.0; its license is in nouns-license.txt",
        **{by: {name: ", ".join(nouns) for name, nouns in kinds.items()}
           for by, kinds in found.items()},
        "english": " ".join(_near_misses(frozenset(words))),
    }  # fmt: skip


def _meant(word: str, net: WordNet, meanings: Meanings) -> tuple[str, str] | None:
    senses = [net.find(MEANT[word])] if word in MEANT else net.of(word)
    senses = [sense for sense in senses if sense.file in PHYSICAL and not sense.named]
    senses.sort(key=lambda sense: sense.file == PEOPLE)  # a beaver is an animal first
    for sense in senses[:4]:
        if kind := meanings.kind_of(sense):
            return kind
    for sense in senses[:1]:
        if name := meanings.nearest(sense):
            return name, "nearest"
    return None


def _near_misses(known: frozenset[str]) -> list[str]:
    """English words that would be taken for typing errors of known ones."""
    by_first: dict[str, set[str]] = defaultdict(set)
    for word in known:
        by_first[word[0]].add(word)
    return sorted(w for w in english() - known if mended(w, frozenset(by_first[w[0]])))


def write(kinds: list[Kind], folder: Path) -> dict[str, object]:
    """The table, and WordNet's license beside it."""
    made = table(kinds, words_of(kinds))
    text = json.dumps(made, indent=0, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / LICENSE).write_text(license(), encoding="utf-8")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kinds", choices=("taught", "all"), default="taught")
    parser.add_argument("-o", "--output", type=Path, default=MODEL, help="a folder")
    chosen = parser.parse_args()
    made = write(
        [KINDS[name] for name in (TAUGHT if chosen.kinds == "taught" else KINDS)], chosen.output
    )
    for by in ("synonym", "hyponym", "nearest"):
        print(by, sum(len(nouns.split(", ")) for nouns in made[by].values()), "nouns")
    print(f"{(chosen.output / FILE).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
