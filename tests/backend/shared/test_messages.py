"""Every message survives the pipe; everything else is refused with one kind of error."""

import json

import pytest

from backend.shared import messages
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import COMMANDS, EVENTS, decode, encode
from backend.shared.request import (
    ConversionRequest,
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
    SourceImage,
    Turntable,
)

PROMPT = 'a \U0001fa91 "quoted" \\ كرسي\n\u2028 \ud800'
ALL_COMMANDS = [
    messages.Generate("j", GenerationRequest(PROMPT, seed=2**64 - 1, steps=None, guidance=3.5)),
    messages.Generate(
        "j",
        GenerationRequest(
            image=SourceImage(Artifact.of(PROMPT), ("crop",)), turntable=Turntable("t.gif", 64)
        ),
    ),
    messages.Prepare("j", PreparationRequest(SourceImage(Artifact.of("a.png")), "b.png")),
    messages.Convert("j", ConversionRequest(Artifact.of("a.npz"), "f", "n", "glb", 64, 0.05, "3")),
    messages.Manage("j", ModelRequest("download", "openai/shap-e")),
    messages.Install("j", InstallationRequest("C:\\Program Files\\é", "cuda")),
    messages.Cancel("j"),
    messages.Ping(3),
    messages.Shutdown(),
    messages.Chunk("0" * 64, bytes(range(256))),
]
ALL_EVENTS = [
    messages.Ready(
        1, "0.1.0", "3.11.7", (messages.Device("cpu", "CPU", 1, 2, 0.1),), {"torch": "2.13.0"}
    ),
    messages.Models({"openai/shap-e": "partial"}),
    messages.Progress("j", "sampling", 3, 64, 1.5),
    messages.Preview("j", Artifact.of("preview.npz"), 3),
    messages.Made("j", messages.Sample(messages.NONE, 3, thumbnail=Artifact.inline("m.png", b"m"))),
    messages.Result(
        "j",
        (messages.Sample(Artifact.of("m.npz", b"m"), 2**64 - 1, 3, 1, (Artifact.of("t.gif"),)),),
        seconds={"a": 0.5},
        notes=("n", PROMPT),
    ),
    messages.Result("j"),
    messages.Error("model", "What.", "Do.", "j"),
    messages.Cancelled("j"),
    messages.Pong(3),
    messages.Chunk("", b""),
]


@pytest.mark.parametrize("message", ALL_COMMANDS + ALL_EVENTS, ids=lambda m: type(m).__name__)
def test_round_trip(message):
    line = encode(message)
    assert line.isascii() and line.endswith(b"\n") and line.count(b"\n") == 1
    assert decode(line, COMMANDS if message in ALL_COMMANDS else EVENTS) == message


def test_every_kind_is_covered():
    assert {type(m) for m in ALL_COMMANDS} == set(COMMANDS.values())
    assert {type(m) for m in ALL_EVENTS} == set(EVENTS.values())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"100%|####| 3/3\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"3\n",
        b"null\n",
        b"{}\n",
        b'{"type": "shell"}\n',
        b'{"type": ["ping"]}\n',
        b'{"type": "ping"}\n',
        b'{"type": "ping", "token": 1, "more": 2}\n',
        b'{"type": "generate", "job": "j", "request": 3}\n',
        b'{"type": "generate", "job": "j", "request": {"wish": "chair"}}\n',
        b'{"type": "pong", "token": 1}\n',
        b"[" * 100_000,
        b'{"type": "ping", "token": NaN}\n',
        b'{"type": "ping", "token": 1.5}\n',
        b'{"type": "ping", "token": true}\n',
        b'{"type": "ping", "token": null}\n',
        b'{"type": "ping", "token": 1, "token": 2}\n',
        b'{"type": "ping", "token": ' + b"9" * 30 + b"}\n",
        b'{"type": "cancel", "job": 3}\n',
        b'{"type": "generate", "job": "j", "request": {"guidance": 1e999}}\n',
        b'{"type": "generate", "job": "j", "request": {"prompt": null}}\n',
        b'{"type": "generate", "job": "j", "request": {"image": {"file": "a", "margin": ""}}}\n',
        b'{"type": "generate", "job": "j", "request": {"image": {"file": 3}}}\n',
        b'{"type": "chunk", "sha256": "", "content": "no base64"}\n',
        b'{"type": "chunk", "sha256": "", "content": 3}\n',
        b'{"type": "ping", "token": 1' + b" " * messages.LONGEST_LINE + b"}\n",
    ],
)
def test_everything_else_is_refused(line):
    with pytest.raises(MaquetteError) as caught:
        decode(line, COMMANDS)
    assert caught.value.code == "protocol" and caught.value.remedy


@pytest.mark.parametrize(
    "line",
    [
        b'{"type": "progress", "job": "j", "stage": "s", "eta": Infinity}\n',
        b'{"type": "progress", "job": "j", "stage": "s", "step": -1}\n',
        b'{"type": "error", "code": "strange", "message": "m"}\n',
        b'{"type": "result", "job": "j", "samples": {}}\n',
        b'{"type": "result", "job": "j", "samples": [{"mesh": "m", "seed": -1}]}\n',
        b'{"type": "result", "job": "j", "seconds": {"a": "b"}}\n',
        *(
            b'{"type": "preview", "job": "j", "step": 1, "mesh": {"name": %s, "sha256": "0"}}\n'
            % name
            for name in (b'""', b'".."', b'"../a"', b'"/a"', b'"a\\\\b"', b'"C:a"', b'"a/"')
        ),
        b'{"type": "ready", "protocol": 3, "version": "0", "python": "3", "packages": {"a": 1}}\n',
    ],
)
def test_events_of_other_types_are_refused(line):
    with pytest.raises(MaquetteError) as caught:
        decode(line, EVENTS)
    assert caught.value.code == "protocol" and caught.value.message.endswith(".")


def test_a_whole_number_is_a_fraction_too():
    line = b'{"type": "progress", "job": "j", "stage": "s", "eta": 3}\n'
    assert decode(line, EVENTS) == messages.Progress("j", "s", eta=3.0)


def test_a_path_stands_for_its_file():
    """Deliberate: the history of earlier versions says no more, and "" for none."""
    line = b'{"type": "result", "job": "j", "image": "", "samples": [{"mesh": "m.npz", "seed": 1}]}'
    sample = messages.Sample(Artifact("m.npz", path="m.npz"), 1)
    assert decode(line, EVENTS) == messages.Result("j", (sample,))


def test_numbers_that_json_has_not_are_not_sent():
    with pytest.raises(MaquetteError) as caught:
        encode(messages.Progress("j", "s", eta=float("nan")))
    assert caught.value.code == "protocol"


def test_the_version_is_the_manifest_s():
    assert messages.version().count(".") == 2
    assert json.loads(encode(messages.Shutdown())) == {"type": "shutdown"}
