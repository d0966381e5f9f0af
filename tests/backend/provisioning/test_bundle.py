"""A bundle made here brings environment and models to a machine that has no internet."""

import errno
import hashlib
import itertools
import json
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from backend.compute.progress import Tracker
from backend.provisioning import bundle, installation
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog, hub_cache
from backend.shared.process import environment
from tests import faults

SHAP_E = "openai/shap-e"
CODES = itertools.cycle((errno.ENOSPC, errno.EIO, errno.EACCES))
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def git(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@pytest.fixture
def downloaded(monkeypatch, tmp_path):
    """A cache of the hub with a whole Shap-E of a few bytes, and where another one will be."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache here"))
    for need in hub_cache.needs(catalog.find(SHAP_E)):
        content = f"content of {need.file}".encode() * 100
        large = need.file.endswith((".safetensors", ".bin"))
        blob = hub_cache.repository(need.owner) / "blobs" / (sha256 if large else git)(content)
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        hub_cache.add_to_snapshot(need, COMMIT, blob)
    hub_cache.write_ref(catalog.find(SHAP_E), COMMIT)
    assert hub_cache.state(catalog.find(SHAP_E)) == "ready"
    return tmp_path / "cache there"


_made: list[tuple[bytes, Path]] = []  # the bundle and its locks, made once: pip takes its seconds


@pytest.fixture
def file(tmp_path, request, downloaded, monkeypatch):
    """A bundle with wheels and one model, made with a package index that is gone then."""
    made = tmp_path / "Kit ü" / "maquette kit.zip"
    made.parent.mkdir()
    if not _made:
        index = request.getfixturevalue("package_index")
        for requirement in environment.requirements():
            index.build(requirement)
        bundle.export(made, [SHAP_E], "cpu", Tracker())
        _made.append((made.read_bytes(), index.locks))
        shutil.rmtree(index.folder)
    content, locks = _made[0]
    made.write_bytes(content)
    monkeypatch.setattr(environment, "LOCKS", locks)
    return made


@pytest.fixture
def no_pip(monkeypatch):
    """An environment that is a marker alone, for tests of models: pip and venv take seconds."""

    def install(request, _progress, wheels):
        assert any(wheels.iterdir())
        Path(request.folder).mkdir()
        environment.write_marker(Path(request.folder), complete=True)
        return []

    monkeypatch.setattr(installation, "install", install)


def rewritten(file, name, change):
    """The bundle with one member changed."""
    with zipfile.ZipFile(file) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(file, "w") as new:
        for member, content in members.items():
            new.writestr(member, content)


NETWORK = {
    "PIP_CERT": "/gone.pem",
    "PIP_TIMEOUT": "soon",
    "PIP_TARGET": "/gone",
    "PIP_PYTHON": "/gone/python",
    "PIP_INDEX_URL": "http://[::1",
    "REQUESTS_CA_BUNDLE": "/gone.pem",
    "SSL_CERT_FILE": "/gone.pem",
    "all_proxy": "socks://127.0.0.1:9",
    "https_proxy": "nonsense::",
}


def test_there_and_back(file, tmp_path, downloaded, monkeypatch):
    for name, value in NETWORK.items():  # none is needed, so none of it does harm
        monkeypatch.setenv(name, value)
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    assert hub_cache.state(catalog.find(SHAP_E)) == "absent"
    seen = []
    folder = tmp_path / "new" / "environment"
    notes = bundle.unpack(file, str(folder), Tracker(lambda stage, *_: seen.append(stage)))
    assert environment.state(folder) == "ready"
    assert "torch 2" in notes[0] and "Shap-E (OpenAI) was put in" in notes[1]
    assert hub_cache.state(catalog.find(SHAP_E)) == "ready"
    for need in hub_cache.needs(catalog.find(SHAP_E)):
        assert hub_cache.find(need).read_bytes() == f"content of {need.file}".encode() * 100
        assert hub_cache.identity(need)[0] == COMMIT and len(hub_cache.identity(need)[1]) in (
            40,
            64,
        )
    assert hub_cache.read_ref(catalog.find(SHAP_E)) == COMMIT
    assert list(dict.fromkeys(seen))[:3] == ["verifying", "unpacking", "environment"]
    assert [path.name for path in folder.parent.iterdir()] == ["environment"]


def refused(file, folder, says):
    with pytest.raises(MaquetteError, match=says) as caught:
        bundle.unpack(file, str(folder), Tracker())
    assert caught.value.code == "file" and caught.value.remedy
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("models/openai/shap-e/model_index.json", lambda c: c[:-1] + b"!", "is damaged"),
        ("wheels/evil.whl", lambda _: b"", "is damaged"),
        ("kit.json", lambda _: b"{", "not a Maquette bundle"),
        ("kit.json", lambda c: c.replace(b"kit 1", b"kit 9"), "another version"),
        ("kit.json", lambda c: c.replace(b"Python 3", b"Python 2"), "this is .*, Python 3"),
    ],
)
def test_a_kit_that_is_not_whole_changes_nothing(
    file, tmp_path, downloaded, monkeypatch, name, change, says
):
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    with zipfile.ZipFile(file) as old:
        names = old.namelist()
    if name not in names:
        with zipfile.ZipFile(file, "a") as grown:
            grown.writestr(name, b"")
    rewritten(file, name, change)
    refused(file, tmp_path / "environment", says)
    assert not downloaded.exists()


def test_files_that_are_no_kits(tmp_path):
    (tmp_path / "text.zip").write_text("hello")
    refused(tmp_path / "text.zip", tmp_path / "environment", "is damaged")
    refused(tmp_path / "absent.zip", tmp_path / "environment", "no file")


def with_members(file, *more, names=(), **how):
    """The bundle with members more, and its manifest told of `names`."""
    with zipfile.ZipFile(file) as old:
        members = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(file, "w") as new:
        for info, content in members:
            if info.filename == "kit.json" and names:
                manifest = json.loads(content)
                manifest["sha256"] |= {name: sha256(b"x") for name in names}
                content = json.dumps(manifest).encode()
            new.writestr(info.filename, content)
        for name in (*names, *more):
            new.writestr(name, b"x", **how)


def manifest(change):
    """A change of what the bundle says of itself, as a function of the file."""

    def rewrite(file):
        def changed(content):
            said = json.loads(content)
            return json.dumps(change(said) or said).encode()

        rewritten(file, "kit.json", changed)

    return rewrite


def raw(content):
    return lambda file: rewritten(file, "kit.json", lambda _: content)


def a_link(file):
    info = zipfile.ZipInfo("wheels/link.whl")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with_members(file, names=["wheels/there.whl"])
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr(info, "/etc/passwd")


def patched(find, put, every=True):
    """The file's bytes changed at the headers of all members."""

    def patch(file):
        content = bytearray(file.read_bytes())
        for mark, offset in ((b"PK\x03\x04", find[0]), (b"PK\x01\x02", find[1])):
            at = content.find(mark)
            while at >= 0:
                content[at + offset : at + offset + len(put)] = put
                at = content.find(mark, at + 4) if every else -1
        file.write_bytes(content)

    return patch


HOSTILE = {
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-300]),
    "no end": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "zeros": lambda file: file.write_bytes(bytes(10_000)),
    "empty": lambda file: file.write_bytes(b""),
    "a byte flipped": patched((14, 16), b"\x01\x02\x03\x04"),
    "encrypted": patched((6, 8), struct.pack("<H", 1)),
    "unknown compression": patched((8, 10), struct.pack("<H", 99)),
    "absurd sizes": patched((18, 20), struct.pack("<II", 2**32 - 2, 2**32 - 2)),
    "a bomb": lambda file: with_members(
        file, names=["wheels/bomb.whl"], compress_type=zipfile.ZIP_DEFLATED
    ),
    "up and out": lambda file: with_members(file, names=["../outside.whl"]),
    "wheels up and out": lambda file: with_members(file, names=["wheels/../../outside.whl"]),
    "dots": lambda file: with_members(file, names=["wheels/.."]),
    "absolute": lambda file: with_members(file, names=["/tmp/outside.whl"]),
    "a drive": lambda file: with_members(file, names=["wheels/C:\\outside.whl"]),
    "a folder": lambda file: with_members(file, names=["wheels/"]),
    "a newline": lambda file: with_members(file, names=["wheels/a\nb.whl"]),
    "twice": lambda file: with_members(file, "wheels/two.whl", names=["wheels/two.whl"]),
    "a link": a_link,
    "NaN": raw(b'{"kind": NaN}'),
    "nested": raw(b"[" * 200_000),
    "deep within": raw(b'{"kind": ' + b'{"a":' * 100_000 + b"}" * 100_000 + b"}"),
    "a list": raw(b"[]"),
    "a number": raw(b"7"),
    "not UTF-8": raw(b"\xff\xfe\x00"),
    "much": raw(b" " * (5 << 20) + b"{}"),
    "no hashes": manifest(lambda said: said.pop("sha256") and None),
    "hashes of 5": manifest(lambda said: said.update(sha256=dict.fromkeys(said["sha256"], 5))),
    "a list of hashes": manifest(lambda said: said.update(sha256=[*said["sha256"]])),
    "no models": manifest(lambda said: said.pop("models") and None),
    "models of words": manifest(lambda said: said.update(models=["openai/shap-e"])),
    "a model that is not there": manifest(
        lambda said: said["models"].append(
            {"model": "openai/shap-e-img2img", "file": "prior/config.json", "commit": COMMIT}
        )
    ),
    "a system of lists": manifest(lambda said: said.update(system=[["a\nb"]])),
    "no requirements": manifest(lambda said: said.pop("requirements") and None),
    "another's blob": manifest(lambda said: said["models"][3].update(blob="a" * 64)),
    "another's small blob": manifest(lambda said: said["models"][0].update(blob="b" * 40)),
}  # fmt: skip


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_kits(file, tmp_path, downloaded, monkeypatch, how):
    """Each ends in one sentence; nothing is written anywhere, nothing left behind."""
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    HOSTILE[how](file)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(MaquetteError) as caught:
        bundle.unpack(file, str(tmp_path / "new" / "environment"), Tracker())
    assert caught.value.code == "file" and caught.value.remedy
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/outside.whl").exists()


def test_a_kit_of_which_no_environment_can_be_made(file, tmp_path, downloaded, monkeypatch):
    """All hashes are right, and the wheel is none."""
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    with zipfile.ZipFile(file) as old:
        torch = next(name for name in old.namelist() if "torch" in name)
    rewritten(file, torch, lambda _: b"no wheel")
    manifest(lambda said: said["sha256"].update({torch: sha256(b"no wheel")}))(file)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(MaquetteError) as caught:
        bundle.unpack(file, str(tmp_path / "new" / "environment"), Tracker())
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_the_cache_has_stays_as_it_is(file, tmp_path, downloaded, monkeypatch, no_pip):
    """Another program has another commit of the model, and one blob of this one."""
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    model = catalog.find(SHAP_E)
    newer = "f" * 40
    hub_cache.write_ref(model, newer)
    need = hub_cache.needs(model)[0]
    theirs = hub_cache.repository(model) / "blobs" / git(f"content of {need.file}".encode() * 100)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(f"content of {need.file}".encode() * 100)
    made = theirs.stat().st_mtime_ns
    bundle.unpack(file, str(tmp_path / "environment"), Tracker())
    assert hub_cache.state(model) == "ready" and hub_cache.read_ref(model) == newer
    assert theirs.stat().st_mtime_ns == made


def test_a_damaged_model_is_not_packed(tmp_path, package_index, downloaded):
    for requirement in environment.requirements():
        package_index.build(requirement)
    hub_cache.find(hub_cache.needs(catalog.find(SHAP_E))[1]).resolve().write_bytes(b"spoiled")
    with pytest.raises(MaquetteError, match="does not match the hub") as caught:
        bundle.export(tmp_path / "kit.zip", [SHAP_E], "cpu", Tracker())
    assert "verify" in caught.value.remedy
    assert not [path for path in tmp_path.iterdir() if "kit" in path.name]


def test_files_of_addresses_are_carried_too(tmp_path, monkeypatch):
    """Point-E lies on no hub; what was first downloaded is what it is compared with."""
    model = catalog.find("openai/point-e")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache here"))
    for need in hub_cache.needs(model):
        content = f"content of {need.file}".encode() * 100
        blob = hub_cache.repository(need.owner) / "blobs" / sha256(content)
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        hub_cache.add_to_snapshot(need, COMMIT, blob)
        hub_cache.write_ref(need.owner, COMMIT)
    monkeypatch.setattr(
        installation, "collect", lambda wheels, *_: (wheels / "a-1-py3-none-any.whl").touch()
    )
    bundle.export(tmp_path / "kit.zip", [model.id], "cpu", Tracker())
    first = hub_cache.find(hub_cache.needs(model)[0])
    first.resolve().write_bytes(b"spoiled")
    with pytest.raises(MaquetteError, match="textvec.pt of .* match what was first downloaded"):
        bundle.export(tmp_path / "other.zip", [model.id], "cpu", Tracker())

    def install(request, *_):
        Path(request.folder).mkdir()
        return []

    monkeypatch.setattr(installation, "install", install)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache there"))
    notes = bundle.unpack(tmp_path / "kit.zip", str(tmp_path / "environment"), Tracker())
    assert any("Point-E (OpenAI) was put in" in note for note in notes)
    assert hub_cache.state(model) == "ready" and hub_cache.read_ref(model) == COMMIT
    for need in hub_cache.needs(model):
        content = hub_cache.find(need).read_bytes()
        assert content == f"content of {need.file}".encode() * 100
        assert hub_cache.identity(need) == (COMMIT, sha256(content))


def test_a_manifest_cannot_name_other_files(file, tmp_path, downloaded, monkeypatch, no_pip):
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))

    def lie(content):
        manifest = json.loads(content)
        manifest["models"][0]["commit"] = "../../../outside"
        manifest["models"][1]["file"] = "../../outside"
        return json.dumps(manifest).encode()

    rewritten(file, "kit.json", lie)
    bundle.unpack(file, str(tmp_path / "environment"), Tracker())
    assert not [path for path in tmp_path.rglob("*outside*")]
    assert hub_cache.state(catalog.find(SHAP_E)) == "partial"


def test_only_what_is_there_is_packed(tmp_path, package_index, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "empty"))
    for name, says in (
        (SHAP_E, "is not downloaded"),
        ("maquette-mini", "not a model on the hub"),
    ):
        with pytest.raises(MaquetteError, match=says):
            bundle.export(tmp_path / "kit.zip", [name], "cpu", Tracker())
    with pytest.raises(MaquetteError, match="no package that fits"):
        bundle.export(tmp_path / "kit.zip", [], "cpu", Tracker())
    with pytest.raises(MaquetteError, match="There is no folder"):
        bundle.export(tmp_path / "absent" / "kit.zip", [], "cpu", Tracker())
    assert {path.name for path in tmp_path.iterdir()} == {package_index.folder.name}


def test_a_cancelled_export_leaves_nothing(tmp_path, package_index):
    for requirement in environment.requirements():
        package_index.build(requirement)
    told = []

    def packing(stage, *_):
        told.append(stage)

    with pytest.raises(JobCancelled):
        bundle.export(
            tmp_path / "kit.zip",
            [],
            "cpu",
            Tracker(packing, lambda: told[-1:] == ["packing"]),
        )
    assert {path.name for path in tmp_path.iterdir()} == {package_index.folder.name}


def tree(folder):
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


def test_an_import_of_which_anything_fails(file, tmp_path, downloaded, monkeypatch, no_pip):
    """All but pip, which has its own test: the n-th operation on a file, for every n."""
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    target = tmp_path / "new" / "environment"
    for n in itertools.count(1):
        with faults.fail(n, next(CODES), tmp_path) as fault:
            try:
                bundle.unpack(file, str(target), Tracker())
            except MaquetteError as error:
                assert error.code == "file" and error.remedy and "\n" not in str(error)
            except OSError:  # of the fake above
                assert "environment" in fault.struck
        if not fault.struck:
            break
        for blob in downloaded.rglob("blobs/*"):
            assert blob.name in (sha256(blob.read_bytes()), git(blob.read_bytes())), fault.struck
        assert not list(tmp_path.rglob(".maquette-*")), fault.struck
        shutil.rmtree(downloaded, ignore_errors=True)
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
    assert n > 60 and hub_cache.state(catalog.find(SHAP_E)) == "ready"


def test_an_export_of_which_anything_fails(tmp_path, downloaded, monkeypatch):
    def collect(wheels, _accelerator, _progress):
        (wheels / "a-1.0-py3-none-any.whl").write_bytes(b"a wheel")

    monkeypatch.setattr(installation, "collect", collect)
    place = tmp_path / "bundles"
    place.mkdir()
    (place / "kit.zip").write_bytes(b"the bundle of last week")
    before = tree(tmp_path)
    for n in itertools.count(1):
        with faults.fail(n, next(CODES), place) as fault:
            try:
                bundle.export(place / "kit.zip", [SHAP_E], "cpu", Tracker())
            except MaquetteError as error:
                assert error.code == "file" and error.remedy and "\n" not in str(error)
                kept = {
                    path: was for path, was in tree(tmp_path).items() if ".kit-" not in str(path)
                }
                assert kept == before, fault.struck
            except OSError:  # of the fake above
                assert ".whl" in fault.struck
        if not fault.struck:
            break
        (place / "kit.zip").write_bytes(b"the bundle of last week")
    assert n > 20 and zipfile.is_zipfile(place / "kit.zip")
