"""The stand-in's box, in files as NumPy writes them, without it."""

import struct
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

CORNERS = [(x, y, z) for x in (0, 1) for y in (0, 2) for z in (0, 4)]
SIDES = ([0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3])
FACES = [t for a, b, c, d in SIDES for t in ((a, b, c), (a, c, d))]
COLOURS = [(0.25 + 0.5 * x, 0.25 + 0.25 * y, 0.25 + 0.125 * z) for x, y, z in CORNERS]
CODES = {"f2": "e", "f4": "f", "i4": "i", "u1": "B"}  # NumPy's names of types, and struct's


def npy(kind: str, values: Sequence, *shape: int) -> bytes:
    """A file of an array, in version 1.0 of NumPy's format: of rows, or of what a shape parts."""
    flat = values if shape else [value for row in values for value in row]
    shape = shape or (len(values), len(values[0]))
    header = f"{{'descr': '<{kind}', 'fortran_order': False, 'shape': {shape}}}"
    head = header.encode().ljust(117) + b"\n"  # with the ten bytes before it, a multiple of 64
    return b"\x93NUMPY\x01\0v\0" + head + struct.pack(f"<{len(flat)}{CODES[kind]}", *flat)


def write(file: Path, tall: float = 1.0, **more: bytes) -> None:
    """The box, `tall` times as high."""
    corners = [(x, y, z * tall) for x, y, z in CORNERS]
    colours = npy("f4", COLOURS)
    arrays = {"vertices": npy("f4", corners), "faces": npy("i4", FACES), "colours": colours}
    with zipfile.ZipFile(file, "w") as written:
        for name, content in (arrays | more).items():
            written.writestr(f"{name}.npy", content)


def latent(seed: int, begun: Sequence[PathLike]) -> bytes:
    """A row of numbers that its seed says, or the mean of those that it began from."""
    numbers = [struct.unpack("<12e", Path(each).read_bytes()[-24:]) for each in begun]
    mean = [sum(column) / len(begun) for column in zip(*numbers, strict=True)]
    return npy("f2", mean or [seed % 1000] * 12, 4, 3)


UV = npy("f4", [k / (6 * len(FACES) - 1) for k in range(6 * len(FACES))], len(FACES), 3, 2)
