"""rembg is somebody else's: it may exit, go online, or answer with anything."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from huggingface_hub import constants

from backend.image import matting
from backend.shared.errors import MaquetteError

COLOUR = np.random.default_rng(1).integers(0, 255, (8, 9, 3), np.uint8)

# As rembg is: it ends the process without onnxruntime, and its own default is another model.
PACKAGE = {
    "rembg/__init__.py": "from .bg import remove\nfrom .session_factory import new_session\n",
    "rembg/bg.py": """
import sys
try:
    import onnxruntime
except ImportError:
    sys.exit(1)
from .session_factory import new_session
def remove(data, session=None, only_mask=False):
    session = session or new_session("bria-rmbg")
    assert only_mask
    return session.predict(data)
""",
    "rembg/session_factory.py": """
import onnxruntime
from .sessions.u2net import U2netSession
def new_session(name):
    assert name == "u2net", "a gigabyte, not for commerce"
    return U2netSession(name, onnxruntime.SessionOptions())
""",
    "rembg/sessions/__init__.py": "",
    "rembg/sessions/u2net.py": """
import os, pathlib
HOME = pathlib.Path(__file__).parents[2] / "home"
class U2netSession:
    def __init__(self, name, options):
        self.model = pathlib.Path(self.download_models()).read_bytes()
    @classmethod
    def u2net_home(cls):
        return str(HOME)
    @classmethod
    def download_models(cls):
        (HOME.parent / "went online").touch()
        HOME.mkdir(exist_ok=True)
        (HOME / "u2net.onnx").write_bytes(b"fetched")
        return HOME / "u2net.onnx"
    def predict(self, data):
        if self.model == b"broken":
            raise RuntimeError("INVALID_PROTOBUF\\n: at 0x0")
        if self.model == b"leaves":
            raise SystemExit(3)
        return data if self.model == b"odd" else data[..., 0]
""",
    "onnxruntime.py": "class SessionOptions: pass\n",
}
NEWER = """
    @classmethod
    def resolve_existing(cls, name):
        file = HOME / "models" / "u2net" / name
        return str(file) if file.exists() else None
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """rembg, installed; whatever of it was imported is forgotten."""
    for name, source in PACKAGE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    before = dict(sys.modules)
    yield tmp_path
    for name in sys.modules.keys() - before.keys():
        if name.partition(".")[0] in ("rembg", "onnxruntime"):
            del sys.modules[name]


def online(place) -> bool:
    return (place / "went online").exists()


def refused(says, code="request"):
    with pytest.raises(MaquetteError, match=says) as caught:
        matting.alpha(COLOUR, "rembg")
    assert caught.value.code == code and caught.value.remedy and "\n" not in str(caught.value)
    return str(caught.value)


def test_the_model_that_is_named_is_fetched_once_and_told_of(place, capfd):
    assert (matting.alpha(COLOUR, "rembg") == COLOUR[..., 0]).all()
    assert online(place) and "u2net: 176 MB, Apache-2.0" in capfd.readouterr().err
    (place / "went online").unlink()
    assert (matting.alpha(COLOUR, "rembg") == COLOUR[..., 0]).all()
    assert not online(place)


def test_offline_is_obeyed(place, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    said = refused("downloads are not allowed", "offline")
    assert "u2net (176 MB, Apache-2.0)" in said and not online(place)
    (place / "home").mkdir()
    (place / "home" / "u2net.onnx").write_bytes(b"put here by hand")
    assert matting.alpha(COLOUR, "rembg").shape == (8, 9)
    assert not online(place)


def test_a_download_that_fails(place):
    source = place / "rembg" / "sessions" / "u2net.py"
    source.write_text(source.read_text().replace("HOME.mkdir(", "raise OSError('no route') #"))
    assert "u2net (176 MB, Apache-2.0)" in refused("cannot be downloaded: no route", "network")


def test_where_newer_versions_keep_it(place, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    source = place / "rembg" / "sessions" / "u2net.py"
    source.write_text(source.read_text() + NEWER)
    refused("downloads are not allowed", "offline")
    (place / "home" / "models" / "u2net").mkdir(parents=True)
    (place / "home" / "models" / "u2net" / "u2net.onnx").write_bytes(b"put here by hand")
    assert matting.alpha(COLOUR, "rembg").shape == (8, 9)


def test_its_exit_is_not_ours(place, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "rembg[cpu]" in refused("needs onnxruntime")


@pytest.mark.parametrize(
    ("model", "says"),
    [(b"broken", "INVALID_PROTOBUF"), (b"leaves", "failed"), (b"odd", "not return a mask")],
)
def test_whatever_it_does_is_a_sentence(place, model, says):
    (place / "home").mkdir()
    (place / "home" / "u2net.onnx").write_bytes(model)
    refused(says)


def test_a_version_that_does_not_load(place):
    (place / "rembg" / "bg.py").write_text("raise RuntimeError('numba needs NumPy 1')")
    refused("numba needs NumPy 1")
