"""Train maquette-mini from nothing: `python -m training`, or `make train`.

Stages that are finished are skipped (training/state/done), a stage that was stopped goes on from
the weights it saved last. Minutes are those of two CPU cores; `--scale 2` doubles them all.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

DONE = Path(__file__).parent / "state" / "done"

STAGES = (
    ("text_encoder", 6, ()),
    ("autoencoder", 13, ()),
    ("autoencoder", 40, ("--decoder", "--rate", "3e-3")),
    ("prior", 90, ()),
    ("views", 0, ("--count", "60000")),
    ("image_encoder", 18, ()),
    ("prior", 70, ("--image",)),
)


def main(scale: float) -> None:
    DONE.parent.mkdir(parents=True, exist_ok=True)
    done = DONE.read_text().split("\n") if DONE.exists() else []
    for module, minutes, options in STAGES:
        name = " ".join((module, *options))
        if name not in done:
            limit = ("--minutes", str(minutes * scale)) if minutes else ()
            command = ["-m", f"training.{module}", *limit, *options]
            subprocess.run([sys.executable, *command], check=True)
            with DONE.open("a") as file:
                file.write(name + "\n")
    subprocess.run([sys.executable, "-m", "training.export"], check=True)
    subprocess.run([sys.executable, "-m", "training.evaluate"], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="factor on every stage's minutes")
    main(parser.parse_args().scale)
