"""`python -m backend convert`: what it asks, says and returns."""

import importlib

import numpy as np
import pytest

from backend.asset import omage_files

cli = importlib.import_module("backend.__main__")


@pytest.fixture
def source(tmp_path):
    omage = np.full((64, 64, 12), 0.5, np.float32)
    omage[..., 1], omage[..., 0] = np.mgrid[:64, :64] / 63
    omage[..., 3] = omage[..., 6] = 1
    (tmp_path / "source.npz").write_bytes(omage_files.encoded(omage))
    return tmp_path / "source.npz"


def test_a_mesh(source, tmp_path, capsys):
    file = tmp_path / "a.GLB"
    assert cli.main(["convert", str(source), "-o", str(file), "--stitch", "0.05"]) == 0
    assert capsys.readouterr().out == f"{file}  4096 vertices, 7938 faces\n"
    assert file.read_bytes().startswith(b"glTF")


def test_an_npz_is_an_omage_or_maquettes_own_mesh(source, tmp_path, capsys):
    assert cli.main(["convert", str(source), "-o", str(tmp_path / "a.npz")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{tmp_path / 'a.npz'}  4096 texels" and len(said) == 5
    assert cli.main(["convert", str(source), "-o", str(tmp_path / "b.npz"), "--mesh"]) == 0
    with np.load(tmp_path / "a.npz") as omage, np.load(tmp_path / "b.npz") as mesh:
        assert set(omage) == {"arr_0"} and {"vertices", "faces", "uv"} <= set(mesh)


@pytest.mark.parametrize(
    ("output", "options", "status", "said"),
    [
        ("a.stl", (), 2, "Use .npz for an omage, or .glb, .ply or .obj for a mesh."),
        ("a", (), 2, "is not supported"),
        ("a.npz", ("--side", "100"), 2, "an omage has 64, 256, 1024 texels a side"),
        ("a.glb", ("--stitch", "-1"), 2, "stitch is -1.0"),
        ("nowhere/a.glb", (), 1, "There is no folder"),
    ],
)
def test_what_it_refuses(source, tmp_path, capsys, output, options, status, said):
    before = sorted(tmp_path.iterdir())
    command = ["convert", str(source), "-o", str(tmp_path / output), *options]
    assert cli.main(command) == status
    captured = capsys.readouterr()
    assert said in captured.err and not captured.out and "Traceback" not in captured.err
    assert sorted(tmp_path.iterdir()) == before
