"""The one exception that is shown to people: a sentence, and what to do next."""

from __future__ import annotations

from typing import Literal

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
    "busy",  # a job is running already
    "internal",  # a defect of ours; the log has the traceback
]


class MaquetteError(Exception):
    """Something a person can be told.

    `code` lets a panel choose the button that mends it, `message` is one sentence that says what
    happened, `remedy` one sentence that says what to do next.
    """

    def __init__(self, code: Code, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class Cancelled(Exception):
    """Raised inside a job at the first progress report after it was cancelled."""
