"""Views are what a camera sees, and pictures of them what the image encoder reads."""

from __future__ import annotations

import numpy as np
import pytest

from training import pictures, views
from training.captions import KIND_NAMES, Description, draw
from training.shapes import build


class Ball:
    """Of radius 0.5, its upper half another part."""

    bounds = np.array([[-0.5] * 3, [0.5] * 3])

    def distance(self, points):
        return (np.linalg.norm(points, axis=1) - 0.5).astype(np.float32)

    def part(self, points):
        return (points[:, 2] > 0).astype(np.uint8)


def test_a_ball_is_a_disc_lit_from_the_camera():
    part, normal = views.see(Ball(), np.random.default_rng(0))
    seen = part != views.NOTHING
    y, x = np.nonzero(seen)
    assert abs(np.ptp(x) - np.ptp(y)) <= 1 and abs(x.mean() - (views.SIDE - 1) / 2) < 1
    area = np.pi * (np.ptp(x) + 1) ** 2 / 4
    assert len(x) == pytest.approx(area, rel=0.03)
    lengths = np.linalg.norm(normal[seen] / 127, axis=1)
    assert lengths.min() > 0.98 and lengths.max() < 1.02
    centre = normal[views.SIDE // 2, views.SIDE // 2] / 127
    assert centre == pytest.approx([0, 0, 1], abs=0.08), "towards the viewer"
    assert normal[y.min(), x[y.argmin()], 1] > 100, "the top looks up"
    assert not normal[~seen].any()


def test_the_camera_s_axes():
    right, up, towards = views.camera_axes(0.0, 0.0)
    assert right == pytest.approx([1, 0, 0]) and up == pytest.approx([0, 0, 1])
    assert towards == pytest.approx([0, -1, 0]), "azimuth 0 looks from the front"
    axes = views.camera_axes(0.7, 0.4)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9) and axes[2, 2] > 0


def test_rays_that_miss_are_told():
    rays = np.array([[0, 1, 0], [0, -1, 0], [1, 0, 0], [0.3, 1, 0]], np.float32)
    rays /= np.linalg.norm(rays, axis=1, keepdims=True)
    found = views.trace(Ball(), np.array([0, -3, 0], np.float32), rays)
    assert found[0] == pytest.approx(2.5, abs=2 * views.HIT)
    assert np.isinf(found[1:]).all()


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Views of one chair, in a file as training finds them."""
    folder, random = tmp_path_factory.mktemp("views"), np.random.default_rng(1)
    kind = KIND_NAMES.index("chair")
    parameters, _ = draw(Description(kind), random)
    seen = [views.see(build("chair", parameters), random) for _ in range(4)]
    part, normal = zip(*seen, strict=True)
    columns = {"kind": np.full(4, kind), "parameters": np.tile(parameters, (4, 1))}
    np.savez(folder / "0000.npz", **columns, part=np.stack(part), normal=np.stack(normal))
    (folder / "0001.partial.npz").write_bytes(b"cut short")
    return views.load(folder)


def test_only_whole_files_are_read(few):
    assert len(few) == 4 and few.part.dtype == np.uint8


def test_a_picture_shows_the_colours_in_a_frame(few):
    source = pictures.Pictures(few, 0)
    colours = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]], np.float32)
    for row in range(4):
        picture = source.photograph(row, colours)
        assert picture.shape == (pictures.PIXELS, pictures.PIXELS, 3)
        assert picture[0].min() > 0.6, "the margin is nearly white"
        red = (picture[..., 0] - picture[..., 1] > 0.15) & (picture[..., 0] > picture[..., 2])
        assert red.sum() > 50
        seen = picture.min(axis=2) < 0.55
        y, x = np.nonzero(seen)
        extent = max(np.ptp(x), np.ptp(y)) / pictures.PIXELS
        assert 0.5 < extent < 1 - 2 * pictures.MARGINS[0] + 0.05


def test_batches(few):
    pixels, kind, parameters, colours = pictures.Pictures(few, 0).draw(3)
    assert pixels.shape == (3, 3, pictures.PIXELS, pictures.PIXELS)
    assert set(kind.tolist()) == {KIND_NAMES.index("chair")}
    assert parameters.shape == (3, 8) and colours.shape == (3, 3, 3)
    again, *_ = pictures.Pictures(few, 0).draw(3)
    assert again.equal(pixels)
