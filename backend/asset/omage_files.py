"""Files of omages -> the omage, and back.

npz   the published layout: `arr_0` (H, W, 12) uint16, 65535 for 1; or floats, or named `omage`
h5    `omage` (N, H, W, 12), of which one row is read
tar   of such .npz files; read from its beginning to the member, as some have 88 GB and are parts
png   what people look at; nothing reads them
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable
from .mesh import linear_to_srgb
from .omage import (
    COLOUR,
    METALLIC,
    NORMAL,
    OCCUPANCY,
    POSITION,
    REMEDY,
    ROUGHNESS,
    checked,
    png,
)

FULL = 65535  # of uint16, which stands for 1
SIDES = 64, 1024  # the least and the most texels a side
NAMES = ("arr_0", "omage")  # of the array
WIDEST = 256  # pixels of a preview, or its images beside each other as they are
LARGEST = 1 << 27  # bytes of a member; one of 1024 texels has 25 MB
HDF5, TAR, ZIP = b"\x89HDF\r\n\x1a\n", b"ustar", b"PK\x03\x04"


def read(path: Path, member: str = "", tick: Callable[[], None] = lambda: None) -> np.ndarray:
    """The omage (H, W, 12) float32, as in `omage.py`, in a file. `member` says which, in a file of
    several: its number from 0, in a tar its name too; "" is the first. `tick` is called now and
    then.

    Raises MaquetteError("file") for a file without one, ("empty") for one that shows nothing and
    ("request") for a member that is not there.
    """
    with foreign("file", f"{printable(path.name)} cannot be read", REMEDY):
        head = _head(path)
        if head.startswith(HDF5):
            return _sized(_row(path, member))
        if head.startswith(ZIP):
            return _sized(_array(path))
        return _sized(_member(path, member, tick))


def holds(path: Path) -> bool:
    """Whether an omage is to be expected in a file: one of rows or members, or an .npz with an
    array of such a name. Raises MaquetteError("file") for what cannot be read."""
    with foreign("file", f"{printable(path.name)} cannot be read", REMEDY):
        head = _head(path)
        if head.startswith(ZIP):
            with np.load(path, allow_pickle=False) as file:
                return any(name in file for name in NAMES)
        return head.startswith(HDF5) or head[257:262] == TAR or head.startswith(b"\x1f\x8b")


def encoded(omage: np.ndarray) -> bytes:
    """An .npz file in the published layout."""
    file = io.BytesIO()
    np.savez_compressed(file, arr_0=np.rint(omage.clip(0, 1) * FULL).astype(np.uint16))
    return file.getvalue()


def images(omage: np.ndarray) -> dict[str, bytes]:
    """PNG files by name that show it, upright, black where it shows nothing: `position`, `normal`,
    `base_color` (sRGB), and `surface` with occupancy in red, roughness in green and metallic in
    blue, as glTF has the two."""
    return {name: png(values) for name, values in _shown(omage).items()}


def preview(omage: np.ndarray) -> bytes:
    """Position and base color (sRGB) above metallic and roughness, each of them gray, in one square
    PNG file, enlarged to `WIDEST` pixels by whole factors."""
    shown = _shown(omage)
    rough, metallic = (shown["surface"][..., [part] * 3] for part in (1, 2))
    rows = (metallic, rough), (shown["position"], shown["base_color"])  # the bottom one first
    square = np.concatenate([np.concatenate(row, axis=1) for row in rows])
    larger = max(1, WIDEST // len(square))
    return png(square.repeat(larger, axis=0).repeat(larger, axis=1))


def _shown(omage: np.ndarray) -> dict[str, np.ndarray]:
    """Values 0..1 (side, side, 3) by the names of the images that show them."""
    occupied = omage[..., OCCUPANCY, None] > 0.5
    shown = {
        "position": omage[..., POSITION],
        "normal": omage[..., NORMAL],
        "base_color": linear_to_srgb(omage[..., COLOUR]),
        "surface": omage[..., [OCCUPANCY, ROUGHNESS, METALLIC]],
    }
    return {name: np.where(occupied, values, 0) for name, values in shown.items()}


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _sized(stored: np.ndarray) -> np.ndarray:
    """float32 of what a file holds: uint16, or numbers already."""
    omage = checked(stored.astype(np.float32) / FULL if stored.dtype == np.uint16 else stored)
    if not SIDES[0] <= len(omage) <= SIDES[1]:
        raise MaquetteError(
            "file",
            f"The omage has {len(omage)} texels a side; it must have {SIDES[0]} to {SIDES[1]}.",
            REMEDY,
        )
    return omage


def _array(file: Path | io.BytesIO) -> np.ndarray:
    with np.load(file, allow_pickle=False) as arrays:
        found = [name for name in NAMES if name in arrays]
        if not found:
            raise ValueError("it contains no array arr_0 or omage")
        return arrays[found[0]]


def _row(path: Path, member: str) -> np.ndarray:
    import h5py

    with h5py.File(path, "r") as file:
        rows = cast("Any", file.get("omage"))
        if not isinstance(rows, h5py.Dataset) or rows.ndim != 4:
            raise ValueError("it contains no rows named omage")
        number = _number(member)
        if number is None or number >= len(rows):
            raise MaquetteError(
                "request",
                f"{printable(path.name)} has {len(rows)} rows, and none is {member!r}.",
                f"Choose a number from 0 to {len(rows) - 1}.",
            )
        return rows[number]


def _member(path: Path, member: str, tick: Callable[[], None]) -> np.ndarray:
    """Of a tar, which is read as a stream: nothing in it is jumped to, and nothing kept."""
    wanted, passed = _number(member), 0
    with tarfile.open(path, "r|*") as archive:
        for each in archive:
            tick()
            if not (each.isfile() and each.name.endswith(".npz")):
                continue
            if passed == wanted or member == each.name:
                content = archive.extractfile(each)
                if content is None or each.size > LARGEST:
                    raise ValueError(f"its member {printable(each.name)} is too large")
                return _array(io.BytesIO(content.read()))
            passed += 1
    raise MaquetteError(
        "request",
        f"{printable(path.name)} has {passed} omages, and none is {member!r}.",
        "Choose the number of one, counted from 0, or its name.",
    )


def _number(member: str) -> int | None:
    """0 of ""; None of what is no number."""
    if not member:
        return 0
    return int(member) if member.isascii() and member.isdecimal() else None
