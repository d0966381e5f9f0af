"""Rows become requests by the settings that requests declare."""

from __future__ import annotations

import hashlib
import weakref
from pathlib import Path

import pytest

from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.lists import rows
from backend.shared.lists.table import Row, Table
from backend.shared.request import GenerationRequest, SourceImage

BASE = GenerationRequest(steps=5, format="glb")


def asked(folder: Path = Path(), /, **cells) -> tuple[str, GenerationRequest]:
    return rows.request_of(Row(3, cells), BASE, SourceImage(Artifact(), margin=0.2), folder)


def test_an_error_is_looked_at_and_not_kept():
    error = MaquetteError("file", "It is gone.")
    assert not rows.is_of_machine(error)
    gone = weakref.ref(error)
    del error
    assert gone() is None


def test_texts_of_cells_become_what_the_settings_are():
    name, request = asked(
        prompt=" a chair ",
        name=" red one ",
        seed="7.0",
        guidance="3,5",
        loose_parts="no",
        symmetry="x",
        triangles="",
        **{"#notes": "for the client"},
    )
    assert name == "red one"
    assert request == GenerationRequest(
        "a chair",
        seed=7,
        guidance=3.5,
        loose_parts=False,
        symmetry="x",
        steps=5,
        format="glb",
    )


def test_values_of_json():
    _, request = asked(prompt="a chair", seed=2**63, guidance=3, real_size=False, triangles=None)
    assert (request.seed, request.guidance, request.real_size) == (2**63, 3.0, False)


def test_columns_have_labels_and_old_names_too():
    _, request = asked(**{"Prompt": "a chair", "Real-World Size": "off", "preset": "exact"})
    assert (request.real_size, request.sampler) == (False, "exact")


def test_an_image_lies_beside_the_list(tmp_path):
    (tmp_path / "a.png").write_bytes(b"image")
    _, request = asked(tmp_path, image="a.png", preparation="orient crop", remover="rembg")
    image = request.image
    assert image and Path(image.file) == tmp_path / "a.png"
    assert image.file.sha256 == hashlib.sha256(b"image").hexdigest()
    assert (image.preparation, image.remover, image.margin) == (("orient", "crop"), "rembg", 0.2)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"sed": "1"}, "There is no setting 'sed'. Did you mean seed?"),
        ({"Guidence": "1"}, "There is no setting 'Guidence'. Did you mean guidance?"),
        ({"xyzzy": "1"}, "There is no setting 'xyzzy'. The settings are prompt, "),
        ({"folder": "/"}, "There is no setting 'folder'."),
        ({"seed": "many"}, "seed is 'many' and must be a whole number. Choose another value."),
        ({"seed": "1.5"}, "seed is '1.5' and must be a whole number."),
        ({"guidance": "nan"}, "guidance is nan and must be a finite number."),
        ({"guidance": "high"}, "guidance is 'high' and must be a number."),
        ({"loose_parts": "maybe"}, "loose_parts is 'maybe' and must be true or false"),
        ({"seed": [1]}, "seed is [1] and must be a whole number."),
        ({"prompt": "a", "Prompt ": "b"}, "It sets prompt twice."),
        ({"samples": "4"}, "A row makes one object, not several samples."),
        ({"image": "nowhere.png"}, "nowhere.png cannot be read: No such file or directory."),
        ({"image": "."}, "cannot be read: it is not a file."),
        ({"image": "a\0b"}, "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_row(tmp_path, cells, said):
    with pytest.raises(MaquetteError) as caught:
        asked(tmp_path, **cells)
    assert said in str(caught.value)


def test_a_row_that_cannot_be_read():
    with pytest.raises(MaquetteError, match="It is no CSV"):
        rows.request_of(Row(3, error="It is no CSV."), BASE, SourceImage(Artifact()), Path())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("prompt", "sed"), "Row 1: There is no setting 'sed'. Did you mean seed?"),
        (("seed",), "Row 1: There is no column named prompt or image."),
        (("prompt", "Prompt"), "Row 1: Two columns set prompt."),
    ],
)
def test_a_header_that_no_row_could_mend(names, said):
    with pytest.raises(MaquetteError) as caught:
        rows.check(Table([Row(2)], Row(1, dict.fromkeys(names, ""))))
    assert str(caught.value).startswith(said) and caught.value.code == "request"


def test_columns_are_the_settings_that_make_a_difference():
    assert {"prompt", "image", "name", "seed", "model", "margin", "device"} <= {*rows.COLUMNS}
    assert not {"preview_interval", "keep_frames", "folder", "format"} & {*rows.COLUMNS}
