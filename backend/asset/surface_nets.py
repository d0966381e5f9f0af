"""Values on a grid -> quads of about one cell each (Gibson, "Constrained Elastic Surface Nets",
1998, without relaxation).

Every cell that the surface passes through has one vertex, in the middle of where it crosses the
cell's edges; every edge that it crosses has one quad, between the four cells around it.
"""

from __future__ import annotations

import numpy as np

AROUND = ((0, 0), (-1, 0), (-1, -1), (0, -1))  # cells of an edge, counter-clockwise
ROUNDS = 8  # one is enough for most shapes
EPSILON = 1e-3  # a value that is on the other side, and almost in the surface


def quads(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The zero level of values (x, y, z), positive inside and nowhere at a border: vertices (V, 3)
    in samples, and quads (Q, 4), wound outward, none of whose edges has more than two."""
    values = _clear(values)
    inside = values > 0
    points, cells, faces = [], [], []
    for axis in range(3):
        first = tuple(slice(None, -1) if each == axis else slice(None) for each in range(3))
        other = tuple(slice(1, None) if each == axis else slice(None) for each in range(3))
        edge = np.argwhere(inside[first] != inside[other])
        start, end = values[first][tuple(edge.T)], values[other][tuple(edge.T)]
        place = edge.astype(np.float64)
        place[:, axis] += start / (start - end)
        around = []
        for step in AROUND:
            cell = edge.copy()
            cell[:, (axis + 1) % 3] += step[0]
            cell[:, (axis + 2) % 3] += step[1]
            around.append(np.ravel_multi_index(tuple(cell.T), values.shape))
        face = np.stack(around, 1)
        points += [place] * 4
        cells += around
        faces.append(np.where((start > 0)[:, None], face, face[:, ::-1]))
    used, which = np.unique(np.concatenate(cells), return_inverse=True)
    every, count = np.concatenate(points), np.bincount(which)
    vertices = np.stack([np.bincount(which, axis) / count for axis in every.T], 1)
    return vertices, np.searchsorted(used, np.concatenate(faces)).astype(np.int32)


def count(inside: np.ndarray) -> int:
    """How many quads there will be, of samples (x, y, z) that are inside or not."""
    return sum(int(np.count_nonzero(np.diff(inside, axis=axis))) for axis in range(3))


def _clear(values: np.ndarray) -> np.ndarray:
    """Where two corners of a cell's side are inside that lie across from each other, and the other
    two are not, four quads would meet in one edge: of those corners the one that is nearest to the
    surface goes to the other side."""
    values = values.copy()
    for _ in range(ROUNDS):
        found = False
        for axis in range(3):
            plane = np.moveaxis(values, axis, 2)  # a view
            corners = [plane[:-1, :-1], plane[1:, :-1], plane[1:, 1:], plane[:-1, 1:]]
            a, b, c, d = (corner > 0 for corner in corners)
            at = np.argwhere((a == c) & (b == d) & (a != b))
            if not len(at):
                continue
            found = True
            there = np.stack([corner[tuple(at.T)] for corner in corners], 1)
            nearest = np.abs(there).argmin(1)
            at[:, 0] += np.isin(nearest, (1, 2))
            at[:, 1] += np.isin(nearest, (2, 3))
            side = there[np.arange(len(at)), nearest]
            plane[tuple(at.T)] = np.where(side > 0, -EPSILON, EPSILON)
        if not found:
            break
    return values
