"""What omages-mini can do, in figures: does a prompt get its thing, its colors and materials?

    python -m training.evaluate_omages                    backend/models/omages-mini
    python -m training.evaluate_omages --folder FOLDER    another model of the same kinds
    python -m training.evaluate_omages --shuffle          prompts dealt to other things: the measure
                                                          must fall to chance
    python -m training.evaluate_omages --true             true omages: how good any model can be
    python -m training.evaluate_omages --sheet sheet.png  one picture a kind

kind     of the nearest of true shapes of all kinds, by the mean distance between points of the two
         surfaces
away     how far the surface is from that of the nearest true shape of its own kind, in model units
metal    share of parts that are metal where the prompt or the kind says so, and only there
rough    share of parts that are as smooth, or as rough
color    share of said colors that are nearest to the one that is said
holes    share of what is seen from all sides that shows its inside
seconds  from prompt to mesh
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

import numpy as np

from backend.asset import omage as format
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.point_cloud import PointCloud
from backend.asset.thumbnail import render
from backend.families.omages import classes
from backend.shared import raster

from . import captions, materials, omage_dataset, omages, palette, subject
from .captions import KIND_NAMES, Description
from .clouds import COMPARED, Bank

VIEWS = [(azimuth, elevation) for elevation in (-35, 25) for azimuth in range(0, 360, 60)]
SIZE = 128  # pixels of a view


def inside_seen(mesh: Mesh) -> float:
    """Share of the pixels of all views in which a face shows its back."""
    back = seen = 0
    for view in VIEWS:
        places = mesh.vertices @ raster.camera(*view).T
        corners = places[mesh.faces]
        facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2]
        corners = corners * [SIZE / 2.8, -SIZE / 2.8, 1] + [SIZE / 2, SIZE / 2, 0]
        _, face, _ = raster.visible(corners, SIZE)
        back += int((facing[face] < 0).sum())
        seen += len(face)
    return back / max(seen, 1)


class Subject(subject.Subject):
    def omage(self, prompt: str, seed: int) -> np.ndarray:
        return self.sample(prompt, seed).numpy()

    def form(self, prompt: str, seed: int) -> omage_dataset.Form:
        names = [form.kind for form in omage_dataset.forms()]
        found = classes.forms(prompt, self.model.vocabulary, names)
        return omage_dataset.forms()[found[seed % len(found)]]


def true(
    said: Description, words: tuple[int, ...], random: np.random.Generator
) -> tuple[np.ndarray, omage_dataset.Form]:
    """The omage of a shape of that kind, and its form."""
    kind = KIND_NAMES[said.kind]
    _, shape, template = omage_dataset.drawn(kind, random)
    form = omage_dataset.Form(kind, template)
    return omage_dataset.whole(shape, template, omage_dataset.painted(said, random, words)), form


def prompt_of(said: Description, words: tuple[int, ...]) -> str:
    """A plain one."""
    main, *others = (materials.WORDS[word] for word in words)
    text = f"a {main} {KIND_NAMES[said.kind]}".replace("  ", " ")
    named = zip(said.parts[1:], others, strict=False)
    tail = " and ".join(f"{word} {part}" for part, word in named if word)
    return f"{text} with {tail}" if tail else text


def judge(
    bank: Bank,
    omage: np.ndarray,
    form: omage_dataset.Form,
    said: Description,
    words: tuple[int, ...],
) -> dict[str, list[float]]:
    """Everything that is measured on one omage. Answers without meaning here are left out."""
    mesh = format.mesh(omage, omages.STITCH)
    apart = bank.apart(PointCloud.on(mesh, COMPARED).points)
    own = np.array([kind == KIND_NAMES[said.kind] for kind in bank.kinds])
    row = defaultdict(list)
    row["kind"] = [bank.kinds[apart.argmin()] == KIND_NAMES[said.kind]]
    row["away"], row["holes"] = [apart[own].min()], [inside_seen(mesh)]
    wanted = materials.surface(materials.of(KIND_NAMES[said.kind], words))
    for part in range(len(said.parts)):
        texels = omage[(form.template.part == part) & (omage[..., format.OCCUPANCY] > 0.5)]
        if not len(texels):
            continue
        found = np.median(texels, axis=0)
        surfaces = np.stack([found[[format.METALLIC, format.ROUGHNESS]], wanted[part]])
        (metal, rough), (metal_wanted, rough_wanted) = materials.classed(surfaces)
        row["metal"].append(metal == metal_wanted)
        row["rough"].append(rough == rough_wanted)
        colour = (said.main, *said.accents)[part]
        if colour >= 0:
            row["color"].append(palette.nearest(linear_to_srgb(found[format.COLOUR])) == colour)
    return row


def measure(model: Subject | None, count: int, shuffle: bool, seed: int) -> dict[str, float]:
    """Means over `count` prompts; of true omages, if there is no model."""
    bank, random = Bank.make(materials.MADE), np.random.default_rng(987_654)
    said = []
    for k in range(count):
        kind = materials.MADE[(k * 37) % len(materials.MADE)]
        said.append(captions.describe(random, KIND_NAMES.index(kind)))
    words = [materials.worded(each, random) for each in said]
    judged = list(random.permutation(count)) if shuffle else list(range(count))
    answers: dict[str, list[float]] = defaultdict(list)
    for k in range(count):
        begun = time.perf_counter()
        if model is None:
            made, form = true(said[k], words[k], random)
        else:
            prompt = prompt_of(said[k], words[k])
            made, form = model.omage(prompt, seed + k), model.form(prompt, seed + k)
            format.mesh(made, omages.STITCH)
        answers["seconds"].append(time.perf_counter() - begun)
        other = int(judged[k])
        for name, values in judge(bank, made, form, said[other], words[other]).items():
            answers[name] += values
    return subject.means(answers)


def drawn(model: Subject, kind: str, number: int) -> np.ndarray:
    """A picture of a kind."""
    mesh = format.mesh(model.omage(f"a {kind}", number), omages.STITCH)
    colours = linear_to_srgb(mesh.colours)
    return render(mesh.vertices, mesh.faces, colours, subject.SIDE, smooth=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    models = Path(__file__).parents[1] / "backend/models"
    parser.add_argument("--folder", type=Path, default=models / "omages-mini")
    parser.add_argument("--count", type=int, default=128)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--true", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path)
    chosen = parser.parse_args()
    model = None if chosen.true else Subject(chosen.folder, chosen.steps, chosen.guidance)
    if chosen.sheet and model:
        subject.sheet(materials.MADE, partial(drawn, model), chosen.sheet)
    else:
        print(json.dumps(measure(model, chosen.count, chosen.shuffle, chosen.seed)))
