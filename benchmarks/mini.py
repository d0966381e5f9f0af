"""A prompt to a mesh with maquette-mini, warm: Maquette, exact and fast, beside the pipeline of
diffusers with the same weights, steps, guidance and resolution.

    python -m benchmarks.mini

Every row is the median of `--runs` prompts after one that is not counted; diffusers makes one mesh,
which takes it most of a minute.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import torch

from backend.generation import Generator
from backend.progress import Progress
from backend.protocol import catalogue
from backend.protocol.request import GenerationRequest

PROMPTS = ("a red chair", "a tall blue vase", "a stool with three legs", "a green car", "a house")
RESOLUTION = 128


def maquette(preset: str, runs: int) -> tuple[float, float]:
    """Seconds of sampling and of meshing, the file included."""
    generator, rows = Generator(), []
    with tempfile.TemporaryDirectory() as folder:
        for k, prompt in enumerate((PROMPTS * runs)[: runs + 1]):
            request = GenerationRequest(
                prompt, preset=preset, seed=k, folder=folder, format="glb", resolution=RESOLUTION
            )
            begun = time.perf_counter()
            result = generator.generate(request, Progress())
            spent = time.perf_counter() - begun
            rows.append((result.seconds["sampling"], spent - result.seconds["sampling"]))
    sampling, rest = zip(*rows[1:], strict=True)
    return statistics.median(sampling), statistics.median(rest)


def diffusers(folder: Path) -> tuple[float, float]:
    from diffusers import ShapEPipeline
    from diffusers.utils import export_to_ply

    model = catalogue.default("text")
    pipeline = ShapEPipeline.from_pretrained(model.source)
    pipeline.set_progress_bar_config(disable=True)
    given = {"num_inference_steps": model.steps, "guidance_scale": model.guidance}
    pipeline(PROMPTS[0], output_type="latent", **given)
    begun = time.perf_counter()
    latents = pipeline(PROMPTS[1], output_type="latent", **given).images
    sampled = time.perf_counter()
    mesh = pipeline.shap_e_renderer.decode_to_mesh(latents, "cpu", grid_size=RESOLUTION)
    export_to_ply(mesh, str(folder / "mesh.ply"))
    return sampled - begun, time.perf_counter() - sampled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    print(f"maquette-mini, {RESOLUTION}^3, {torch.get_num_threads()} threads, seconds")
    print(f"{'who':20}{'sampling':>10}{'mesh':>8}{'both':>8}")
    with tempfile.TemporaryDirectory() as folder:
        rows = (
            ("Maquette exact", lambda: maquette("exact", chosen.runs)),
            ("Maquette fast", lambda: maquette("fast", chosen.runs)),
            ("diffusers", lambda: diffusers(Path(folder))),
        )
        for who, run in rows:
            sampling, mesh = run()
            print(f"{who:20}{sampling:10.2f}{mesh:8.2f}{sampling + mesh:8.2f}", flush=True)


if __name__ == "__main__":
    main()
