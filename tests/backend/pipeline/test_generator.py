"""From a request to whole files, with random weights."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from backend import families
from backend.compute.progress import Tracker
from backend.families.shap_e import components, sampling
from backend.pipeline.generator import Generator
from backend.pipeline.recording import Listener
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.request import (
    GenerationRequest,
    InitLatents,
    Levels,
    SourceImage,
    Turntable,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
def request_(tiny_model, tmp_path) -> GenerationRequest:
    out = tmp_path / "out"
    out.mkdir()
    return GenerationRequest(
        "a red chair", model=str(tiny_model), folder=str(out), resolution=16, device="cpu"
    )


@pytest.fixture
def photo(tmp_path) -> Path:
    """A red ball on white, nearly filling the image."""
    path = tmp_path / "Stühle 椅子.png"
    image = Image.new("RGB", (120, 100), "white")
    y, x = np.mgrid[:100, :120]
    image.paste((200, 20, 20), mask=Image.fromarray(np.hypot(y - 50, x - 60) < 40))
    image.save(path)
    return path


@pytest.fixture
def image_request(request_, tiny_image_model, photo) -> GenerationRequest:
    return dataclasses.replace(
        request_, prompt="", image=SourceImage(Artifact.of(photo)), model=str(tiny_image_model)
    )


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator()


def files(request: GenerationRequest) -> list[str]:
    return sorted(os.listdir(request.folder))


def test_one_sample(generator, request_):
    told = []
    progress = Tracker(lambda *report: told.append(report[:3]))
    result = generator.generate(request_, progress, job="j1")
    assert files(request_) == ["mesh.npz"]
    (sample,) = result.samples
    with np.load(sample.mesh) as mesh:
        assert mesh["vertices"].shape == mesh["colours"].shape == (sample.vertices, 3)
        assert mesh["faces"].shape == (sample.faces, 3)
    assert os.path.isabs(sample.mesh) and sample.seed == 0 and sample.watertight
    assert (result.job, result.device, result.steps, result.guidance) == ("j1", "cpu", 3, 2.0)
    assert result.sampler == "exact"
    assert result.model == request_.model and result.notes == ()
    assert result.seconds.keys() == {"loading", "sampling", "meshing"}
    assert told[0] == ("loading", 0, 0) and told[-1][0] == "meshing"
    assert told[-1][1] == told[-1][2]


@pytest.mark.parametrize("suffix", ["npz", "glb", "ply", "obj"])
def test_a_batch_has_the_shapes_of_its_seeds(generator, request_, suffix):
    batch = dataclasses.replace(
        request_, samples=3, seed=2**64 - 2, format=suffix, name="stuhl ü", guidance=1.0
    )
    result = generator.generate(batch, Tracker())
    assert files(batch) == [f"stuhl ü-{k}.{suffix}" for k in (1, 2, 3)]
    assert [sample.seed for sample in result.samples] == [2**64 - 2, 2**64 - 1, 0]
    alone = dataclasses.replace(batch, samples=1, seed=0, name="alone")
    (single,) = generator.generate(alone, Tracker()).samples
    assert (single.vertices, single.faces) == (
        result.samples[2].vertices,
        result.samples[2].faces,
    )
    if suffix != "npz":
        mesh = trimesh.load(single.mesh.path, force="mesh", process=False)
        assert mesh.is_watertight and len(mesh.faces) == single.faces


def test_several_requests_share_a_batch_and_are_what_each_is_alone(
    generator, request_, monkeypatch
):
    """Of a model whose rows are computed side by side: to the last bit."""
    prompts = ("a red chair", "a blue vase", "a red dragon", "a chair")
    each = [
        dataclasses.replace(request_, prompt=prompt, seed=k, name=f"m{k}", format="glb")
        for k, prompt in enumerate(prompts)
    ]
    each[3] = dataclasses.replace(each[3], resolution=24, latents=True, thumbnail=32)
    rows, seen = [], []
    sample = sampling.sample

    def counted(parts, embedding, seeds, *rest):
        rows.append(tuple(seeds))
        return sample(parts, embedding, seeds, *rest)

    monkeypatch.setattr(sampling, "sample", counted)
    made = [*generator.generate_each(each, Tracker(), lambda asked, _: seen.append(asked.name))]
    assert rows == [(0, 1, 3)] and seen == ["m0", "m1", "m3"]
    dragon = made.pop(2)
    assert isinstance(dragon, MaquetteError) and "knows nothing" in dragon.message
    written = ["m0.glb", "m1.glb", "m3.glb", "m3.npy", "m3.thumbnail.png"]
    assert files(request_) == written
    before = {name: Path(request_.folder, name).read_bytes() for name in written}
    for result, asked in zip(made, (each[0], each[1], each[3]), strict=True):
        alone = generator.generate(asked, Tracker())
        assert result.samples == alone.samples and result.notes == alone.notes
        assert (result.model, result.steps, result.device) == (alone.model, 3, alone.device)
    assert {name: Path(request_.folder, name).read_bytes() for name in written} == before


def test_one_that_spoils_a_batch_is_found(generator, request_, monkeypatch):
    each = [dataclasses.replace(request_, seed=k, name=f"m{k}") for k in range(3)]
    sample = sampling.sample

    def spoiled(parts, embedding, seeds, *rest):
        if 1 in seeds:
            raise RuntimeError("no number")
        return sample(parts, embedding, seeds, *rest)

    monkeypatch.setattr(sampling, "sample", spoiled)
    made = [*generator.generate_each(each, Tracker())]
    assert [isinstance(one, MaquetteError) for one in made] == [False, True, False]
    assert files(request_) == ["m0.npz", "m2.npz"] and made[1].code == "internal"


def test_levels_of_detail(generator, request_):
    """Each file by itself says what it takes to make it again."""
    request = dataclasses.replace(
        request_, samples=2, format="glb", latents=True, levels=Levels(3, 1.5)
    )
    result = generator.generate(request, Tracker())
    assert [sample.seed for sample in result.samples] == [0, 0, 0, 1, 1, 1]
    assert [bool(sample.latent) for sample in result.samples] == [True, False, False] * 2
    for first, *others in (result.samples[:3], result.samples[3:]):
        for level, sample in enumerate(others, 1):
            wanted = request.levels.triangles(level, first.faces)
            assert 0 < sample.faces <= wanted and sample.watertight
            again = record.read(sample.mesh.path).asked(
                folder=request.folder, name="again", format="glb", real_size=False
            )
            assert again.triangles == wanted and again.resolution == 16
            (made,) = generator.generate(again, Tracker()).samples
            assert (made.vertices, made.faces) == (sample.vertices, sample.faces)


def test_words_that_the_model_never_saw_and_a_prompt_too_long(generator, request_):
    request = dataclasses.replace(request_, prompt="a red chair for a dragon")
    (learned,) = generator.generate(request, Tracker()).notes
    assert learned == "Unknown: dragon."
    request = dataclasses.replace(request_, prompt="a red red red red red red red red chair")
    (cut,) = generator.generate(request, Tracker()).notes
    assert "too long" in cut


def test_a_prompt_that_names_nothing_known_is_refused(generator, request_):
    request = dataclasses.replace(request_, prompt="a red dragon")
    with pytest.raises(MaquetteError, match="knows nothing in 'a red dragon'") as caught:
        generator.generate(request, Tracker())
    assert caught.value.code == "request" and "chair, vase" in caught.value.remedy
    assert caught.value.remedy.endswith("or turn on Guess Unknown Prompts.")
    assert caught.value.at_terminal.endswith("or pass --anyway.")
    assert not list(Path(request.folder).glob("*.npz"))
    result = generator.generate(dataclasses.replace(request, anyway=True), Tracker())
    assert "The prompt names nothing that this model knows." in result.notes


def test_the_model_stays_warm_until_another_is_asked_for(request_, tiny_copy, monkeypatch):
    loads = []
    load = components.load
    monkeypatch.setattr(
        components, "load", lambda *args: loads.append(args[0].source) or load(*args)
    )
    generator = Generator()
    generator.generate(request_, Tracker())
    generator.generate(dataclasses.replace(request_, seed=3), Tracker())
    assert len(loads) == 1
    generator.generate(dataclasses.replace(request_, model=str(tiny_copy)), Tracker())
    assert loads == [Path(request_.model), tiny_copy]


def test_a_picture_becomes_a_mesh_and_is_kept_as_the_model_saw_it(generator, image_request):
    prepared = Path(image_request.folder, "seen.png")
    request = dataclasses.replace(image_request, prepared_image=str(prepared), samples=2)
    result = generator.generate(request, Tracker())
    assert files(request) == ["mesh-1.npz", "mesh-2.npz", "seen.png"]
    assert result.image == Artifact.of(prepared, prepared.read_bytes())
    assert result.seconds.keys() == {"preparing", "loading", "sampling", "meshing"}
    seen = Image.open(prepared)
    assert seen.width == seen.height and seen.getpixel((0, 0)) == (255, 255, 255)
    red, green, _ = seen.getpixel((seen.width // 2, seen.height // 2))
    assert red > 150 > 60 > green


def test_another_picture_is_another_shape(generator, image_request, photo):
    def vertices() -> int:
        return generator.generate(image_request, Tracker()).samples[0].vertices

    first = vertices()
    assert vertices() == first
    image = Image.open(photo)
    image.paste("blue", (40, 40, 80, 70))
    image.save(photo)
    assert vertices() != first


def test_a_turntable_beside_the_mesh_and_alone(generator, request_):
    turn = Path(request_.folder, "turn.gif")
    request = dataclasses.replace(request_, turntable=Turntable(str(turn), 16, 4))
    result = generator.generate(request, Tracker())
    assert files(request) == ["mesh.npz", "turn.gif"]
    assert result.samples[0].turntable == (Artifact.of(turn, turn.read_bytes()),)
    with Image.open(turn) as frames:
        assert frames.n_frames == 4 and frames.size == (16, 16)
    strips = dataclasses.replace(
        request, mesh=False, samples=2, turntable=Turntable(str(turn.with_suffix(".png")), 16, 4)
    )
    result = generator.generate(strips, Tracker())
    assert not any(sample.mesh for sample in result.samples)
    assert files(request) == ["mesh.npz", "turn-1.png", "turn-2.png", "turn.gif"]
    assert "meshing" not in result.seconds and "turning" in result.seconds


def test_a_model_of_the_other_kind(generator, request_, image_request):
    for request, says in (
        (dataclasses.replace(image_request, model=request_.model), "takes a prompt, not"),
        (dataclasses.replace(request_, model=image_request.model), "takes an image, not"),
    ):
        with pytest.raises(MaquetteError, match=says) as caught:
            generator.generate(request, Tracker())
        assert caught.value.code == "request" and "maquette-mini" in caught.value.remedy


def test_a_picture_that_is_none_leaves_nothing(generator, image_request, photo):
    photo.write_text("no image")
    request = dataclasses.replace(
        image_request, prepared_image=str(Path(image_request.folder, "seen.png"))
    )
    with pytest.raises(MaquetteError) as caught:
        generator.generate(request, Tracker())
    assert caught.value.code == "file" and files(request) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"prompt": " "}, "request"),
        ({"resolution": 0}, "request"),
        ({"resolution": 1024}, "request"),
        ({"steps": -1}, "request"),
        ({"seed": 2**64}, "request"),
        ({"model": "dragon"}, "model"),
        ({"folder": "/nowhere/at/all"}, "file"),
    ],
)
def test_bad_input_is_answered_before_anything_runs(request_, values, code, monkeypatch):
    monkeypatch.setattr(families, "load", None)
    with pytest.raises(MaquetteError) as caught:
        Generator().generate(dataclasses.replace(request_, **values), Tracker())
    assert caught.value.code == code and caught.value.message


def test_a_family_that_is_not_there(request_, tiny_copy):
    (tiny_copy / "maquette.json").write_text('{"family": "os"}')
    with pytest.raises(MaquetteError, match="family 'os'") as caught:
        Generator().generate(dataclasses.replace(request_, model=str(tiny_copy)), Tracker())
    assert caught.value.code == "model"


@pytest.mark.parametrize("stage", ["loading", "sampling", "meshing"])
def test_cancel_in_any_stage_leaves_no_file_and_a_usable_generator(generator, request_, stage):
    request = dataclasses.replace(request_, samples=2)
    told = []
    progress = Tracker(
        lambda *report: told.append(report[0]),
        lambda: told.count(stage) > (2 if stage == "meshing" else 0),
    )
    with pytest.raises(JobCancelled):
        generator.generate(request, progress)
    assert files(request) == []
    assert len(generator.generate(request, Tracker()).samples) == 2


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: not enough memory"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to"),
        RuntimeError("MPS backend out of memory"),
    ],
)
def test_out_of_memory(generator, request_, monkeypatch, error):
    def burst(*_args, **_kwargs):
        raise error

    generator.generate(request_, Tracker())
    monkeypatch.setattr(components.Prior, "forward", burst)
    with pytest.raises(MaquetteError) as caught:
        generator.generate(request_, Tracker())
    assert caught.value.code == "memory"


def test_short_memory_is_tried_once_more_a_row_at_a_time(generator, request_, monkeypatch):
    forward, rows = components.Prior.forward, []

    def small(prior, given, *how):
        rows.append(len(given))
        if len(given) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return forward(prior, given, *how)

    monkeypatch.setattr(sampling, "LITTLE", 0)  # the rows of a batch go through it together
    (expected,) = generator.generate(request_, Tracker()).samples
    monkeypatch.setattr(components.Prior, "forward", small)
    (found,) = generator.generate(request_, Tracker()).samples
    assert found.sides == pytest.approx(expected.sides, rel=1e-4)  # to the last bit or two
    assert dataclasses.replace(found, mesh=expected.mesh, sides=expected.sides) == expected
    assert rows[0] == 2 and set(rows[1:]) == {1}


def test_other_defects_are_not_called_memory(generator, request_, monkeypatch):
    def burst(*_args, **_kwargs):
        raise RuntimeError("shapes do not match")

    generator.generate(request_, Tracker())
    monkeypatch.setattr(components.Prior, "forward", burst)
    with pytest.raises(RuntimeError, match="shapes"):
        generator.generate(request_, Tracker())


def test_torch_is_imported_only_once_a_job_has_reported():
    code = "import sys, backend.pipeline.generator; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_latents_are_kept_and_taken_up_again(generator, request_):
    """The same mesh again without a prompt; another by going some of the way anew."""
    first = generator.generate(dataclasses.replace(request_, latents=True), Tracker())
    (sample,) = first.samples
    assert files(request_) == ["mesh.npy", "mesh.npz"]
    taken = dataclasses.replace(
        request_, prompt="", name="again", init_latents=InitLatents((sample.latent,)), resolution=24
    )
    result = generator.generate(taken, Tracker())
    fresh = dataclasses.replace(request_, name="fresh", resolution=24)
    (same,), (wanted,) = result.samples, generator.generate(fresh, Tracker()).samples
    assert "sampling" not in result.seconds
    with np.load(same.mesh) as ours, np.load(wanted.mesh) as theirs:
        assert ours["vertices"].shape == theirs["vertices"].shape
        assert np.allclose(ours["vertices"], theirs["vertices"], atol=0.01)
    init = InitLatents((sample.latent,), strength=0.7)
    varied = dataclasses.replace(request_, name="varied", init_latents=init, seed=5, samples=2)
    one, other = generator.generate(varied, Tracker()).samples
    assert one.seed == 5 and other.seed == 6
    counts = {made.vertices for made in (one, other, sample)}
    assert len(counts) == 3


def test_a_start_without_a_prompt_is_enough_only_if_nothing_is_drawn_anew(request_):
    dataclasses.replace(
        request_, prompt="", init_latents=InitLatents((Artifact.of("a.npy"),))
    ).validate()
    for init in (
        InitLatents((Artifact.of("a.npy"),), 0.5),
        InitLatents((), 0.0),
        InitLatents((Artifact.of("a"),) * 3),
        InitLatents((Artifact.of("a"),), 2),
    ):
        with pytest.raises(MaquetteError):
            dataclasses.replace(request_, prompt="", init_latents=init).validate()


def test_a_start_of_another_model_leaves_nothing_behind(generator, request_, tmp_path):
    np.save(tmp_path / "other.npy", np.zeros((96, 32), np.float16))
    init = InitLatents((Artifact.of(tmp_path / "other.npy"),))
    with pytest.raises(MaquetteError, match="does not fit this model"):
        generator.generate(dataclasses.replace(request_, init_latents=init), Tracker())
    assert files(request_) == []


def test_thumbnails_are_shown_as_they_come(generator, request_):
    shown = []
    asked = dataclasses.replace(request_, samples=2, thumbnail=32)
    result = generator.generate(asked, Tracker(show=shown.append), job="j")
    assert [(seen.job, seen.sample.seed) for seen in shown] == [("j", 0), ("j", 1)]
    for sample, seen in zip(result.samples, shown, strict=True):
        assert sample == dataclasses.replace(seen.sample, mesh=sample.mesh) and not seen.sample.mesh
        assert Image.open(sample.thumbnail).size == (32, 32)
    assert files(asked) == [
        *("mesh-1.npz", "mesh-1.thumbnail.png"),
        *("mesh-2.npz", "mesh-2.thumbnail.png"),
    ]


def test_previews_grow_while_it_is_sampled(generator, request_):
    seen = []

    def look(preview) -> None:
        with np.load(preview.mesh) as mesh:
            seen.append((preview.step, len(mesh["faces"]), Path(preview.mesh).name))

    asked = dataclasses.replace(request_, steps=8, preview_interval=2)
    result = generator.generate(asked, Tracker(show=look))
    assert seen and seen[-1][0] == 8  # random weights see nothing in some steps
    assert all(faces > 0 for _, faces, _ in seen)
    assert all((a == b) == (s % 4 == t % 4) for s, _, a in seen for t, _, b in seen), "two by turns"
    assert result.seconds["previews"] > 0
    assert files(asked) == ["mesh.npz"]
    before = len(seen)
    without = generator.generate(request_, Tracker(show=look))
    assert "previews" not in without.seconds and len(seen) == before


def test_previews_are_kept_where_they_are_asked_for(generator, request_, monkeypatch, tmp_path):
    seen = []
    asked = dataclasses.replace(request_, steps=8, preview_interval=2, keep_frames=True)
    result = generator.generate(asked, Tracker(show=lambda preview: seen.append(preview.mesh)))
    assert seen and list(result.preview_meshes) == seen
    names = [Path(file).name for file in seen]
    assert names[-1] == "preview-0008.npz" and files(asked) == ["mesh.npz", *names]
    monkeypatch.setattr("backend.pipeline.writing.write", lambda *_: 1 / 0)
    before = {name: Path(asked.folder, name).read_bytes() for name in files(asked)}
    with pytest.raises(ZeroDivisionError):
        generator.generate(dataclasses.replace(asked, prompt="a blue vase"), Tracker())
    assert {name: Path(asked.folder, name).read_bytes() for name in files(asked)} == before
    alone = dataclasses.replace(asked, folder=str(tmp_path))
    with pytest.raises(ZeroDivisionError):
        generator.generate(alone, Tracker())
    assert not list(tmp_path.glob("*.npz")) and not list(tmp_path.glob(".maquette*"))


def test_a_preview_changes_nothing(generator, request_):
    plain = generator.generate(request_, Tracker()).samples[0]
    with np.load(plain.mesh) as mesh:
        before = mesh["vertices"]
    watched = generator.generate(
        dataclasses.replace(request_, preview_interval=1), Tracker()
    ).samples[0]
    with np.load(watched.mesh) as mesh:
        assert np.array_equal(mesh["vertices"], before)


class Ears(Listener):
    def __init__(self) -> None:
        self.heard = []

    def begin(self, asked, said, progress):
        self.heard.append(("begin", said))

    def condition(self, condition):
        self.heard.append(("condition", condition))

    def watch(self, loaded, output, pictures):
        return lambda step, samples: self.heard.append((output, pictures, step, len(samples)))

    def asset(self, k, asset):
        self.heard.append(("asset", k, len(asset.faces)))


def test_a_listener_hears_every_sample_beside_the_preview(generator, request_):
    ears, shown = Ears(), []
    asked = dataclasses.replace(request_, samples=2, preview_interval=1)
    progress = Tracker(show=shown.append)
    made = generator.generate(asked, progress, listener=ears).samples
    assert ears.heard == [
        ("begin", ["sampler: exact", "steps: 3", "guidance: 2.0"]),
        ("condition", "a red chair"),
        ("mesh", False, 1, 2),
        ("mesh", False, 2, 2),
        ("mesh", False, 3, 2),
        *(("asset", k, sample.faces) for k, sample in enumerate(made)),
    ]
    assert [preview.step for preview in shown] == [3]  # before, there is nothing inside
