"""Sheets lie on the surface and cover it, at the same place for all shapes of a kind."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import KDTree

from backend.asset import omage as format
from backend.asset.point_cloud import PointCloud
from training import captions, clouds, materials, omage_dataset, templates
from training.shapes import KINDS, build, sheets
from training.shapes.solids import (
    box,
    cylinder,
    difference,
    ellipsoid,
    lathe,
    pot,
    prism,
    torus,
    tube,
)

STAR = [(0, 1), (0.2, 0.3), (0.9, 0.3), (0.35, -0.1), (0.6, -0.8), (0, -0.4),
        (-0.6, -0.8), (-0.35, -0.1), (-0.9, 0.3), (-0.2, 0.3)]  # fmt: skip
CRESCENT = [(-0.8, 0), (-0.4, -0.5), (0.2, -0.6), (0.8, -0.3), (0.3, -0.25), (-0.1, -0.1)]
SOLIDS = {
    "box": box(1.2, 0.5, 0.8),
    "ball": ellipsoid(0.8, 0.5, 0.3),
    "can": cylinder(0.4, 1.2, axis="x"),
    "pot": pot([(0, -0.5), (0.5, -0.4), (0.7, 0.4)], 0.15),
    "ring": pot([(0.6, -0.5), (0.6, 0.5)], 0.2),
    "lathe": lathe([(0.5, -0.6), (0.2, 0.0), (0.4, 0.6)]),
    "tube": tube([(0, -0.6, 0), (0, 0, 0.3), (0.4, 0.5, 0.3)], [0.2, 0.15, 0.1]),
    "torus": torus(0.6, 0.2, axis="y"),
    "star": prism(STAR, 0.4),
    "crescent": prism(CRESCENT, 0.3, "z"),
    "turned": box(0.9, 0.4, 0.4).rotated(30, "y").at(0.1, 0.0, 0.2).scaled(0.9),
    "carved": difference(box(1.2, 1.0, 0.9), ellipsoid(0.4, 0.35, 0.5, (0, 0, 0.45))),
}


def texels(solid, count: int = 33) -> np.ndarray:
    """Points of its sheets, on a grid between as many stations."""
    found = []
    for sheet in solid.sheets():
        s = templates.stations(sheet.rows, sheet.edges[0], count)
        t = templates.stations(sheet.columns, sheet.edges[1], count)
        points = sheets.settled(sheet.at(s, t).reshape(-1, 3), sheet.distance)
        found.append(points.reshape(count, count, 3))
    return np.stack(found)


@pytest.mark.parametrize("name", SOLIDS)
def test_sheets_cover_a_solid(name):
    solid, random = SOLIDS[name], np.random.default_rng(0)
    grid = texels(solid)
    assert np.abs(solid.distance(grid.reshape(-1, 3))).mean() < 2e-3
    corners = grid[:, :-1, :-1], grid[:, 1:, :-1], grid[:, :-1, 1:], grid[:, 1:, 1:]
    share = random.random((4, 4, 1, 1, 1, 1)).astype(np.float32)
    share /= share.sum(axis=0)
    between = np.concatenate(
        [
            sum(w[k] * c for w, c in zip(share, corners, strict=True)).reshape(-1, 3)
            for k in range(4)
        ]
    )
    low, high = solid.bounds
    near = random.uniform(low, high, (40_000, 3)).astype(np.float32)
    near = sheets.settled(near[np.abs(solid.distance(near)) < 0.05], solid.distance)
    near = near[np.abs(solid.distance(near)) < 1e-3]
    far = KDTree(np.concatenate([between, grid.reshape(-1, 3)])).query(near)[0]
    assert (far > 0.06).mean() < 0.01


def test_stations_lie_on_edges_and_evenly_between():
    found = templates.stations(np.array([1.0, 3.0, 1.0]), (True, True, True, True), 11)
    assert np.allclose(
        found, [0, 0.5, 1, 1 + 1 / 6, 1 + 2 / 6, 1.5, 1 + 4 / 6, 1 + 5 / 6, 2, 2.5, 3]
    )
    smooth = templates.stations(np.array([1.0, 3.0]), (True, False, True), 5)
    assert np.allclose(smooth, [0, 1, 1 + 1 / 3, 1 + 2 / 3, 2])


def test_patches_are_whole_tokens_that_do_not_touch():
    (template, *_) = templates.of("chair")
    names = np.full((templates.SIDE, templates.SIDE), -1)
    for number, each in enumerate(template.placed):
        assert (names[each.slices] == -1).all()
        names[each.slices] = number
        assert each.row % templates.TOKEN == each.column % templates.TOKEN == 0
    for here, there in ((names[:, 1:], names[:, :-1]), (names[1:], names[:-1])):
        both = (here >= 0) & (there >= 0)
        assert (here[both] == there[both]).all()
    assert ((names >= 0) == (template.part >= 0)).all()


def test_neighboring_shapes_have_neighboring_images():
    random, (template, *_) = np.random.default_rng(0), templates.of("table")
    shown = template.part >= 0
    (said, shape, own), (_, other, _) = (omage_dataset.drawn("table", random) for _ in range(2))
    while own is not template:
        said, shape, own = omage_dataset.drawn("table", random)
    parameters = captions.draw(said, np.random.default_rng(1))[0]
    while templates.signature_of(build("table", parameters)) != template.signature:
        parameters = captions.draw(said, random)[0]
    nudged = parameters + np.float32(0.01) * (parameters < 0.5) * (np.arange(8) != 5)
    first, second = (template.lay(build("table", p))[0] for p in (parameters, nudged))
    assert np.abs(first - second)[shown].max() < 0.06
    assert (first[~shown] == 0).all() and other is not shape


@pytest.mark.parametrize("kind", ["chair", "mug", "house", "airplane", "teddy bear", "sphere"])
def test_a_true_omage_is_the_shape(kind):
    random = np.random.default_rng(3)
    said, shape, template = omage_dataset.drawn(kind, random)
    found = omage_dataset.whole(shape, template, omage_dataset.painted(said, random))
    shown = found[..., format.OCCUPANCY] > 0.5
    assert (shown == (template.part >= 0)).all() and 0.5 < shown.mean() < 1
    points = found[shown][:, format.POSITION] * 2 - 1
    away = shape.distance(points)  # where parts meet they reach into each other
    assert away.max() < 0.03 and np.abs(away[away > -0.02]).mean() < 0.002
    normals = found[shown][:, format.NORMAL] * 2 - 1
    assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-3)
    mesh = format.mesh(found, stitch=0.05)
    surface = PointCloud.on(mesh, 20_000).points
    far = KDTree(surface).query(clouds.on_surface(shape, 1500, random))[0]
    assert far.mean() < 0.02 and (far > 0.05).mean() < 0.01
    middles, out = mesh.vertices[mesh.faces].mean(axis=1), facing(mesh)
    seen = (np.abs(shape.distance(middles)) < 0.004) & out.any(axis=1)
    outward = shape.distance(middles[seen] + 0.02 * out[seen]) > 0
    assert seen.mean() > 0.2 and outward.mean() > 0.95


def facing(mesh) -> np.ndarray:
    a, b, c = mesh.vertices[mesh.faces].transpose(1, 0, 2)
    normal = np.cross(b - a, c - a)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    return np.where(length > 1e-5, normal / np.maximum(length, 1e-5), 0).astype(np.float32)


def test_every_kind_that_is_made_has_a_template_and_materials():
    known = set(materials.SAID["materials"])
    for kind, parts in materials.SAID["kinds"].items():
        assert len(parts) == len(KINDS[kind].parts) and set(parts) <= known, kind
        assert templates.of(kind), kind
    words = materials.SAID["words"]
    assert set(words) < set(materials.WORDS) and set(words.values()) <= known
    for rough in np.array(list(materials.SAID["materials"].values()))[:, 1]:
        assert min(abs(rough - between) for between in materials.BETWEEN) > 2 * materials.SPREAD
