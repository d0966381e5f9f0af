"""Files appear whole or not at all, what stood there before survives every failure, and nothing is
removed that is not ours.

`Outputs` writes all files of one job under temporary names beside their places and renames them
together at its end. `make_own` marks a folder as ours and `remove_own` removes nothing but folders
with that mark, never through a link.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import uuid
from pathlib import Path
from types import TracebackType

from .errors import MaquetteError

MARKER = ".maquette"  # in every folder that Maquette made and may remove
TEMPORARY = ".maquette-"  # how the name of every temporary file begins
REMEDIES = {
    errno.ENOSPC: "Free up some disk space.",
    errno.EDQUOT: "Free up some disk space.",
    errno.EACCES: "Choose a folder that you can write to.",
    errno.EPERM: "Choose a folder that you can write to.",
    errno.EROFS: "Choose a folder that you can write to.",
    errno.EIO: "Check the disk, or choose another folder.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}
OWN_REMEDY = "Check the disk and the permissions of Blender's folders."


def explained(path: Path | str, error: Exception, verb: str = "written") -> MaquetteError:
    """The sentence for a file that cannot be `verb` ("written", "read", "removed"). Libraries
    have errors of their own for it, and a name with a NUL or half a character is a ValueError."""
    reason = (getattr(error, "strerror", "") or str(error) or type(error).__name__).strip()
    remedy = REMEDIES.get(getattr(error, "errno", 0) or 0, "Choose another file or folder.")
    return MaquetteError("file", f"{printable(path)} cannot be {verb}: {reason}.", remedy)


def remedy_of_ours(error: OSError) -> str:
    """What to do where files of our own, whose folder nobody chose, cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return REMEDIES[errno.ENOSPC] if full else OWN_REMEDY


def printable(path: Path | str) -> str:
    """A path for a sentence: on one line, and without halves of characters."""
    text = str(path).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


class Outputs:
    """All files of one job, and folders, put in place together when the `with` block ends well.

    On any failure, a cancel or an interrupt, only the temporaries go and every earlier file is what
    it was. What stands at a place is a regular file or nothing; a link stays, and the file that it
    points to is replaced. Raises MaquetteError("file").
    """

    def __init__(self) -> None:
        self._temporaries: dict[Path, Path] = {}  # place -> where it is written until then
        self._scratch: list[Path] = []
        self._put: dict[Path, tuple[Path, Path | None]] = {}  # place -> temporary, what stood there

    def check(self, place: Path | str) -> None:
        """What `file` would raise, before there is anything to write."""
        _drop(_beside(self._free(place)))

    def file(self, place: Path | str) -> Path:
        """Where to write what shall stand at `place`. It has the same suffix, in the same folder.

        Raises MaquetteError("file") if the folder is not there or takes no files, if what stands at
        `place` is no file or may not be written to, or if `place` was asked for before.
        """
        real = self._free(place)
        self._temporaries[real] = _beside(real)
        return self._temporaries[real]

    def folder(self, place: Path | str) -> Path:
        """An empty folder to fill, which shall stand at `place`, where nothing is."""
        if os.path.lexists(place):
            raise MaquetteError(
                "file", f"{printable(place)} already exists.", "Choose another name."
            )
        real = self._free(place)
        self._temporaries[real] = _beside(real, folder=True)
        return self._temporaries[real]

    def write(self, place: Path | str, content: bytes) -> None:
        """`content` at `place`."""
        fill(self.file(place), content, place)

    def show(self, place: Path | str, content: bytes) -> None:
        """`content` at `place` at once. A later failure takes it back all the same."""
        self.write(place, content)
        self._put_in_place(Path(os.path.realpath(place)))

    def scratch(self, place: Path | str, folder: bool = False) -> Path:
        """A file beside `place`, of the same suffix, or a folder, until the job ends."""
        self._scratch.append(_beside(Path(place), folder))
        return self._scratch[-1]

    def __enter__(self) -> Outputs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        done = False
        try:
            if kind is None:
                alone = len(self._temporaries) + len(self._put) == 1
                for place in list(self._temporaries):
                    self._put_in_place(place, keep=not alone)
                done = True
        finally:
            if not done:
                self._take_back()
            earlier = (kept for _, kept in self._put.values() if kept)
            for file in (*self._temporaries.values(), *self._scratch, *earlier):
                _drop(file)

    def _free(self, place: Path | str) -> Path:
        """Where it really is."""
        try:
            real = Path(os.path.realpath(place))
            there = real.exists()
            if there and not os.access(real, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except (OSError, ValueError) as error:
            raise explained(place, error) from error
        if there and not real.is_file():
            raise MaquetteError(
                "file", f"{printable(place)} is not a file.", "Choose another name."
            )
        if real in self._temporaries or real in self._put:
            raise MaquetteError(
                "file",
                f"Two results would be written to {printable(place)}.",
                "Give each one its own name.",
            )
        return real

    def _put_in_place(self, place: Path, keep: bool = True) -> None:
        """Rename one; if what stood there is not kept, the rename must be the last."""
        temporary = self._temporaries[place]
        try:
            if keep:
                self._put[place] = temporary, _kept_aside(place)
            os.replace(temporary, place)
        except OSError as error:
            raise explained(place, error) from error
        del self._temporaries[place]

    def _take_back(self) -> None:
        """What was put in place becomes what it was. What cannot, keeps its other name."""
        for place, (temporary, earlier) in list(self._put.items()):
            if temporary.exists():
                continue  # it was not put there yet
            if earlier is None:
                _drop(place)
            elif not _moved(earlier, place):
                self._put[place] = temporary, None


def _beside(place: Path, folder: bool = False) -> Path:
    """A new empty file or folder. Raises MaquetteError("file")."""
    suffix = "" if folder else place.suffix
    temporary = place.with_name(f"{TEMPORARY}{uuid.uuid4().hex[:12]}{suffix}")
    try:
        if folder:
            temporary.mkdir()
        else:
            open(temporary, "xb").close()
    except OSError as error:
        if not place.parent.is_dir():
            raise MaquetteError(
                "file",
                f"There is no folder {printable(place.parent)}.",
                "Create it, or choose another one.",
            ) from error
        raise explained(place, error) from error
    return temporary


def _kept_aside(place: Path) -> Path | None:
    """Another name for the file that stands at `place`, where it stays; None: there is none."""
    kept = place.with_name(f"{TEMPORARY}{uuid.uuid4().hex[:12]}.earlier")
    try:
        os.link(place, kept)
    except FileNotFoundError:
        return None
    except OSError:  # a file system without hard links
        try:
            shutil.copy2(place, kept)
        except OSError:
            _drop(kept)
            raise
    return kept


def _moved(file: Path, place: Path) -> bool:
    """Whether it is there now; tried twice, for the same reason as `_drop`."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            os.replace(file, place)
            return True
    return False


def _drop(temporary: Path) -> None:
    """Remove what is ours; tried twice, as a disk or a virus scanner may refuse for a moment."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            if temporary.is_dir() and not temporary.is_symlink():
                shutil.rmtree(temporary)
            else:
                temporary.unlink(missing_ok=True)
            return


def fill(file: Path, content: bytes, place: Path | str = "") -> None:
    """Write a file that is no one else's yet; `place` is what it will be called.

    Raises MaquetteError("file").
    """
    try:
        file.write_bytes(content)
    except OSError as error:
        raise explained(place or file, error) from error


def write_whole(place: Path | str, content: bytes) -> None:
    """One file, whole or not at all. Raises MaquetteError("file")."""
    with Outputs() as outputs:
        outputs.write(place, content)


def make_own(folder: Path) -> None:
    """Make a folder that `remove_own` may remove. Raises OSError; then there is none."""
    folder.mkdir()
    try:
        with open(folder / MARKER, "xb"):
            pass
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise


def is_own(folder: Path, mark: str = MARKER) -> bool:
    """Whether Maquette made this folder: a real one, no link, with our marker in it."""
    try:
        here, marked = os.lstat(folder), os.lstat(folder / mark)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(here.st_mode) and stat.S_ISREG(marked.st_mode)


def remove_own(folder: Path, mark: str = MARKER) -> bool:
    """Remove a folder that `make_own` made, the marker last, so that what could not be removed is
    still ours; `mark` is another file that proves it. Links in it are removed, not followed. Tried
    twice, for the same reason as in `_drop`. Whether it is gone."""
    if not is_own(folder, mark):
        return False
    for _ in range(2):
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(folder)):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                elif entry.name != mark:
                    os.unlink(entry.path)
            (folder / mark).unlink(missing_ok=True)
            os.rmdir(folder)
            return True
    return False
