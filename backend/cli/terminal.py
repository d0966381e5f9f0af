"""How a job is told on a terminal: a bar, or lines."""

from __future__ import annotations

import importlib.util
import sys
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

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def reporter() -> Lines | Bar:
    """A bar on a terminal, lines elsewhere and where tqdm is not installed."""
    bar = sys.stderr.isatty() and importlib.util.find_spec("tqdm")
    return Bar() if bar else Lines()
