"""Every table, one after the other: `python -m benchmarks`, or `make benchmark`.

Each in a process of its own, with nothing else running on the machine. With `--device cuda` the
full-size rows run there, with all 64 steps.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from importlib.metadata import version

import torch


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    device = parser.parse_args().device
    where = torch.cuda.get_device_name() if device == "cuda" else platform.machine()
    print(f"{where}, {torch.get_num_threads()} threads, Python {platform.python_version()}, "
          f"torch {torch.__version__}, diffusers {version('diffusers')}")  # fmt: skip
    full = ["--precision", "fp16", "--steps", "64", "--mesh"] if device == "cuda" else []
    tables = (
        ("meshing", "--device", device),
        ("mini",),
        ("cold_start",),
        ("full_size", "--device", device, *full),
    )
    failed = 0
    for name, *options in tables:
        print(f"\n== python -m benchmarks.{' '.join((name, *options))}", flush=True)
        run = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False)
        failed += run.returncode != 0
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
