"""Recordings for Rerun, as its own reader reads them; what is said where it is not there."""

from __future__ import annotations

import dataclasses
import importlib
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from backend import families
from backend.asset.mesh import linear_to_srgb
from backend.compute.progress import Tracker
from backend.families import network
from backend.families.omages import sampling as omage_sampling
from backend.families.point_e import PointE
from backend.pipeline import comparison, recording
from backend.pipeline.generator import Generator
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest, SourceImage
from tests.backend.families import formula
from tests.backend.families.omages import tiny as tiny_omages
from tests.backend.families.point_e import tiny as tiny_points

ROOT = Path(__file__).parents[3]
INSTALLED = importlib.util.find_spec("rerun") is not None
needs_rerun = pytest.mark.skipif(
    not INSTALLED, reason=f"{recording.PACKAGE} is not installed here; see `make test-rerun`"
)
cli = importlib.import_module("backend.__main__")


class Read:
    """What is in an .rrd: by entity and component the rows, each with its step (None: static)."""

    def __init__(self, file: Path) -> None:
        from rerun.chunk import RrdReader

        reader = RrdReader(file)
        self.rows: dict[str, dict[str, list[tuple[int | None, Any]]]] = {}
        self.timelines: set[str] = set()
        (recorded,), (blueprint,) = reader.recordings(), reader.blueprints()
        for chunk in reader.stream(store=recorded):
            self.timelines |= set(chunk.timeline_names)
            self._add(chunk)
        self.layout = [
            {name: batch.column(name).to_pylist()[0] for name in batch.schema.names if ":" in name}
            for batch in (chunk.to_record_batch() for chunk in reader.stream(store=blueprint))
        ]

    def _add(self, chunk: Any) -> None:
        batch = chunk.to_record_batch()
        known = self.rows.setdefault(chunk.entity_path.replace("\\", ""), {})
        steps = batch.column("step").to_pylist() if "step" in batch.schema.names else None
        for name in batch.schema.names:
            for k, value in enumerate(batch.column(name).to_pylist() if ":" in name else ()):
                if value is not None:
                    known.setdefault(name, []).append((steps[k] if steps else None, value))

    def steps(self, entity: str, component: str) -> list[int | None]:
        return sorted(step for step, _ in self.rows[entity][component])

    def last(self, entity: str, component: str) -> Any:
        return max(self.rows[entity][component], key=lambda row: row[0] or 0)[1]

    def views(self) -> list[tuple[str, str]]:
        """Kind and origin of each, sorted."""
        kind, origin = "ViewBlueprint:class_identifier", "ViewBlueprint:space_origin"
        found = (each for each in self.layout if kind in each)
        return sorted((each[kind][0], each[origin][0].replace("\\", "")) for each in found)


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator()


@pytest.fixture(scope="module")
def points_model(tiny_model, tmp_path_factory) -> Path:
    return tiny_points.make(tmp_path_factory.mktemp("models") / "points", tiny_model, formula)


@pytest.fixture
def request_(tiny_model, tmp_path) -> GenerationRequest:
    return GenerationRequest(
        "a red chair",
        model=str(tiny_model),
        folder=str(tmp_path),
        resolution=16,
        device="cpu",
        recording=str(tmp_path / "out.rrd"),
    )


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@needs_rerun
def test_each_seed_at_each_step_and_what_came_of_it(generator, request_, tmp_path):
    result = generator.generate(dataclasses.replace(request_, samples=2), Tracker())
    read = Read(tmp_path / "out.rrd")
    assert names(tmp_path) == ["mesh-1.npz", "mesh-2.npz", "out.rrd"]
    assert read.timelines == {"log_time", "step"}
    assert result.seconds["recording"] > 0
    for sample in result.samples:
        here = f"/Tiny/objects/seed {sample.seed}"
        seen = read.steps(f"{here}/preview", "Mesh3D:vertex_positions")
        gone = read.steps(f"{here}/preview", "Clear:is_recursive")  # or not there yet
        assert sorted(seen + gone) == [1, 2, 3, 4] and seen[-1] == 3 and gone[-1] == 4
        assert read.steps(f"{here}/asset", "Mesh3D:vertex_positions") == [4]
        with np.load(sample.mesh) as mesh:
            asset = read.rows[f"{here}/asset"]
            ((_, vertices),) = asset["Mesh3D:vertex_positions"]
            ((_, faces),) = asset["Mesh3D:triangle_indices"]
            ((_, colors),) = asset["Mesh3D:vertex_colors"]
            assert np.array_equal(np.float32(vertices), mesh["vertices"])
            assert np.array_equal(faces, mesh["faces"])
            srgb = np.rint(linear_to_srgb(mesh["colours"]) * 255).astype(np.uint32)
            opaque = srgb @ np.uint32([1 << 24, 1 << 16, 1 << 8]) + 255
            assert np.array_equal(np.uint32(colors), opaque)
    ((_, near),) = read.rows["/Tiny/objects/seed 0"]["Transform3D:translation"]
    ((_, far),) = read.rows["/Tiny/objects/seed 1"]["Transform3D:translation"]
    assert (near, far) == ([[0, 0, 0]], [[pytest.approx(2.2), 0, 0]])
    stages = sorted((step, text) for step, (text,) in read.rows["/Tiny/stages"]["TextLog:text"])
    assert stages[-1] == (4, "meshing") and (0, "sampling") in stages
    ((static, (about,)),) = read.rows["/Tiny/about"]["TextDocument:text"]
    assert static is None and about.split("\n\n")[:2] == ["a red chair", "Tiny"]
    assert "steps: 3" in about and "guidance: 2.0" in about


@needs_rerun
def test_a_layout_is_ready(generator, request_, tmp_path):
    generator.generate(request_, Tracker())
    read = Read(tmp_path / "out.rrd")
    assert read.views() == [
        ("3D", "/Tiny/objects"),
        ("TextDocument", "/Tiny/about"),
        ("TextLog", "/"),
    ]
    assert ["step"] in [each.get("TimePanelBlueprint:timeline") for each in read.layout]


@needs_rerun
def test_what_is_made_is_the_same_with_a_recording(generator, request_):
    def vertices(request: GenerationRequest) -> np.ndarray:
        (sample,) = generator.generate(request, Tracker()).samples
        with np.load(sample.mesh) as mesh:
            return mesh["vertices"]

    plain = dataclasses.replace(request_, recording="")
    assert np.array_equal(vertices(request_), vertices(plain))


@needs_rerun
def test_an_image_as_the_model_saw_it(generator, request_, tiny_image_model, tmp_path):
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "photo.png")
    shown = dataclasses.replace(
        request_,
        prompt="",
        model=str(tiny_image_model),
        image=SourceImage(Artifact.of(tmp_path / "photo.png"), ()),
        prepared_image=str(tmp_path / "seen.png"),
    )
    generator.generate(shown, Tracker())
    read = Read(tmp_path / "out.rrd")
    ((_, (content,)),) = read.rows["/Tiny image/image"]["EncodedImage:blob"]
    assert bytes(content) == (tmp_path / "seen.png").read_bytes()
    assert ("2D", "/Tiny image/image") in read.views()


@needs_rerun
def test_points_are_seen_as_points(generator, request_, points_model, tmp_path):
    asked = dataclasses.replace(request_, model=str(points_model), output="mesh", mesh=False)
    result = generator.generate(asked, Tracker())
    assert not result.samples[0].mesh and names(tmp_path) == ["out.rrd"]
    read = Read(tmp_path / "out.rrd")
    seen = read.rows["/Tiny points/objects/seed 0/preview"]["Points3D:positions"]
    both, first = sum(tiny_points.POINTS), tiny_points.POINTS[0]
    counts = {step: len(points) for step, points in seen}
    assert counts == {1: first, 2: first, 3: first, 4: both, 5: both, 6: both}
    told = sorted(
        (step, text) for step, (text,) in read.rows["/Tiny points/stages"]["TextLog:text"]
    )
    assert {(1, f"{first} points"), (4, f"{both} points")} <= {*told}
    assert read.steps("/Tiny points/objects/seed 0/asset", "Mesh3D:vertex_positions") == [7]


@needs_rerun
def test_omages_are_seen_as_images_too(generator, request_, tmp_path, monkeypatch):
    monkeypatch.setattr(omage_sampling, "calm", lambda sample: sample)  # no surface yet, this small
    model = tiny_omages.make(tmp_path / "model", formula)
    usual = GenerationRequest("a chair").resolution
    asked = dataclasses.replace(request_, model=str(model), steps=2, resolution=usual)
    generator.generate(asked, Tracker())
    read = Read(tmp_path / "out.rrd")
    here = "/Tiny omages/objects/seed 0"
    steps = read.steps(f"{here}/preview", "Mesh3D:vertex_positions")
    assert steps and read.steps(f"{here}/image", "EncodedImage:blob") == steps
    png = bytes(read.last(f"{here}/image", "EncodedImage:blob")[0])
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == 256
    assert ("2D", f"{here}/image") in read.views()


@needs_rerun
def test_fewer_steps_where_there_are_many(generator, request_, points_model, tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "FRAMES", 8)
    asked = dataclasses.replace(request_, model=str(points_model), samples=2, steps=9)
    generator.generate(dataclasses.replace(asked, output="mesh"), Tracker())
    read = Read(tmp_path / "out.rrd")
    for seed in (0, 1):
        here = f"/Tiny points/objects/seed {seed}"
        assert read.steps(f"{here}/preview", "Points3D:positions") == [5, 10, 15, 18]
        assert read.steps(f"{here}/asset", "Mesh3D:vertex_positions") == [19]


@needs_rerun
def test_a_sampler_that_begins_again_is_recorded_once(
    generator, request_, points_model, tmp_path, monkeypatch
):
    tries = []

    def short_of_memory(self, *args):
        tries.append(args[-1])
        found = sample(self, *args)
        if len(tries) == 1:
            raise MemoryError
        return found

    sample = PointE.sample
    monkeypatch.setattr(PointE, "sample", short_of_memory)
    asked = dataclasses.replace(request_, model=str(points_model), output="mesh")
    generator.generate(asked, Tracker())
    assert tries == [False, True]
    read = Read(tmp_path / "out.rrd")
    seen = read.steps("/Tiny points/objects/seed 0/preview", "Points3D:positions")
    assert seen == [1, 2, 3, 4, 5, 6]


@needs_rerun
def test_a_cancel_leaves_the_earlier_recording(generator, request_, tmp_path):
    (tmp_path / "out.rrd").write_bytes(b"earlier")
    told = []

    def report(stage, step, _total, _eta):
        told.append((stage, step))

    with pytest.raises(JobCancelled):
        generator.generate(request_, Tracker(report, lambda: ("sampling", 2) in told))
    assert names(tmp_path) == ["out.rrd"]
    assert (tmp_path / "out.rrd").read_bytes() == b"earlier"


@needs_rerun
def test_two_models_in_one_recording(generator, request_, tiny_model, points_model, tmp_path):
    models = [catalog.find(str(tiny_model)), catalog.find(str(points_model))]
    out = tmp_path / "out"
    asked = dataclasses.replace(request_, folder=str(out), recording=str(out / "both.rrd"))
    made = comparison.compare(asked, models, generator, lambda _label: Tracker())
    assert made.recording == out / "both.rrd"
    assert {"both.rrd", "compare.png"} < {*names(out)} and len(names(out)) == 4
    read = Read(out / "both.rrd")
    assert read.views() == [
        ("3D", "/Tiny points/objects"),
        ("3D", "/Tiny/objects"),
        ("TextDocument", "/Tiny points/about"),
        ("TextDocument", "/Tiny/about"),
        ("TextLog", "/"),
    ]
    assert read.steps("/Tiny/objects/seed 0/preview", "Mesh3D:vertex_positions") == [3]
    assert len(read.steps("/Tiny points/objects/seed 0/preview", "Points3D:positions")) == 6
    for label, kind in (("Tiny", "Mesh3D:vertex_positions"), ("Tiny points", "Points3D:positions")):
        assert read.last(f"/{label}/objects/seed 0/asset", kind)


@needs_rerun
def test_the_model_that_fails_says_so(request_, tiny_model, tiny_copy, tmp_path, monkeypatch):
    (tiny_copy / "maquette.json").write_text('{"label": "Broken"}')
    load = families.load

    def fail(model, *args):
        if model.label == "Broken":
            raise MaquetteError("memory", "There is not enough memory.", "Buy some.")
        return load(model, *args)

    monkeypatch.setattr(families, "load", fail)
    models = [catalog.find(str(tiny_model)), catalog.find(str(tiny_copy))]
    asked = dataclasses.replace(request_, folder=str(tmp_path / "sheet"))
    made = comparison.compare(asked, models, Generator(), lambda _label: Tracker())
    assert made.recording == tmp_path / "out.rrd"
    rows = Read(tmp_path / "out.rrd").rows
    said = [text for _, (text,) in rows["/Broken/stages"]["TextLog:text"]]
    assert "There is not enough memory. Buy some." in said
    assert "/Tiny/objects/seed 0/asset" in rows


@needs_rerun
def test_the_recording_alone_from_the_command_line(points_model, tmp_path, capsys):
    file = tmp_path / "out.rrd"
    how = ["--model", str(points_model), "--as", "mesh", "--resolution", "16", "--device", "cpu"]
    assert cli.main(["generate", "a red chair", *how, "--rerun", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(file)]
    assert cli.main(["generate", "a red chair", *how, "--rerun", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(file)]
    assert names(tmp_path) == ["out.rrd"]


@needs_rerun
def test_recordings_that_are_turned_off(generator, request_, tmp_path, monkeypatch):
    monkeypatch.setenv("RERUN", "off")
    with pytest.raises(MaquetteError, match="RERUN turns recordings off") as caught:
        generator.generate(request_, Tracker())
    assert caught.value.code == "request" and not names(tmp_path)


def test_where_it_is_not_installed(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(importlib.sys.modules, "rerun", None)
    monkeypatch.setattr(network, "load", None)  # nothing is loaded before that is known
    asked = ["generate", "a red chair", "--rerun", str(tmp_path / "out.rrd")]
    assert cli.main(asked) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == (
        "maquette: Rerun's SDK is not installed, so there can be no recording. Install it in the"
        f" backend's Python (pip install {recording.PACKAGE}), or leave out --rerun."
    )
    assert not names(tmp_path)


def test_the_version_is_that_of_the_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"]["rerun"] == [recording.PACKAGE]


@pytest.mark.parametrize("command", [["generate"], ["compare", "--models", "a", "b", "-o", "out"]])
def test_another_suffix_is_refused(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main([command[0], "a red chair", *command[1:], "--rerun", "out.glb"]) == 2
    said = capsys.readouterr().err
    assert "out.glb is not the name of a recording. Use a name that ends in .rrd." in said
    assert not names(tmp_path)


def test_a_recording_that_cannot_be_written_is_said_before_any_work(generator, request_, tmp_path):
    asked = dataclasses.replace(request_, recording=str(tmp_path / "nowhere" / "out.rrd"))
    told = []
    with pytest.raises(MaquetteError, match="There is no folder"):
        generator.generate(asked, Tracker(lambda *report: told.append(report)))
    assert not told and not names(tmp_path)
