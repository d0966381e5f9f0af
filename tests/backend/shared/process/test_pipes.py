"""Pipes that never make us wait; Windows is played by a fake of its documented calls."""

from __future__ import annotations

import os
import sys
import types

import pytest

from backend.shared.process import pipes


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


@pytest.fixture(params=["posix", "windows"])
def system(request, monkeypatch):
    if request.param == "windows":
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(pipes, "_kernel32", FakeKernel)
        handles = types.SimpleNamespace(get_osfhandle=lambda file: file + 1000)
        monkeypatch.setitem(sys.modules, "msvcrt", handles)
    return request.param


class FakeKernel:
    """The calls on a pipe: a write that does not fit writes nothing and succeeds."""

    def SetNamedPipeHandleState(self, handle, mode, _most, _after):
        assert mode._obj.value == pipes.PIPE_NOWAIT
        os.set_blocking(handle.value - 1000, False)
        return 1

    def PeekNamedPipe(self, handle, _buffer, _size, _read, there, _left):
        import array
        import fcntl
        import select
        import termios

        file = handle.value - 1000
        count = array.array("i", [0])
        fcntl.ioctl(file, termios.FIONREAD, count)
        there._obj.value = count[0]
        poll = select.poll()
        poll.register(file, 0)
        hung_up = any(event & select.POLLHUP for _, event in poll.poll(0))
        return 0 if hung_up and not count[0] else 1

    def WriteFile(self, handle, data, size, taken, _overlapped):
        try:
            taken._obj.value = os.write(handle.value - 1000, data[: min(size, 4096)])
        except BlockingIOError:
            taken._obj.value = 0
        except BrokenPipeError:
            return 0
        return 1


def test_lines_come_as_they_are_written(system, pipe):
    reader = pipes.Reader(pipe[0], 100)
    assert list(reader.lines()) == [] and not reader.ended
    os.write(pipe[1], b"one\ntw")
    assert list(reader.lines()) == [b"one"]
    os.write(pipe[1], b"o\n\nthr")
    assert list(reader.lines()) == [b"two", b""] and not reader.ended
    os.close(pipe[1])
    assert list(reader.lines()) == [] and reader.ended, "a line that has no end is none"


def test_once_the_child_has_ended_nothing_more_comes(system, pipe):
    reader = pipes.Reader(pipe[0], 100)
    os.write(pipe[1], b"last\n")
    assert list(reader.lines(last=True)) == [b"last"]
    assert reader.ended


def test_a_line_that_is_too_long_is_the_last(system, pipe):
    reader = pipes.Reader(pipe[0], 100)
    os.write(pipe[1], b"short\n" + b"x" * 101)
    assert list(reader.lines()) == [b"short", b"x" * 101]
    os.write(pipe[1], b"\nmore\n")
    assert list(reader.lines()) == [] and reader.ended


def test_what_does_not_fit_waits_and_nobody_else(system, pipe):
    writer = pipes.Writer(pipe[1])
    message = os.urandom(300_000)
    writer.write(message)
    assert not writer.done
    found = b""
    while not writer.done:
        found += os.read(pipe[0], 1 << 16)
        writer.go_on()
    os.close(pipe[1])
    while rest := os.read(pipe[0], 1 << 16):
        found += rest
    assert found == message


def test_a_pipe_that_nobody_reads_takes_all(system, pipe):
    os.close(pipe[0])
    writer = pipes.Writer(pipe[1])
    writer.write(b"x" * 300_000)
    assert writer.done
