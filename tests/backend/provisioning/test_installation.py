"""Installing from a folder of tiny wheels: whole, in pieces, cancelled, and where it must not."""

import errno
import http.server
import io
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest

from backend.compute.progress import Tracker
from backend.provisioning import installation, pip
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.process import environment, spawn
from backend.shared.request import InstallationRequest
from tests import faults

pytestmark = pytest.mark.usefixtures("package_index")
LOCKS = environment.LOCKS  # before the fixture puts its own in their place


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An environment with Python and pip in it, and nothing more."""
    folder = tmp_path_factory.mktemp("begun") / "an environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    environment.write_marker(folder, complete=False)
    return folder


@pytest.fixture
def folder(begun, tmp_path):
    return shutil.copytree(begun, tmp_path / "an environment", symlinks=True)


def install(folder, progress=None, **settings):
    return installation.install(InstallationRequest(str(folder), **settings), progress or Tracker())


def refused(folder, code, **settings):
    with pytest.raises(MaquetteError) as caught:
        install(folder, **settings)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert caught.value.remedy or code == "request"
    return str(caught.value)


def test_from_nothing_through_a_failure_to_the_end(tmp_path, package_index, capfd):
    folder = tmp_path / "new" / "environment"
    first, *others = environment.requirements()
    package_index.build(first)
    assert "no package that fits" in refused(folder, "environment")
    assert environment.state(folder) == "incomplete"
    made = environment.python_of(folder).lstat().st_mtime_ns
    for requirement in others:
        package_index.build(requirement)
    seen = []
    progress = Tracker(lambda stage, step, total, eta: seen.append(stage))
    notes = install(folder, progress)
    assert environment.state(folder) == "ready"
    assert environment.python_of(folder).lstat().st_mtime_ns == made, "it went on"
    assert environment.find("", folder, {}) == environment.python_of(folder)
    assert {"environment", "downloading", "installing", "checking"} == set(seen)
    assert "torch 2" in notes[0] and "pip's own index settings" in notes[1]
    assert "Successfully installed" in capfd.readouterr().err


def test_a_broken_python_is_replaced_and_the_rest_left_alone(folder, monkeypatch):
    python = environment.python_of(folder)
    python.unlink()
    python.symlink_to("/gone/python")
    (folder / "mine.txt").write_text("kept")
    assert "no package that fits" in refused(folder, "environment")
    assert installation._runs(python, "import pip")
    assert (folder / "mine.txt").exists()


@pytest.fixture
def silent_index(monkeypatch):
    """A package index that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.getsockname()[1]}/simple")
        yield server


def test_cancel_kills_a_pip_that_says_nothing(folder, silent_index):
    cancelled = threading.Event()
    asked = []

    def wait_for_pip():
        silent_index.accept()
        asked.append(time.monotonic())
        cancelled.set()

    threading.Thread(target=wait_for_pip, daemon=True).start()
    with pytest.raises(JobCancelled):
        install(folder, Tracker(cancelled=cancelled.is_set))
    assert time.monotonic() - asked[0] < 1
    assert all(child.poll() is not None for child in list(spawn._children))
    assert environment.state(folder) == "incomplete"


def test_no_network(folder, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    assert "network does not respond" in refused(folder, "environment")


def test_a_torch_that_cannot_be_imported(folder, package_index):
    for requirement in environment.requirements():
        package_index.build(requirement, "raise OSError('DLL load failed')")
    said = refused(folder, "environment")
    assert "DLL load failed" in said and "Visual C++" in said
    assert environment.state(folder) == "incomplete"


def test_a_package_that_is_not_the_locked_one(folder, package_index):
    """A mirror that was tampered with, or a build of somebody's own."""
    for requirement in environment.requirements():
        package_index.build(requirement)
    package_index.build("numpy==2.4.6", "raise SystemExit('not numpy')", lock=False)
    said = refused(folder, "environment")
    assert "numpy is not the file that this version of Maquette was made with" in said
    assert "index settings" in said and "again" in said
    assert environment.state(folder) == "incomplete"
    assert not installation._runs(environment.python_of(folder), "import tqdm"), "nothing at all"


def test_nothing_is_built_from_source(folder, package_index, tmp_path):
    """A source package runs its own code when it is built: it is no choice, whatever its hash."""
    *others, last = environment.requirements()
    for requirement in others:
        package_index.build(requirement)
    name, version = last.split("==")
    ran = tmp_path / "it ran"
    archive = package_index.folder / f"{name}-{version}.tar.gz"
    with tarfile.open(archive, "w:gz") as source:
        setup = f"open({str(ran)!r}, 'w')".encode()
        member = tarfile.TarInfo(f"{name}-{version}/setup.py")
        member.size = len(setup)
        source.addfile(member, io.BytesIO(setup))
    package_index.lock(last, archive.read_bytes())
    assert "no package that fits" in refused(folder, "environment")
    assert not ran.exists()


def test_a_folder_that_is_not_ours(tmp_path):
    (tmp_path / "thesis.txt").write_text("all of it")
    assert "not empty" in refused(tmp_path, "file")
    assert (tmp_path / "thesis.txt").read_text() == "all of it"


def test_folders_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file", "file")
    refused(tmp_path / "file" / "below", "file")

    with faults.fail(2, errno.EACCES, tmp_path / "new") as fault:  # the marker, after the folder
        assert "Permission denied" in refused(tmp_path / "new", "file")
    assert fault.struck.startswith("open")


def script(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")
def test_a_python_without_ensurepip(tmp_path, monkeypatch):
    real = sys.executable
    monkeypatch.setattr(sys, "executable", script(tmp_path / "bad" / "python", "exit 1"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert "python3-venv" in refused(tmp_path / "new", "environment")
    good = script(tmp_path / "bin" / "python3.12", f'exec "{real}" "$@"')
    script(tmp_path / "bin" / "python3.13", "exit 1")
    assert installation._base_python() == good


def test_bad_requests(tmp_path):
    refused("", "request")
    refused(tmp_path, "request", accelerator="rocm")


@pytest.mark.parametrize(
    ("platform", "accelerator", "cards", "build"),
    [
        ("linux", "auto", "", "cpu"),
        ("linux", "auto", "580.65.06, 8.9\n", "pypi"),
        ("win32", "auto", "581.10, 12.0\n", "cu130"),
        ("win32", "auto", "560.94, 8.6\n", "cu126"),
        ("linux", "auto", "580.65.06, 6.1\n", "cu126"),
        ("linux", "auto", "590.1, 8.9\n590.1, 6.1\n", "cu126"),
        ("linux", "auto", "470.82.01, [N/A]\n", "cu126"),
        ("linux", "auto", "NVIDIA-SMI has failed\n", "cpu"),
        ("linux", "cpu", "580.65.06, 8.9\n", "cpu"),
        ("linux", "cuda", "", "pypi"),
        ("win32", "cuda", "", "cu130"),
        ("win32", "cpu", "581.10, 12.0\n", "pypi"),
        ("darwin", "auto", "580.65.06, 8.9\n", "pypi"),
        ("darwin", "mps", "", "pypi"),
    ],
)
def test_the_build_of_torch_for_the_machine(monkeypatch, platform, accelerator, cards, build):
    monkeypatch.setattr(environment, "LOCKS", LOCKS)
    monkeypatch.setattr(sys, "platform", platform)
    said = subprocess.CompletedProcess([], 0, stdout=cards)
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: said)
    assert installation.torch_build(accelerator) == build
    packages, torch = installation._packages(build)
    lock = LOCKS / f"torch-{build}.txt"
    assert packages == ["--require-hashes", "--no-deps", "-r", str(LOCKS / "packages.txt")]
    assert torch[-2:] == ["-r", str(lock)]
    assert ("--require-hashes" in torch) == ("--hash=sha256:" in lock.read_text("utf-8"))
    if build != "pypi":
        assert torch[:2] == ["--index-url", installation.TORCH_INDEX + build]


def test_an_accelerator_that_cannot_be(monkeypatch):
    for platform, accelerator in (("linux", "mps"), ("win32", "mps"), ("darwin", "cuda")):
        monkeypatch.setattr(sys, "platform", platform)
        with pytest.raises(MaquetteError) as caught:
            installation.torch_build(accelerator)
        assert caught.value.code == "device"


def test_no_card_and_no_driver(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert installation._nvidia_cards() == []


@pytest.fixture
def pips(monkeypatch, tmp_path):
    """Write pip's configuration file; nothing else sets anything."""
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_USER"):
        monkeypatch.delenv(name)

    def write(text, name="pip.conf"):
        (tmp_path / name).write_text(text)
        monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / name))

    return write


def sources(command="install"):
    return pip.sources(Path(sys.executable), command, lambda: None)


def test_of_pips_settings_only_the_sources_are_taken(pips, monkeypatch, tmp_path):
    pips(
        "[global]\ntarget=/elsewhere\nindex-url=https://a/\ntimeout=90\nproxy=http://p:1\n"
        "[install]\nprefix=/elsewhere\nroot=/\nextra-index-url=https://x/\n  https://y/\n"
        "cert=/c.pem\n[wheel]\nindex-url=https://w/\nwheel-dir=/elsewhere\n"
    )
    monkeypatch.setenv("PIP_TRUSTED_HOST", "a")
    monkeypatch.setenv("PIP_ROOT", "/")
    monkeypatch.setenv("PIP_PYTHON", "/usr/bin/python3")
    monkeypatch.setenv("PIP_RETRIES", "many")
    found, note = sources()
    assert found.pop("PIP_EXTRA_INDEX_URL").split() == ["https://x/", "https://y/"]
    assert not note and found == {
        "PIP_INDEX_URL": "https://a/",
        "PIP_TIMEOUT": "90",
        "PIP_PROXY": "http://p:1",
        "PIP_CERT": "/c.pem",
        "PIP_TRUSTED_HOST": "a",
    }
    assert sources("wheel")[0]["PIP_INDEX_URL"] == "https://w/"


def test_a_configuration_of_pip_that_cannot_be_read(pips):
    pips("index-url")
    found, note = sources()
    assert found == {} and "cannot be read" in note


@pytest.mark.parametrize("form", ["file", "variables"])
def test_where_packages_go_is_ours_to_say(tmp_path, package_index, monkeypatch, form):
    """Each of these sent two gigabytes to a place where the worker does not look."""
    wrong, marks = tmp_path / "wrong", tmp_path / "marks"
    python = script(tmp_path / "other" / "python", f"touch '{marks}'; exit 1")
    settings = {"target": wrong, "prefix": wrong, "root": wrong, "python": python, "user": "yes",
                "require-virtualenv": "maybe", "timeout": "soon"}  # fmt: skip
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_USER"):
        monkeypatch.delenv(name)
    source = {"no-index": "1", "find-links": package_index.folder}
    if form == "file":
        lines = [f"{name} = {value}" for name, value in {**settings, **source}.items()]
        (tmp_path / "pip.conf").write_text("\n".join(["[global]", *lines, ""]))
        monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    else:
        for name, value in {**settings, **source}.items():
            monkeypatch.setenv(f"PIP_{name.upper().replace('-', '_')}", str(value))
    for requirement in environment.requirements():
        package_index.build(requirement)
    notes = install(tmp_path / "environment")
    assert environment.state(tmp_path / "environment") == "ready"
    assert "torch 2" in notes[0] and "pip's own index settings" in notes[1]
    assert not wrong.exists() and not marks.exists()


def test_pips_words_become_stages():
    seen = []
    progress = Tracker(lambda stage, step, total, eta: seen.append((stage, step, total)))
    with pip.contextlib.ExitStack() as stages:
        narrator = pip.Narrator(progress, stages)
        for line in (
            "Collecting torch==2.13.0",
            "Progress 0 of 200000000",
            "Progress 100000000 of 200000000",
            "Collecting numpy",
            "Progress 10 of 10",
            "Installing collected packages: numpy, torch",
            "Successfully installed",
        ):
            narrator.hear(line)
            narrator.tick()
    assert list(dict.fromkeys(seen)) == [
        ("downloading", 0, 0),
        ("downloading", 0, 200),
        ("downloading", 100, 200),
        ("downloading", 0, 1),
        ("downloading", 1, 1),
        ("installing", 0, 0),
    ]
    assert not any("Progress" in line for line in narrator.said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "disk"),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching"
            " distribution found for torch",
            "network",
        ),
        ("ERROR: Could not install: Missing dependencies for SOCKS support.", "SOCKS"),
        ("WARNING: Retrying after 'ProxyError('Cannot connect to proxy.'", "proxy refuses"),
        (
            "ERROR: Could not find a suitable TLS CA certificate bundle, invalid path: /gone",
            "certificate file",
        ),
        (
            "WARNING: Retrying after SSLError(SSLCertVerificationError(1, '[SSL:"
            " CERTIFICATE_VERIFY_FAILED] self-signed certificate'))\nERROR: No matching"
            " distribution found for torch",
            "not trusted",
        ),
        ("ERROR: [Errno 13] Permission denied: 'x'", "cannot write"),
        (
            "HINT: This error might have occurred since this system does not have Windows Long Path"
            " support enabled.",
            "too long",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. Someone may"
            " have tampered with them.\n    torch==2.13.0 from file:///w/torch.whl (from -r x):\n"
            "        Expected sha256 a\n             Got        b",
            "torch is not the file",
        ),
        ("ERROR: Something new", "Something new"),
        ("", "did not say why"),
    ],
)
def test_pips_errors_become_sentences(said, words):
    error = pip.explain(said.splitlines())
    assert words in error.message and error.remedy and "\n" not in str(error)
    assert "the preferences" not in error.at_terminal


class _Gate(http.server.BaseHTTPRequestHandler):
    """A package index that is none, and a proxy that wants a password."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_CONNECT(self):
        self.send_response(407)
        self.end_headers()

    def log_message(self, *_said):
        pass


@pytest.mark.parametrize(
    ("index", "variable", "value", "words"),
    [
        ("http://{}/simple", "all_proxy", "socks://127.0.0.1:9", "SOCKS"),
        ("http://{}/simple", "http_proxy", "nonsense::", "proxy refuses the connection"),
        ("https://{}/simple", "https_proxy", "http://{}", "password"),
        ("https://{}/simple", "REQUESTS_CA_BUNDLE", "/gone.pem", "unset REQUESTS_CA_BUNDLE"),
        ("https://{}/simple", "PIP_CERT", __file__, "certificate file"),
        ("https://{}/simple", "", "", "No secure connection"),
        ("{}/simple", "", "", "https:// in front"),
        ("http://[::1/simple", "", "", "https:// in front"),
        ("http://{}/simple", "", "", "in the browser whether"),
    ],
)
def test_networks_that_pip_meets(folder, monkeypatch, index, variable, value, words):
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    for kind in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{kind}_proxy", raising=False)
        monkeypatch.delenv(f"{kind.upper()}_PROXY", raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Gate) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PIP_INDEX_URL", index.format(address))
        monkeypatch.setenv("PIP_RETRIES", "1")
        if variable:
            monkeypatch.setenv(variable, value.format(address))
        said = refused(folder, "environment")
        server.shutdown()
    assert words in said and "\n" not in said
