"""Whole files or none, earlier ones intact, and nothing removed that is not ours."""

import errno
import os

import pytest

from backend.shared import files
from backend.shared.errors import MaquetteError
from backend.shared.files import Outputs, is_own, make_own, remove_own
from tests import faults


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def write_two(folder):
    with Outputs() as outputs:
        outputs.write(folder / "a.glb", b"new a")
        outputs.write(folder / "b.npy", b"new b")


def test_all_or_nothing(tmp_path):
    before = {"a.glb": b"old a", "b.npy": b"old b", "other": b"other"}
    for code in (errno.ENOSPC, errno.EIO, errno.EACCES):
        for n in range(1, 99):
            for name, content in before.items():
                (tmp_path / name).write_bytes(content)
            try:
                with faults.fail(n, code, tmp_path) as fault:
                    write_two(tmp_path)
            except MaquetteError as error:
                assert error.code == "file" and error.remedy
                assert contents(tmp_path) == before, fault.struck
                continue
            after = {"a.glb": b"new a", "b.npy": b"new b", "other": b"other"}
            assert contents(tmp_path) == after, fault.struck
            if not fault.struck:
                break
        else:
            raise AssertionError("never undisturbed")


def test_new_files_go_again_when_a_later_one_fails(tmp_path, monkeypatch):
    real = os.replace

    def replace(source, target):
        if str(target).endswith("b.npy"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(MaquetteError, match="b.npy cannot be written: No space left on device"):
        write_two(tmp_path)
    assert contents(tmp_path) == {}


def test_an_interrupt_leaves_what_was_there(tmp_path):
    (tmp_path / "a.glb").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), Outputs() as outputs:
        outputs.write(tmp_path / "a.glb", b"new")
        raise KeyboardInterrupt
    assert contents(tmp_path) == {"a.glb": b"old"}


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.glb").write_bytes(b"old")
    (tmp_path / "link.glb").symlink_to("real.glb")
    files.write_whole(tmp_path / "link.glb", b"new")
    assert (tmp_path / "link.glb").is_symlink()
    assert (tmp_path / "real.glb").read_bytes() == b"new"


@pytest.mark.parametrize(
    "name, message", [("there", "is not a file"), ("gone/a.glb", "There is no folder .*gone")]
)
def test_places_that_take_no_file(tmp_path, name, message):
    (tmp_path / "there").mkdir()
    with pytest.raises(MaquetteError, match=message):
        files.write_whole(tmp_path / name, b"")
    assert list(tmp_path.iterdir()) == [tmp_path / "there"]


def test_one_place_for_one_result(tmp_path):
    with pytest.raises(MaquetteError, match="Two results"), Outputs() as outputs:
        outputs.write(tmp_path / "a.glb", b"1")
        outputs.write(tmp_path / "." / "a.glb", b"2")
    assert contents(tmp_path) == {}


def test_only_what_is_marked_is_removed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "work.blend").write_bytes(b"work")
    made = tmp_path / "made"
    make_own(made)
    (made / "inner").mkdir()
    (made / "inner" / "mesh.npz").write_bytes(b"")
    (made / "link").symlink_to(outside)
    linked = tmp_path / "linked"
    linked.symlink_to(made)
    assert is_own(made) and not is_own(outside) and not is_own(linked)
    assert not remove_own(outside) and not remove_own(linked) and not remove_own(tmp_path / "no")
    assert made.exists() and linked.is_symlink()
    assert remove_own(made) and not made.exists()
    assert (outside / "work.blend").read_bytes() == b"work"


def test_a_folder_that_cannot_be_marked_is_not_made(tmp_path):
    with pytest.raises(OSError), faults.fail(2, errno.ENOSPC, tmp_path) as fault:
        make_own(tmp_path / "made")
    assert fault.struck.startswith("open") and not (tmp_path / "made").exists()


def test_names_with_line_breaks_stay_on_one_line():
    assert "\n" not in files.printable("a\nb") and files.printable("Stühle.glb") == "Stühle.glb"


def test_another_file_proves_it_too(tmp_path):
    """Where no marker was made, and the disk is too full to make one."""
    made = tmp_path / "made"
    made.mkdir()
    for name in ("entry.jsonl", "a.png"):
        (made / name).touch()
    with faults.fail(1, errno.ENOSPC, made) as fault:  # tried twice
        assert not remove_own(made) and remove_own(made, "entry.jsonl")
    assert fault.struck.startswith("unlink") and not made.exists()


def test_what_cannot_be_removed_is_still_ours(tmp_path, monkeypatch):
    made = tmp_path / "made"
    make_own(made)
    (made / "a.npz").touch()
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", lambda *_, **__: refuse())
        assert not remove_own(made)
    assert is_own(made) and (made / "a.npz").exists() and remove_own(made)


def refuse() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))
