"""The model for points, through the code that ships: what surfaces it finds around them."""

from pathlib import Path

import numpy as np
import pytest
import trimesh

from backend.__main__ import main
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest, InitLatents
from training import captions, clouds, evaluate, evaluate_point_e
from training.captions import KIND_NAMES, Description
from training.shapes import build

FOLDER = Path(__file__).parents[3] / "backend/models/point-e-mini"
KINDS = ("teddy bear", "house", "car", "barrel")
GRID = 32


@pytest.fixture(scope="module")
def subject() -> evaluate_point_e.Subject:
    return evaluate_point_e.Subject(FOLDER, None, None)


@pytest.fixture(scope="module")
def shapes():
    random = np.random.default_rng(11)
    said = [Description(KIND_NAMES.index(kind)) for kind in KINDS]
    return [
        build(kind, captions.draw(each, random)[0]) for kind, each in zip(KINDS, said, strict=True)
    ]


def points_of(shape, count: int) -> np.ndarray:
    return clouds.on_surface(shape, count, np.random.default_rng(12))


def overlap(found: np.ndarray, right: np.ndarray) -> float:
    return float((found & right).sum() / (found | right).sum())


def write_ply(path: Path, points: np.ndarray, colours: np.ndarray) -> Path:
    trimesh.PointCloud(points, colors=colours).export(path)
    return path


def test_it_takes_points_and_nothing_else():
    model = catalog.find("point-e-mini")
    assert model.inputs == ("points",) and catalog.default("points") == model
    for modality, given in (("text", "a prompt"), ("image", "an image")):
        assert catalog.default(modality).id != model.id
        with pytest.raises(MaquetteError, match=f"takes points, not {given}"):
            catalog.choose(model.id, modality)


def test_it_knows_inside_from_outside(subject, shapes):
    """Of things whose points it has not seen; and, judged as the next one, it does not."""
    grid = evaluate.grid(GRID)
    found = [subject.inside(evaluate_point_e.gray(points_of(each, 2048)), grid) for each in shapes]
    right = [shape.distance(grid) < 0 for shape in shapes]
    assert np.mean([overlap(*pair) for pair in zip(found, right, strict=True)]) >= 0.85
    others = right[1:] + right[:1]
    assert np.mean([overlap(*pair) for pair in zip(found, others, strict=True)]) <= 0.6


@pytest.mark.parametrize("count", [5000, 700])
def test_points_of_a_file_become_a_closed_mesh_of_their_colors(tmp_path, shapes, count):
    """It reads neither so many nor so few. It is the one in the box that reads points, so nobody
    has to name it."""
    points = points_of(shapes[0], count)
    red, blue = (200, 30, 30, 255), (30, 30, 200, 255)
    file = write_ply(tmp_path / "scan.ply", points, np.where(points[:, 2:] > 0, red, blue))
    out = tmp_path / "solid.ply"
    asked = ["--detail", "custom", "--resolution", "48", "--seed", "1"]
    assert main(["generate", "--start", str(file), "--as", "mesh", "-o", str(out), *asked]) == 0
    solid = trimesh.load(out, force="mesh", process=False)
    assert solid.is_watertight
    up = np.asarray(solid.vertices)[:, 2]
    middle = (up.max() + up.min()) / 2
    colours = np.asarray(solid.visual.vertex_colors)[:, :3].astype(float)
    for above, strong, weak in ((True, 0, 2), (False, 2, 0)):
        far = up > middle + 0.2 * np.ptp(up) if above else up < middle - 0.2 * np.ptp(up)
        assert np.median(colours[far][:, strong]) > 2 * np.median(colours[far][:, weak])


def test_a_prompt_is_refused_with_what_to_do(tmp_path):
    asked = GenerationRequest("a red chair", model="point-e-mini", folder=str(tmp_path))
    with pytest.raises(MaquetteError) as caught:
        Generator().generate(asked, Tracker())
    assert caught.value.message == "Point-E mini, from points takes points, not a prompt."
    assert "Give it points" in caught.value.remedy


def test_a_mesh_cannot_be_varied(tmp_path, shapes):
    colours = np.full((2048, 4), 200, np.uint8)
    file = write_ply(tmp_path / "scan.ply", points_of(shapes[3], 2048), colours)
    start = InitLatents((Artifact.of(file),), strength=0.5)
    asked = GenerationRequest("", model="point-e-mini", folder=str(tmp_path), init_latents=start)
    with pytest.raises(MaquetteError):
        Generator().generate(asked, Tracker())
