"""Where files go is known and checked before any work begins."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from backend import families
from backend.compute.progress import Tracker
from backend.pipeline import output_files
from backend.pipeline.generator import Generator
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import GenerationRequest, InitLatents, Levels, SourceImage, Turntable


@pytest.fixture
def request_(tmp_path) -> GenerationRequest:
    for name in ("photo.png", "a.npy", "b.npy"):
        (tmp_path / name).write_bytes(b"an input")
    (tmp_path / "folder.glb").mkdir()
    return GenerationRequest("a chair", folder=str(tmp_path), name="a", format="glb")


def test_all_names(request_, tmp_path):
    turn = Turntable(str(tmp_path / "t-##.png"), frames=2)
    asked = dataclasses.replace(
        request_, samples=2, name="new", format="GLB", thumbnail=16, latents=True, turntable=turn
    )
    found = output_files.of(dataclasses.replace(asked, prepared_image=str(tmp_path / "seen.png")))
    assert [path.name for path in found] == [
        *("new-1.GLB", "new-2.GLB", "new-1.thumbnail.png", "new-2.thumbnail.png"),
        *("new-1.npy", "new-2.npy", "t-1-01.png", "t-1-02.png", "t-2-01.png", "t-2-02.png"),
        "seen.png",
    ]
    assert not list(tmp_path.glob("new*")) and not list(tmp_path.glob(".maquette*"))
    only = output_files.of(dataclasses.replace(asked, mesh=False))
    assert only.meshes == only.thumbnails == () and len(only.latents) == 2


def test_levels_of_detail_are_named_as_engines_know_them(request_):
    asked = dataclasses.replace(request_, name="new", levels=Levels(3), thumbnail=16, latents=True)
    assert [path.name for path in output_files.of(asked)] == [
        *("new_LOD0.glb", "new_LOD1.glb", "new_LOD2.glb"),
        *(f"new_LOD{k}.thumbnail.png" for k in range(3)),
        "new.npy",
    ]
    several = output_files.of(dataclasses.replace(asked, samples=2, levels=Levels(2)))
    assert [path.name for path in several.meshes] == [
        f"new-{sample}_LOD{k}.glb" for sample in (1, 2) for k in (0, 1)
    ]


@pytest.mark.parametrize(
    ("name", "second"),
    [
        *(("turn.gif", "turn-2.gif"), ("t-####.png", "t-2-####.png"), ("##.png", "-2##.png")),
        ("new\nline.glb", "new\nline-2.glb"),
    ],
)
def test_numbers_go_before_the_frame_number(request_, name, second):
    request = dataclasses.replace(request_, samples=2)
    assert output_files.numbered(Path(name), request, 1).name == second


def refused(request: GenerationRequest, monkeypatch) -> MaquetteError:
    """The generator's own refusal, before it has loaded anything."""
    monkeypatch.setattr(families, "load", None)
    held = {path: path.read_bytes() for path in Path(request.folder).glob("*.*") if path.is_file()}
    with pytest.raises(MaquetteError) as caught:
        Generator().generate(request, Tracker())
    assert {p: p.read_bytes() for p in Path(request.folder).glob("*.*") if p.is_file()} == held
    return caught.value


INPUTS = [
    {"latents": True, "init_latents": InitLatents((Artifact.of("a.npy"),))},
    {"latents": True, "init_latents": InitLatents((Artifact.of("b.npy"), Artifact.of("a.npy")))},
    {"latents": True, "init_latents": InitLatents((Artifact.of("link.npy"),))},
    {"image": SourceImage(Artifact.of("photo.png")), "prepared_image": "photo.png"},
    {"image": SourceImage(Artifact.of("photo.png")), "prepared_image": "./x/../photo.png"},
    {"image": SourceImage(Artifact.of("link.png")), "prepared_image": "photo.png"},
    {"image": SourceImage(Artifact.of("hard.png")), "prepared_image": "photo.png"},
    {"image": SourceImage(Artifact.of("photo.png")), "turntable": Turntable("photo.png")},
]


@pytest.mark.parametrize("values", INPUTS)
def test_nothing_that_it_begins_from_is_written_over(request_, tmp_path, monkeypatch, values):
    monkeypatch.chdir(tmp_path)
    os.link("photo.png", "hard.png")
    os.symlink("photo.png", "link.png")
    os.symlink("a.npy", "link.npy")
    error = refused(dataclasses.replace(request_, **values), monkeypatch)
    assert (
        error.code == "request" and "the result is made from it" in error.message and error.remedy
    )


@pytest.mark.parametrize(
    "values",
    [
        {"turntable": Turntable("seen.png")},
        {"turntable": Turntable("same.png"), "mesh": False},
        {"samples": 2, "turntable": Turntable("seen.png"), "prepared_image": "seen-2.png"},
    ],
)
def test_two_results_have_two_places(request_, tmp_path, monkeypatch, values):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seen.png").write_bytes(b"")
    os.symlink("seen.png", "same.png")
    shown = {"image": SourceImage(Artifact.of("photo.png")), "prepared_image": "seen.png"}
    error = refused(dataclasses.replace(request_, **shown | values), monkeypatch)
    assert error.code == "request" and "Two results" in error.message and error.remedy


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"turntable": Turntable("gone/t.gif")}, "There is no folder .*gone"),
        ({"prepared_image": "photo.png/seen.png"}, "There is no folder .*photo.png"),
        ({"folder": "gone"}, "There is no folder .*gone"),
        ({"name": "folder"}, "folder.glb is not a file"),
        ({"name": "x" * 252}, "too long"),
    ],
)
def test_a_place_that_takes_no_file(request_, tmp_path, monkeypatch, values, says):
    monkeypatch.chdir(tmp_path)
    shown = {"image": SourceImage(Artifact.of("photo.png"))}
    with pytest.raises(MaquetteError, match=says) as caught:
        Generator().generate(dataclasses.replace(request_, **shown | values), Tracker())
    assert caught.value.code == "file" and caught.value.remedy


@pytest.mark.parametrize(
    ("name", "says"),
    [("a\0b", "contains a NUL character"), ("\ud800", "contains half a character")],
)
def test_a_name_that_is_none(request_, tmp_path, monkeypatch, name, says):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MaquetteError, match=says) as caught:
        Generator().generate(dataclasses.replace(request_, name=name), Tracker())
    assert caught.value.code == "request" and caught.value.remedy


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_may_not_be_written_to(request_, tmp_path):
    (tmp_path / "a.glb").write_bytes(b"kept")
    (tmp_path / "a.glb").chmod(0o400)
    with pytest.raises(MaquetteError, match="a.glb cannot be written"):
        output_files.of(request_)
