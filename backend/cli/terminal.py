"""How a job is told on a terminal: a bar, or lines."""

from __future__ import annotations

import importlib.util
import sys
import time
from typing import Any

from ..shared.files import printable


def tell(text: str) -> None:
    """One line on standard error."""
    print(f"maquette: {printable(text)}", file=sys.stderr, flush=True)


class Lines:
    """Reports each stage, and each tenth of a long one, as a line on standard error."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        tenths = 10 * step // total if total >= 10 else 0
        line = f"{stage} {10 * tenths}%" if tenths else stage
        if line != self._said:
            self._said = line
            tell(line)

    def close(self) -> None:
        """A line needs no end."""


class Counts(Lines):
    """Reports how many of many are done, how fast, and the time left, as a line on standard error:
    at the beginning and the end, and between them at most every `PAUSE` seconds."""

    PAUSE = 20.0

    def __init__(self) -> None:
        super().__init__()
        self._told_at = 0.0

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        now = time.monotonic()
        if 0 < step < total and now - self._told_at < self.PAUSE:
            return
        line = f"{step} of {total} {stage}"
        if eta:
            rate = 60 * (total - step) / eta
            line += f", {rate:.{0 if rate >= 10 else 1}f} a minute, {_lasting(eta)} left"
        if line != self._said or now - self._told_at >= self.PAUSE:
            self._said, self._told_at = line, now
            tell(line)

    def tell(self, text: str) -> None:
        tell(text)


def _lasting(seconds: float) -> str:
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


class Bar:
    """Reports the steps of each stage as a bar on a terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._new = tqdm
        self._bar: Any = None

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        if self._bar is None or self._bar.desc != stage or self._bar.total != (total or None):
            self.close()
            self._bar = self._new(total=total or None, file=sys.stderr)
            self._bar.set_description_str(stage)
        self._bar.update(step - self._bar.n)

    def tell(self, text: str) -> None:
        """A line above the bar."""
        if self._bar is not None:
            self._bar.clear()
        tell(text)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def reporter() -> Lines | Bar:
    """A bar on a terminal, lines elsewhere and where tqdm is not installed."""
    return Bar() if _shows_bars() else Lines()


def counter() -> Counts | Bar:
    """The same for many things of one kind: a log gets a line in every minute."""
    return Bar() if _shows_bars() else Counts()


def _shows_bars() -> bool:
    return sys.stderr.isatty() and importlib.util.find_spec("tqdm") is not None
