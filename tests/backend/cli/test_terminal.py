"""How progress is told where there is no terminal."""

from __future__ import annotations

import time

from backend.cli import terminal


def test_counts_tell_rate_and_time_left_and_not_too_often(monkeypatch, capsys):
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    counts = terminal.Counts()
    for passed, step, eta in (
        (0, 0, None),
        (0, 0, None),  # nothing new, at once
        (5, 1, 45.0),  # too soon
        (16, 2, 84.0),
        (21, 2, 102.0),  # nothing new, but a log that is silent looks dead
        (3, 9, 7300.0),  # too soon
        (30, 9, 7300.0),
        (1, 10, 0.0),  # the end
    ):
        now[0] += passed
        counts("objects", step, 10, eta)
    counts.tell("Row 3: no.")
    counts.close()
    assert capsys.readouterr().err.splitlines() == [
        "maquette: 0 of 10 objects",
        "maquette: 2 of 10 objects, 5.7 a minute, 84 s left",
        "maquette: 2 of 10 objects, 4.7 a minute, 102 s left",
        "maquette: 9 of 10 objects, 0.0 a minute, 2 h left",
        "maquette: 10 of 10 objects",
        "maquette: Row 3: no.",
    ]
