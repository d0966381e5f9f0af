"""Where the surface of a kind of shape lies in its omages: the same place for all shapes of the
kind, so that neighboring shapes have neighboring images. Charts that are cut anew for each shape
differ at random, and no network learns them.

Every sheet of the surface (`shapes/sheets.py`) has a rectangle of whole tokens (`TOKEN` texels a
side), whose last row and column stay empty: so patches never touch, and a token is in one patch.
A kind has as many templates as it has forms with sheets of their own, of which the commonest are
kept.
"""

from __future__ import annotations

import functools
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import captions
from .captions import KIND_NAMES
from .shapes import Shape, build
from .shapes.sheets import Sheet, settled, slope

SIDE = 64
TOKEN = 4
TOKENS = SIDE // TOKEN
REFERENCES = 24  # shapes that a kind's templates are made for
FORMS = 2  # templates of a kind, at most
RARE = 0.12  # share of the shapes below which a form has none
LEAST_ROUND = 7  # texels, of what is round
COARSE, FINE = 4.0, 40.0  # texels a model unit
BURIED = 0.02  # how deep a sheet lies in other parts to be left out
SHOWN = 0.03  # of its points: or it is left out

Signature = tuple[tuple[int, str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Placed:
    """A sheet in the image: `rows` (R,) and `columns` (C,) are its `s` and `t`, the texel `row`,
    `column` its first; turned, its rows run to the right."""

    number: int  # among the sheets of a shape
    part: int
    row: int
    column: int
    rows: np.ndarray
    columns: np.ndarray
    turned: bool

    @property
    def slices(self) -> tuple[slice, slice]:
        high, wide = len(self.rows), len(self.columns)
        high, wide = (wide, high) if self.turned else (high, wide)
        return slice(self.row, self.row + high), slice(self.column, self.column + wide)


@dataclass(frozen=True, eq=False)
class Template:
    kind: str
    signature: Signature
    placed: tuple[Placed, ...]
    share: float  # of the kind's shapes

    @functools.cached_property
    def part(self) -> np.ndarray:
        """(SIDE, SIDE) int8: which part a texel shows, -1 for none."""
        found = np.full((SIDE, SIDE), -1, np.int8)
        for each in self.placed:
            found[each.slices] = each.part
        return found

    def lay(self, shape: Shape) -> tuple[np.ndarray, np.ndarray]:
        """Positions and normals (SIDE, SIDE, 3) of a shape of this signature, 0 where its image
        shows nothing."""
        sheets = sheets_of(shape)
        positions = np.zeros((SIDE, SIDE, 3), np.float32)
        normals = np.zeros((SIDE, SIDE, 3), np.float32)
        for each in self.placed:
            sheet = sheets[each.number][1]
            raw = sheet.at(each.rows, each.columns)
            points = settled(raw.reshape(-1, 3), sheet.distance)
            for image, values in (
                (positions, (points - shape.centre) * shape.scale),
                (normals, slope(points, sheet.distance)[1]),
            ):
                grid = values.reshape(raw.shape)
                image[each.slices] = grid.transpose(1, 0, 2) if each.turned else grid
        return positions, normals


def sheets_of(shape: Shape) -> list[tuple[int, Sheet]]:
    """Of all parts, each with its part, in the shape's raw frame."""
    return [(part, sheet) for part, solid in enumerate(shape.solids) for sheet in solid.sheets()]


def signature_of(shape: Shape) -> Signature:
    return tuple(
        (part, sheet.form, len(sheet.rows), len(sheet.columns)) for part, sheet in sheets_of(shape)
    )


@functools.cache
def of(kind: str) -> tuple[Template, ...]:
    """The kind's, the commonest first; none, if its shapes have no sheets or too many."""
    random = np.random.default_rng(zlib.crc32(kind.encode()))  # whatever other kinds there are
    found: dict[Signature, list[Shape]] = defaultdict(list)
    for _ in range(REFERENCES):
        said = captions.describe(random, KIND_NAMES.index(kind))
        shape = build(kind, captions.draw(said, random)[0])
        found[signature_of(shape)].append(shape)
    common = sorted(found.items(), key=lambda item: -len(item[1]))[:FORMS]
    made = (
        _made(kind, signature, shapes)
        for signature, shapes in common
        if signature and len(shapes) >= RARE * REFERENCES
    )
    return tuple(template for template in made if template)


def _made(kind: str, signature: Signature, shapes: Sequence[Shape]) -> Template | None:
    every = [sheets_of(shape) for shape in shapes]
    kept = [n for n in range(len(signature)) if _shows(n, shapes[:6], every)]
    parts = [(n, [own[n][1] for own in every]) for n in kept]
    scales = [shape.scale for shape in shapes]
    measured = [
        (
            n,
            np.mean([s.rows * scale for s, scale in zip(alike, scales, strict=True)], axis=0),
            np.mean([s.columns * scale for s, scale in zip(alike, scales, strict=True)], axis=0),
            *(tuple(np.mean([s.edges[k] for s in alike], axis=0) > 0.5) for k in (0, 1)),
        )
        for n, alike in parts
    ]
    best, low, high = None, COARSE, FINE
    for _ in range(12):
        density = (low + high) / 2
        sizes = [
            (
                _tokens(rows, ends, density, LEAST_ROUND if signature[n][1] == "ball" else 0),
                _tokens(columns, turns, density, LEAST_ROUND),
            )
            for n, rows, columns, ends, turns in measured
        ]
        places = _packed(sizes)
        if places is None:
            high = density
        else:
            best, low = (sizes, places), density
    if best is None:
        return None
    placed = []
    for (n, rows, columns, ends, turns), (a, b), (row, column, turned) in zip(
        measured, *best, strict=True
    ):
        s, t = stations(rows, ends, a * TOKEN - 1), stations(columns, turns, b * TOKEN - 1)
        part = signature[n][0]
        placed.append(Placed(n, part, row * TOKEN, column * TOKEN, s, t, turned))
    return Template(kind, signature, tuple(placed), len(shapes) / REFERENCES)


def _shows(number: int, shapes: Sequence[Shape], every: Sequence[list[tuple[int, Sheet]]]) -> bool:
    """Whether anything of a sheet is outside of all parts, in one of the shapes."""
    for shape, own in zip(shapes, every, strict=False):
        sheet = own[number][1]
        grid = sheet.at(np.linspace(0, len(sheet.rows), 9), np.linspace(0, len(sheet.columns), 9))
        points = settled(grid.reshape(-1, 3), sheet.distance)
        away = shape.distance(((points - shape.centre) * shape.scale).astype(np.float32))
        if (away > -BURIED).mean() > SHOWN:
            return True
    return False


def _runs(lengths: np.ndarray, edges: Sequence[bool]) -> list[tuple[int, int]]:
    """From edge to edge."""
    ends = [0, *(k for k in range(1, len(lengths)) if edges[k]), len(lengths)]
    return list(zip(ends[:-1], ends[1:], strict=True))


def _tokens(lengths: np.ndarray, edges: Sequence[bool], density: float, least: int) -> int:
    """How many the segments ask for: an interval between edges needs one texel at least."""
    wanted = round(float(lengths.sum()) * density / TOKEN)
    needed = max(len(_runs(lengths, edges)) + 1, least)
    return min(max(wanted, -(-(needed + 1) // TOKEN), 1), TOKENS)


def stations(lengths: np.ndarray, edges: Sequence[bool], count: int) -> np.ndarray:
    """(count,) places along segments of these lengths: on every edge, and evenly between them."""
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    runs = _runs(lengths, edges)
    steps = count - 1
    if len(runs) > steps:
        return np.interp(np.linspace(0, along[-1], count), along, np.arange(len(along)))
    spans = np.array([along[b] - along[a] for a, b in runs])
    given = np.ones(len(runs), int)
    for _ in range(steps - len(runs)):
        given[(spans / given).argmax()] += 1
    found = [0.0]
    for (a, b), number in zip(runs, given, strict=True):
        places = np.linspace(along[a], along[b], number + 1)[1:]
        found += [*np.interp(places[:-1], along[a : b + 1], np.arange(a, b + 1)), float(b)]
    return np.array(found)


def _packed(sizes: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]] | None:
    """Row and column of each rectangle in a square of `TOKENS`, and whether it is turned; None if
    they do not fit. The largest first, each at the first free place."""
    free = np.ones((TOKENS, TOKENS), bool)
    found: list[tuple[int, int, bool] | None] = [None] * len(sizes)
    if sum(a * b for a, b in sizes) > TOKENS**2:
        return None
    for n in sorted(range(len(sizes)), key=lambda n: (-max(sizes[n]), -min(sizes[n]), n)):
        place = _free(free, sizes[n])
        if place is None:
            return None
        row, column, turned = found[n] = place
        a, b = sizes[n][::-1] if turned else sizes[n]
        free[row : row + a, column : column + b] = False
    return [place for place in found if place]


def _free(free: np.ndarray, size: tuple[int, int]) -> tuple[int, int, bool] | None:
    for turned in (False, True) if size[0] != size[1] else (False,):
        a, b = size[::-1] if turned else size
        whole = np.lib.stride_tricks.sliding_window_view(free, (a, b)).all(axis=(2, 3))
        where = np.argwhere(whole)
        if len(where):
            return int(where[0, 0]), int(where[0, 1]), turned
    return None
