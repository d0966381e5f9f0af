"""From a latent to a mesh: diffusers' `decode_to_mesh`, our full grid, our sparse grid.

    python -m benchmarks.meshing                the CPU, 128 and 256 samples a side
    python -m benchmarks.meshing --device cuda

Latents of maquette-mini for prompts with thin parts, and latents fitted to thin shapes through a
renderer of openai/shap-e's size. All three run on the same latent, one after the other; a row says
the seconds of each, how much of the grid was evaluated, and whether the meshes of full and sparse
grid are the same: vertices, faces, and colours to 1/255. torch's threads sleep while they wait for
each other, as in the worker; that costs diffusers a tenth of its time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from backend import families
from backend.asset import isosurface
from backend.compute.progress import Tracker
from backend.families.shap_e.implicit import ImplicitFunction
from backend.shared.models import catalog

from . import goals, thin

SPARSE_RUNS = 3  # of which the median counts; they are so short that any disturbance shows
PROMPTS = ("a stool with rungs", "a bookshelf", "a flower", "a bowl", "a key", "a red chair")


def latents(size: str, folder: Path) -> tuple[Any, dict[str, torch.Tensor]]:
    """The renderer of a size and its latents by name."""
    if size == "full":
        return thin.renderer(), thin.latents(folder)
    model = catalog.default("text")
    loaded = families.load(model, torch.device("cpu"), torch.float32, Tracker())
    how = families.Sampling("exact", model.steps, model.guidance)
    said = {prompt: loaded.sample([prompt], [1], how, Tracker())[0][0] for prompt in PROMPTS}
    return loaded.components.renderer, said


def seconds(run: Callable[[], Any], device: torch.device) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = run()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - begun, made


def same(one: Any, other: Any) -> bool:
    if one.vertices.shape != other.vertices.shape or not np.array_equal(one.faces, other.faces):
        return False
    apart = np.abs(one.vertices - other.vertices).max(initial=0)
    return bool(apart < 1e-5 and np.abs(one.colours - other.colours).max(initial=0) < 1 / 255)


def row(
    size: str, renderer: Any, name: str, latent: torch.Tensor, resolution: int, theirs: bool
) -> dict[str, Any]:
    device = latent.device
    function = ImplicitFunction(renderer, latent)
    counted: list[int] = []

    def logit(points: torch.Tensor) -> torch.Tensor:
        counted.append(len(points))
        return function.logit(points)

    def extract(exhaustive: bool) -> Any:
        return isosurface.extract(
            logit, function.colour, resolution, device=device, exhaustive=exhaustive
        )

    runs = [seconds(lambda: extract(False), device) for _ in range(SPARSE_RUNS)]
    sparse_seconds, sparse = sorted(runs, key=lambda run: run[0])[SPARSE_RUNS // 2]
    share = sum(counted) / SPARSE_RUNS / resolution**3
    full_seconds, full = seconds(lambda: extract(True), device)
    found = {
        "name": f"{size}: {name}",
        "resolution": resolution,
        "full": full_seconds,
        "sparse": sparse_seconds,
        "share": share,
        "same": same(sparse, full),
        "vertices": len(full.vertices),
    }
    if theirs:
        found["diffusers"], _ = seconds(
            lambda: renderer.decode_to_mesh(latent[None], device, grid_size=resolution), device
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("build/thin"), help="of fitted latents")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--resolutions", type=int, nargs="+", default=[128, 256])
    parser.add_argument("--sizes", nargs="+", default=["mini", "full"])
    chosen = parser.parse_args()
    print(f"{'latent':26}{'side':>5}{'diffusers s':>13}{'full s':>9}{'sparse s':>10}"
          f"{'evaluated':>11}{'same':>6}")  # fmt: skip
    rows = []
    for size in chosen.sizes:
        renderer, drawn = latents(size, chosen.folder)
        renderer = renderer.to(chosen.device)
        name, latent = next(iter(drawn.items()))
        row(size, renderer, name, latent.to(chosen.device), 64, False)  # what the first run pays
        for resolution in chosen.resolutions:
            for k, (name, latent) in enumerate(drawn.items()):
                theirs = resolution == 128 and (size == "mini" or k == 0)  # full size takes long
                found = row(size, renderer, name, latent.to(chosen.device), resolution, theirs)
                rows.append(found)
                peer = f"{found['diffusers']:13.1f}" if theirs else " " * 13
                print(
                    f"{found['name']:26}{resolution:5}{peer}{found['full']:9.2f}"
                    f"{found['sparse']:10.3f}{found['share']:11.1%}"
                    f"{'yes' if found['same'] else 'NO':>6}",
                    flush=True,
                )
    beside = [found["diffusers"] / found["sparse"] for found in rows if "diffusers" in found]
    finest = chosen.resolutions[-1]
    grids = [found["full"] / found["sparse"] for found in rows if found["resolution"] == finest]
    alike = sum(found["same"] for found in rows)
    goals.reached(
        "mesh",
        chosen.device,
        f"{goals.times(beside) if beside else 'no row'}, {goals.times(grids)}, "
        f"{alike} of {len(rows)} meshes the same",
    )


if __name__ == "__main__":
    main()
