"""A process that cannot outlive us, on Windows, Linux and macOS.

The one place that knows how the three differ. Three things keep a worker from being left behind:

    every system  its standard input is a pipe from us; at its end the worker ends itself
    Windows       a job object that kills all its processes when our handle on it is closed
    Linux         the worker asks the kernel to kill it when its parent dies (`die_with_parent`)
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, BinaryIO, TypedDict

CREATE_NO_WINDOW = 0x08000000
LONGEST_PATH = 240  # Windows stops at 260; a folder needs room for an 8.3 name in it
PR_SET_PDEATHSIG = 1

_children: weakref.WeakSet[subprocess.Popen[bytes]] = weakref.WeakSet()
_jobs: weakref.WeakKeyDictionary[subprocess.Popen[bytes], int] = weakref.WeakKeyDictionary()


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our variables without those that would let a foreign Python into the child (pitfall 3).

    pip's, the proxy's and Hugging Face's variables stay. `extra` is added at the end.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("PYTHON") and name != "__PYVENV_LAUNCHER__"
    }
    ours = {"PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    return {**kept, **ours, **(extra or {})}


def long_path(path: Path) -> str:
    r"""The path as a string that Windows opens beyond 260 characters too: `\\?\C:\...`."""
    text = str(path)
    if sys.platform != "win32" or len(text) < LONGEST_PATH or text.startswith("\\\\?\\"):
        return text
    return "\\\\?\\UNC\\" + text[2:] if text.startswith("\\\\") else "\\\\?\\" + text


def spawn(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    log: Path | BinaryIO | int,
    own_group: bool = True,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` with unbuffered binary pipes for input and output, and no console window.

    log        receives standard error: a file to append to, an open file, or subprocess.STDOUT
    own_group  a session of its own, so that Ctrl-C in our terminal does not reach it and `stop`
               reaches its children; False for a child that shall die with our own group
    environ    variables on top of the cleaned environment

    Call it from a thread that stays: on Linux the child dies with the thread that started it.
    Raises OSError if the program cannot be started or the log cannot be opened.
    """
    with contextlib.ExitStack() as stack:
        stderr = stack.enter_context(open(long_path(log), "ab")) if isinstance(log, Path) else log
        child = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=clean_environment(environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            bufsize=0,
            start_new_session=own_group,  # Windows ignores it
            **hidden(),
        )
    _children.add(child)
    if sys.platform == "win32" and own_group:
        _jobs[child] = _put_in_job(int(child._handle))  # type: ignore[attr-defined]
    return child


def stop(process: subprocess.Popen[bytes], seconds: float = 5.0) -> int:
    """End a process and its children: close its input, wait `seconds`, terminate, kill.

    Returns the exit status. Nothing of the process is left when this returns.
    """
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()
    for end, patience in ((lambda: None, seconds), (process.terminate, 1.0)):
        end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            break
    kill(process)
    return process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children now; no error if they are gone already."""
    # A group that has lost its leader still carries the leader's number, and so do its children.
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            if job := _jobs.pop(process, 0):
                _kernel32().TerminateJobObject(ctypes.c_void_p(job), 1)
                _kernel32().CloseHandle(ctypes.c_void_p(job))
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def kill_all() -> None:
    """Kill every child that `spawn` started and that still runs."""
    for child in list(_children):
        if child.poll() is None:
            kill(child)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies. Linux only, elsewhere nothing.

    The child asks for itself, because a preexec_fn is not safe in a program with threads, and
    Blender has many.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked, so nobody will tell us
        os._exit(1)


def write_all(pipe: IO[bytes], data: bytes) -> None:
    """Write all of `data` to an unbuffered pipe, which takes as much as it likes at a time."""
    while data:
        data = data[pipe.write(data) or 0 :]


def take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our own handles on standard input and output, which from then on lead nowhere and to the
    log: no print, no C library and no child can write into the conversation (pitfall 9).

    What is printed from then on never fails: a log on a full disk, or none at all, loses words and
    nothing else. Raises OSError if there is no standard input or output.
    """
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.fstat(2)
    except OSError:  # closed
        os.dup2(nothing, 2)
    if nothing > 2:
        os.close(nothing)
    os.dup2(2, 1)
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            _Forgiving(file, "wb", closefd=False),  # type: ignore[arg-type]
            encoding="utf-8",
            errors="backslashreplace",
            write_through=True,
        )
        for file in (1, 2)
    )
    return source, sink


class _Forgiving(io.FileIO):
    """A file that takes everything, whether the disk does or not."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            super().write(data)
        return len(memoryview(data))


class _Hidden(TypedDict, total=False):
    creationflags: int


def hidden() -> _Hidden:
    """What subprocess must be told so that no console window flashes up (pitfall 1)."""
    return {"creationflags": CREATE_NO_WINDOW} if sys.platform == "win32" else {}


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
KILL_ON_JOB_CLOSE = 0x2000


def _put_in_job(process: int) -> int:
    """Put a process (its handle) into a new job; the job's handle, or 0 if Windows would not.

    The handle stays open until `kill`, or until we end: then the system closes it, whatever ended
    us, and with it the process.
    """
    kernel = _kernel32()
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return 0
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = KILL_ON_JOB_CLOSE
    if kernel.SetInformationJobObject(
        ctypes.c_void_p(job), EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    ) and kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(process)):
        return int(job)
    kernel.CloseHandle(ctypes.c_void_p(job))
    return 0


def _kernel32() -> Any:
    return ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
