"""A worker without a model: speaks the protocol, makes a coloured box, and misbehaves when asked.

Words of the prompt, and of the model's name, choose what it does: slow (2 s), brief (0.3 s), deaf
(2 s, and does not hear a cancel), die, hang, garbage, fail, broken (a damaged mesh file), open (a
mesh that is not watertight), varied (boxes 1 to 10 times as high, as the last digit of their seed
says). The variable STAND_IN does the same from the start: `old` is a worker of another version,
`new` one of the same protocol and a later Maquette, `remote` one that shares no disk,
`install-fails` one whose installation fails, `download-fails` one whose downloads do. Started in
the extension's folder, as the real one is.

Nearly every test starts one: it does without NumPy, whose import takes longer than all the rest.
"""

import os
import queue
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, os.getcwd())

import box

from backend.serve import remote
from backend.shared import messages
from backend.shared.artifact import Artifact, each
from backend.shared.contents import Arrivals, parted
from backend.shared.files import Outputs
from backend.shared.models import catalog
from backend.shared.process import environment

MANNER = os.environ.get("STAND_IN", "")
STEPS = 5

RED = bytes.fromhex(  # a GIF of one pixel
    "47494638396101000100800000ff0000ffffff2c00000000010001000002024401003b"
)
GREEN = bytes.fromhex(  # a PNG of one pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478"
    "9c6360f8cf0000020201007b0981780000000049454e44ae426082"
)
DOT = bytes.fromhex(  # a PNG of one pixel, as red
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)
MEGABYTES = 20

inbox: "queue.Queue[messages.Command | None]" = queue.Queue()
cancelled: set[str] = set()


def say(message: messages.Event) -> None:
    if MANNER == "remote":
        message = each(message, Artifact.inlined)
    for part in parted(message):
        sys.stdout.buffer.write(messages.encode(part))
    sys.stdout.buffer.flush()


def listen() -> None:
    arrivals = Arrivals()
    for line in sys.stdin.buffer.raw:  # whose buffer would be locked at the end
        command = arrivals.complete(messages.decode(line, messages.COMMANDS))
        if isinstance(command, messages.Chunk):
            arrivals.add(command)
        elif isinstance(command, messages.Cancel):
            cancelled.add(command.job)
        elif isinstance(command, messages.Ping):
            say(messages.Pong(command.token))
        else:
            inbox.put(command)
    inbox.put(None)


def generate(job: str, request) -> None:
    words = [*request.prompt.split(), *Path(request.model).name.split()]
    if "die" in words:
        os._exit(9)
    if "hang" in words:
        time.sleep(3600)
    if "garbage" in words:
        print("Loading pipeline components: 100%", flush=True)
        time.sleep(3600)
    if "fail" in words:
        say(messages.Error("memory", "The device ran out of memory.", "Take fewer samples.", job))
        return
    seconds = 2.0 if {"slow", "deaf"} & set(words) else 0.3 if "brief" in words else 0.05
    frames: list[Artifact] = []
    for step in range(STEPS + 1):
        say(messages.Progress(job, "sampling", step, STEPS, (STEPS - step) * seconds / STEPS))
        if request.preview_interval and step and step % request.preview_interval == 0:
            file = Path(request.folder, f"preview-{step}.npz")
            box.write(file)
            frames += [Artifact.of(file)] if request.keep_frames else []
            image = Path(request.folder, "preview.png")
            image.write_bytes(DOT)
            seen = Artifact.of(image) if "pictured" in words else messages.NONE
            say(messages.Preview(job, Artifact.of(file), step, seen))
        end = time.monotonic() + seconds / STEPS
        while time.monotonic() < end:
            if job in cancelled and "deaf" not in words:
                say(messages.Cancelled(job))
                return
            time.sleep(0.01)
    if request.turntable:
        Path(request.turntable.file).write_bytes(RED)
        file = Artifact.of(request.turntable.file, RED)
        turned = messages.Sample(messages.NONE, request.seed, turntable=(file,))
        say(messages.Result(job, (turned,), request.model, "cpu"))
        return
    if request.prepared_image and request.image:
        shutil.copy(request.image.file, request.prepared_image)
    elif request.prepared_image:
        Path(request.prepared_image).write_bytes(RED)
    samples = []
    for k, seed in enumerate(s for s in request.seeds for _ in range(request.levels.count)):
        file = Path(request.folder, f"mesh-{k}.npz")
        more = {}
        if request.meshing.texture:
            more = {"uv": box.UV, "base_colour": box.npy("u1", GREEN, len(GREEN))}
        if request.meshing.quads:  # its faces are two and two of a side
            more = {"quads": box.npy("u1", [1], 1)}
        tall = request.meshing.resolution / 128  # told by the proportions
        if "varied" in words:
            tall *= 1 + seed % 10
        box.write(file, tall, **more)
        if "broken" in words:
            file.write_bytes(file.read_bytes()[:100])
        made = {"watertight": "open" not in words, "sides": (1.0, 2.0, 4.0 * tall)}
        if request.latents:
            files = request.init_latents.files if request.init_latents else ()
            file.with_suffix(".npy").write_bytes(box.latent(seed, files))
            made["latent"] = Artifact.of(file.with_suffix(".npy"))
        if request.thumbnail:
            file.with_suffix(".png").write_bytes(DOT)
            made["thumbnail"] = Artifact.of(file.with_suffix(".png"), DOT)
        mesh = Artifact.of(file, file.read_bytes())
        samples.append(messages.Sample(mesh, seed, len(box.CORNERS), len(box.FACES), **made))
        if request.thumbnail:
            say(messages.Made(job, replace(samples[-1], mesh=messages.NONE)))
            time.sleep(0.5 if "gradual" in words else 0)
    steps = 64 if request.steps is None else request.steps
    guidance = 15.0 if request.guidance is None else request.guidance
    model = request.model or catalog.default(request.modality).id
    image = Artifact.of_text(request.prepared_image)
    took = {"sampling": round(seconds, 2), "meshing": 0.5}
    files = {"image": image, "preview_meshes": tuple(frames), "seconds": took}
    sampler = request.sampler or "exact"
    say(messages.Result(job, tuple(samples), model, "cpu", steps, guidance, sampler, **files))


def prepare(job: str, request) -> None:
    """The image itself, and its steps in the notes; `worse` in its name makes it fail."""
    if "worse" in request.image.file.name:
        say(messages.Error("file", "That is not an image.", "Choose another one.", job))
        return
    shutil.copy(request.image.file, request.output)
    say(messages.Result(job, notes=request.image.preparation, image=Artifact.of(request.output)))


def install(job: str, request) -> None:
    folder = Path(request.folder)
    python = environment.python_of(folder)
    python.parent.mkdir(parents=True, exist_ok=True)
    environment.write_marker(folder, False)
    for step in range(4):
        say(messages.Progress(job, "installing", step, 4))
        time.sleep(0.05)
    if MANNER == "install-fails":
        say(messages.Error("offline", "The download failed.", "Press Install Backend again.", job))
        return
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "$@"\n')
    python.chmod(0o755)
    environment.write_marker(folder, True)
    say(messages.Result(job))


def manage(job: str, request) -> messages.Event:
    """A download of a megabyte a step, laid out as the hub's own cache; a cancel leaves a part."""
    model = catalog.find(request.model)
    folder = Path(os.environ["HF_HUB_CACHE"], "models--" + model.source.replace("/", "--"))
    if request.action == "remove":
        shutil.rmtree(folder)
    elif request.action == "download":
        part = folder / "blobs" / "0123.incomplete"
        part.parent.mkdir(parents=True, exist_ok=True)
        for step in range(MEGABYTES):
            say(messages.Progress(job, "downloading", step, MEGABYTES, (MEGABYTES - step) / 4))
            part.write_bytes(bytes(step))
            time.sleep(0.02)
            if job in cancelled:
                return messages.Cancelled(job)
        if MANNER == "download-fails":
            return messages.Error("offline", "The hub does not answer.", "Press Resume.", job)
        part.unlink()
        (folder / "refs").mkdir()
        (folder / "refs" / model.revision).write_text("4567")
        for name in model.files:
            file = folder / "snapshots" / "4567" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"weights")
    return messages.Result(job)


def main() -> None:
    protocol = messages.PROTOCOL + (MANNER == "old")
    devices = (messages.Device("cpu", "CPU, 2 cores", 8_000_000_000, 16_000_000_000, 0.1),)
    python = sys.version.split()[0]
    far = MANNER == "remote"
    models = remote.models_here() if far else {}
    version = messages.version() + ("-next" if MANNER == "new" else "")
    say(messages.Ready(protocol, version, python, devices, remote=far, models=models))
    threading.Thread(target=listen, daemon=True).start()
    while command := inbox.get():
        with tempfile.TemporaryDirectory() as home:
            if far:
                with Outputs() as outputs:
                    command = each(command, lambda file: file.placed(home, outputs))
                (made := Path(home, "made")).mkdir()
                command = remote.moved(command, made)
            if not run(command):
                return


def run(command: messages.Command) -> bool:
    if isinstance(command, messages.Generate):
        generate(command.job, command.request)
    elif isinstance(command, messages.Prepare):
        prepare(command.job, command.request)
    elif isinstance(command, messages.Manage):
        answer = manage(command.job, command.request)
        if MANNER == "remote":
            say(messages.Models(remote.models_here()))
        say(answer)
    elif isinstance(command, messages.Install):
        install(command.job, command.request)
    else:
        return False
    return True


main()
