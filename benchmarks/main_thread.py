"""What Blender's window waits for: how long each step of Maquette holds its main thread up, in runs
with a preview every step, as a mesh of 200,000 vertices and 4,096 points are imported, and as
points of such a mesh are taken.

    python -m benchmarks.main_thread --version 5.2

Needs what tests/window needs, and a Python that has what the worker needs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from tests.window.window import ROOT, opened

RUNS, IMPORTS = 3, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--version", default="5.2")
    version = parser.parse_args().version
    with tempfile.TemporaryDirectory(prefix="maquette-main-thread-") as name:
        folder, told = Path(name), Path(name, "spent.json")
        environ = {"MAQUETTE_PYTHON": sys.executable}
        with opened(folder, folder, version=version, environ=environ) as window:
            window.open_tab()
            window.do(f"import sys; sys.path.append({str(ROOT)!r})")
            inside = "from benchmarks import in_blender; in_blender"
            window.do(f"{inside}.watch()")
            window.do("scene.maquette.preview_interval, scene.maquette.prompt = 1, 'a car'")
            for _ in range(RUNS):
                window.do("bpy.ops.maquette.generate('INVOKE_DEFAULT')")
                window.wait(lambda told: not told["running"], 300)
            for step in ("large", "cloud", "scan"):
                for _ in range(IMPORTS):
                    window.do(f"{inside}.{step}()")
            window.do(f"{inside}.tell({str(told)!r})")
        spent = json.loads(told.read_text())
    print(f"Blender {version}; ms by the clock: median, worst; of the thread's own work: the same")
    for step, taken in sorted(spent.items()):
        print(f"{step:32}{len(taken):6}", end="")
        for seconds in zip(*taken, strict=True):
            print(f"{1000 * statistics.median(seconds):9.1f}{1000 * max(seconds):9.1f}", end="")
        print()


if __name__ == "__main__":
    main()
