"""A prompt to a mesh with maquette-mini, warm: Maquette, exact and fast, beside the pipeline of
diffusers with the same weights, steps, guidance and resolution.

    python -m benchmarks.mini

Each in a process of its own, with torch as it has it there. Every row is the median of `--runs`
prompts (diffusers: of three) after one that is not counted, with the file that is written.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest

from . import environment, goals

PROMPTS = ("a red chair", "a tall blue vase", "a stool with three legs", "a green car", "a house")
RESOLUTION = 128
ROWS = {"Maquette exact": "exact", "Maquette fast": "fast", "diffusers": ""}

Seconds = tuple[float, float]  # of sampling, and of meshing with the file


def maquette(sampler: str, folder: str) -> Iterator[Seconds]:
    generator, k = Generator(), 0
    while True:
        request = GenerationRequest(
            PROMPTS[k % len(PROMPTS)],
            sampler=sampler,
            seed=k,
            folder=folder,
            format="glb",
            resolution=RESOLUTION,
        )
        begun = time.perf_counter()
        result = generator.generate(request, Tracker())
        spent = time.perf_counter() - begun
        yield result.seconds["sampling"], spent - result.seconds["sampling"]
        k += 1


def diffusers(folder: str) -> Iterator[Seconds]:
    from diffusers import ShapEPipeline
    from diffusers.utils import export_to_ply

    model, k = catalog.default("text"), 0
    pipeline = ShapEPipeline.from_pretrained(model.source)
    pipeline.set_progress_bar_config(disable=True)
    while True:
        begun = time.perf_counter()
        latents = pipeline(
            PROMPTS[k % len(PROMPTS)],
            num_inference_steps=model.steps,
            guidance_scale=model.guidance,
            output_type="latent",
        ).images
        sampled = time.perf_counter()
        mesh = pipeline.shap_e_renderer.decode_to_mesh(latents, "cpu", grid_size=RESOLUTION)
        export_to_ply(mesh, str(Path(folder, "mesh.ply")))
        yield sampled - begun, time.perf_counter() - sampled
        k += 1


def row(who: str, runs: int) -> Seconds:
    """Medians, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        sampler = ROWS[who]
        found = maquette(sampler, folder) if sampler else diffusers(folder)
        next(found)
        sampling, rest = zip(*(next(found) for _ in range(runs if sampler else 3)), strict=True)
    return statistics.median(sampling), statistics.median(rest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--row", choices=ROWS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.row:
        print(json.dumps(row(chosen.row, chosen.runs)))
        return
    print(f"maquette-mini, {RESOLUTION}^3, {torch.get_num_threads()} threads, seconds")
    print(f"{'who':20}{'sampling':>10}{'mesh':>8}{'both':>8}")
    both = {}
    for who, sampler in ROWS.items():
        command = [sys.executable, "-m", "benchmarks.mini", "--row", who]
        run = subprocess.run(
            [*command, "--runs", str(chosen.runs)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=environment("maquette" if sampler else "diffusers"),
        )
        sampling, mesh = json.loads(run.stdout.splitlines()[-1])
        both[who] = sampling + mesh
        print(f"{who:20}{sampling:10.2f}{mesh:8.2f}{both[who]:8.2f}", flush=True)
    theirs = both.pop("diffusers")
    said = (f"{ROWS[who]} {goals.times([theirs / own])}, {own:.2f} s" for who, own in both.items())
    goals.reached("mini", "cpu", "; ".join(said))


if __name__ == "__main__":
    main()
