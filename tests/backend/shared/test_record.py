"""A mesh's own file says how it was made, and nothing of the machine that it was made on."""

import json

import numpy as np
import pytest
import trimesh

from backend.asset import mesh_files
from backend.asset.mesh import Mesh
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import GenerationRequest, InitLatents, SourceImage

TETRAHEDRON = Mesh(
    np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32),
    np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32),
    np.full((4, 3), 0.5, np.float32),
)
ASKED = GenerationRequest(
    'a "réd" chair\nend_header 🪑', model="maquette-mini", sampler="fast", seed=2**64 - 1, steps=12,
    guidance=2.0, triangles=500, symmetry="x", folder="/home/somebody", name="secret",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".glb", ".ply", ".obj", ".GLB"])
def test_each_format_keeps_it_and_opens_elsewhere(tmp_path, suffix):
    made, file = record.of(ASKED, "MIT"), tmp_path / f"made{suffix}"
    file.write_bytes(mesh_files.encoded(TETRAHEDRON, suffix, made))
    assert record.read(file) == made
    assert made.request["prompt"] == ASKED.prompt and made.request["symmetry"] == "x"
    assert b"somebody" not in file.read_bytes() and b"secret" not in file.read_bytes()
    solid = trimesh.load(file, force="mesh", file_type=suffix[1:].lower())
    assert len(solid.faces) == 4 and solid.volume == pytest.approx(1 / 6)


def test_a_picture_is_told_without_its_path_and_a_start_is_told():
    shown = SourceImage(Artifact.of("/home/somebody/chair.png"), ("crop", "pad"), margin=0.2)
    asked = GenerationRequest(image=shown, init_latents=InitLatents((Artifact.of("a.npy"),), 0.5))
    made = record.of(asked, "")
    assert made.init_latents and "somebody" not in record.encoded(made)
    assert made.image == {"preparation": ("crop", "pad"), "remover": "classical", "margin": 0.2}


def test_what_does_not_say_it_is_refused_in_a_sentence(tmp_path):
    plain = mesh_files.encoded(TETRAHEDRON, ".glb")
    good = json.loads(record.encoded(record.of(ASKED, "MIT")))

    def commented(said: object) -> bytes:
        return b"# maquette " + json.dumps(said).encode() + b"\nv 0 0 0\n"

    for content, said in (
        (plain, "does not say"),
        (b"", "does not say"),
        (b"glTF" + bytes(20), "does not say"),
        (plain[:30], "does not say"),
        (b"# maquette {\nv 0 0 0\n", "does not say"),
        (b"v 0 0 0\n# maquette {}\n", "does not say"),
        (commented([]), "not an object"),
        (commented({**good, "record": 3}), "version 3"),
        (commented({**good, "request": 3}), "no request"),
        (commented({**good, "request": {"seed": "x"}}), "seed is 'x'"),
        (commented({**good, "license": 3}), "license"),
        (commented({**good, "image": {"margin": "x"}}), "margin"),
    ):
        file = tmp_path / "made.obj"
        file.write_bytes(content)
        with pytest.raises(MaquetteError, match=said) as caught:
            record.read(file)
        assert caught.value.code == "file" and caught.value.remedy
    with pytest.raises(MaquetteError, match="nothing"):
        record.read(tmp_path / "nothing.glb")
    file.write_bytes(commented({**good, "request": {}, "later": 1}))
    assert record.read(file).request == {}
