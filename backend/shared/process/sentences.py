"""What is said of a worker that cannot be started or talked to: a sentence, and what to do next.

Here of one that runs under a Python of this computer; `elsewhere.py` has the other.
"""

from __future__ import annotations

import signal

from ..errors import MaquetteError, first_line
from ..files import printable
from ..messages import AGAIN, PROTOCOL, Ready


class Sentences:
    """Each is asked for once, as the last word on a worker; `ready` is whether that had said so."""

    def not_started(self, error: Exception, program: str) -> MaquetteError:
        return MaquetteError(
            "environment",
            f"The worker cannot be started: {first_line(error)}: {printable(program)}.",
            "Press Install Backend, or choose another Python in the preferences.",
        )

    def silent(self, ready: bool) -> MaquetteError:
        del ready
        return MaquetteError(
            "worker", "The worker did not respond and was stopped.", "Press Generate again."
        )

    def ended(self, status: int | None, last: str, ready: bool) -> MaquetteError:
        """`status` as subprocess gives it, None while it has closed its output and goes on; `last`
        is the last line that it wrote to its log."""
        del ready
        told = f"The worker {how_it_ended(status)}"
        return MaquetteError("worker", f"{told}: {last}" if last else f"{told}.", AGAIN)

    def of_another_protocol(self, theirs: int) -> MaquetteError:
        return MaquetteError(
            "version",
            f"The worker uses version {theirs} of the protocol, not {PROTOCOL}.",
            "Press Install Backend, or choose a Python that does not contain another Maquette.",
        )

    def not_understood(self, line: bytes, error: MaquetteError, ready: bool) -> MaquetteError:
        """It said a `line` that is no message, of which `error` tells why."""
        del line, ready
        return error

    def unfit(self, ready: Ready) -> MaquetteError | None:
        """Why a worker that is ready cannot be worked with, if so."""
        del ready


def how_it_ended(status: int | None) -> str:
    if status is None:
        return "closed its output"
    if status < 0:
        names = {number.value: number.name for number in signal.Signals}
        return f"was killed by {names.get(-status, f'signal {-status}')}"
    return f"ended with status {status}"
