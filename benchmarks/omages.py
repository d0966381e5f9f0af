"""An object, its omage, and the object again: how far from each other, in place and in color.

    python -m benchmarks.omages                 64, 256 and 1024 texels a side
    python -m benchmarks.omages --sides 64

Objects of maquette-mini, with colors at vertices and no UV map, so that each is unfolded. Chamfer
is the mean distance of points of either surface to the other, the mean of both ways, in percent of
the object's longest side; "worst" is the largest of all these distances. Color is the mean
difference at points of the object, in levels of 8-bit sRGB. "Open" is the length of borders that
stitching left, of those there were. Seconds are those of the processor. Files are written and read
again, so their 16 bits count.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from backend.asset import mesh_reading, omage, omage_files, omage_making
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.omage_holes import open_edges
from backend.asset.texture import Texture
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.request import GenerationRequest

from . import goals

PROMPTS = ("a red chair", "a blue car", "a green mug", "a yellow castle")
TRIANGLES = 10_000
POINTS = 20_000  # of each surface that are measured
DENSE = 200_000  # of each surface, to find the triangles that may be nearest
NEAREST = 8  # of those, which are measured exactly
STITCH = 0.05


@dataclass(frozen=True)
class Surface:
    """A mesh, and points that are drawn evenly from it."""

    mesh: Mesh
    solid: trimesh.Trimesh

    @classmethod
    def of(cls, mesh: Mesh) -> Surface:
        return cls(mesh, trimesh.Trimesh(mesh.vertices, mesh.faces, process=False))

    def points(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        points, faces = trimesh.sample.sample_surface(self.solid, count, seed=seed)[:2]
        return np.asarray(points), np.asarray(faces)

    @cached_property
    def dense(self) -> tuple[cKDTree, np.ndarray]:
        """Points of it, and of which face each one is."""
        middles, every = self.solid.triangles_center, np.arange(len(self.mesh.faces))
        if len(every) > DENSE:
            return cKDTree(middles), every
        points, faces = self.points(DENSE, seed=1)
        return cKDTree(np.concatenate([points, middles])), np.concatenate([faces, every])

    def nearest(
        self, points: np.ndarray, among: int = NEAREST
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Distance (N,), face (N,) and place (N, 3) of the nearest point of the surface."""
        tree, faces = self.dense
        found = faces[tree.query(points, k=among)[1]]
        triangles = self.solid.triangles[found.ravel()]
        places = trimesh.triangles.closest_point(triangles, np.repeat(points, among, axis=0))
        places = places.reshape(len(points), among, 3)
        apart = np.linalg.norm(places - points[:, None], axis=2)
        best = apart.argmin(axis=1)
        every = np.arange(len(points))
        return apart[every, best], found[every, best], places[every, best]

    def srgb(self, faces: np.ndarray, places: np.ndarray) -> np.ndarray:
        """(N, 3) 0..255 of places on faces."""
        weights = trimesh.triangles.points_to_barycentric(self.solid.triangles[faces], places)
        colour, _ = Texture(self.mesh).at(faces, np.nan_to_num(weights))
        return linear_to_srgb(colour) * 255

    @property
    def border(self) -> float:
        edges, _ = open_edges(self.mesh.faces, len(self.mesh.vertices))
        ends = self.mesh.vertices[edges]
        return float(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).sum())


def difference(true: Surface, again: Surface) -> tuple[float, float, float]:
    """Chamfer and the worst distance, in percent of the size, and color in levels."""
    size = float(np.ptp(true.mesh.vertices, axis=0).max())
    there, on = true.points(POINTS, seed=2)
    here, _ = again.points(POINTS, seed=3)
    missing, face, place = again.nearest(there)
    wrong, _, _ = true.nearest(here)
    colour = np.abs(true.srgb(on, there) - again.srgb(face, place)).mean()
    worst = max(missing.max(), wrong.max())
    return 50 * (missing.mean() + wrong.mean()) / size, 100 * worst / size, float(colour)


def objects(folder: Path) -> dict[str, Mesh]:
    generator, made = Generator(), {}
    for prompt in PROMPTS:
        request = GenerationRequest(prompt, folder=str(folder), triangles=TRIANGLES)
        (sample,) = generator.generate(request, Tracker()).samples
        made[prompt], _ = mesh_reading.read(Path(sample.mesh.path))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--sides", type=int, nargs="+", default=[64, 256, 1024])
    sides = parser.parse_args().sides
    print(f"{'object':22}{'side':>5}{'to omage s':>12}{'to mesh s':>11}{'occupied':>10}"
          f"{'chamfer %':>11}{'worst %':>9}{'color':>7}{'open':>7}{'vertices':>10}")  # fmt: skip
    chamfers: dict[int, list[float]] = {side: [] for side in sides}
    with tempfile.TemporaryDirectory() as home:
        for prompt, mesh in objects(Path(home)).items():
            true = Surface.of(mesh)
            for side in sides:
                begun = time.process_time()
                image = omage_making.omage(mesh, side)
                made = time.process_time() - begun
                file = Path(home, "omage.npz")
                file.write_bytes(omage_files.encoded(image))
                image = omage_files.read(file)
                before = Surface.of(omage.mesh(image)).border
                begun = time.process_time()
                again = Surface.of(omage.mesh(image, STITCH))
                rebuilt = time.process_time() - begun
                chamfer, worst, colour = difference(true, again)
                chamfers[side].append(chamfer)
                shown = (image[..., omage.OCCUPANCY] > 0.5).mean()
                print(f"{prompt:22}{side:5}{made:12.1f}{rebuilt:11.2f}{shown:10.0%}{chamfer:11.3f}"
                      f"{worst:9.2f}{colour:7.2f}{again.border / before:7.0%}"
                      f"{len(again.mesh.vertices):10,}", flush=True)  # fmt: skip
    found = [f"{np.mean(chamfers[side]):.3f}% at {side}^2" for side in sides]
    goals.reached("omages", "cpu", ", ".join(found))


if __name__ == "__main__":
    main()
