"""Every table, one after the other, and at the end what was reached of what is to be reached:
`python -m benchmarks`, or `make benchmark`.

Each in a process of its own, with nothing else running on the machine. Where there is a GPU the
rows of both devices are measured, the full-size ones with all 64 steps. Needs half an hour and 5 GB
of room in build/.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import torch

from . import environment, goals


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    device = parser.parse_args().device
    where = torch.cuda.get_device_name() if device == "cuda" else _processor()
    print(f"{where}, {torch.get_num_threads()} threads, Python {platform.python_version()}, "
          f"torch {torch.__version__}, diffusers {version('diffusers')}")  # fmt: skip
    names = ("meshing", "prior", "mini", "batch", "cold_start", "detail", "omages", "full_size")
    tables = [(name,) for name in names]
    if device == "cuda":
        full = ("--precision", "fp16", "--steps", "64", "--mesh", "--layouts", "halves")
        tables = [
            ("full_size", "--device", device, *full),
            ("prior", "--device", device),
            ("meshing", "--device", device),
            *tables[:-1],
        ]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "reached")
        kept.touch()
        environ = environment("maquette") | {goals.FILE: str(kept)}
        for name, *options in tables:
            print(f"\n== python -m benchmarks.{' '.join((name, *options))}", flush=True)
            command = [sys.executable, "-m", f"benchmarks.{name}", *options]
            failed += subprocess.run(command, check=False, env=environ).returncode != 0
        print(f"\n{goals.table(kept)}")
    return int(failed > 0)


def _processor() -> str:
    names = Path("/proc/cpuinfo")
    if names.exists():
        for line in names.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
