"""Thousands of damaged lines, descriptions and files: each is read, or ends in one sentence."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from backend.pipeline import latents
from backend.serve.conversation import Conversation
from backend.shared import messages, request
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import COMMANDS, EVENTS, PROTOCOL, Error, Pong, Ready, Result, decode
from backend.shared.models import catalog

spec = importlib.util.spec_from_file_location(
    "mutations", Path(__file__).parents[1] / "mutations.py"
)
mutations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mutations)

WHOLE = request.GenerationRequest(
    "a red chair",
    image=request.SourceImage(Artifact.of("a.png")),
    guidance=3.0,
    steps=4,
    sampler="fast",
    turntable=request.Turntable("t.gif"),
    init_latents=request.InitLatents((Artifact.of("a.npy"),), 0.5),
)
SAID = [
    messages.Generate("j", WHOLE),
    messages.Generate("k", request.GenerationRequest("a chair")),
    messages.Prepare(
        "j", request.PreparationRequest(request.SourceImage(Artifact.of("a.png")), "b.png")
    ),
    messages.Convert("j", request.ConversionRequest(Artifact.of("a.npz"), "f", "n", "glb")),
    messages.Manage("j", request.ModelRequest("download", "openai/shap-e")),
    messages.Install("j", request.InstallationRequest("folder")),
    messages.Cancel("j"),
    messages.Ping(3),
]
HEARD = [
    Ready(1, "0.1.0", "3.11", (messages.Device("cpu", "CPU", 1, 2, 0.1),), {"torch": "2"}),
    messages.Models({"openai/shap-e": "partial"}),
    messages.Progress("j", "sampling", 3, 64, 1.5),
    messages.Made("j", messages.Sample(messages.NONE, 3, thumbnail=Artifact.inline("m.png", b"m"))),
    messages.Preview("j", Artifact.of("preview.npz"), 3),
    Result(
        "j",
        (messages.Sample(Artifact.of("m.npz", b"m"), 3, 8, 12),),
        seconds={"a": 0.5},
        notes=("n",),
    ),
    Error("model", "What.", "Do.", "j"),
    messages.Cancelled("j"),
    Pong(3),
]


def as_json(message) -> dict:
    return json.loads(messages.encode(message))


def test_command_lines_are_decoded_and_valid_or_refused():
    outcomes = {"decoded": 0, "valid": 0}

    def heed(line):
        command = decode(line, COMMANDS)
        outcomes["decoded"] += 1
        if job := getattr(command, "request", None):
            job.validate()
            name = getattr(job, "name", "mesh")
            assert os.path.dirname(name) == "" and name not in (".", "..")
        assert decode(messages.encode(command), COMMANDS) == command
        outcomes["valid"] += 1

    for line in mutations.lines(list(map(as_json, SAID)), 6000, seed=1):
        mutations.one_sentence(lambda line=line: heed(line), MaquetteError)
    assert 200 < outcomes["valid"] < outcomes["decoded"] < 4000


def test_event_lines_are_decoded_as_they_were_said_or_refused():
    decoded = 0
    for line in mutations.lines(list(map(as_json, HEARD)), 6000, seed=2):
        try:
            event = decode(line, EVENTS)
        except MaquetteError as error:
            assert error.code == "protocol" and error.message.isprintable()
            continue
        decoded += 1
        assert decode(messages.encode(event), EVENTS) == event
        hash(dataclasses.replace(event, seconds=0) if isinstance(event, Result) else str(event))
    assert 500 < decoded < 4000


def test_no_line_makes_the_worker_deaf_or_leaves_a_job_without_an_answer():
    """Each line gets one answer, unless it is a cancel or the end."""
    commands, say = os.pipe()
    hear, events = os.pipe()
    source, sink = os.fdopen(commands, "rb"), os.fdopen(events, "wb", buffering=0)

    def run(job, progress):
        job.request.validate()
        return Result(job.job)

    serve = Conversation(source, sink, run).serve
    thread = threading.Thread(target=serve, args=(lambda: Ready(PROTOCOL, "0", "3"),), daemon=True)
    thread.start()
    heard = os.fdopen(hear, "rb")
    assert isinstance(decode(heard.readline(), EVENTS), Ready)
    for k, line in enumerate(mutations.lines(list(map(as_json, SAID)), 1500, seed=3)):
        line = line.replace(b"\n", b" ") + b"\n"
        if b"cancel" in line or b"shutdown" in line:
            continue
        os.write(say, line)
        answer = decode(heard.readline(), EVENTS)
        assert isinstance(answer, (Error, Result, Pong)), (k, line)
        if isinstance(answer, Error):
            assert answer.code in ("protocol", "request"), answer
    os.close(say)
    thread.join(5)
    assert not thread.is_alive()
    for stream in (heard, source, sink):
        stream.close()


@pytest.mark.parametrize("file", ["maquette.json", "nouns.json", "model_index.json"])
def test_descriptions_of_models(tmp_path, file):
    """What is accepted reads prompts within a moment: an empty word once hung the panel."""
    own = catalog.CATALOG.parent / "maquette-mini"
    (tmp_path / "maquette.json").write_text('{"words": ["a"], "kinds": ["tree"]}')
    (tmp_path / "model_index.json").write_bytes((own / "model_index.json").read_bytes())
    value = json.loads((own / file).read_text("utf-8"))
    if file == "nouns.json":
        value["hyponym"] = {"tree": value["hyponym"]["tree"]}
    if file == "maquette.json":
        value["words"] = value["words"][::8]
        value = {key: value[key] for key in sorted(value, key=lambda key: len(str(value[key])))}
    accepted = 0

    def look():
        model = catalog.find(str(tmp_path))
        assert 1 <= model.steps <= 1024 and 0 <= model.guidance <= 100
        model.vocabulary.read("a small round  chiar with 3 legs, and a corgi on it")
        return True

    for line in mutations.lines([value], 100, seed=4):
        (tmp_path / file).write_bytes(line)
        catalog._said.cache_clear()
        begun = time.monotonic()
        said = mutations.one_sentence(look, MaquetteError)
        assert time.monotonic() - begun < 2
        accepted += not said
    assert 5 < accepted < 95


@pytest.mark.filterwarnings("ignore")  # of numpy, about headers
def test_latents(tmp_path):
    file = tmp_path / "a.npy"
    np.save(file, np.linspace(-1, 1, 600).reshape(60, 10).astype(np.float16))
    whole, chance, read = file.read_bytes(), random.Random(5), 0
    shapes = (
        "10**9, 9",
        "-1, 10",
        "60, 10, 1",
        "",
        "1 << 40, 9",
        "10**30, 9",
        "True, 600",
        "'a', 1",
    )
    kinds = ("|O", "<f16", "<c8", "|V2", ">f2", "<U1", "|b1", "<M8[s]")
    pairs = [("<f2", shape) for shape in shapes] + [(kind, "60, 10") for kind in kinds]
    headers = [
        f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}"
        for kind, shape in pairs
    ]
    headers += ["(" * 9000, "-" * 9000 + "1", "{", "'", "{'descr': " + "[" * 500, "\0"]
    damaged = [mutations.of_bytes(whole, chance) for _ in range(500)]
    damaged += [mutations.of_bytes(whole[:128], chance) + whole[128:] for _ in range(500)]
    for header in headers:
        text = header.encode().ljust(118) + b"\n"
        damaged.append(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + whole[128:])
    for content in damaged:
        file.write_bytes(content)

        def look():
            (found,) = latents.read(request.InitLatents((Artifact.of(file),)), 1)
            latent = found["latent"]
            assert latent.dtype == np.float32 and latent.ndim == 2 and np.isfinite(latent).all()

        read += not mutations.one_sentence(look, MaquetteError)
    assert 30 < read < len(damaged) - 100
