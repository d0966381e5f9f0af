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
    errno.ENOSPC: "Make room on the disk.",
    errno.EDQUOT: "Make room on the disk.",
    errno.EACCES: "Choose a folder that you may write to.",
    errno.EPERM: "Choose a folder that you may write to.",
    errno.EROFS: "Choose a folder that you may write to.",
    errno.EIO: "Check the disk, or choose another folder.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def explained(path: Path | str, error: OSError, verb: str = "written") -> MaquetteError:
    """The sentence for a file that cannot be `verb` ("written", "read", "removed")."""
    reason = (error.strerror or str(error) or type(error).__name__).strip()
    remedy = REMEDIES.get(error.errno or 0, "Choose another file or folder.")
    return MaquetteError("file", f"{printable(path)} cannot be {verb}: {reason}.", remedy)


def printable(path: Path | str) -> str:
    """A path for a sentence: on one line, and without halves of characters."""
    text = str(path).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


class Outputs:
    """All files of one job, put in place together when the `with` block ends well.

    On any failure, a cancel or an interrupt, only the temporaries go and every earlier file is what
    it was. What stands at a place is a regular file or nothing; a link stays, and the file that it
    points to is replaced. Raises MaquetteError("file").
    """

    def __init__(self) -> None:
        self._temporaries: dict[Path, Path] = {}  # place -> where it is written until then

    def file(self, place: Path | str) -> Path:
        """Where to write what shall stand at `place`. It has the same suffix, in the same folder.

        Raises MaquetteError("file") if the folder is not there or takes no files, if something
        other than a file stands at `place`, or if `place` was asked for before.
        """
        place = Path(os.path.realpath(place))
        if place in self._temporaries:
            raise MaquetteError(
                "file",
                f"Two results would be written to {printable(place)}.",
                "Give each a name of its own.",
            )
        try:
            if place.exists() and not place.is_file():
                raise MaquetteError(
                    "file", f"{printable(place)} is no file.", "Choose another name."
                )
            temporary = place.with_name(f"{TEMPORARY}{uuid.uuid4().hex[:12]}{place.suffix}")
            with open(temporary, "xb"):
                pass
        except OSError as error:
            raise explained(place, error) from error
        self._temporaries[place] = temporary
        return temporary

    def write(self, place: Path | str, content: bytes) -> None:
        """`content` at `place`."""
        file = self.file(place)
        try:
            file.write_bytes(content)
        except OSError as error:
            raise explained(place, error) from error

    def __enter__(self) -> Outputs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._put_in_place()
        finally:
            for temporary in self._temporaries.values():
                _drop(temporary)

    def _put_in_place(self) -> None:
        """Rename all. If one fails, those before it become what they were."""
        kept: dict[Path, Path | None] = {}  # place -> another name of what stood there before
        placed: list[Path] = []
        try:
            for place, temporary in self._temporaries.items():
                try:
                    kept[place] = _kept_aside(place) if len(self._temporaries) > 1 else None
                    os.replace(temporary, place)
                except OSError as error:
                    raise explained(place, error) from error
                placed.append(place)
        except BaseException:
            for place in placed:
                with contextlib.suppress(OSError):
                    if earlier := kept[place]:
                        os.replace(earlier, place)
                    else:
                        place.unlink()
            raise
        finally:
            for earlier in filter(None, kept.values()):
                _drop(earlier)


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


def _drop(temporary: Path) -> None:
    """Remove a file of ours; tried twice, as a disk or a virus scanner may refuse for a moment."""
    for _ in range(2):
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
            return


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


def is_own(folder: Path) -> bool:
    """Whether Maquette made this folder: a real one, no link, with our marker in it."""
    try:
        here, mark = os.lstat(folder), os.lstat(folder / MARKER)
    except OSError:
        return False
    return stat.S_ISDIR(here.st_mode) and stat.S_ISREG(mark.st_mode)


def remove_own(folder: Path) -> bool:
    """Remove a folder that `make_own` made, the marker last, so that what could not be removed is
    still ours. Links in it are removed, not followed. Tried twice. Whether it is gone."""
    ours = is_own(folder)
    for _ in range(2 if ours else 0):
        with contextlib.suppress(OSError):
            _empty(folder)
            (folder / MARKER).unlink(missing_ok=True)
            os.rmdir(folder)
            return True
    return False


def _empty(folder: Path) -> None:
    """Of all but the marker. Raises OSError."""
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            os.unlink(entry.path)
