"""A list of objects with maquette-mini: how fast beside single commands and beside a process that
is warm; how long a finished list takes to be looked through; and whether what is killed goes on to
the same files.

    python -m benchmarks.batch
    python -m benchmarks.batch --only kills

Single commands and the warm process write what the batch does for each object: mesh, latent, and,
where it is warm, the thumbnail.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from . import environment, goals

THINGS = ("chair", "table", "vase", "house", "car", "lamp", "stool", "bed")
COLORS = ("red", "green", "blue", "white", "yellow")
LISTED = 10_000  # rows that are there already
SINGLE, WARM = 5, 12  # objects that are timed alone
MOMENTS, KILLED_ROWS = 50, 24
QUICK = ("--steps", "2", "--resolution", "16")  # of the runs that are killed


class Spent(NamedTuple):
    """Seconds: those that passed, and those that all cores worked."""

    passed: float
    cores: float


def listed(folder: Path, count: int) -> Path:
    """A list of so many rows, all different."""
    file = folder / "list.csv"
    rows = (f"a {COLORS[k % 5]} {THINGS[k % 8]},{k}\n" for k in range(count))
    file.write_text("prompt,seed\n" + "".join(rows))
    return file


def command(*arguments: object) -> Spent:
    """What one command took."""
    return _timed([sys.executable, "-m", "backend", *map(str, arguments)])


def _timed(line: list[str]) -> Spent:
    begun, before = time.perf_counter(), _used()[0]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(line, check=True, env=environment("maquette"), **quiet)
    return Spent(time.perf_counter() - begun, _used()[0] - before)


def rates(folder: Path, rows: int) -> None:
    """Beside the seconds that pass stand those of cores, which another program takes less of."""
    single = _median(
        command("generate", f"a {COLORS[k]} {THINGS[k]}", "--seed", k, "--latents", "-o",
                folder / f"single-{k}.glb")
        for k in range(SINGLE)
    )  # fmt: skip
    code = "from benchmarks import batch; batch.warm()"
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env=environment("maquette")
    )
    warm = Spent(*json.loads(run.stdout.splitlines()[-1]))
    whole = command("batch", listed(folder, rows), "-o", folder / "out")
    each = Spent(*(seconds / rows for seconds in whole))
    print(f"{'seconds an object':20}{'single':>10}{'warm':>10}{f'of {rows}':>10}")
    for what, *row in zip(Spent._fields, single, warm, each, strict=True):
        print(f"{what:20}" + "".join(f"{seconds:10.2f}" for seconds in row), flush=True)
    found = (
        f"{goals.times([one / own])} single commands, {beside / own:.2f} of warm"
        for one, beside, own in zip(single, warm, each, strict=True)
    )
    goals.reached("batch", "cpu", "; of cores ".join(found))


def _median(found: Iterable[Spent]) -> Spent:
    return Spent(*map(statistics.median, zip(*found, strict=True)))


def warm() -> None:
    """Print what an object takes that one process makes, after two that are not counted."""
    from backend.batch import orders
    from backend.compute.progress import Tracker
    from backend.pipeline.generator import Generator
    from backend.shared.artifact import Artifact
    from backend.shared.lists import table
    from backend.shared.request import GenerationRequest, SourceImage

    with tempfile.TemporaryDirectory() as name:
        folder, generator, spent = Path(name), Generator(), []
        rows = table.read(listed(folder, WARM + 2))
        plan = orders.plan(rows, GenerationRequest(format="glb"), SourceImage(Artifact()), folder)
        for k, order in enumerate(plan.orders):
            begun = time.perf_counter(), time.process_time()
            generator.generate(replace(orders.to_write(order, folder), name=f"m{k}"), Tracker())
            spent.append(Spent(time.perf_counter() - begun[0], time.process_time() - begun[1]))
    print(json.dumps(_median(spent[2:])))


def finished(folder: Path) -> None:
    """A list whose objects are all there: planned, looked for, and the page written."""
    from backend.batch import orders
    from backend.shared import record
    from backend.shared.artifact import Artifact
    from backend.shared.lists import table
    from backend.shared.request import GenerationRequest, SourceImage

    file, out = listed(folder, LISTED), folder / "finished"
    base = GenerationRequest(format="glb")
    plan = orders.plan(table.read(file), base, SourceImage(Artifact()), folder)
    names = {"mesh": "mesh.glb", "latent": "mesh.npy", "thumbnail": "mesh.thumbnail.png"}
    for order in plan.orders:
        place = out / order.folder
        place.mkdir(parents=True)
        for name in names.values():
            (place / name).touch()
        told = json.loads(record.encoded(record.of(order.request, "")))
        told["batch"] = {"identity": order.identity, "files": names, "source": "", "notes": []}
        (place / "record.json").write_text(json.dumps(told))
    spent, (_, peak) = command("batch", file, "-o", out), _used()
    assert (out / "index.jsonl").read_text().count("\n") == LISTED
    found = f"{spent.passed:.1f} s, {spent.cores:.1f} s of a core, {peak} MB"
    goals.reached("list", "cpu", found)


def _used() -> tuple[float, int]:
    """Of the children so far: seconds of a core, and the MB that the largest held."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1_000_000 if sys.platform == "darwin" else 1000  # macOS counts bytes
    return used.ru_utime + used.ru_stime, used.ru_maxrss // unit


def kills(folder: Path, moments: int, seed: int = 1) -> None:
    """Processes that are killed at random moments, each going on where the last one was. They are
    forked from one that has imported all, or most moments would be those of imports."""
    from backend import families

    families.import_all()
    importlib.import_module("backend.pipeline.generator")
    file, whole, out = listed(folder, KILLED_ROWS), folder / "a" / "out", folder / "b" / "out"
    begun = time.perf_counter()
    os.waitpid(_fork(file, whole), 0)
    took, wanted = time.perf_counter() - begun, _contents(whole)
    assert len(wanted) == 5 * KILLED_ROWS + 2
    random_, alive, finished_, same = random.Random(seed), 0, 0, True
    while alive < moments:
        child = _fork(file, out)
        time.sleep(random_.uniform(0, took / 4))
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:  # the list is finished: from the beginning
            finished_ += 1
            same = same and _contents(out) == wanted
            shutil.rmtree(out)
            continue
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        alive += 1
    os.waitpid(_fork(file, out), 0)
    same = same and _contents(out) == wanted
    told = "the same files" if same else "OTHER FILES"
    goals.reached("kills", "cpu", f"{alive} kills, {finished_ + 1} times finished: {told}")
    if not same:
        raise SystemExit(1)


def _fork(file: Path, out: Path) -> int:
    """A process that runs the command; its id."""
    if child := os.fork():
        return child
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    main: Callable[..., int] = importlib.import_module("backend.__main__").main
    os._exit(main(["batch", str(file), "-o", str(out), *QUICK]))


def _contents(folder: Path) -> dict[str, str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--moments", type=int, default=MOMENTS)
    parser.add_argument("--only", choices=("rates", "list", "kills"))
    chosen = parser.parse_args()
    parts: dict[str, Callable[[Path], None]] = {
        "list": finished,
        "rates": lambda folder: rates(folder, chosen.rows),
        "kills": lambda folder: kills(folder, chosen.moments),
    }
    for name, part in parts.items():
        if chosen.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                part(Path(folder))


if __name__ == "__main__":
    main()
