"""Ways to make a mesh light, side by side: how far from what was meshed, how symmetric, how sound.

    python -m benchmarks.detail                     blockout, sculpt and full, and what was before
    python -m benchmarks.detail --blender PYTHON    and Blender's voxel remesh; PYTHON imports bpy
    python -m benchmarks.detail --peers             and other libraries, those that are installed:
                                                    meshoptimizer, pymeshlab, pyfqmr

Twelve objects of the built-in model. Distances are those of points and vertices of either surface
to the other, in percent of the longest side: the largest, and the mean. Slivers are faces with an
angle of less than 5 degrees. The mirror is how far a vertex is from the surface's mirror image.
Color is the mean difference at points of the surface in levels of 8-bit sRGB, and that of the worst
hundredth. Seconds are those of the processor, without the model. Rows show the mean of all
objects / the worst one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from backend.asset import mirroring, simplification, slivers
from backend.asset.mesh import Mesh
from backend.compute.progress import Tracker
from backend.pipeline import postprocessing
from backend.pipeline.generator import Generator
from backend.shared.request import GenerationRequest
from backend.shared.request.detail import CHOSEN

from . import goals, light
from .omages import NEAREST, POINTS, Surface

PROMPTS = (
    *("a red chair", "a blue car", "a green mug", "a yellow castle", "a table", "a tree"),
    *("a lamp", "a dog", "a guitar", "a teapot", "a bookshelf", "an airplane"),
)
TRIANGLES = 3000
WIDTHS = (13, 11, 17, 13, 15, 13, 13, 8)
HEADS = ("triangles", "slivers %", "mirror %", "worst %", "mean %", "color", "seconds", "closed")

Way = Callable[[Mesh], Mesh]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--blender", type=Path, help="a Python that imports bpy")
    parser.add_argument("--peers", action="store_true", help="measure other libraries, too")
    chosen = parser.parse_args()
    print(f"{'':24}" + "".join(f"{h:>{w}}" for h, w in zip(HEADS, WIDTHS, strict=True)))
    with tempfile.TemporaryDirectory() as folder:
        full = [Surface.of(mesh) for mesh in made(Path(folder), "full")]
        plain = [surface.mesh for surface in full]

        def row(name: str, way: Way) -> np.ndarray:
            found = [measured(mesh, way) for mesh in plain]
            return report(name, full, *map(list, zip(*found, strict=True)))

        report("full", full, plain, [0.0] * len(full))
        goals.reached("detail", "cpu", told(row("blockout", blocked_out)))
        for name, way in WAYS.items():
            row(name, way)
        for name, way in light.peers(TRIANGLES).items() if chosen.peers else ():
            row(name, way)
        begun = time.process_time()
        sculpt = made(Path(folder), "sculpt")
        spent = (time.process_time() - begun) / len(full)
        report("sculpt, sampling too", full, sculpt, [spent] * len(full))
        if chosen.blender:
            found = light.blender(chosen.blender, Path(folder), plain, CHOSEN["sculpt"].quads)
            report("Blender's voxel remesh", full, *map(list, zip(*found, strict=True)))


def made(folder: Path, detail: str) -> list[Mesh]:
    generator, found = Generator(), []
    for k, prompt in enumerate(PROMPTS):
        asked = GenerationRequest(prompt, seed=k, detail=detail, folder=str(folder))
        (sample,) = generator.generate(asked, Tracker()).samples
        found.append(read(Path(sample.mesh.path)))
    return found


def read(file: Path) -> Mesh:
    with np.load(file) as arrays:
        return Mesh(arrays["vertices"], arrays["faces"], arrays["colours"])


def blocked_out(mesh: Mesh) -> Mesh:
    return postprocessing.simplify(mesh, CHOSEN["blockout"], "off")


def former(mesh: Mesh) -> Mesh:
    return postprocessing.decimate(mesh, TRIANGLES)


def unpainted(mesh: Mesh) -> Mesh:
    """Half of it is simplified, and colors count for nothing."""
    found = simplification.simplified(mesh, TRIANGLES, None, mirroring.axis_of(mesh), painted=False)
    return postprocessing._coloured(found, mesh) if found else mesh


WAYS: dict[str, Way] = {"as before": former, "blockout without lift": unpainted}


def measured(mesh: Mesh, way: Way) -> tuple[Mesh, float]:
    begun = time.process_time()
    return way(mesh), time.process_time() - begun


def report(name: str, full: list[Surface], found: list[Mesh], seconds: list[float]) -> np.ndarray:
    """Print a row; (n, 9) what it says of each object."""
    rows = np.array([(*figures(*it), s) for *it, s in zip(full, found, seconds, strict=True)])
    mean, worst = rows.mean(0), rows.max(0)
    cells = [
        f"{mean[0]:,.0f}/{worst[0]:,.0f}",
        f"{mean[1]:.2f}/{worst[1]:.2f}",
        f"{mean[2]:.3f}/{worst[2]:.3f}",
        f"{mean[3]:.2f}/{worst[3]:.2f}",
        f"{mean[4]:.4f}/{worst[4]:.4f}",
        f"{mean[5]:.2f}, {mean[6]:.1f}",
        f"{mean[8]:.2f}/{worst[8]:.2f}",
        f"{int(rows[:, 7].sum())}/{len(rows)}",
    ]
    print(
        f"{name:24}" + "".join(f"{c:>{w}}" for c, w in zip(cells, WIDTHS, strict=True)), flush=True
    )
    return rows


def figures(true: Surface, found: Mesh) -> tuple[float, ...]:
    size = float(np.ptp(true.mesh.vertices, axis=0).max())
    fewer = Surface.of(found)
    there, on = true.points(POINTS, seed=2)
    here, _ = fewer.points(POINTS, seed=3)
    missing, face, place = nearest(fewer, there)
    wrong, _, _ = nearest(true, np.concatenate([here, found.vertices]))
    image = found.vertices * np.float32([-1, 1, 1])
    mirror = nearest(fewer, image)[0].max()
    color = np.abs(true.srgb(on, there) - fewer.srgb(face, place)).mean(1)
    return (
        len(found.faces),
        100 * slivers.share(found.vertices, found.faces),
        100 * mirror / size,
        100 * max(missing.max(), wrong.max()) / size,
        50 * (missing.mean() + wrong[:POINTS].mean()) / size,
        color.mean(),
        float(np.percentile(color, 99)),
        found.watertight,
    )


def nearest(shape: Surface, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As `Surface.nearest`; where that is far, among more faces: a long one is seldom the nearest
    by its points."""
    apart, face, place = shape.nearest(points)
    far = np.argsort(-apart)[: len(points) // 10]
    again = shape.nearest(points[far], 16 * NEAREST)
    for before, now in zip((apart, face, place), again, strict=True):
        before[far] = now
    return apart, face, place


def told(rows: np.ndarray) -> str:
    worst = rows.max(0)
    return (
        f"at most {worst[0]:,.0f} triangles, {worst[1]:.1f}% slivers, mirror {worst[2]:.2f}%,"
        f" distance {worst[3]:.2f}%, {worst[8]:.2f} s"
    )


if __name__ == "__main__":
    main()
