"""The command `batch`: a list of what to make, a folder of objects."""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..compute.progress import Tracker
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import printable
from ..shared.lists import table
from ..shared.models import catalog
from ..shared.request import FORMATS, GenerationRequest, SourceImage
from ..shared.setting import check
from . import options as request_options
from .commands import settings_from
from .terminal import counter, tell

if TYPE_CHECKING:
    from ..batch.dataset import Dataset
    from ..batch.objects import Objects
    from ..batch.orders import Plan
    from ..batch.run import Run

WITHOUT = ("samples",)  # a row makes one object
TOGETHER = 8  # rows


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    add = parser.add_argument
    add(
        "list",
        type=Path,
        help="what to make: .csv, .tsv or .jsonl with a setting a column, .txt with a prompt a"
        " line, or a folder of images",
    )
    add(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="the folder for an object a row, index.jsonl and index.html; what is there is kept",
    )
    add("--format", default="glb", metavar="|".join(FORMATS), help="of the meshes; default: glb")
    add("--shard", type=_shard, default=(1, 1), metavar="K/N", help="make only this part of N")
    add("--retry", action="store_true", help="make rows again that failed before")
    add(
        "--allow-failures",
        action="store_true",
        help="exit with 0 even if rows failed, so that a farm does not repeat the others",
    )
    add(
        "--together",
        type=int,
        default=TOGETHER,
        metavar="N",
        help=f"how many rows the network computes at a time; default: {TOGETHER}",
    )
    add(
        "--ray",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="make them on a Ray cluster (ray.io): the one at this address, or else the one that"
        " RAY_ADDRESS names, or that runs on this computer; local, or where there is none: on the"
        " cores of this computer",
    )
    add(
        "--actors",
        type=int,
        default=0,
        metavar="N",
        help="with --ray, how many models are in memory at a time; default: one for each GPU, or"
        " for each computer without any",
    )
    add(
        "--fiftyone",
        metavar="NAME",
        help="add the objects of the folder to this dataset of FiftyOne (fiftyone.ai)",
    )
    add("--json", action="store_true", help="print one line of JSON")
    settings = parser.add_argument_group("settings of rows that do not have their own")
    request_options.add(settings, GenerationRequest, WITHOUT)
    request_options.add_preparation(settings)


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where a row failed, whatever the others made, unless that is allowed."""
    base, prepared = _settings(options)
    listed = table.read(options.list)
    from ..batch import index, orders
    from ..batch.objects import Objects
    from ..batch.run import Watch

    folder = options.list if options.list.is_dir() else options.list.parent
    whole = orders.plan(listed, base, prepared, folder)
    part = whole.shard(*options.shard)
    objects = Objects(options.output)
    # Libraries may print what they like, but not into our one line of JSON.
    with contextlib.redirect_stdout(sys.stderr), contextlib.closing(counter()) as report:
        for note in listed.notes:
            tell(note)
        if whole.repeated:
            tell(f"{whole.repeated} rows ask for the same as earlier ones.")
        dataset = _dataset(options, objects)
        objects.tidy()
        watch = Watch(lambda bad: report.tell(str(bad)), lambda: _shown(objects, whole))
        run = _kind(options)(part, objects, _generator, options.together, options.retry, watch)
        try:
            run(Tracker(report))
            page = index.write(objects, whole)
            added = dataset.write(objects) if dataset else 0
        except BaseException:
            _shown(objects, whole)
            raise
        finally:
            objects.tidy()
    done = run.outcome
    if done.earlier:
        tell(f"{done.earlier} of these rows failed before. Pass --retry to make them again.")
    if dataset:
        tell(f"{added} objects are new in FiftyOne: fiftyone app launch {options.fiftyone}")
    if options.json:
        rows = sorted(done.failed, key=lambda bad: bad.number)
        failed = [{"row": bad.number, "error": bad.error.at_terminal} for bad in rows]
        said = {"made": done.made, "there": done.there, "failed": failed, "index": str(page)}
        print(json.dumps(said))
    else:
        counts = f"{done.made} made, {done.there} were there, {len(done.failed)} failed"
        print(f"{printable(page)}  {counts}")
    return 1 if done.failed and not options.allow_failures else 0


def _kind(options: argparse.Namespace) -> Callable[..., Run]:
    """Of run: here, or on a cluster."""
    if options.ray is None:
        from ..batch.run import Run

        return Run
    from ..batch.cluster import ClusterRun

    return functools.partial(ClusterRun, address=options.ray, actors=options.actors)


def _dataset(options: argparse.Namespace, objects: Objects) -> Dataset | None:
    """Of FiftyOne, if one is asked for. Raises MaquetteError("request") if there can be none."""
    if options.fiftyone is None:
        return None
    from ..batch.dataset import SHOWN, Dataset

    if f".{options.format}" not in SHOWN:
        raise MaquetteError(
            "request",
            f"FiftyOne does not show .{options.format} files.",
            f"Choose another --format: {', '.join(end[1:] for end in SHOWN)}.",
        )
    dataset = Dataset(options.fiftyone)
    dataset.check(objects)
    return dataset


def _shown(objects: Objects, whole: Plan) -> None:
    """What is there so far. Where it cannot be written, what is the matter is said elsewhere."""
    from ..batch import index

    with contextlib.suppress(MaquetteError):
        index.write(objects, whole)


def _settings(options: argparse.Namespace) -> tuple[GenerationRequest, SourceImage]:
    """What rows have that say nothing else. Raises MaquetteError("request") or ("model")."""
    if options.format not in FORMATS:
        raise MaquetteError(
            "request",
            f"The format {options.format[:80]!r} is not supported.",
            f"Use one of {', '.join(FORMATS)}.",
        )
    if not 1 <= options.together <= 64:
        raise MaquetteError("request", "--together must lie between 1 and 64.")
    if options.actors and options.ray is None:
        raise MaquetteError("request", "--actors goes with --ray.")
    if options.actors < 0:
        raise MaquetteError("request", "--actors must be at least 1.")
    base = GenerationRequest(format=options.format, **settings_from(options, WITHOUT))
    prepared = request_options.prepared(options, Artifact())
    check(base)
    check(prepared)
    if base.model:
        catalog.find(base.model)
    return base, prepared


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} is no part of a whole, such as 1/4")
    return int(found[1]), int(found[2])


def _generator() -> Any:
    from ..serve.worker import new_generator  # torch comes with the first object

    return new_generator()
