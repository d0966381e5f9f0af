"""A worker that shares no disk: whatever is asked, nothing of ours is touched, and nothing of its
own is named; the files come as contents."""

import os
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from backend.asset import omage_files
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.serve.remote import Remote
from backend.shared.artifact import Artifact, each
from backend.shared.errors import MaquetteError
from backend.shared.files import Outputs
from backend.shared.messages import (
    Convert,
    Error,
    Generate,
    Made,
    Prepare,
    Preview,
    Progress,
    Ready,
    Result,
)
from backend.shared.process.connection import Connection
from backend.shared.process.environment import ROOT, worker_command
from backend.shared.request import (
    ConversionRequest,
    GenerationRequest,
    InitLatents,
    PreparationRequest,
    SourceImage,
    Turntable,
)

NOWHERE = "C:\\Users\\somebody\\job"  # no folder of the worker's machine


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    folder = tmp_path_factory.mktemp("remote")
    (folder / "tmp").mkdir()
    command = [*worker_command(sys.executable), "--remote"]
    environ = {"TMPDIR": str(folder / "tmp")}
    made = Connection(command, ROOT, folder / "worker.log", environ=environ)
    ready = made.wait(60)
    assert isinstance(ready, Ready) and ready.remote
    yield made
    made.close()
    assert os.listdir(folder / "tmp") == []


def answered(connection, job):
    """The answer, and what was shown on the way. No file in them has a path."""
    connection.send(job)
    shown = []
    while not isinstance(event := connection.wait(60), (Result, Error)):
        assert event is not None
        shown += [] if isinstance(event, Progress) else [event]
    for message in (*shown, event):
        each(message, lambda file: pytest.fail(file.path) if file.path else file)
    return event, shown


def local(message, folder):
    folder.mkdir(exist_ok=True)
    with Outputs() as outputs:
        return each(message, lambda file: file.placed(folder, outputs))


def asked(model, **more):
    return GenerationRequest(
        "a chair", model=str(model), folder=NOWHERE, steps=4, resolution=16, **more
    )


def test_a_sheet_with_all_its_files_and_its_latents_back(connection, tiny_model, tmp_path):
    more = {"thumbnail": 32, "latents": True, "preview_interval": 2, "keep_frames": True}
    request = asked(tiny_model, samples=2, turntable=Turntable("/no/turn-##.png", 16, 3), **more)
    result, shown = answered(connection, Generate("a", request))
    assert isinstance(result, Result), result
    assert {type(event) for event in shown} == {Made, Preview} and result.preview_meshes
    here = local(result, tmp_path / "here")
    assert sorted(os.listdir(tmp_path / "here")) == sorted(
        [
            *(f"mesh-{k}{end}" for k in (1, 2) for end in (".npz", ".npy", ".thumbnail.png")),
            *(f"turn-{k}-0{n}.png" for k in (1, 2) for n in (1, 2, 3)),
            *(file.name for file in result.preview_meshes),
        ]
    )
    again, _ = answered(
        connection,
        Generate(
            "b",
            replace(asked(tiny_model), init_latents=InitLatents((here.samples[1].latent,))),
        ),
    )
    same = local(again, tmp_path / "again").samples[0]
    plain = replace(request, folder=str(tmp_path), turntable=None, latents=False)
    ours = Generator().generate(plain, Tracker()).samples[1]
    with (
        np.load(here.samples[1].mesh) as theirs,
        np.load(same.mesh) as latents,
        np.load(ours.mesh) as own,
    ):
        assert np.array_equal(theirs["vertices"], own["vertices"]), "the same as without"
        assert len(latents["vertices"]) == len(own["vertices"])


def test_an_image_goes_there_and_comes_back_prepared(connection, tmp_path):
    photo = tmp_path / "photo ü.png"
    Image.new("RGB", (90, 60), "white").save(photo)
    seen = Image.open(photo)
    seen.paste((200, 30, 20), (20, 20, 60, 40))
    seen.save(photo)
    image = SourceImage(Artifact.of(photo))
    result, _ = answered(connection, Prepare("a", PreparationRequest(image, NOWHERE + "\\i.png")))
    assert isinstance(result, Result) and result.image.name == "i.png"
    prepared = Image.open(local(result, tmp_path / "here").image)
    assert prepared.width == prepared.height
    here = tmp_path / "i.png"
    local_job = Prepare("", PreparationRequest(image, str(here)))
    from backend.serve.worker import Jobs

    Jobs()(local_job, Tracker())
    assert here.read_bytes() == result.image.content


def test_an_omage_goes_there_and_comes_back_as_a_mesh_and_the_other_way(connection, tmp_path):
    omage = np.full((64, 64, 12), 0.5, np.float32)
    omage[..., 1], omage[..., 0] = np.mgrid[:64, :64] / 63
    omage[..., 3] = omage[..., 6] = 1
    source = tmp_path / "source.npz"
    source.write_bytes(omage_files.encoded(omage))
    asked = ConversionRequest(Artifact.of(source), NOWHERE, "a", "npz")
    result, _ = answered(connection, Convert("a", asked))
    assert isinstance(result, Result), result
    mesh = local(result, tmp_path / "mesh").samples[0].mesh
    assert mesh.name == "a.npz" and (result.samples[0].faces, result.samples[0].images) == (
        7938,
        (),
    )
    back, _ = answered(connection, Convert("b", replace(asked, source=mesh, format="omage")))
    assert isinstance(back, Result), back
    sample = local(back, tmp_path / "back").samples[0]
    assert len(sample.images) == 4 and all(image.read_bytes() for image in sample.images)
    again = omage_files.read(tmp_path / "back" / "a.npz")
    occupied = again[..., 3] > 0.5
    assert occupied.mean() > 0.95
    assert np.abs(again[occupied][:, :3] - omage[occupied][:, :3]).max() < 0.02


def test_what_is_wrong_ends_in_a_sentence_and_the_next_job_runs(connection, tiny_model, tmp_path):
    gone = SourceImage(Artifact.of(tmp_path / "gone.png"))
    error, _ = answered(connection, Prepare("a", PreparationRequest(gone, "i.png")))
    assert (error.code, error.job) == ("file", "a") and "gone.png cannot be read" in error.message
    (tmp_path / "text.png").write_text("text")
    text = SourceImage(Artifact.of(tmp_path / "text.png"))
    error, _ = answered(connection, Prepare("b", PreparationRequest(text, "i.png")))
    assert (error.code, error.job) == ("file", "b") and "text.png" in error.message
    error, _ = answered(connection, Generate("c", replace(asked(tiny_model), steps=0)))
    assert (error.code, error.job) == ("request", "c")
    result, _ = answered(connection, Generate("d", asked(tiny_model)))
    assert isinstance(result, Result) and result.samples[0].mesh.content


def test_sixty_four_large_samples(tmp_path):
    """More than a line may have, many times over."""
    source = (
        "import os, random, sys\nfrom backend.serve.conversation import Conversation\n"
        "from backend.shared.artifact import Artifact\nfrom backend.shared.messages import *\n"
        "large = random.Random(1).randbytes(1 << 19)\n"
        "files = [Artifact.inline(f'm-{k}', large + bytes([k])) for k in range(64)]\n"
        "result = Result('a', tuple(Sample(file, k) for k, file in enumerate(files)))\n"
        "run = lambda job, progress: result\n"
        "sink = os.fdopen(1, 'wb', buffering=0)\n"
        "Conversation(sys.stdin.buffer.raw, sink, run).serve("
        "lambda: Ready(PROTOCOL, '0', '3', remote=True))\n"
    )
    made = Connection([sys.executable, "-c", source], ROOT, tmp_path / "log")
    try:
        assert isinstance(made.wait(30), Ready)
        result, _ = answered(made, Generate("a", GenerationRequest("a chair")))
        assert [sample.mesh.content[-1] for sample in result.samples] == list(range(64))
        assert all(sample.mesh.read_bytes() for sample in result.samples)
    finally:
        made.close()


def test_paths_of_the_other_side_are_not_opened(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_text("secret")
    job = Prepare("a", PreparationRequest(SourceImage(Artifact.of(secret)), "i.png"))
    with pytest.raises(MaquetteError, match="did not arrive") as caught:
        Remote(lambda job, progress: pytest.fail("it ran"))(job, Tracker())
    assert caught.value.code == "protocol"
    source = (
        "import os, time\nfrom backend.shared.messages import *\n"
        "os.write(1, encode(Ready(PROTOCOL, '0', '3', remote=True)))\n"
        f"os.write(1, encode(Preview('a', Artifact.of({str(secret)!r}), 1)))\ntime.sleep(60)"
    )
    made = Connection([sys.executable, "-c", source], ROOT, tmp_path / "log")
    try:
        assert isinstance(made.wait(30), Ready)
        error = made.wait(10)
        assert error.code == "protocol" and not made.alive
    finally:
        made.close()


def test_nothing_is_left_of_a_job_that_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run(job, progress):
        (file,) = job.request.init_latents.files
        assert file.read_bytes() == b"latent" and os.listdir(job.request.folder) == []
        raise RuntimeError

    latent = InitLatents((Artifact.inline("a.npy", b"latent"),), 0.5)
    with pytest.raises(RuntimeError):
        Remote(run)(Generate("a", GenerationRequest("a chair", init_latents=latent)), Tracker())
    assert os.listdir(tmp_path) == []
