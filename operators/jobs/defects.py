"""What nobody foresaw becomes a sentence for the panel; its traceback is in the console and the
log."""

from __future__ import annotations

import contextlib
import traceback
from types import TracebackType

from ...backend.shared.errors import MaquetteError
from . import paths

SHOWN = 200  # characters


class Caught:
    """`with Caught() as caught:` goes on after whatever fails inside; `error` is its sentence."""

    error: MaquetteError | None = None

    def __enter__(self) -> Caught:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        raised: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        if isinstance(raised, Exception):
            self.error = told(raised)
        return isinstance(raised, Exception)


def told(defect: Exception) -> MaquetteError:
    """The sentence for an exception. One that has its sentence keeps it."""
    if isinstance(defect, MaquetteError):
        return defect
    lines = "".join(traceback.format_exception(defect))
    with contextlib.suppress(Exception):  # to say it cannot fail
        print(lines, flush=True)
    with contextlib.suppress(Exception), open(paths.log_file(), "a", encoding="utf-8") as log:
        log.write(lines)
    said = (str(defect).strip().splitlines() or [""])[0].rstrip(".")[:SHOWN]
    kind = type(defect).__name__
    return MaquetteError(
        "internal",
        f"Something went wrong inside Maquette: {kind}{f': {said}' if said else ''}.",
        "See the log for details.",
    )
