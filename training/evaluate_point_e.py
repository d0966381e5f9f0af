"""What point-e-mini can do, in figures: does a prompt get its thing and its colors, is a surface
found around points?

    python -m training.evaluate_point_e                    backend/models/point-e-mini
    python -m training.evaluate_point_e --folder FOLDER    another model of the same kinds
    python -m training.evaluate_point_e --shuffle          prompts dealt to other things: the
                                                           measure must fall to chance
    python -m training.evaluate_point_e --true             true points: how good the surfaces of its
                                                           third network are by themselves
    python -m training.evaluate_point_e --drawn            points that maquette-mini draws
    python -m training.evaluate_point_e --sheet sheet.png  one picture of points a kind

kind        of the nearest of true shapes of all kinds, by the mean distance between points
away        mean distance of the points from the surface of the nearest true shape of their own
            kind, in model units; `off`: share of those further away than `FAR`
main, part  share of said colors of main and other parts to which the median of the part's points is
            the nearest
iou         of the surface around true points with the shape that they are of, on a grid of 64^3;
            of points that maquette-mini draws, with what it draws them of
watertight  share of surfaces; `one`: of those in one piece before loose parts are removed
seconds     from prompt to points, and from there to mesh
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

from backend import families
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.thumbnail import render
from backend.families.point_e import clouds as raw
from backend.families.shap_e.implicit import ImplicitFunction
from backend.shared.errors import MaquetteError

from . import captions, clouds, evaluate, palette, subject
from .captions import KIND_NAMES, Description
from .clouds import Bank
from .export import MODELS
from .shapes import TAUGHT, build

FAR = 0.06
RESOLUTION = 64
GRID = evaluate.grid(RESOLUTION)
CHUNK = 16_384  # places at a time
Solid = tuple[np.ndarray, np.ndarray]  # points on its surface (N, 3), which of GRID it holds


class Subject(subject.Subject):
    @torch.inference_mode()
    def inside(self, cloud: torch.Tensor, places: np.ndarray) -> np.ndarray:
        """Whether places (N, 3) in model units lie inside of a cloud's surface."""
        network = self.loaded.components.sdf
        read = network.read(cloud[:3].T[None])
        at = torch.from_numpy(places * raw.RAW)
        found = [network(some[None], read)[0] for some in at.split(CHUNK)]
        return (torch.cat(found) > 0).numpy()

    def mesh(self, cloud: torch.Tensor) -> Mesh | None:
        options = families.AssetOptions(output="mesh", resolution=RESOLUTION)
        try:
            made = self.loaded.asset(cloud, options, lambda step: None)
        except MaquetteError:
            return None
        assert isinstance(made, Mesh)
        return made


def judge(
    bank: Bank, points: np.ndarray, colours: np.ndarray, said: Description
) -> dict[str, list[float]]:
    """Of points (N, 3) in model units and their colors, sRGB (N, 3)."""
    own = KIND_NAMES[said.kind]
    apart = bank.apart(points[: clouds.COMPARED])
    row: dict[str, list[float]] = {"kind": [bank.kinds[apart.argmin()] == own]}
    like = bank.shapes[np.where(np.array(bank.kinds) == own, apart, np.inf).argmin()]
    away = np.abs(like.distance(points))
    row["away"], row["off"] = [away.mean()], [(away > FAR).mean()]
    part = like.part(points)
    for number, colour in enumerate((said.main, *said.accents)):
        if colour >= 0:
            seen = colours[part == number]
            right = bool(len(seen)) and int(palette.nearest(np.median(seen, 0))) == colour
            row.setdefault("part" if number else "main", []).append(right)
    return row


def wholeness(mesh: Mesh | None) -> dict[str, list[float]]:
    if mesh is None:
        return {"watertight": [0.0], "one": [0.0]}
    return {"watertight": [mesh.watertight], "one": [len(np.unique(mesh.pieces)) == 1]}


def measure(model: Subject, count: int, shuffle: bool, seed: int) -> dict[str, float]:
    """Means over `count` prompts."""
    bank, random = Bank.make(TAUGHT), np.random.default_rng(987_654)
    said = [captions.describe(random, k * 37 % len(TAUGHT)) for k in range(count)]
    judged = [said[k] for k in random.permutation(count)] if shuffle else said
    answers: dict[str, list[float]] = defaultdict(list)
    for k, (description, other) in enumerate(zip(said, judged, strict=True), start=seed):
        begun = time.perf_counter()
        cloud = model.sample(captions.say(description, random), k)
        drawn = time.perf_counter()
        mesh = model.mesh(cloud)
        answers["seconds to points"].append(drawn - begun)
        answers["seconds to mesh"].append(time.perf_counter() - drawn)
        row = judge(bank, *raw.coordinates_and_colours(cloud), other) | wholeness(mesh)
        for name, values in row.items():
            answers[name] += values
    return subject.means(answers)


def surfaces(model: Subject, solids: Iterable[Solid]) -> dict[str, float]:
    """Means over solids of which points are given."""
    answers: dict[str, list[float]] = defaultdict(list)
    for points, right in solids:
        cloud = gray(points)
        found = model.inside(cloud, GRID)
        answers["iou"].append((found & right).sum() / (found | right).sum())
        for name, values in wholeness(model.mesh(cloud)).items():
            answers[name] += values
    return {**subject.means(answers), "worst iou": round(float(min(answers["iou"])), 4)}


def true(count: int, seed: int) -> Iterator[Solid]:
    """Of shapes that no training saw, of all kinds that were taught."""
    random = np.random.default_rng(seed + 987_655)
    for k in range(count):
        said = captions.describe(random, k * 37 % len(TAUGHT))
        shape = build(KIND_NAMES[said.kind], captions.draw(said, random)[0])
        yield clouds.on_surface(shape, clouds.SURFACE, random), shape.distance(GRID) < 0


def imagined(count: int, seed: int) -> Iterator[Solid]:
    """Of what maquette-mini makes of prompts."""
    artist = subject.Subject(MODELS / "maquette-mini", None, None)
    options = families.AssetOptions(output="points", resolution=RESOLUTION)
    random, grid = np.random.default_rng(seed + 987_656), torch.from_numpy(GRID)
    for k in range(count):
        said = captions.describe(random, k * 37 % len(TAUGHT))
        latent = artist.sample(captions.say(said, random), k)
        function = ImplicitFunction(artist.loaded.components.renderer, latent)
        points = artist.loaded.asset(latent, options, lambda step: None).points
        yield points, (function.signed_distance(grid) > 0).numpy()


def gray(points: np.ndarray) -> torch.Tensor:
    """Points (N, 3) in model units as a raw cloud."""
    numbers = np.concatenate([points * raw.RAW, np.full_like(points, 128)], axis=1)
    return torch.from_numpy(numbers.T.astype(np.float32))


def drawn(model: Subject, kind: str, number: int) -> np.ndarray:
    """A picture of the points of a kind."""
    made = raw.placed(model.sample(f"a {kind}", number)).octahedra
    return render(made.vertices, made.faces, linear_to_srgb(made.colours), subject.SIDE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=MODELS / "point-e-mini")
    parser.add_argument("--count", type=int, default=124)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--true", action="store_const", dest="solids", const=true)
    parser.add_argument("--drawn", action="store_const", dest="solids", const=imagined)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path)
    chosen = parser.parse_args()
    model = Subject(chosen.folder, chosen.steps, chosen.guidance)
    if chosen.sheet:
        subject.sheet(TAUGHT, partial(drawn, model), chosen.sheet)
    elif chosen.solids:
        print(json.dumps(surfaces(model, chosen.solids(chosen.count, chosen.seed))))
    else:
        print(json.dumps(measure(model, chosen.count, chosen.shuffle, chosen.seed)))
