"""A file travels by its path, or by its content, which is proved before it is used."""

import dataclasses
import hashlib
import random

import pytest

from backend.shared.artifact import Artifact, each
from backend.shared.contents import MOST, PIECE, Arrivals, parted
from backend.shared.errors import MaquetteError
from backend.shared.files import Outputs
from backend.shared.messages import (
    EVENTS,
    NONE,
    Chunk,
    Made,
    Preview,
    Result,
    Sample,
    decode,
    encode,
)

LARGE = random.Random(1).randbytes(5 * PIECE + 3)


def sent(message, arrivals):
    """What arrives of a message that is said on a pipe."""
    for part in parted(message):
        line = encode(part)
        assert len(line) < 2 * PIECE
        arrived = decode(line, EVENTS)
        if isinstance(arrived, Chunk):
            arrivals.add(arrived)
    return arrivals.complete(arrived)


def test_one_with_a_path_is_never_copied(tmp_path):
    file = tmp_path / "mesh.npz"
    file.write_bytes(b"mesh")
    here = Artifact.of(file, b"mesh")
    assert here.sha256 == hashlib.sha256(b"mesh").hexdigest() and here.read_bytes() == b"mesh"
    with Outputs() as outputs:
        assert here.placed(tmp_path / "elsewhere", outputs) == here
    message = Preview("j", here, 1)
    assert list(parted(message)) == [message] and sent(message, Arrivals()) == message
    assert Artifact.of(file).read_bytes() == b"mesh"


def test_contents_go_ahead_in_pieces_and_become_files(tmp_path):
    """Equal files go once; empty ones are files too; a message may name what one before named."""
    samples = [Sample(Artifact.inline(f"m-{k}.npz", LARGE), k) for k in range(3)]
    samples.append(Sample(NONE, 3, thumbnail=Artifact.inline("empty.png", b"")))
    result, arrivals = Result("j", tuple(samples)), Arrivals()
    assert len(list(parted(result))) == 6 + 1
    for message in (Made("j", samples[0]), result, result):
        assert sent(message, arrivals) == message
    with Outputs() as outputs:
        here = each(result, lambda file: file.placed(tmp_path, outputs))
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["empty.png", "m-0.npz", "m-1.npz", "m-2.npz"]
    for sample in here.samples[:3]:
        assert sample.mesh.path == str(tmp_path / sample.mesh.name) and not sample.mesh.content
        assert sample.mesh.read_bytes() == LARGE
    assert here.samples[0].thumbnail == NONE


@pytest.mark.parametrize(
    "damage",
    [
        lambda chunks: chunks[:-1],
        lambda chunks: chunks[::-1],
        lambda chunks: chunks + chunks[:1],
        lambda chunks: [],
    ],
)
def test_what_did_not_arrive_whole_is_not_written(tmp_path, damage):
    *chunks, message = parted(Preview("j", Artifact.inline("m.npz", LARGE), 1))
    arrivals = Arrivals()
    for chunk in damage(chunks):
        arrivals.add(chunk)
    file = arrivals.complete(message).mesh
    with pytest.raises(MaquetteError, match="m.npz did not arrive whole"), Outputs() as outputs:
        file.placed(tmp_path, outputs)
    assert not list(tmp_path.iterdir())


def test_one_without_a_hash_is_not_believed(tmp_path):
    with pytest.raises(MaquetteError, match="did not arrive whole"):
        Artifact("m.npz", content=b"mesh").read_bytes()


@pytest.mark.parametrize("name", ["", "..", ".", " ", "a/b", "/a", "a\\b", "C:a", "C:\\a", "a/"])
def test_a_name_that_leads_elsewhere_is_none(name):
    with pytest.raises(ValueError, match="not a file name"):
        Artifact.inline(name, b"x")
    assert Artifact.of("/a/" + name + "b").path.endswith("b")


def test_what_cannot_be_read_or_written(tmp_path):
    with pytest.raises(MaquetteError, match=r"gone.npy cannot be read: No such file"):
        Artifact.of(tmp_path / "gone.npy").inlined()
    (tmp_path / "a").write_bytes(b"later")
    with pytest.raises(MaquetteError, match="did not arrive whole"):
        Artifact.of(tmp_path / "a", b"before").read_bytes()
    long = Artifact.inline("x" * 300, b"")
    with pytest.raises(MaquetteError, match="cannot be written"), Outputs() as outputs:
        long.placed(tmp_path, outputs)


def test_more_than_anybody_names_is_refused(monkeypatch):
    monkeypatch.setattr("backend.shared.contents.MOST", 10)
    assert MOST >= 1 << 30
    arrivals = Arrivals()
    arrivals.add(Chunk("a", bytes(9)))
    with pytest.raises(MaquetteError, match="too large"):
        arrivals.add(Chunk("b", bytes(2)))
    arrivals.add(Chunk("a", bytes(9)))


def test_none_is_false_and_no_change_sees_it():
    assert not NONE and not Artifact.of_text("") and Artifact.of_text("a/b").name == "b"
    message = Result("j", (Sample(NONE, 1),))
    assert each(message, lambda file: dataclasses.replace(file, name="x")) == message
