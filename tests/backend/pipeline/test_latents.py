"""Latents come back as they went, and damage is named."""

import os

import numpy as np
import pytest

from backend.pipeline import latents
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import InitLatents


@pytest.fixture
def files(tmp_path):
    """Two latents of one model, and one of another."""
    for name, value, shape in (("a", 0.0, (4, 3)), ("b", 1.0, (4, 3)), ("c", 0.5, (6, 3))):
        content = latents.encoded({"latent": np.full(shape, value, np.float16)})
        (tmp_path / f"{name}.npy").write_bytes(content)
    return {name: str(tmp_path / f"{name}.npy") for name in "abc"}


def test_one_is_repeated(files):
    read = latents.read(InitLatents((Artifact.of(files["b"]),)), 3)
    assert len(read) == 3
    for each in (one["latent"] for one in read):
        assert each.shape == (4, 3) and each.dtype == np.float32 and (each == 1).all()


def test_between_two_are_even_steps_without_the_two(files):
    read = latents.read(InitLatents((Artifact.of(files["a"]), Artifact.of(files["b"]))), 3)
    assert np.allclose([each["latent"][0, 0] for each in read], [0.25, 0.5, 0.75])


def test_two_of_different_models_are_refused(files):
    with pytest.raises(MaquetteError, match="different models"):
        latents.read(InitLatents((Artifact.of(files["a"]), Artifact.of(files["c"]))), 1)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"text", np.zeros(3), np.zeros((2, 2), int), np.full((2, 2), np.nan),
     np.zeros((0, 3)), np.full((2, 2), 1e300), np.array([[1, "a"]], object),
     np.zeros((2, 2), "c8")],
)  # fmt: skip
def test_what_is_no_latent_is_named(tmp_path, content):
    path = tmp_path / "spoilt.npy"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        np.save(path, content)
    with pytest.raises(MaquetteError, match="spoilt.npy") as caught:
        latents.read(InitLatents((Artifact.of(path),)), 1)
    assert caught.value.code == "file"


@pytest.mark.parametrize("shape", ["10**9, 10**9", "99999999, 99999999", "2, 3", "-2, -2"])
def test_a_header_that_promises_other_numbers_than_there_are(tmp_path, shape):
    header = f"{{'descr': '<f2', 'fortran_order': False, 'shape': ({shape}), }}".encode().ljust(118)
    path = tmp_path / "spoilt.npy"
    path.write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + header + bytes(8))
    with pytest.raises(MaquetteError, match=r"spoilt\.npy cannot be read: .*\.$") as caught:
        latents.read(InitLatents((Artifact.of(path),)), 1)
    assert caught.value.code == "file"


def test_a_pipe_is_no_latent(tmp_path):
    os.mkfifo(tmp_path / "pipe.npy")
    with pytest.raises(MaquetteError, match="not a file"):
        latents.read(InitLatents((Artifact.of(tmp_path / "pipe.npy"),)), 1)


def test_any_order_and_size_of_real_numbers_is_read(tmp_path):
    numbers = np.arange(6, dtype=">f8").reshape(2, 3)
    for k, stored in enumerate((numbers, np.asfortranarray(numbers), numbers.astype("f4"))):
        np.save(tmp_path / f"{k}.npy", stored)
        (read,) = latents.read(InitLatents((Artifact.of(tmp_path / f"{k}.npy"),)), 1)
        assert (read["latent"] == numbers).all()


def test_several_arrays_are_kept_by_their_names(tmp_path):
    sample = {"points": np.random.rand(5, 3).astype("f4"), "parts": np.arange(5, dtype="u2")}
    (tmp_path / "a.npy").write_bytes(latents.encoded(sample))
    (read,) = latents.read(InitLatents((Artifact.of(tmp_path / "a.npy"),)), 1)
    assert read.keys() == sample.keys()
    for name, array in sample.items():
        assert read[name].dtype == array.dtype and np.array_equal(read[name], array)
    (tmp_path / "b.npy").write_bytes(latents.encoded({**sample, "parts": np.zeros(4, "u2")}))
    with pytest.raises(MaquetteError, match="different models"):
        latents.read(
            InitLatents((Artifact.of(tmp_path / "a.npy"), Artifact.of(tmp_path / "b.npy"))), 1
        )


@pytest.mark.parametrize("kind", ["U3", "c8", "M8[s]"])
def test_fields_that_are_no_numbers_are_named(tmp_path, kind):
    np.save(tmp_path / "a.npy", np.zeros((), [("a", "f4", (2,)), ("b", kind)]))
    with pytest.raises(MaquetteError, match="not an array of numbers"):
        latents.read(InitLatents((Artifact.of(tmp_path / "a.npy"),)), 1)
