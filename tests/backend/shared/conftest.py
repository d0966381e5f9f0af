"""Connections to small workers that are written in the tests."""

import os
import sys
import time
from pathlib import Path

import pytest

from backend.shared.messages import Event
from backend.shared.process.connection import Connection
from backend.shared.process.environment import ROOT

PRELUDE = """
import os, sys, time
from backend.shared.messages import *
def say(event):
    os.write(1, encode(event))
def hear():
    line = sys.stdin.buffer.readline()
    return decode(line, COMMANDS) if line else None
def ready():
    say(Ready(PROTOCOL, "0", "3"))
"""


@pytest.fixture
def connect(tmp_path):
    """Start a worker from source text; it is closed at the test's end."""
    made = []

    def start(source: str, **limits: float) -> Connection:
        command = [sys.executable, "-c", PRELUDE + source]
        made.append(Connection(command, ROOT, tmp_path / "worker.log", **limits))
        return made[-1]

    yield start
    for connection in made:
        connection.close(0.2)
        assert gone(connection.pid)


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether the process ends within `seconds`. One that waits to be reaped has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(name="gone")
def gone_fixture():
    return gone


def last(connection: Connection, seconds: float = 20.0) -> Event | None:
    """The last event: waits until the connection is over."""
    event = None
    end = time.monotonic() + seconds
    while connection.alive or event is None:
        assert time.monotonic() < end, "nothing happened"
        event = connection.wait(0.5) or event
    while later := connection.wait(5):  # what a dead worker said is still on its way
        event = later
    return event


@pytest.fixture(name="last")
def last_fixture():
    return last
