"""A kit made here brings environment and models to a machine that has no internet."""

import json
import zipfile

import pytest

from backend.progress import Progress
from backend.protocol import catalogue, environment, store
from backend.protocol.errors import Cancelled, MaquetteError
from backend.provisioning import kit

SHAP_E = "openai/shap-e"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def downloaded(monkeypatch, tmp_path):
    """A cache of the hub with a whole Shap-E of a few bytes, and where another one will be."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache here"))
    for k, need in enumerate(store.needs(catalogue.find(SHAP_E))):
        blob = store.repository(need.owner) / "blobs" / f"{k:064x}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(f"content of {need.file}".encode() * 100)
        store.enter(need, COMMIT, blob)
    store.remember(catalogue.find(SHAP_E), COMMIT)
    assert store.state(catalogue.find(SHAP_E)) == "ready"
    return tmp_path / "cache there"


@pytest.fixture
def file(tmp_path, package_index, downloaded):
    """A kit with wheels and one model, made with the package index, which is gone then."""
    for requirement in environment.requirements():
        package_index.build(requirement)
    made = tmp_path / "Kit ü" / "maquette kit.zip"
    made.parent.mkdir()
    kit.export(made, [SHAP_E], "cpu", Progress())
    for wheel in package_index.folder.iterdir():
        wheel.unlink()
    return made


def rewritten(file, name, change):
    """The kit with one member changed."""
    with zipfile.ZipFile(file) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(file, "w") as new:
        for member, content in members.items():
            new.writestr(member, content)


def test_there_and_back(file, tmp_path, downloaded, monkeypatch):
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))
    assert store.state(catalogue.find(SHAP_E)) == "absent"
    seen = []
    folder = tmp_path / "new" / "environment"
    notes = kit.unpack(file, str(folder), Progress(lambda stage, *_: seen.append(stage)))
    assert environment.state(folder) == "ready"
    assert "torch 2" in notes[0] and "Shap-E (OpenAI) is placed in" in notes[1]
    assert store.state(catalogue.find(SHAP_E)) == "ready"
    for need in store.needs(catalogue.find(SHAP_E)):
        assert store.find(need).read_bytes() == f"content of {need.file}".encode() * 100
        assert store.identity(need)[0] == COMMIT and len(store.identity(need)[1]) == 64
    assert store.remembered(catalogue.find(SHAP_E)) == COMMIT
    assert list(dict.fromkeys(seen))[:3] == ["verifying", "unpacking", "environment"]
    assert [path.name for path in folder.parent.iterdir()] == ["environment"]


def refused(file, folder, says):
    with pytest.raises(MaquetteError, match=says) as caught:
        kit.unpack(file, str(folder), Progress())
    assert caught.value.code == "file" and caught.value.remedy
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("models/openai/shap-e/model_index.json", lambda c: c[:-1] + b"!", "is damaged"),
        ("wheels/evil.whl", lambda _: b"", "is damaged"),
        ("kit.json", lambda _: b"{", "no kit"),
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


def test_a_manifest_cannot_name_other_files(file, tmp_path, downloaded, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(downloaded))

    def lie(content):
        manifest = json.loads(content)
        manifest["models"][0]["commit"] = "../../../outside"
        manifest["models"][1]["file"] = "../../outside"
        return json.dumps(manifest).encode()

    rewritten(file, "kit.json", lie)
    kit.unpack(file, str(tmp_path / "environment"), Progress())
    assert not [path for path in tmp_path.rglob("*outside*")]
    assert store.state(catalogue.find(SHAP_E)) == "partial"


def test_only_what_is_there_is_packed(tmp_path, package_index, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "empty"))
    for name, says in ((SHAP_E, "not on this machine"), ("maquette-mini", "no model of the hub")):
        with pytest.raises(MaquetteError, match=says):
            kit.export(tmp_path / "kit.zip", [name], "cpu", Progress())
    with pytest.raises(MaquetteError, match="no package that fits"):
        kit.export(tmp_path / "kit.zip", [], "cpu", Progress())
    with pytest.raises(MaquetteError, match="cannot be written"):
        kit.export(tmp_path / "absent" / "kit.zip", [], "cpu", Progress())
    assert {path.name for path in tmp_path.iterdir()} == {package_index.folder.name}


def test_a_cancelled_export_leaves_nothing(tmp_path, package_index):
    for requirement in environment.requirements():
        package_index.build(requirement)
    told = []

    def packing(stage, *_):
        told.append(stage)

    with pytest.raises(Cancelled):
        kit.export(
            tmp_path / "kit.zip", [], "cpu", Progress(packing, lambda: told[-1:] == ["packing"])
        )
    assert {path.name for path in tmp_path.iterdir()} == {package_index.folder.name}
