"""Calls side by side, each on a core of its own."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from backend.compute.cores import side_by_side


@pytest.fixture(autouse=True)
def two_cores():
    known = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(known)


def test_what_was_made_comes_in_order():
    with side_by_side() as each:
        for count in (1, 2, 3, 7):
            assert each(lambda k: k * k, [(k,) for k in range(count)]) == [
                k * k for k in range(count)
            ]


def test_they_run_at_once_each_with_one_core_and_without_gradients():
    met = threading.Barrier(2, timeout=20)  # raises where one waits for the other's end

    def meet(_k: int) -> tuple[int, bool]:
        met.wait()
        return torch.get_num_threads(), torch.is_inference_mode_enabled()

    with side_by_side() as each:
        assert each(meet, [(0,), (1,)]) == [(1, True), (1, True)]
        assert torch.get_num_threads() == 2


def test_later_threads_have_all_cores():
    """torch hands the number that was set last to every thread that begins after it."""
    torch.set_num_threads(5)
    for _ in range(20):  # whichever of its threads begins last
        with side_by_side() as each:
            each(lambda k: torch.zeros(k).sum(), [(k,) for k in range(5)])
        with ThreadPoolExecutor(1) as later:
            assert later.submit(torch.get_num_threads).result() == 5
        assert torch.get_num_threads() == 5


def test_each_core_has_as_much_to_do():
    """Four samples with guidance are eight rows; no core may get seven of them."""
    with side_by_side() as each:
        threads = each(lambda _k: threading.get_ident(), [(k,) for k in range(8)])
    assert len(set(threads)) == 2 and threads.count(threads[0]) == 4
    assert threads[0] == threading.get_ident()


@pytest.mark.parametrize("guilty", [0, 1])
def test_an_error_comes_once_no_core_computes_any_more(guilty):
    ended = []

    def work(k: int) -> None:
        if k == guilty:
            raise ValueError(f"number {k}")
        time.sleep(0.2)
        ended.append(k)

    with side_by_side() as each:
        with pytest.raises(ValueError, match=f"number {guilty}"):
            each(work, [(0,), (1,)])
        assert ended == [1 - guilty]
        assert torch.get_num_threads() == 2
