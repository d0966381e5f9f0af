"""What maquette-mini can do, in figures: does a caption get its kind, colours and proportions?

    python -m training.evaluate                    figures for backend/models/maquette-mini
    python -m training.evaluate --folder FOLDER    the same for another model, as all below
    python -m training.evaluate --shuffle          the same with the captions dealt to other shapes:
                                                   the measure must fall to chance
    python -m training.evaluate --untrained        the same with a prior that learned nothing
    python -m training.evaluate --diversity        how alike the shapes of several seeds are
    python -m training.evaluate --natural          of prompts that say no color: whether the thing
                                                   has one that such things have, with the prompt
                                                   as it is typed, and as the model gets to see it
    python -m training.evaluate --sheet sheet.png  one picture a kind

Captions are drawn by another seed than any training run uses, and go through the code that ships:
load, sample at the model's own steps and guidance, evaluate the implicit function. A shape's kind
is that of the nearest, by intersection over union on a 32^3 grid, of true shapes of all kinds,
`DRAWS` of each; "looks" is the kind that `classifier.py` names. Its main colour is the median of
the vertices that lie on the main part of the nearest true shape of the caption's kind, named by the
nearest of the twelve; the same for each other part whose colour is said. A word such as "tall" is
obeyed if the shape's sides are nearer to those of true shapes of the caption than to those of true
shapes of the same caption with "short" in its place; a form such as "with three legs" if true
shapes of that form, fitted to the shape, come nearer to it than those of any other form do.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch
import trimesh
from PIL import Image, ImageDraw

from backend import families
from backend.asset import isosurface
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.thumbnail import render
from backend.compute.progress import Tracker
from backend.families.shap_e.implicit import ImplicitFunction
from backend.pipeline.postprocessing import remove_small_components
from backend.shared.models import catalog
from backend.shared.prompt.words import with_article
from backend.shared.request import SAMPLERS

from . import captions, classifier, palette
from .captions import KIND_NAMES, Description
from .shapes import KINDS, TAUGHT, Shape, build

GRID = 32
DRAWS = 100  # of each kind; of 9 the nearest would be another kind's for 18% of true shapes
MESH = 96  # resolution of the meshes whose colours and wholeness are judged


def grid(resolution: int) -> np.ndarray:
    axis = np.linspace(-1, 1, resolution, dtype=np.float32)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3)


def sides_of(points: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """Side lengths (3,) of a shape of which the distance (P,) at points (P, 3) is known, finer than
    they lie: a ball around a point inside, as large as its distance, is inside too."""
    within = distance < 0
    places, radius = points[within], -distance[within, None]
    return (places + radius).max(0) - (places - radius).min(0)


@dataclass
class Bank:
    """True shapes to compare with: as many of every kind."""

    points: np.ndarray
    kind: np.ndarray
    parameters: np.ndarray  # (n, 8)
    inside: np.ndarray  # (n, GRID^3 / 8) uint8: occupancies, eight places a byte

    @classmethod
    def make(
        cls,
        chosen: Sequence[int] = range(len(TAUGHT)),
        draws: int = DRAWS,
        seed: int = 900_001,
    ) -> Bank:
        """`draws` of each of these kinds."""
        with Pool() as pool:
            drawn = pool.map(_drawn, [(kind, draws, seed) for kind in chosen])
        parameters, inside = map(np.concatenate, zip(*drawn, strict=True))
        return cls(grid(GRID), np.repeat(np.array(chosen), draws), parameters, inside)

    def shape(self, number: int) -> Shape:
        return build(KIND_NAMES[self.kind[number]], self.parameters[number])

    def overlap(self, inside: np.ndarray) -> np.ndarray:
        """Intersection over union (n,) of an occupancy (GRID^3,) with every shape."""
        asked = np.packbits(inside)
        both, either = (
            np.bitwise_count(joined).sum(1, dtype=np.int64)
            for joined in (self.inside & asked, self.inside | asked)
        )
        return both / np.maximum(either, 1)

    def formed(self, description: Description, inside: np.ndarray, like: int) -> bool:
        """Whether true shapes of the form that is said come nearer to an occupancy than others of
        the kind do: the parameters of shape `like` are fitted to it, once for each form."""
        place, low, high = KINDS[KIND_NAMES[description.kind]].forms[description.form]
        ranges = [(0.0, low), (low, high), (high, 1.0)]
        fits = [
            self._fit(description.kind, self.parameters[like], place, (a + b) / 2, inside)
            if b > a
            else 0.0
            for a, b in ranges
        ]
        return int(np.argmax(fits)) == 1

    def _fit(
        self, kind: int, start: np.ndarray, place: int, value: float, inside: np.ndarray
    ) -> float:
        """The best intersection over union of shapes whose parameter `place` has a value, found
        along one other parameter after the other."""

        def overlap(parameters: np.ndarray) -> float:
            made = build(KIND_NAMES[kind], parameters).distance(self.points) < 0
            return float((made & inside).sum() / (made | inside).sum())

        best = start.copy()
        best[place] = value
        found = overlap(best)
        for axis in (a for a in range(len(start)) if a != place):
            for step in (-0.3, -0.15, 0.15, 0.3):
                trial = best.copy()
                trial[axis] = np.clip(start[axis] + step, 0, 1)
                if (better := overlap(trial)) > found:
                    best, found = trial, better
        return found

    def obeyed(self, description: Description, sides: np.ndarray) -> list[bool]:
        """For each said proportion, whether the sides (3,) are those of what is said rather than
        those of its contrary. Only one word is turned: a low and narrow thing is as high for its
        width as any."""
        found = []
        for axis, end in enumerate(description.ends):
            if end:
                contrary = (*description.ends[:axis], -end, *description.ends[axis + 1 :])
                right = _usual_sides(description.kind, description.ends)
                wrong = _usual_sides(description.kind, contrary)
                found.append(bool((np.log(sides) - (right + wrong) / 2) @ (right - wrong) > 0))
        return found


def _drawn(task: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Parameters (draws, 8) of shapes of a kind, and where they are: see `Bank`. Each is its own
    mirror image in x, along which the grid is slowest."""
    kind, draws, seed = task
    random, points = np.random.default_rng((seed, kind)), grid(GRID)
    said = [captions.describe(random, kind) for _ in range(draws)]  # short cubes are cubes too
    parameters = np.stack([captions.draw(each, random)[0] for each in said])
    right = points[len(points) // 2 :]
    half = np.stack([build(KIND_NAMES[kind], each).distance(right) < 0 for each in parameters])
    half = half.reshape(draws, GRID // 2, -1)
    whole = np.concatenate([half[:, ::-1], half], axis=1)
    return parameters, np.packbits(whole.reshape(draws, -1), axis=1)


@functools.cache
def _usual_sides(kind: int, ends: tuple[int, int, int]) -> np.ndarray:
    """(3,) mean of the logarithms of the sides of true shapes of a caption."""
    random, points = np.random.default_rng(900_002), grid(GRID)
    drawn = [captions.draw(Description(kind, ends=ends), random)[0] for _ in range(12)]
    shapes = [build(KIND_NAMES[kind], parameters) for parameters in drawn]
    return np.log([sides_of(points, shape.distance(points)) for shape in shapes]).mean(0)


class Subject:
    """The model under test, through the code that ships."""

    def __init__(
        self,
        folder: Path,
        sampler: str = "exact",
        steps: int | None = None,
        guidance: float | None = None,
        untrained: bool = False,
    ) -> None:
        self.model = catalog.find(str(folder))
        steps = steps or self.model.recommended_steps(sampler)
        guidance = self.model.guidance if guidance is None else guidance
        self.how = families.Sampling(sampler, steps, guidance)
        self.loaded = families.load(self.model, torch.device("cpu"), torch.float32, Tracker())
        self.classifier = classifier.load()
        if untrained:
            torch.manual_seed(0)
            for module in self.loaded.components.prior.modules():
                if hasattr(module, "reset_parameters"):
                    module.reset_parameters()

    def latent(self, said: str | Image.Image, seed: int) -> torch.Tensor:
        latents, _ = self.loaded.sample([said], [seed], self.how, Tracker())
        return latents[0]

    def function(self, latent: torch.Tensor) -> ImplicitFunction:
        return ImplicitFunction(self.loaded.components.renderer, latent)

    def mesh(self, latent: torch.Tensor, resolution: int = MESH) -> Mesh:
        function = self.function(latent)
        return remove_small_components(
            isosurface.extract(function.logit, function.colour, resolution)
        )


def judge(
    subject: Subject, bank: Bank, said: Description, latent: torch.Tensor
) -> dict[str, object]:
    """Everything that is measured on one latent. Answers without meaning here are left out."""
    function = subject.function(latent)
    inside = (function.signed_distance(torch.from_numpy(bank.points)) > 0).numpy()
    overlap = bank.overlap(inside)
    row: dict[str, object] = {"kind": bool(bank.kind[overlap.argmax()] == said.kind)}
    like = np.where(bank.kind == said.kind, overlap, -1).argmax()
    if said.form:
        row["form"] = bank.formed(said, inside, int(like))
    nearest = bank.shape(int(like))
    mesh = subject.mesh(latent)
    row["words"] = bank.obeyed(said, np.ptp(mesh.vertices, axis=0))
    srgb = linear_to_srgb(mesh.colours)
    row["looks"] = subject.classifier.kind(mesh.vertices, mesh.faces, srgb) == said.kind
    part = nearest.part(mesh.vertices)
    for number, colour in enumerate((said.main, *said.accents)):
        if colour >= 0:
            seen = srgb[part == number]
            right = bool(len(seen)) and int(palette.nearest(np.median(seen, 0))) == colour
            row["accent" if number else "main"] = right and row.get("accent", True)
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    row["watertight"] = solid.is_watertight
    row["one"] = len(trimesh.graph.connected_components(solid.edges, min_len=1)) == 1
    return row


def measure(subject: Subject, count: int, shuffle: bool = False, seed: int = 0) -> dict[str, float]:
    """Shares of right answers over `count` held-out captions, the first sampled with `seed`."""
    known = len(subject.model.kinds)
    bank = Bank.make(range(known))
    random = np.random.default_rng(987_654)
    said = [captions.describe(random, int(random.integers(known))) for _ in range(count)]
    texts = [captions.say(description, random) for description in said]
    judged = [said[i] for i in random.permutation(count)] if shuffle else said
    answers: dict[str, list[bool]] = {}
    for k, (description, text) in enumerate(zip(judged, texts, strict=True), start=seed):
        row = judge(subject, bank, description, subject.latent(text, k))
        wrong = [name for name, value in row.items() if not np.all(value)]
        if wrong:
            print(f"{text}: {', '.join(wrong)}", file=sys.stderr, flush=True)
        for name, value in row.items():
            answers.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return {name: round(float(np.mean(values)), 4) for name, values in answers.items()}


def diversity(subject: Subject, seeds: int = 3) -> float:
    """Mean intersection over union of what different seeds make of one caption that leaves freedom
    ("a chair"), over all kinds. 1 would be: always the same."""
    points = torch.from_numpy(grid(GRID))
    found = []
    for kind in subject.model.kinds:
        latents = [subject.latent(f"a {kind}", seed) for seed in range(seeds)]
        inside = [subject.function(z).signed_distance(points).numpy() > 0 for z in latents]
        found += [(a & b).sum() / (a | b).sum() for a, b in itertools.combinations(inside, 2)]
    return round(float(np.mean(found)), 4)


def natural(subject: Subject, count: int) -> dict[str, float]:
    """Shares of kinds whose main part has one of their natural colors."""
    kinds = np.linspace(0, len(subject.model.kinds) - 1, count).astype(int)
    right: dict[str, list[bool]] = {"as typed": [], "as read": []}
    for number, kind in enumerate(kinds.tolist()):
        name, bank = KIND_NAMES[kind], Bank.make([kind], draws=9)
        typed, usual = with_article(name), KINDS[name].natural[0]
        read = subject.model.vocabulary.read(typed).caption(number)
        for how, caption in zip(right, (typed, read), strict=True):
            function = subject.function(latent := subject.latent(caption, number))
            inside = (function.signed_distance(torch.from_numpy(bank.points)) > 0).numpy()
            nearest = bank.shape(int(bank.overlap(inside).argmax()))
            mesh = subject.mesh(latent)
            seen = linear_to_srgb(mesh.colours)[nearest.part(mesh.vertices) == 0]
            found = palette.nearest(np.median(seen, 0)) if len(seen) else -1
            right[how].append(int(found) in map(palette.NAMES.index, usual))
    return {how: round(float(np.mean(each)), 4) for how, each in right.items()}


def sheet(subject: Subject, path: Path, size: int = 160, columns: int = 10) -> None:
    """One captioned picture a kind."""
    random = np.random.default_rng(5)
    kinds = len(subject.model.kinds)
    rows = -(-kinds // columns)
    page = Image.new("RGB", (columns * size, rows * (size + 26)), "white")
    pen = ImageDraw.Draw(page)
    for number in range(kinds):
        said = captions.describe(random, number)
        caption = captions.say(said, random)
        latent = subject.latent(caption, number)
        mesh = subject.mesh(latent)
        picture = render(mesh.vertices, mesh.faces, linear_to_srgb(mesh.colours), size=size)
        x, y = number % columns * size, number // columns * (size + 26)
        page.paste(Image.fromarray(picture), (x, y + 26))
        for line in range(2):
            pen.text((x + 3, y + 12 * line), caption[26 * line : 26 * line + 26], fill="black")
    page.save(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).parents[1] / "backend/models/maquette-mini"
    )
    parser.add_argument("--count", type=int, default=248)
    parser.add_argument(
        "--sampler", default="exact", choices=[sampler.value for sampler in SAMPLERS]
    )
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--untrained", action="store_true")
    parser.add_argument("--diversity", action="store_true")
    parser.add_argument("--natural", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path)
    chosen = parser.parse_args()
    subject = Subject(
        chosen.folder, chosen.sampler, chosen.steps, chosen.guidance, chosen.untrained
    )
    if chosen.sheet:
        sheet(subject, chosen.sheet)
    elif chosen.natural:
        print(json.dumps(natural(subject, chosen.count)))
    elif chosen.diversity:
        print(json.dumps({"overlap of two seeds": diversity(subject)}))
    else:
        print(json.dumps(measure(subject, chosen.count, chosen.shuffle, chosen.seed)))
