"""Train maquette-mini from nothing: `python -m training`, or `make train`.

Stages that are finished are skipped (training/state/done), a stage that was stopped goes on from
the weights it saved last. Minutes are those of two cores with AVX-512 BF16, six hours in all: the
shipped weights, of 62 kinds, took four and a half; for all kinds they are a guess. `--scale 0.5`
halves them, `--device cuda --scale 0.1` is meant for one GPU.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

DONE = Path(__file__).parent / "state" / "done"

STAGES = (
    ("autoencoder", 120, ()),
    ("text_encoder", 20, ()),
    ("prior", 40, ("--kept", "1", "--hold", "1")),
    ("prior", 20, ("--kept", "4", "--hold", "1")),
    ("prior", 30, ("--hold", "0.1")),
    ("views", 0, ("--count", "60000")),
    ("image_encoder", 6, ()),
    ("prior", 100, ("--image", "--hold", "0.35")),
    ("autoencoder", 25, ("--decoder", "--rate", "2e-3", "--hold", "0.3")),
)


def main(scale: float, device: str) -> None:
    DONE.parent.mkdir(parents=True, exist_ok=True)
    done = DONE.read_text().split("\n") if DONE.exists() else []
    for module, minutes, options in STAGES:
        name = " ".join((module, *options))
        if name not in done:
            limit = ("--minutes", str(minutes * scale), "--device", device) if minutes else ()
            command = ["-m", f"training.{module}", *limit, *options]
            subprocess.run([sys.executable, *command], check=True)
            with DONE.open("a") as file:
                file.write(name + "\n")
    subprocess.run([sys.executable, "-m", "training.export"], check=True)
    subprocess.run([sys.executable, "-m", "training.evaluate"], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="factor on every stage's minutes")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or mps")
    chosen = parser.parse_args()
    main(chosen.scale, chosen.device)
