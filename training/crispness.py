"""How crisp what the decoder makes is: flat where the truth is flat, sharp where it is sharp, each
part in its own color.

    python -m training.crispness --count 124      of the networks in training/state

Measured on unseen true shapes, at points of their surface:

flat   degrees between the made mesh's normals (marching cubes, 128^3) and the true ones, mean over
       points around which, `AROUND` to each side, the true normal turns by less than `FLAT_DEG`
edge   radius of a right angle that would leave out as much: points where the true normal turns by
       more than `EDGE_DEG` within `NEAR` are d outside the made surface, and such a rounding is
       d / (sqrt(2) - 1); in hundredths of the longest side
bleed  share of points, farther than 2% of the longest side from any other part, whose color is not
       by name that of their part
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from backend.asset import isosurface
from backend.asset.mesh import Mesh
from backend.families.shap_e.implicit import ImplicitFunction

from . import autoencoder, captions, palette
from .captions import KIND_NAMES, Description
from .evaluate import grid
from .shapes import KINDS, Shape, build
from .views import gradient

FINE = 96  # samples a side of the true shape's mesh
AROUND, FLAT_DEG = 0.06, 2.0
NEAR, EDGE_DEG = 0.03, 60.0
BORDER = 0.02
FEWEST = 50  # points of a shape that count
APART = 0.04  # a made vertex farther away belongs to something else


def surface(shape: Shape) -> np.ndarray:
    """(P, 3) points on it."""
    field = shape.distance(grid(FINE)).reshape(FINE, FINE, FINE)
    vertices = marching_cubes(field, 0.0)[0].astype(np.float32) * (2 / (FINE - 1)) - 1
    return vertices - shape.distance(vertices)[:, None] * gradient(shape, vertices)


def turns(shape: Shape, points: np.ndarray, normals: np.ndarray, reach: float) -> np.ndarray:
    """(P,) degrees that the normal turns by, at most, within `reach` of each point."""
    side = np.cross(normals, np.where(np.abs(normals[:, :1]) < 0.7, [[1, 0, 0]], [[0, 1, 0]]))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(normals, side)
    least = np.ones(len(points))
    for along in (side, -side, other, -other):
        there = (points + reach * along).astype(np.float32)
        there -= shape.distance(there)[:, None] * gradient(shape, there)
        least = np.minimum(least, (gradient(shape, there) * normals).sum(1))
    return np.degrees(np.arccos(np.clip(least, -1, 1)))


def measure(shape: Shape, function: ImplicitFunction, colours: np.ndarray) -> dict[str, float]:
    """The three figures of one shape, those that it has enough points for; colours (3, 3) sRGB."""
    points = surface(shape)
    normals, size = gradient(shape, points), float(np.ptp(shape.bounds, axis=0).max())
    mesh = isosurface.extract(function.logit, function.colour, 128)
    found = {}
    flat = turns(shape, points, normals, AROUND) < FLAT_DEG
    if flat.sum() >= FEWEST:
        found["flat"] = _angle(mesh, points[flat], normals[flat])
    edge = turns(shape, points, normals, NEAR) > EDGE_DEG
    if edge.sum() >= FEWEST:
        logit = function.logit(torch.from_numpy(points[edge])).numpy()
        outside = np.maximum(-logit / autoencoder.SHARPNESS, 0).mean()
        found["edge"] = 100 * outside / (np.sqrt(2) - 1) / size
    raw = points / np.float32(shape.scale) + shape.centre.astype(np.float32)
    apart = np.stack([solid.distance(raw) for solid in shape.solids]) * shape.scale
    part = apart.argmin(0)
    clear = np.partition(apart, 1, axis=0)[1] > BORDER * size if len(apart) > 1 else part == 0
    made = function.colour(torch.from_numpy(points[clear])).numpy()
    wanted = palette.nearest(colours[part[clear]])
    found["bleed"] = float((palette.nearest(made) != wanted).mean())
    return found


def _angle(mesh: Mesh, points: np.ndarray, normals: np.ndarray) -> float:
    distance, near = cKDTree(mesh.vertices).query(points)
    along = (mesh.normals[near] * normals).sum(1)[distance < APART]
    return float(np.degrees(np.arccos(np.clip(along, -1, 1))).mean()) if len(along) else 90.0


def crispness(count: int, seed: int = 900_004) -> dict[str, float]:
    """Means over `count` unseen shapes, of all kinds in turn."""
    encoder, renderer = autoencoder.load()
    random = np.random.default_rng(seed)
    rows: dict[str, list[float]] = {}
    for kind in np.linspace(0, len(KINDS) - 1, count).astype(int):
        parameters, colours = captions.draw(Description(int(kind)), random)
        given = (torch.tensor([int(kind)]), *map(torch.from_numpy, (parameters, colours)))
        with torch.no_grad():
            latent = encoder(given[0], given[1][None], given[2][None])[0]
        shape = build(KIND_NAMES[kind], parameters)
        for name, value in measure(shape, ImplicitFunction(renderer, latent), colours).items():
            rows.setdefault(name, []).append(value)
    return {name: round(float(np.mean(values)), 3) for name, values in rows.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=124)
    print(json.dumps(crispness(parser.parse_args().count)))
