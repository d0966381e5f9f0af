"""Small computations side by side, one a core.

torch cuts every operation into parts for all cores and waits for them at its end. A small network
spends half its time on that, above all where the cores sleep while they wait (`device.py`). Rows of
a batch do not wait for each other: each goes its whole way on a core of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

import torch

Made = TypeVar("Made")


@contextmanager
def side_by_side() -> Iterator[Callable[[Callable[..., Made], Iterable[tuple]], list[Made]]]:
    """Within it: a function that calls another one for each of some arguments, on as many cores as
    torch may use, without gradients, and returns what it made, in order. All are taken to be the
    same work: of n cores each gets every n-th. What a call raises, it raises once no core computes
    any more.

    The calling thread takes its share, and has one core like the others until all are done.
    """
    cores = torch.get_num_threads()

    def each(function: Callable[..., Made], given: Iterable[tuple]) -> list[Made]:
        @torch.inference_mode()
        def work(share: list[tuple]) -> list[Made]:
            return [function(*one) for one in share]

        given = list(given)
        first, *others = (given[core::cores] for core in range(min(cores, len(given))))
        running = [pool.submit(work, share) for share in others]
        torch.set_num_threads(1)
        try:
            own = work(first)
        finally:
            wait(running)
            torch.set_num_threads(cores)
        made: list[Any] = given.copy()
        for core, share in enumerate([own, *(one.result() for one in running)]):
            made[core::cores] = share
        return made

    try:
        with ThreadPoolExecutor(
            max(1, cores - 1), initializer=torch.set_num_threads, initargs=(1,)
        ) as pool:
            yield each
    finally:  # what the last thread to begin has set is what later ones would begin with
        torch.set_num_threads(cores)
