"""An OpenSSH server of our own on the loopback interface, with keys and settings in a folder that
is thrown away: nothing of the user's or the system's is read or changed.

    with Server(folder) as server:
        run([*server.command, "a command"])
        server.stop()                        # cuts what is connected, and refuses the next
        server.start()
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

PROGRAM = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SEPARATION = Path("/run/sshd")  # an empty folder that sshd wants when root starts it
needs_ssh = pytest.mark.skipif(
    not (PROGRAM and shutil.which("ssh") and shutil.which("ssh-keygen")),
    reason="needs sshd: apt-get install openssh-server",
)


class Server:
    """command  what logs in there and asks nothing, without the command to be run"""

    def __init__(self, folder: Path) -> None:
        self.folder, self._process = folder, None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        for name in ("host", "user"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True)
        (folder / "authorized").write_bytes((folder / "user.pub").read_bytes())
        host = (folder / "host.pub").read_text()
        (folder / "known").write_text(f"[127.0.0.1]:{self.port} {host}")
        (folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\n"
            f"AuthorizedKeysFile {folder / 'authorized'}\nPidFile none\nStrictModes no\n"
            "UsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
            "PrintMotd no\nPrintLastLog no\n"
        )
        self.command = self.log_in(folder / "user", folder / "known")

    def log_in(self, key: Path, known: Path) -> list[str]:
        """With this key, to servers that this file knows."""
        settings = {
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": known,
            "StrictHostKeyChecking": "yes",
        }
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        user = getpass.getuser()
        where = ["-i", str(key), "-p", str(self.port), f"{user}@127.0.0.1"]
        return ["ssh", "-F", "none", *options, *where]

    def start(self) -> None:
        if os.geteuid() == 0:
            SEPARATION.mkdir(mode=0o755, exist_ok=True)
        assert PROGRAM
        command = [PROGRAM, "-D", "-e", "-f", str(self.folder / "sshd_config")]
        with open(self.folder / "sshd.log", "ab") as log:
            self._process = subprocess.Popen(command, stderr=log, start_new_session=True)
        end = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            assert time.monotonic() < end, (self.folder / "sshd.log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """The server and all that serve connections; what runs for those is not killed."""
        if self._process:
            for pid in (*_children(self._process.pid), self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def _children(pid: int) -> list[int]:
    """Processes called sshd that this one started, and theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            name, rest = status.read_text().split("(", 1)[1].rsplit(")", 1)
            if name.startswith("sshd") and int(rest.split()[1]) == pid:
                child = int(status.parent.name)
                found += [*_children(child), child]
    return found
