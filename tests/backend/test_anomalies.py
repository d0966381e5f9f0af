"""Every file operation fails once, as on a full, a broken or a forbidden disk: the run ends in one
sentence, no partial file stays, and every earlier file is what it was.

Downloads and bundles are tried so in provisioning/.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import importlib
import io
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from backend import families
from backend.asset.mesh import Mesh
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.models import hub_cache
from backend.shared.request import GenerationRequest, SourceImage, Turntable
from tests import faults
from tests.backend.families.shap_e.test_originals import files  # noqa: F401

cli = importlib.import_module("backend.__main__")
CODES = errno.ENOSPC, errno.EIO, errno.EACCES

Content = dict[str, bytes]


def content(folder: Path) -> Content:
    """All files below a folder, and the folders that hold none as b"/"."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"/"
        for path in sorted(folder.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }


def renew(folder: Path, wanted: Content) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, held in wanted.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(held)


def disturbed(
    run: Callable[[], bool], folder: Path, before: Content, step: int = 1
) -> Iterator[tuple[bool, str]]:
    """Whether each disturbed run succeeded, and what was struck, until one is left alone. Every
    `step`-th operation is struck, by one code after the other."""
    for n in itertools.count(1, step):
        renew(folder, before)
        with faults.fail(n, CODES[n // step % 3], folder) as fault:
            succeeded = run()
        if not fault.struck:
            assert succeeded
            return
        yield succeeded, fault.struck


def told(*arguments: object) -> bool:
    """Run the command line; whether it succeeded. If not, it says why in one sentence."""
    said = io.StringIO()
    said.reconfigure = lambda **_how: None
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(_Output()):
        status = cli.main([str(argument) for argument in arguments])
    lines = said.getvalue().splitlines()
    assert "Traceback" not in said.getvalue()
    if status:
        assert status == 1 and lines[-1].startswith("maquette: "), lines
        assert "inside Maquette" not in lines[-1] and len(lines[-1]) < 500, lines
    return status == 0


class _Output(io.StringIO):
    def reconfigure(self, **_how: str) -> None:
        pass


class Quick:
    """A model that knows one shape."""

    def sample(self, conditions, seeds, how, progress, low_memory):
        found = [torch.full((2, 3), float(seed)) for seed in seeds]
        for step in range(1, how.steps + 1) if how.watch else ():
            how.watch(step, found)
        return found, ()

    def arrays(self, sample):
        return {"latent": sample.half().numpy()}

    def asset_steps(self, options):
        return 1

    turntable_steps = asset_steps

    def asset(self, sample, options, advance, low_memory=False):
        corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
        faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]], np.int32)
        return Mesh(corners, faces, np.abs(corners))

    def render_turntable(self, latent, wanted, advance):
        return np.zeros((wanted.frames, wanted.frame_size, wanted.frame_size, 3), np.uint8)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(families, "load", lambda *_: Quick())


@pytest.fixture
def photo(tmp_path):
    image = Image.new("RGB", (40, 40), "white")
    image.paste("red", (10, 10, 30, 30))
    image.save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.mark.parametrize("kind", ["glb", "obj"])
@pytest.mark.parametrize("earlier", [False, True])
def test_generate(quick, photo, tiny_image_model, tmp_path, kind, earlier):
    """All outputs at once, into an empty folder and over those of an earlier run."""
    folder = tmp_path / "out"
    names = [f"a-{k}.{end}" for k in (1, 2) for end in (kind, "npy")]
    names += [f"t-{k}-{n}.png" for k in (1, 2) for n in (1, 2, 3)] + ["seen.png"]
    before = {"other.txt": b"other"} | {name: b"earlier" for name in names if earlier}
    asked = ["generate", "--image", photo, "--model", tiny_image_model, "--samples", 2]
    asked += ["-o", folder / f"a.{kind}", "--latents", "--prepared", folder / "seen.png"]
    asked += ["--turntable", folder / "t-#.png", "--frames", 3, "--frame-size", 16]
    count = 0
    for succeeded, struck in disturbed(lambda: told(*asked), folder, before):
        count += 1
        found = content(folder)
        if succeeded:
            assert found.keys() == {*names, "other.txt"} and b"earlier" not in found.values()
        else:
            assert found == before, struck
    assert count > 50
    assert content(folder).keys() == {*names, "other.txt"}


def test_a_job_of_blenders(quick, photo, tiny_image_model, tmp_path):
    """Thumbnails and previews, which are shown before the job is done, over those of another."""
    folder = tmp_path / "out"
    names = [f"mesh-{k}.{end}" for k in (1, 2) for end in ("npz", "npy", "thumbnail.png")]
    names += ["seen.png", "preview-0001.npz", "preview-0002.npz", "turn-1.gif", "turn-2.gif"]
    before = dict.fromkeys(names, b"earlier") | {"other": b"other"}
    request = GenerationRequest(
        image=SourceImage(Artifact.of(photo)),
        prepared_image=str(folder / "seen.png"),
        model=str(tiny_image_model),
        turntable=Turntable(str(folder / "turn.gif"), 16, 2),
        **{"folder": str(folder), "samples": 2, "steps": 2, "latents": True, "thumbnail": 16},
        **{"preview_interval": 1, "keep_frames": True},
    )

    def run(request=request) -> bool:
        try:
            Generator().generate(request, Tracker(show=look))
        except MaquetteError as error:
            assert error.code == "file" and error.remedy
            return False
        return True

    def look(shown) -> None:
        file = getattr(shown, "mesh", "") or shown.sample.thumbnail
        assert Path(file).read_bytes() not in (b"", b"earlier")

    for succeeded, struck in disturbed(run, folder, before):
        found = content(folder)
        assert found.keys() == before.keys(), struck
        assert succeeded == (b"earlier" not in found.values()), struck
        assert succeeded or found == before, struck
    passing = dataclasses.replace(request, keep_frames=False)
    before = {"other": b"other"}
    for succeeded, struck in disturbed(lambda: run(passing), folder, before):
        assert not [name for name in content(folder) if "preview" in name or name[0] == "."], struck
        assert succeeded or content(folder) == before, struck


def test_import(files, clip, tmp_path):  # noqa: F811
    folder = tmp_path / "models"
    before = {"other/model_index.json": b"{}"}
    asked = ["models", "import", files / "text_cond.pt", "--clip", clip]
    run = lambda: told(*asked, "-o", folder / "new" / "made")  # noqa: E731
    for succeeded, struck in disturbed(run, folder, before):
        if succeeded:
            hub_cache.check_layout(folder / "new" / "made")
            assert {p.name for p in (folder / "new").iterdir()} == {"made"}, struck
        else:
            assert content(folder) == before, struck
