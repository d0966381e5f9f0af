"""Files of omages: the published layouts, and one sentence for what is none."""

import io
import tarfile

import h5py
import numpy as np
import pytest
from PIL import Image

from backend.asset import omage_files
from backend.asset.mesh import linear_to_srgb
from backend.shared.errors import MaquetteError

SIDE = 64


def sheet(height: float = 0.5, side: int = SIDE) -> np.ndarray:
    """A square at some height, which touches all borders of its image."""
    made = np.full((side, side, 12), 0.25, np.float32)
    made[..., 1], made[..., 0] = np.mgrid[:side, :side] / (side - 1)
    made[..., 2], made[..., 3] = height, 1
    return made


def stored(omage: np.ndarray) -> np.ndarray:
    return np.rint(omage * 65535).astype(np.uint16)


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def tar(path, members, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def rows(tmp_path):
    with h5py.File(tmp_path / "rows.h5", "w") as file:
        omages = [stored(sheet(height)) for height in (0.2, 0.4, 0.6)]
        file.create_dataset("omage", data=np.stack(omages), chunks=(1, SIDE, SIDE, 12))
    return tmp_path / "rows.h5"


@pytest.fixture
def members(tmp_path):
    content = {
        "data/a/omage_tensor.npz": npz(arr_0=stored(sheet(0.2))),
        "data/a/readme.txt": b"text",
        "data/b/omage_tensor.npz": npz(arr_0=stored(sheet(0.4))),
    }
    return tar(tmp_path / "all.tar", content)


def refused(path, code, member=""):
    with pytest.raises(MaquetteError) as caught:
        omage_files.read(path, member)
    assert caught.value.code == code and caught.value.remedy and path.name in str(caught.value)
    return caught.value.message


@pytest.mark.parametrize("dtype", [np.uint16, np.float16, np.float32, np.float64])
@pytest.mark.parametrize("name", ["arr_0", "omage"])
@pytest.mark.parametrize("side", [64, 100])
def test_arrays_of_numbers(tmp_path, dtype, name, side):
    omage = sheet(0.3, side)
    array = stored(omage) if dtype == np.uint16 else omage.astype(dtype)
    (tmp_path / "a.npz").write_bytes(npz(**{name: array}))
    read = omage_files.read(tmp_path / "a.npz")
    assert read.dtype == np.float32 and np.abs(read - omage).max() < 5e-4
    assert omage_files.holds(tmp_path / "a.npz")


def test_what_is_written_is_the_published_layout(tmp_path):
    (tmp_path / "a.npz").write_bytes(omage_files.encoded(sheet(0.3) * 1.5 - 0.1))
    with np.load(tmp_path / "a.npz") as file:
        assert list(file) == ["arr_0"] and file["arr_0"].dtype == np.uint16
        assert file["arr_0"].shape == (SIDE, SIDE, 12)
        assert file["arr_0"][0, 0, 0] == 0 and file["arr_0"][0, -1, 0] == 65535
    read = omage_files.read(tmp_path / "a.npz")
    assert np.abs(read - (sheet(0.3) * 1.5 - 0.1).clip(0, 1)).max() <= 0.5 / 65535 + 1e-7


@pytest.mark.parametrize(("member", "height"), [("", 0.2), ("0", 0.2), ("2", 0.6)])
def test_rows(rows, member, height):
    assert omage_files.read(rows, member)[0, 0, 2] == pytest.approx(height, abs=1e-4)
    assert omage_files.holds(rows)


@pytest.mark.parametrize("member", ["3", "-1", "chair", "1e9", "99999999999999999999"])
def test_rows_that_are_not_there(rows, member):
    assert "has 3 rows, and none is" in refused(rows, "request", member)


@pytest.mark.parametrize(
    ("member", "height"), [("", 0.2), ("1", 0.4), ("data/b/omage_tensor.npz", 0.4)]
)
def test_members(members, member, height):
    assert omage_files.read(members, member)[0, 0, 2] == pytest.approx(height, abs=1e-4)
    assert omage_files.holds(members)


def test_a_first_part_of_a_tar_is_read_up_to_its_end(members):
    whole = members.read_bytes()
    members.write_bytes(whole[: len(whole) * 3 // 4])
    assert omage_files.read(members, "0")[0, 0, 2] == pytest.approx(0.2, abs=1e-4)
    assert "cannot be read" in refused(members, "file", "1")


def test_a_compressed_tar(tmp_path):
    path = tar(tmp_path / "a.tar.gz", {"a.npz": npz(arr_0=stored(sheet()))}, "w:gz")
    assert omage_files.holds(path) and omage_files.read(path).shape == (SIDE, SIDE, 12)


@pytest.mark.parametrize("member", ["2", "data/c/omage_tensor.npz", "data/a/readme.txt"])
def test_members_that_are_not_there(members, member):
    assert "has 2 omages, and none is" in refused(members, "request", member)


NAN = sheet()
NAN[3, 4, 0] = np.nan
EMPTY = sheet()
EMPTY[..., 3] = 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"text", "cannot be read"),
        (npz(arr_0=stored(sheet()))[:3000], "cannot be read"),
        (npz(other=stored(sheet())), "contains no array arr_0 or omage"),
        (npz(arr_0=np.array([{}], dtype=object)), "cannot be read"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "cannot be read"),
    ],
)
def test_files_that_are_none(tmp_path, content, said):
    (tmp_path / "a.npz").write_bytes(content)
    assert said in refused(tmp_path / "a.npz", "file")


@pytest.mark.parametrize(
    ("omage", "code", "said"),
    [
        (sheet(side=32), "file", "has 32 texels a side; it must have 64 to 1024"),
        (sheet()[:40], "file", "not square: it has 64 × 40 texels"),
        (sheet()[..., :9], "file", "64 × 64 × 9 values"),
        (stored(sheet()).astype(np.int32), "file", "no omage"),
        (NAN, "file", "not finite"),
        (EMPTY, "empty", "no texel is occupied"),
    ],
)
def test_arrays_that_are_none(tmp_path, omage, code, said):
    (tmp_path / "a.npz").write_bytes(npz(arr_0=omage))
    with pytest.raises(MaquetteError) as caught:
        omage_files.read(tmp_path / "a.npz")
    assert caught.value.code == code and said in caught.value.message and caught.value.remedy


def test_files_of_rows_without_them(tmp_path):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["other"] = np.zeros(3)
    assert "contains no rows named omage" in refused(tmp_path / "a.h5", "file")
    with h5py.File(tmp_path / "b.h5", "w") as file:
        file["omage/a"] = np.zeros(3)
    assert "contains no rows named omage" in refused(tmp_path / "b.h5", "file")


def test_a_truncated_file_of_rows(rows):
    rows.write_bytes(rows.read_bytes()[:5000])
    assert "cannot be read" in refused(rows, "file")


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read" in refused(tmp_path / "gone.npz", "file")


def test_images_are_upright_and_black_where_nothing_is():
    omage = sheet()
    omage[0, 0, 7:10] = [1, 0.2, 0]  # lower left
    omage[-1, :, 3] = 0
    images = {
        name: np.asarray(Image.open(io.BytesIO(content)))
        for name, content in omage_files.images(omage).items()
    }
    assert set(images) == {"position", "normal", "base_color", "surface"}
    assert all(image.shape == (SIDE, SIDE, 3) and not image[0].any() for image in images.values())
    expected = np.rint(linear_to_srgb(np.array([1, 0.2, 0])) * 255)
    assert images["base_color"][-1, 0].tolist() == expected.tolist()
    assert images["position"][-1, -1].tolist() == [255, 0, 128]
    assert images["surface"][-1, 0].tolist() == [255, 64, 64]


def test_a_preview_is_what_a_model_tells_in_one_image():
    omage = sheet()
    shown = {
        name: np.asarray(Image.open(io.BytesIO(content)))
        for name, content in omage_files.images(omage).items()
    }
    whole = np.asarray(Image.open(io.BytesIO(omage_files.preview(omage))))
    assert whole.shape == (omage_files.WIDEST, omage_files.WIDEST, 3)
    above, below = np.split(whole[::2, ::2], 2)  # two pixels a texel
    assert (above == np.concatenate([shown["position"], shown["base_color"]], axis=1)).all()
    rough, metallic = (shown["surface"][..., [part] * 3] for part in (1, 2))
    assert (below == np.concatenate([metallic, rough], axis=1)).all()
