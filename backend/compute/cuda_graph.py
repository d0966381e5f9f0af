"""A network's operations, recorded once and launched as one (CUDA graphs).

A call of a prior is some 400 operations. A fast GPU does each of them sooner than Python asks for
the next, and waits; a recording asks for all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

Function = Callable[..., torch.Tensor]
RUNS_BEFORE = 3  # in which cuBLAS takes its workspace and chooses; both must not be recorded
AS_GOOD = 0.01  # of the spread of the values: fp16 sums in another order differ by less


@dataclass(frozen=True)
class Recording:
    """`replay` computes `output` from what lies in `inputs`."""

    inputs: tuple[torch.Tensor, ...]
    output: torch.Tensor
    replay: Callable[[], None]


def record(function: Function, given: tuple[torch.Tensor, ...]) -> Recording:
    """What `function` does with tensors of the shapes of `given`, on the GPU that they are on."""
    inputs = tuple(one.clone() for one in given)
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(RUNS_BEFORE):
            function(*inputs)
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, capture_error_mode="thread_local"):
        output = function(*inputs)
    return Recording(inputs, output, graph.replay)


class Recorder:
    """Calls functions of tensors: from the second call with the same shapes on, by a recording.

    It keeps the last recording alone, and no function: a network that owned a recorder which owned
    it would stay in the GPU's memory until Python looks for such circles.
    """

    def __init__(self, record: Callable[..., Recording] = record) -> None:
        self._record = record
        self._shapes: tuple = ()
        self._recording: Recording | None = None
        self._possible = True

    def __call__(self, function: Function, *given: torch.Tensor) -> torch.Tensor:
        """`function(*given)`. The function must be the same every time, read its arguments and
        tensors that stay where they are, write nothing else, and ask the GPU for no number."""
        shapes = tuple((one.shape, one.dtype) for one in given)
        if shapes != self._shapes:
            self._shapes, self._recording = shapes, None  # its memory is free for the next one
            return function(*given)
        if self._recording is None and self._possible:
            self._possible = self._try(function, given)
        if self._recording is None:
            return function(*given)
        return self._play(given)

    def _try(self, function: Function, given: tuple[torch.Tensor, ...]) -> bool:
        """False where it cannot be recorded, or what is replayed is wrong."""
        try:
            self._recording = self._record(function, given)
        except RuntimeError:  # of memory too: without a recording it was enough
            return False
        known, replayed = function(*given).float(), self._play(given).float()
        if not (known - replayed).abs().max() <= AS_GOOD * known.std():
            self._recording = None
        return self._recording is not None

    def _play(self, given: tuple[torch.Tensor, ...]) -> torch.Tensor:
        assert self._recording
        for held, one in zip(self._recording.inputs, given, strict=True):
            held.copy_(one)
        self._recording.replay()
        return self._recording.output.clone()
