"""The one exception that is shown to people: a sentence, and what to do next."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

LONGEST = 200  # characters of a foreign exception that are shown
T = TypeVar("T")

Code = Literal[
    "request",  # a value in the request is outside its limits
    "environment",  # the worker's Python environment is missing or broken
    "offline",  # a download is needed and online access is off
    "network",  # the network, or a setting of it, does not let through what is needed
    "model",  # the model is unknown, or its folder is damaged
    "device",  # the chosen device is not there
    "memory",  # out of memory
    "empty",  # the sampled latent has no surface
    "file",  # a file or folder cannot be read or written
    "worker",  # the worker died, hangs, or could not be started
    "protocol",  # the worker said something that is no message
    "version",  # the worker speaks another version of the protocol
    "library",  # Blender knows no asset library
    "busy",  # a job is running already
    "internal",  # a defect of ours; the log has the traceback
]


class MaquetteError(Exception):
    """Something a person can be told.

    `code` lets a panel choose the button that mends it, `message` is one sentence that says what
    happened, `remedy` one sentence that says what to do next; `typed` says it at the command line,
    where that has other names for it than Blender's buttons.
    """

    def __init__(self, code: Code, message: str, remedy: str = "", typed: str = "") -> None:
        super().__init__(code, message, remedy, typed)  # all that it is copied by
        self.code: Code = code
        self.message = message
        self.remedy = remedy
        self.typed = typed or remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    @property
    def at_terminal(self) -> str:
        return f"{self.message} {self.typed}".strip()


class JobCancelled(Exception):
    """Raised inside a job at the first progress report after it was cancelled."""


@contextlib.contextmanager
def foreign(code: Code, what: str, remedy: str) -> Iterator[None]:
    """Within it data of somebody else is read: whatever is wrong with that ends in one sentence,
    `what` and the exception's first line ("chair.npy cannot be read: it has no numbers.").

    MaquetteError and JobCancelled pass, as does running out of memory, which is no fault of the
    data.
    """
    try:
        yield
    except (MaquetteError, JobCancelled, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # libraries exit; a panic in Rust is no Exception either
        if lacks_memory(error):
            raise
        raise MaquetteError(code, f"{what}: {first_line(error)}.", remedy) from error


def outcome(run: Callable[[], T]) -> T | MaquetteError:
    """What it returns, or why it failed: one of several that do not stop each other. Raises
    JobCancelled."""
    try:
        return run()
    except JobCancelled:
        raise
    except MaquetteError as error:
        failed = error
    except Exception as error:  # noqa: BLE001 - a defect of one is none of the others
        failed = MaquetteError("internal", unforeseen(error))
        failed.__cause__ = error
    link: BaseException | None = failed
    while link:  # the frames hold on to tensors
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return failed


def first_line(error: BaseException) -> str:
    """What an exception says, on one line that a sentence can end with."""
    text = str(getattr(error, "strerror", None) or error).strip()
    line = text.splitlines()[0] if text else ""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    if not line or isinstance(error, KeyError):  # which says the key alone
        line = f"{type(error).__name__} {line}"
    return line[:LONGEST].rstrip(" .:")


def unforeseen(error: BaseException) -> str:
    """The sentence for a defect of ours."""
    return f"Something went wrong inside Maquette: {type(error).__name__}: {first_line(error)}."


def lacks_memory(error: BaseException) -> bool:
    """Torch has no one type for it: CUDA's and MPS' are a RuntimeError, the CPU's says so only in
    its text."""
    if not isinstance(error, RuntimeError):
        return isinstance(error, MemoryError)
    return bool(re.search("(out of|not enough|allocate) memory", str(error), re.IGNORECASE))
