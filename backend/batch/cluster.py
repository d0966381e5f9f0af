"""Makes the objects of a plan on the machines of a Ray cluster, or on the cores of this one.

An actor has a model in memory, and makes what it is given as `run.py` does: into the same folder,
with the same locks, and nothing twice. So where an actor dies, Ray gives its rows to the next one,
which goes on from there.

Knows Ray, which is the person's to install, and nothing of how objects are made.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import math
import os
import platform
import signal
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError, first_line, foreign
from ..shared.files import printable
from . import run
from .objects import Objects
from .orders import Order, Plan

if TYPE_CHECKING:  # it imports the families
    from ..pipeline.generator import Generator

PACKAGE = "ray[data]==2.60.0"  # pyproject.toml's extra; a test compares
REPORTS = "RAY_USAGE_STATS_ENABLED"  # which Ray sends to its makers, unless this is "0"
PATIENCE = 10.0  # seconds, until an address is taken for one where nobody is
EVERYWHERE = "Maquette, its packages and the folders must be at the same paths on all its machines."


class ClusterRun(run.Run):
    """One pass over a plan, on the cluster at this address. "": the one that RAY_ADDRESS names or
    that runs on this machine, or else a new one of this machine alone.

    actors  how many models are in memory at a time; 0: one for each GPU, where there are some, or
            else for each machine

    Raises MaquetteError("request") where Ray is not installed.
    """

    def __init__(
        self,
        plan: Plan,
        objects: Objects,
        generator: Callable[[], Generator],
        size: int = 8,
        retry: bool = False,
        watch: run.Watch | None = None,
        address: str = "",
        actors: int = 0,
    ) -> None:
        super().__init__(plan, objects, generator, size, retry, watch or run.Watch())
        self._ray, self._address, self._actors = _ray(), address, actors

    def _work(self, queue: deque[Order], left: Callable[[int], None]) -> None:
        waiting = len(queue)
        with _connected(self._ray, self._address), foreign("internal", "Ray failed", EVERYWHERE):
            for done in self._made(tuple(queue)):
                if isinstance(done, MaquetteError):
                    raise done
                self.outcome.made += done.made
                self.outcome.there += done.there
                for bad in done.failed:
                    self._told(bad)
                waiting -= done.made + done.there + len(done.failed)
                left(waiting)
                self._refresh()

    def _made(self, orders: Sequence[Order]) -> Iterator[run.Outcome | MaquetteError]:
        """What came of each batch, as they are done."""
        machines = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        gpu = any(order.request.device in ("auto", "cuda") for order in orders)
        kind, share, actors = shares(machines, gpu, self._actors)
        parts = [*batches(orders, self._size, actors)]
        data = self._ray.data
        data.DataContext.get_current().enable_progress_bars = False
        rows = data.from_items([{"part": part} for part in parts], override_num_blocks=len(parts))
        job = _Job(self._generator, self._objects.folder, self._size, self._retry, Path.cwd())
        found = rows.map_batches(
            Maker,
            fn_args=(job,),
            batch_size=1,  # of these, each of which is a batch of the network
            # One batch in its hands and none beside it: the last ones are free to go to any actor.
            compute=data.ActorPoolStrategy(
                size=min(actors, len(parts)), max_tasks_in_flight_per_actor=1
            ),
            **{f"num_{kind.lower()}s": share},
        )
        # Without a look ahead, which would hold each outcome back until the next one.
        for batch in found.iter_batches(batch_size=1, prefetch_batches=0):
            yield batch["outcome"][0]


@dataclass(frozen=True)
class _Job:
    """What actors have to know beside the orders; `here` is where relative paths begin."""

    generator: Callable[[], Generator]
    folder: Path
    size: int
    retry: bool
    here: Path


class Maker:
    """An actor, with the model that it made something with."""

    def __init__(self) -> None:
        self._loaded: Generator | None = None

    def __call__(self, batch: Mapping[str, Sequence[Plan]], job: _Job) -> dict[str, list[Any]]:
        """What came of one part of the plan, or an error that no row is to blame for."""

        def load() -> Generator:
            self._loaded = self._loaded or job.generator()
            return self._loaded

        (part,) = batch["part"]
        try:
            outcome = run.Run(part, _arrived(job), load, job.size, job.retry)(Tracker())
        except MaquetteError as error:
            outcome = error
        return {"outcome": [outcome]}


def _arrived(job: _Job) -> Objects:
    """Raises MaquetteError("file") where the cluster's machines do not share a disk: objects would
    get lost on this one's."""
    for place in (job.here, job.folder):
        if not place.is_dir():
            raise MaquetteError(
                "file",
                f"The machine {platform.node()} of the Ray cluster has no folder"
                f" {printable(place)}.",
                "Use folders that all its machines share.",
            )
    os.chdir(job.here)
    return Objects(job.folder)


def batches(orders: Sequence[Order], size: int, actors: int) -> Iterator[Plan]:
    """At most so many orders each, that can share a batch of the network; as even as they can be
    among the actors."""
    rounds = math.ceil(len(orders) / (size * actors))
    size = math.ceil(len(orders) / (rounds * actors))
    for _, group in itertools.groupby(orders, lambda order: order.group):
        while part := tuple(itertools.islice(group, size)):
            yield Plan(part, ())


def shares(
    machines: Sequence[Mapping[str, float]], gpu: bool, actors: int
) -> tuple[str, float, int]:
    """What an actor is given, "GPU" or "CPU", how much of it, and how many actors there are, of
    which `actors` are wanted; 0: as `ClusterRun` says. Each machine is seen as the smallest of
    them, so that there is room for all."""
    kind = "GPU" if gpu and any(has.get("GPU") for has in machines) else "CPU"
    there = [has[kind] for has in machines if has.get(kind)] or [1.0]
    actors = actors or (int(sum(there)) if kind == "GPU" else len(there))
    if kind == "GPU":
        return kind, min(1.0, sum(there) / actors), actors
    share = min(there) / math.ceil(actors / len(there))
    return kind, math.floor(share) or share, actors


@contextlib.contextmanager
def _connected(ray: Any, address: str) -> Iterator[None]:
    """Connected to the cluster, unless this process is already."""
    if ray.is_initialized():
        yield
        return
    ends = signal.getsignal(signal.SIGTERM)
    try:
        _knock(address)
        ray.init(
            address or None,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except Exception as error:
        raise MaquetteError(
            "network",
            f"The Ray cluster cannot be reached: {first_line(error)}.",
            "Start one (ray start --head), or use --ray local for the cores of this machine.",
        ) from error
    finally:
        with contextlib.suppress(ValueError):  # a thread has no signals
            signal.signal(signal.SIGTERM, ends)
    try:
        yield
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError if nobody is there: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit() and "/" not in host:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()


def _ray() -> Any:
    os.environ.setdefault(REPORTS, "0")
    try:
        import ray.data  # pyright: ignore[reportMissingImports] - optional
    except ImportError as error:
        raise MaquetteError(
            "request",
            "Ray is not installed, so there is no cluster to make objects on.",
            f'Install it in the backend\'s Python (pip install "{PACKAGE}"), or leave out --ray.',
        ) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray
