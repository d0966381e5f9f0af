"""From the command to the first sign of life, and to the first mesh, in a new process.

    python -m benchmarks.cold_start

Maquette is `python -m backend generate`; diffusers is the shortest script that does the same with
the same weights. Peak memory is that of the whole process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backend.shared.models import catalog

from . import environment, goals

PROMPT = "a red chair"
SCRIPT = """
import sys
from diffusers import ShapEPipeline
from diffusers.utils import export_to_ply
pipeline = ShapEPipeline.from_pretrained(sys.argv[1])
print("loaded", file=sys.stderr, flush=True)
mesh = pipeline(sys.argv[2], num_inference_steps=int(sys.argv[3]),
                guidance_scale=float(sys.argv[4]), output_type="mesh").images[0]
export_to_ply(mesh, sys.argv[5])
"""
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def run(who: str, command: list[str]) -> tuple[float, float, int]:
    """Seconds to the first words on standard error, seconds to the end, peak memory in bytes."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", MEASURE, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(who),
    )
    assert process.stderr and process.stdout
    process.stderr.read(1)
    first = time.perf_counter() - begun
    process.stderr.read()
    peak = int(process.stdout.read().split()[-1])
    if process.wait():
        raise SystemExit(f"{command} failed")
    return first, time.perf_counter() - begun, peak


def main() -> None:
    argparse.ArgumentParser(description=__doc__.partition("\n\n")[0]).parse_args()
    model = catalog.default("text")
    print(f"{'who':12}{'first sign s':>14}{'mesh s':>9}{'peak GB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "backend", "generate", PROMPT]
        ours += ["-o", str(Path(folder, "chair.glb"))]
        theirs = [sys.executable, "-c", SCRIPT, str(model.source), PROMPT]
        theirs += [str(model.steps), str(model.guidance), str(Path(folder, "chair.ply"))]
        rows = []
        for who, command in (("maquette", ours), ("diffusers", theirs)):
            rows.append(run(who, command))
            first, whole, peak = rows[-1]
            print(f"{who:12}{first:14.2f}{whole:9.1f}{peak / 1e9:9.2f}", flush=True)
    (first, mesh, peak), (later, longer, more) = rows
    goals.reached(
        "cold", "cpu", f"{first:.2f} s beside {later:.2f} s, {mesh:.1f} s beside {longer:.1f} s"
    )
    goals.reached("peak", "cpu", f"{peak / 1e9:.2f} GB beside {more / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
