"""What is to be reached, and what a run reached."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = "MAQUETTE_REACHED"  # names the file that collects what was reached

# (name, device): (what, beside what, goal)
GOALS = {
    ("mesh", "cpu"): (
        "Mesh from a latent, CPU",
        "diffusers at 128^3, the full grid at 256^3",
        ">= 15x, >= 8x, the same mesh",
    ),
    ("mesh", "cuda"): ("Mesh from a latent, GPU", "the same", ">= 20x"),
    ("sampling", "cuda"): ("Full size, 64 steps, GPU", "diffusers fp16", ">= 4x; floor told"),
    ("object", "cuda"): ("Full size, prompt to file, GPU", "diffusers fp16", ">= 8x; 1 s"),
    ("four", "cuda"): ("Four samples, GPU", "one sample", "<= 1.5x"),
    ("mini", "cpu"): ("maquette-mini, prompt to file, CPU", "diffusers", ">= 10x; 1 s"),
    ("batch", "cpu"): (
        "A list of 200 objects, mini, CPU",
        "single commands, and a process that is warm",
        ">= 3x, >= 0.8",
    ),
    ("list", "cpu"): (
        "A finished list of 10,000 rows",
        "nothing",
        "<= 10 s, <= 200 MB",
    ),
    ("kills", "cpu"): (
        "A list killed at 50 moments",
        "an undisturbed run",
        "the same files",
    ),
    ("cold", "cpu"): ("Command to first sign, first mesh", "diffusers", "measured"),
    ("detail", "cpu"): (
        "Blockout of 12 objects, the worst",
        "the full mesh",
        "<= 4,000 triangles, <= 1% slivers, mirror <= 0.1%, distance <= 0.5%, <= 0.3 s",
    ),
    ("omages", "cpu"): (
        "Object to omage and back, Chamfer",
        "the object",
        "<= 1.5% of its size at 64^2, <= 0.2% at 1024^2",
    ),
    ("peak", "cuda"): ("Peak memory, full size, GPU", "diffusers fp16", "<= 2.5 GB"),
    ("peak", "cpu"): ("Peak memory, mini, CPU", "diffusers", "measured"),
}


def reached(name: str, device: str, found: str) -> None:
    """Say it, and keep it for the table if one is being made."""
    what, peer, goal = GOALS[name, device]
    print(f"{what}, beside {peer}: {found} (goal {goal})", flush=True)
    if os.environ.get(FILE):
        with Path(os.environ[FILE]).open("a") as file:
            file.write(json.dumps([name, device, found]) + "\n")


def table(file: Path) -> str:
    """The goals, and beside each what was kept in `file`; of those told twice, both."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in file.read_text().splitlines():
        name, device, said = json.loads(line)
        found.setdefault((name, device), []).append(said)
    rows = [("What", "Beside", "Goal", "Reached")]
    for key, row in GOALS.items():
        rows.append((*row, "; ".join(found.get(key, ["not measured"]))))
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        + "  "
        + row[3]
        for row in rows
    )


def times(ratios: list[float]) -> str:
    """ "16x to 49x" of several, "16x" of one."""
    low, high = (f"{ratio:.{0 if ratio >= 20 else 1}f}x" for ratio in (min(ratios), max(ratios)))
    return low if low == high else f"{low} to {high}"
