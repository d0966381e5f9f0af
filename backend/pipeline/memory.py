"""Less memory where there is not enough; and where that does not help, a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..shared.errors import MaquetteError, lacks_memory

T = TypeVar("T")


def with_less_if_needed(run: Callable[[bool], T]) -> T:
    """`run(False)`; where memory does not suffice for that, once more as `run(True)`."""
    try:
        return run(False)
    except (MemoryError, RuntimeError) as error:
        if not lacks_memory(error):
            raise
        error.__traceback__ = None  # its frames hold on to the tensors
    return run(True)


@contextmanager
def explained() -> Iterator[None]:
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not lacks_memory(error):
            raise
        raise MaquetteError(
            "memory",
            "There is not enough memory, even for small steps.",
            "Use fewer samples or a lower resolution, or choose the CPU as the device.",
        ) from error
