"""The command line's manners: what it refuses, what it says, its exit status."""

import importlib
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path

import numpy as np
import pytest

from backend.asset import mesh_files
from backend.asset.mesh import Mesh
from backend.cli import terminal
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.messages import Result, Sample
from backend.shared.request import GenerationRequest, InitLatents, SourceImage, Turntable

cli = importlib.import_module("backend.__main__")
ROOT = Path(__file__).parents[2]
PROMPT = "a \U0001fa91 كرسي"
TRIANGLE = Mesh(np.eye(3, dtype="f4"), np.int32([[0, 1, 2]]), np.ones((3, 3), "f4"))


def run(*arguments, **options):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "backend", *arguments]
    options = {"cwd": ROOT, "capture_output": True, "timeout": 60, **options}
    return subprocess.run(command, **options)


class StandIn:
    """A generator that writes files at once."""

    raises: BaseException | None = None
    writes = True

    def generate(self, request, progress):
        print("a library talks")
        for _ in progress.track("sampling", range(3), 3):
            pass
        if self.raises:
            raise self.raises
        samples = []
        for k, seed in enumerate(request.seeds, 1):
            number = f"-{k}" if request.samples > 1 else ""
            path = Path(request.folder) / f"{request.name}{number}.{request.format}"
            if self.writes:
                path.write_text("mesh")
            samples.append(Sample(Artifact.of(path), seed, 8, 12, watertight=True))
        used = ("cpu", 64, 15.0, request.sampler or "exact")
        return Result("", tuple(samples), request.model, *used, dict(progress.seconds), ("Note.",))


@pytest.fixture
def generator(monkeypatch):
    stand_in = StandIn()
    monkeypatch.setattr("backend.serve.worker.new_generator", lambda: stand_in)
    return stand_in


def test_a_mesh(generator, tmp_path, capsys):
    assert cli.main(["generate", PROMPT, "-o", str(tmp_path / "chair.glb")]) == 0
    said = capsys.readouterr()
    assert str(tmp_path / "chair.glb") in said.out and "library" not in said.out
    stages = [line for line in said.err.splitlines() if line.startswith("maquette: ")]
    assert stages == ["maquette: starting", "maquette: sampling", "maquette: Note."]


def test_a_line_for_each_file(generator, tmp_path, capsys):
    where = tmp_path / "new\nline.GLB"
    assert cli.main(["generate", PROMPT, "-o", str(where), "--samples", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert (tmp_path / "new\nline-2.GLB").exists()


def test_one_line_of_json(generator, tmp_path, capsys):
    where = tmp_path / "chair.PLY"
    asked = ["generate", PROMPT, "-o", str(where), "--json", "--samples", "2", "--seed", "7"]
    assert cli.main(asked) == 0
    (line,) = capsys.readouterr().out.splitlines()
    made = json.loads(line)
    assert line.isascii() and made["prompt"] == PROMPT
    assert made["files"] == [str(tmp_path / f"chair-{k}.PLY") for k in (1, 2)]
    assert made["seeds"] == [7, 8] and made["vertices"] == [8, 8] and made["faces"] == [12, 12]
    assert made["watertight"] == [True, True]
    assert (made["steps"], made["guidance"], made["device"]) == (64, 15.0, "cpu")
    assert made["sampler"] == "exact" and made["things"] == []
    assert made["resolution"] == 128 and made["detail"] == "blockout"
    assert "sampling" in made["seconds"] and made["notes"] == ["Note."]
    assert sys.platform == "win32" or made["peak_memory"] > 1e6


@pytest.mark.parametrize(
    "arguments",
    [
        ["", "-o", "a.glb"],
        ["x" * 10_000, "-o", "a.glb"],
        ["a", "-o", "a.stl"],
        ["a", "-o", ".glb"],
        ["a", "-o", "a.glb", "--seed", str(2**64)],
        ["a", "-o", "a.glb", "--seed", "-1"],
        ["a", "-o", "a.glb", "--steps", "0"],
        ["a", "-o", "a.glb", "--steps", "-3"],
        ["a", "-o", "a.glb", "--steps", "1000000"],
        ["a", "-o", "a.glb", "--resolution", "4"],
        ["a", "-o", "a.glb", "--triangles", "0"],
        ["a", "-o", "a.glb", "--triangles", "1000000000"],
        ["a", "-o", "a.obj", "--texture", "512"],
        ["a", "-o", "a.glb", "--resolution", "1024"],
        ["a", "-o", "a.glb", "--guidance", "nan"],
        ["a", "-o", "a.glb", "--device", "tpu"],
        ["a", "-o", "a.glb", "--precision", "int8"],
        ["a"],
        ["-o", "a.glb"],
        ["-o", "a.glb", "--image", ""],
        ["-o", "a.glb", "--image", "a.png", "--margin", "0.5"],
        ["a", "--turntable", "turn.mp4"],
        ["a", "--turntable", "turn.gif", "--frame-size", "8"],
        ["a", "-o", "a.glb", "--prepared", "seen.png"],
        ["-o", "a.glb", "--prepared", "seen.png", "--image", "a.png", "--start", "a.npy"],
        ["a", "-o", "a\nb.stl"],
    ],
)
def test_bad_requests_are_one_line_and_status_2(generator, arguments, capsys):
    assert cli.main(["generate", *arguments]) == 2
    said = capsys.readouterr()
    assert not said.out
    (line,) = said.err.splitlines()
    assert line.startswith("maquette: ") and len(line) < 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "a", "-o", "a.glb", "--seed", "x"],
        ["generate", "--image", "a.png", "-o", "a.glb", "--skip", "wings"],
        ["dance"],
    ],
)
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")


@pytest.mark.parametrize(
    ("raised", "status", "words"),
    [
        (MaquetteError("memory", "No memory.", "Buy some."), 1, "No memory. Buy some."),
        (JobCancelled(), 130, "cancelled"),
        (KeyboardInterrupt(), 130, "cancelled"),
        (
            MaquetteError("file", "new\nline.glb cannot be written."),
            *(1, "new\ufffdline.glb cannot be written."),
        ),
        (
            TypeError("It was\nno number."),
            1,
            "Something went wrong inside Maquette: TypeError, It was."
            " Set MAQUETTE_TRACEBACK=1 to see where.",
        ),
        (
            OSError(5, "Input/output error", "a.bin"),
            1,
            "a.bin cannot be used: Input/output error. Check the disk, or choose another folder.",
        ),
    ],
)
def test_failures(generator, tmp_path, capsys, raised, status, words):
    generator.raises = raised
    assert cli.main(["generate", "a", "-o", str(tmp_path / "a.glb")]) == status
    assert capsys.readouterr().err.splitlines()[-1] == f"maquette: {words}"


def test_what_is_asked_of_the_generator(generator, tmp_path):
    asked = []
    generator.generate = lambda request, progress: asked.append(request) or Result("")
    options = ["--skip", "background", "pad", "--margin", "0.2", "--remover", "rembg"]
    cli.main(["generate", "--image", "a.png", "-o", "b.glb", "--turntable", "t.gif", *options])
    cli.main(["generate", "a", "--turntable", "t.png", "--frame-size", "64", "--drawer", "sd"])
    cli.main(
        ["generate", "a", "-o", "b.glb", "--triangles", "500", "--largest", "--texture", "256"]
    )
    shown, turned, finished = asked
    assert (shown.triangles, shown.loose_parts) == (None, True)
    assert (finished.triangles, finished.loose_parts, finished.texture) == (500, False, 256)
    assert shown.image == SourceImage(
        Artifact.of("a.png"), ("orient", "composite", "crop"), "rembg", 0.2
    )
    assert (shown.modality, shown.mesh, shown.turntable) == ("image", True, Turntable("t.gif"))
    assert (turned.mesh, turned.text_to_image) == (False, "sd")
    assert turned.turntable == Turntable("t.png", 64, 20)


def test_numbers_are_a_detail_of_ones_own(generator, tmp_path, capsys):
    asked = []
    generator.generate = lambda request, progress: asked.append(request) or Result("")

    def detail(*said: str) -> tuple[str | None, int | None]:
        assert cli.main(["generate", "a", "-o", "b.glb", *said]) == 0
        return asked[-1].detail, asked[-1].triangles

    assert detail() == ("blockout", None)
    assert detail("--triangles", "500") == ("custom", 500)
    assert detail("--resolution", "128")[0] == "custom"  # as today: what was meshed stays
    assert detail("--detail", "game") == ("game", None)
    refused = ["generate", "a", "-o", "b.glb", "--detail", "game", "--triangles", "500"]
    assert cli.main(refused) == 2 and "Triangles is set" in capsys.readouterr().err
    for own, like in (
        ({"triangles": 500}, (None, 500)),  # of before there was the choice
        ({"detail": "game"}, ("game", None)),
        ({"detail": "custom", "triangles": 600}, ("custom", 600)),
    ):
        request = GenerationRequest("a", model="maquette-mini", **own)
        made = record.of(request, "")
        if request.detail is None:
            del made.request["detail"]
        file = str(tmp_path / "made.ply")
        Path(file).write_bytes(mesh_files.encoded(TRIANGLE, ".ply", made))
        assert detail("--like", file) == like
        assert detail("--like", file, "--triangles", "700") == ("custom", 700)
        assert detail("--like", file, "--detail", "blockout") == ("blockout", None)


def test_a_file_is_made_again(generator, tmp_path, capsys):
    """`--like` takes what a file says that it was made of; what is said beside it goes before."""
    asked = []
    generator.generate = lambda request, progress: asked.append(request) or Result("")
    first = GenerationRequest(
        'a "réd" chair', model="maquette-mini", sampler="fast", seed=7, steps=9, guidance=2.5,
        symmetry="x", loose_parts=False, real_size=False, folder="/secret",
    )  # fmt: skip
    file = tmp_path / "chair.ply"
    file.write_bytes(mesh_files.encoded(TRIANGLE, ".ply", record.of(first, "MIT")))
    assert cli.main(["generate", "--like", str(file), "-o", "b.glb"]) == 0
    assert cli.main(["generate", "--like", str(file), "-o", "b.glb", "--seed", "8"]) == 0
    again, other = asked
    names = [name for name in record.SAID]
    assert all(getattr(again, name) == getattr(first, name) for name in names)
    assert (other.seed, other.prompt, other.symmetry) == (8, first.prompt, "x")
    capsys.readouterr()
    assert cli.main(["show", str(file)]) == 0
    said = capsys.readouterr().out
    assert "réd" in said and "MIT" in said and "secret" not in said
    assert cli.main(["show", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["request"]["seed"] == 7


def test_what_a_file_does_not_hold_has_to_be_given(generator, tmp_path, capsys):
    shown = GenerationRequest(image=SourceImage(Artifact.of("photo.jpg"), ("crop",)))
    started = GenerationRequest("a", init_latents=InitLatents((Artifact.of("a.npy"),), 0.5))
    for made, wanted in ((shown, "--image"), (started, "--start")):
        file = tmp_path / "a.obj"
        file.write_bytes(mesh_files.encoded(TRIANGLE, ".obj", record.of(made, "")))
        assert cli.main(["generate", "--like", str(file), "-o", "b.glb"]) == 2
        assert wanted in capsys.readouterr().err
    asked = []
    generator.generate = lambda request, progress: asked.append(request) or Result("")
    file.write_bytes(mesh_files.encoded(TRIANGLE, ".obj", record.of(shown, "")))
    assert cli.main(["generate", "--like", str(file), "--image", "p.png", "-o", "b.glb"]) == 0
    assert asked[0].image == SourceImage(Artifact.of("p.png"), ("crop",))
    for command in (["show"], ["generate", "-o", "b.glb", "--like"]):
        assert cli.main([*command, str(tmp_path / "nothing.glb")]) == 1
        assert "nothing.glb" in capsys.readouterr().err


def test_no_success_without_the_file(generator, tmp_path, capsys):
    generator.writes = False
    assert cli.main(["generate", "a", "-o", str(tmp_path / "a.glb")]) == 1
    assert "was not written" in capsys.readouterr().err


def test_help_and_models(capsys):
    assert cli.main([]) == 0
    assert "generate" in capsys.readouterr().out
    assert cli.main(["models"]) == 0
    assert "maquette-mini" in capsys.readouterr().out


def test_json_says_how_the_prompt_was_read(generator, tmp_path, capsys):
    asked = ["generate", "a rusty cheeseburger", "-o", str(tmp_path / "a.obj"), "--json"]
    assert cli.main(asked) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["things"] == [{"said": "cheeseburger", "kind": "burger", "by": "hyponym"}]
    assert made["left_out"] == ["rusty"]


def test_an_argument_that_is_no_text(generator, tmp_path, capsys):
    asked = ["generate", os.fsdecode(b"a chair \xff"), "-o", str(tmp_path / "a.obj"), "--json"]
    assert cli.main(asked) == 0
    assert json.loads(capsys.readouterr().out)["prompt"] == "a chair \ufffd"


def test_a_terminal_that_shows_only_ascii(tmp_path):
    said = run(
        "generate", PROMPT, "-o", "/nowhere/\U0001fa91.glb", env={"PYTHONIOENCODING": "ascii"}
    )
    assert said.returncode == 1
    lines = said.stderr.decode("ascii").splitlines()
    assert lines[0] == "maquette: starting" and lines[-1].startswith("maquette: ")
    assert "Traceback" not in said.stderr.decode()


def test_light_commands_import_nothing_heavy():
    code = (
        "import sys, importlib; importlib.import_module('backend.__main__').main(['models']);"
        "print(sorted({'torch', 'numpy', 'diffusers', 'tqdm'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == "[]", said.stderr


def test_long_stages_are_told_in_tenths(capsys):
    lines = terminal.Lines()
    for step in range(101):
        lines("downloading", step, 100, None)
    lines("installing", 0, 0, None)
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == ["maquette: downloading", "maquette: downloading 10%"]
    assert len(said) == 12 and said[-1] == "maquette: installing"


def test_the_real_thing(tiny_model, tmp_path):
    where = tmp_path / "n\u00ef \U0001fa91.glb"
    said = run(
        *("generate", PROMPT, "-o", str(where), "--model", str(tiny_model)),
        *("--steps", "2", "--resolution", "16", "--samples", "2", "--json", "--anyway"),
    )
    assert said.returncode == 0, said.stderr.decode()
    made = json.loads(said.stdout)
    assert made["things"] == [] and "\u0643\u0631\u0633\u064a" in made["left_out"]
    assert made["steps"] == 2 and made["seeds"] == [0, 1]
    assert [Path(file).read_bytes()[:4] for file in made["files"]] == [b"glTF", b"glTF"]
    assert said.stderr.decode().startswith("maquette: starting")


@pytest.mark.parametrize("where", ["nowhere/a.glb", "file/a.glb"])
def test_folders_that_are_no_good(tiny_model, tmp_path, where):
    (tmp_path / "file").write_text("")
    said = run("generate", "a", "-o", str(tmp_path / where), "--model", str(tiny_model))
    assert said.returncode == 1
    assert said.stderr.decode().splitlines()[-1].startswith("maquette: ")
    assert "Traceback" not in said.stderr.decode()


SLOW = """
import backend.serve.worker, importlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
class Slow:
    def generate(self, request, progress):
        for _ in progress.track("sampling", range(100), 100):
            time.sleep(0.1)
backend.serve.worker.new_generator = Slow
sys.exit(importlib.import_module("backend.__main__").main(["generate", "a", "-o", "a.glb"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminal and signal")
def test_ctrl_c_on_a_terminal_with_a_bar():
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    child = subprocess.Popen([sys.executable, "-c", SLOW], cwd=ROOT, stderr=theirs)
    os.close(theirs)
    said = b""
    while b"sampling" not in said:
        said += os.read(ours, 1000)
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 130
    said += os.read(ours, 10_000)
    os.close(ours)
    assert b"%|" in said or b"it/s" in said or b"/100" in said, "a bar"
    assert b"maquette: cancelled" in said and b"Traceback" not in said
