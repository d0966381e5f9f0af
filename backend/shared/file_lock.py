"""A lock of the operating system on an open file: it ends with the process that holds it, however
that ends, and asks no clock. On a network file system it holds between machines, where that system
has locks at all.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt

    def hold(file: int, wait: bool = False) -> None:
        """Raises BlockingIOError or PermissionError where another one has it and nobody waits,
        another OSError where the disk knows no locks, or, on Windows, after ten seconds."""
        msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def hold(file: int, wait: bool = False) -> None:
        """Raises BlockingIOError or PermissionError where another one has it and nobody waits,
        another OSError where the disk knows no locks."""
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
