"""A small Hugging Face hub on the loopback interface: serves folders as repositories, and
misbehaves when asked to. What it is asked is kept in `log`.
"""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

COMMIT = "5" * 40
LARGE = 1000  # bytes; what is longer is stored as the hub stores large files


class Hub:
    """Repositories by their id, each a folder.

    cuts    how often the connection is still cut, after `cut_after` bytes of a large file
    pause   seconds before every 64 kB of a large file
    status  answered instead of everything, if not 0
    busy    how often a file's content is still answered with `busy_status`, with `busy_headers`
    deaf    whether the whole file comes, whatever part of it was asked for
    wrong   a file of which one byte is not as its hash says
    stale   a token that is refused with `refusal`, where others are not looked at
    answer  answered instead of everything: status, type of the content, content, more headers
    lies    what is said of a file instead of the truth: "size", "oid"
    short   a file of which the second half is missing, as if it were all; long: twice as long; of
            both HEAD tells the truth
    tagged  whether files have an ETag
    store   where the hub sends those who want a file, with a signed link
    log     (method, path, first byte that was asked for)
    tokens  with which token each of them was asked for
    """

    def __init__(self, repositories: dict[str, Path], tls: ssl.SSLContext | None = None) -> None:
        self.repositories = repositories
        self.cuts, self.cut_after, self.pause = 0, 100_000, 0.0
        self.status, self.busy, self.wrong, self.deaf = 0, 0, "", False
        self.busy_status, self.busy_headers = 503, {}
        self.stale, self.refusal = "", 401
        self.answer: tuple[int, str, bytes, dict[str, str]] | None = None
        self.lies: dict[str, object] = {}
        self.short, self.long, self.tagged = "", "", True
        self.store = ""
        self.log: list[tuple[str, str, int]] = []
        self.tokens: list[str] = []
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Bound", (_Handler,), {"hub": self})
        )
        self.server.daemon_threads = True
        self.scheme = "https" if tls else "http"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def served(self, name: str) -> list[int]:
        """The first bytes of each time that a file's content was asked for."""
        return [
            start for method, path, start in self.log if method == "GET" and path.endswith(name)
        ]


def sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlparse(self.path).path)
        start = int(self.headers.get("Range", "bytes=0-").partition("=")[2].partition("-")[0])
        self.hub.log.append((self.command, path, start))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.hub.tokens.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if self.hub.answer:
            return self._answer_as_told(*self.hub.answer)
        if self.hub.status:
            return self._say(self.hub.status, {"error": "no"})
        if self.hub.stale and self.hub.tokens[-1] == self.hub.stale:
            return self._say(self.hub.refusal, {"error": "Invalid username or password."})
        for name, folder in self.hub.repositories.items():
            if path.startswith(f"/api/models/{name}/revision/"):
                return self._say(200, {"id": name, "sha": COMMIT, "siblings": [], "tags": []})
            if path.startswith(f"/api/models/{name}/paths-info/"):
                if not path.endswith(COMMIT):
                    return self._say(404, {}, {"X-Error-Code": "RevisionNotFound"})
                return self._say(200, self._paths(folder, _paths_asked(body)))
            if path.startswith(f"/{name}/resolve/"):
                file = folder / path.split("/resolve/")[1].partition("/")[2]
                if file.is_file() and self.hub.store:
                    return self._say(302, {}, {"Location": self.hub.store})
                if file.is_file():
                    return self._file(file, start)
                return self._say(404, {}, {"X-Error-Code": "EntryNotFound"})
        return self._say(404, {"error": "Repository not found"}, {"X-Error-Code": "RepoNotFound"})

    def _paths(self, folder: Path, asked: list[str]) -> list[dict]:
        entries = []
        for name in asked:
            if (folder / name).is_file():
                content = (folder / name).read_bytes()
                entry = {"type": "file", "path": name, "size": len(content), "oid": sha1(content)}
                if len(content) > LARGE:
                    digest = hashlib.sha256(content).hexdigest()
                    entry["lfs"] = {"oid": digest, "size": len(content), "pointerSize": 130}
                entry |= {key: value for key, value in self.hub.lies.items() if key in entry}
                entries.append(entry)
        return entries

    def _file(self, file: Path, start: int) -> None:
        if self.hub.busy:
            self.hub.busy -= 1
            return self._say(self.hub.busy_status, {}, self.hub.busy_headers)
        start = 0 if self.hub.deaf else start
        content = file.read_bytes()
        large = len(content) > LARGE
        tag = hashlib.sha256(content).hexdigest() if large else sha1(content)
        if self.headers.get("If-Range", f'"{tag}"') != f'"{tag}"':
            start = 0
        if self.command != "HEAD":
            if self.hub.short and str(file).endswith(self.hub.short):
                content = content[: len(content) // 2]
            if self.hub.long and str(file).endswith(self.hub.long):
                content = content * 2
        if self.hub.wrong and str(file).endswith(self.hub.wrong):
            content = content[:-1] + bytes([content[-1] ^ 1])
        self.send_response(206 if start else 200)
        if self.hub.tagged:
            self.send_header("ETag", f'"{tag}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("X-Linked-Etag", f'"{tag}"')
        self.send_header("X-Linked-Size", str(len(content)))
        self.send_header("Accept-Ranges", "bytes")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        if self.command != "HEAD":
            self._send(content[start:], large)

    def _send(self, content: bytes, large: bool) -> None:
        sent = 0
        while piece := content[sent : sent + 65536]:
            if large and self.hub.cuts > 0 and sent >= self.hub.cut_after:
                self.hub.cuts -= 1
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if large and self.hub.pause:
                time.sleep(self.hub.pause)
            try:
                self.wfile.write(piece)
            except OSError:  # the other side has gone
                return
            sent += len(piece)

    def _answer_as_told(self, status: int, kind: str, content: bytes, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _say(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _paths_asked(body: bytes) -> list[str]:
    """huggingface_hub sends a form, or JSON."""
    try:
        return json.loads(body)["paths"]
    except ValueError:
        return parse_qs(body.decode())["paths"]
