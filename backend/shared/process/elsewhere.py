"""A worker on another computer, which a command of the user's own starts, such as `ssh box
maquette-worker`: the command taken apart, and what is said when there is no talking to the worker.

We know nothing of what that command is. What ssh says goes to the worker's log, and its last line
into the sentence.
"""

from __future__ import annotations

import os
import re
import shlex
import sys

from ..errors import MaquetteError, first_line
from ..files import printable
from ..messages import Ready, version
from .sentences import Sentences, how_it_ended

LONGEST = 100  # characters of what a command printed, in a sentence
CORRECT = "Correct the worker's command in the preferences."
SAME_VERSION = "Install the same version of Maquette on both computers."
IN_A_TERMINAL = "Run the worker's command in a terminal and see what it says."
WITHOUT_QUESTIONS = (
    "Blender cannot answer questions: connect once in a terminal, set up a key for ssh, and add"
    " -o BatchMode=yes to the command."
)
NO_ANSWER = (
    "Check that the other computer is on. If the command asks for a password, set up a key for ssh"
    " and add -o BatchMode=yes."
)
RECONNECT = "Check the connection, then press Generate again."
HELD = "Check the connection, then press Continue or Cancel All."
# How programs say what lacks on the other side, or that they were not let in.
NOT_THERE = re.compile(r"not found|no such file|no module named|not recognized", re.IGNORECASE)
ASKS = re.compile(
    r"permission denied|host key|password|passphrase|authentication|askpass", re.IGNORECASE
)


def split(command: str, windows: bool = sys.platform == "win32") -> tuple[str, ...]:
    """The words of a command line, of which no shell sees anything; none if it is empty.

    As a POSIX shell parts them; on Windows a backslash is a letter, and only double quotes quote.
    Raises MaquetteError("environment") for a quote that is not closed.
    """
    reader = shlex.shlex(command, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.commenters = True, ""
    if windows:
        reader.escape, reader.quotes = "", '"'
    try:
        words = tuple(reader)
    except ValueError as error:
        raise MaquetteError(
            "environment", "A quotation mark in the worker's command is not closed.", CORRECT
        ) from error
    return (os.path.expanduser(words[0]), *words[1:]) if words else ()


class Elsewhere(Sentences):
    def not_started(self, error: Exception, program: str) -> MaquetteError:
        return MaquetteError(
            "environment",
            f"The worker's command cannot be started: {first_line(error)}: {printable(program)}.",
            CORRECT,
        )

    def silent(self, ready: bool) -> MaquetteError:
        if ready:
            return MaquetteError("worker", "The connection to the worker was lost.", RECONNECT)
        return MaquetteError("worker", "The worker's command does not answer.", NO_ANSWER)

    def ended(self, status: int | None, last: str, ready: bool) -> MaquetteError:
        told = printable(last).rstrip(" .") or f"the command {how_it_ended(status)}"
        if ready:
            return MaquetteError(
                "worker", f"The connection to the worker was cut: {told}.", RECONNECT
            )
        remedy = IN_A_TERMINAL
        if NOT_THERE.search(last):
            remedy = "Install Maquette there, or correct the worker's command in the preferences."
        elif ASKS.search(last):
            remedy = WITHOUT_QUESTIONS
        return MaquetteError("worker", f"The worker cannot be reached: {told}.", remedy)

    def of_another_protocol(self, theirs: int) -> MaquetteError:
        del theirs
        return MaquetteError(
            "version",
            f"The worker belongs to another version of Maquette; this is {version()}.",
            SAME_VERSION,
        )

    def not_understood(self, line: bytes, error: MaquetteError, ready: bool) -> MaquetteError:
        if ready:
            return error
        said = printable(line.decode("utf-8", "replace").strip())
        said = f"{said[:LONGEST].rstrip()}…" if len(said) > LONGEST else said
        return MaquetteError(
            "protocol",
            f"The worker's command printed something before the worker began: {said}",
            "Remove what prints it, such as an echo in a start-up file of the shell there.",
        )

    def unfit(self, ready: Ready) -> MaquetteError | None:
        if ready.version != version():
            return MaquetteError(
                "version",
                f"The worker belongs to Maquette {printable(ready.version)[:LONGEST]}; this is"
                f" {version()}.",
                SAME_VERSION,
            )
        if not ready.remote:
            return MaquetteError(
                "environment",
                "The worker would look for Blender's files on its own disk.",
                "Add --remote to the worker's command.",
            )
        if not ready.devices:
            return MaquetteError(
                "environment",
                "The worker's Python has no PyTorch that works.",
                "Run there, in Maquette's folder: python3 -m backend install",
            )
        return None
