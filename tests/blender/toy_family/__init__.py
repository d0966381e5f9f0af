"""A family that needs no network: an open box, whose sides are as long as a seed says.

As a mesh it has a uv, a material of three images and open borders: two charts that lie apart, one
of them small. As points it has a radius for each.
"""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass

import numpy as np

from ...asset.mesh import Mesh
from ...asset.point_cloud import PointCloud
from ...shared.look import Material
from ...shared.models import hub_cache

CORNERS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)


@dataclass(frozen=True)
class Toy:
    """A sample is its three sides, and the color that the prompt names."""

    count: int

    def sample(self, conditions, seeds, how, progress, low_memory=False):
        with progress.stage("sampling"):
            if how.retexture:
                paint = [np.random.default_rng(seed).random(3, np.float32) for seed in seeds]
                pairs = zip(how.init_latents, paint, strict=True)
                return [{**given, "color": color} for given, color in pairs], ()
            if how.init_latents is not None:
                return list(how.init_latents), ()
            red = float("red" in conditions[0])
            color = np.array([red, 0.25, 1 - red], np.float32)
            sides = [1 + np.random.default_rng(seed).random(3, np.float32) for seed in seeds]
            low = np.zeros(3, np.float32)
            found = [{"low": low, "sides": each, "color": color} for each in sides]
            for step in range(1, 5):
                if how.watch:
                    how.watch(step, [{**each, "sides": each["sides"] * step / 4} for each in found])
            return found, ("Toys are boxes.",)

    def encode(self, cloud, seed):
        low = cloud.points.min(0)
        return {"low": low, "sides": cloud.points.max(0) - low, "color": cloud.colors.mean(0)}

    def arrays(self, sample):
        return sample

    def asset_steps(self, options):
        return 1

    def asset(self, sample, options, advance, low_memory=False):
        advance(1)
        return self._points(sample) if options.output == "points" else _mesh(sample)

    def _points(self, sample):
        places = np.random.default_rng(0).random((self.count, 3), np.float32) * sample["sides"]
        places += sample["low"]
        colors = np.tile(sample["color"], (self.count, 1))
        up = np.tile(np.array([0, 0, 1], np.float32), (self.count, 1))
        return PointCloud(places, colors, up, np.linspace(0.01, 0.05, self.count, dtype="f4"))


def _mesh(sample):
    charts = np.concatenate([CORNERS, CORNERS * np.float32(0.05) + [0, 0, 1]]) * sample["sides"]
    square = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    faces = np.concatenate([square, square + 4])
    uv = np.tile(CORNERS[:, :2], (2, 1))[faces]
    bytes_ = np.rint(sample["color"] * 255).astype(int)
    material = Material(_png(bytes_), _png((0, 128, 255)), _png((128, 128, 255)), 0.5, 0.75)
    vertices = (charts + sample["low"]).astype(np.float32)
    return Mesh(vertices, faces, np.tile(sample["color"], (8, 1)), uv.astype(np.float32), material)


def _png(color):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4), tuple(map(int, color))).save(file, format="PNG")
    return file.getvalue()


def import_all():
    pass


def load(model, device, precision, progress):
    with progress.stage("loading"):
        box = hub_cache.locate(model)["box"] / "box.toml"
        return Toy(tomllib.loads(box.read_text("utf-8"))["points"])
