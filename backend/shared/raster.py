"""Triangles as a camera sees them: which one each sample of an image shows. Orthographic. Points
are seen as small solids.

The one file of this room that needs more than the standard library: NumPy, which both sides have.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .look import LIGHT, point_radius

TO_LIGHT = np.array(LIGHT) / np.linalg.norm(LIGHT)  # in camera space
BATCH = 4_000_000  # samples at a time, which keeps memory below 300 MB
TIPS = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], np.float32)
SIDES = np.array(
    [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]],
    np.int32,
)


def camera(azimuth_deg: float, elevation_deg: float) -> np.ndarray:
    """(3, 3) rows: the camera's right, up and towards-the-viewer directions. Azimuth 0 looks from
    the front (-Y), larger ones from further to +X; elevation 0 is at eye level."""
    a, e = np.radians([azimuth_deg, elevation_deg])
    right = np.array([np.cos(a), np.sin(a), 0])
    towards = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    return np.stack([right, np.cross(towards, right), towards])


def lambert(normals: np.ndarray) -> np.ndarray:
    """Light (N,) on surfaces with normals (N, 3) in camera space, of any length; both sides are
    lit."""
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return np.maximum(np.where(normals[:, 2:] < 0, -normals, normals) @ TO_LIGHT, 0)


def usual_radius(points: np.ndarray) -> np.ndarray:
    """(N,) float32 of points (N, 3): as large as lets a surface of them look closed."""
    longest = float(np.ptp(points, axis=0).max())
    return np.full(len(points), point_radius(len(points), longest), np.float32)


def octahedra(
    points: np.ndarray, colors: np.ndarray, radius: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One around each point: points (N, 3) with colors (N, 3) and radius (N,), None for the usual
    one -> vertices (6N, 3) float32, faces (8N, 3) int32 and colors (6N, 3)."""
    radius = usual_radius(points) if radius is None else radius
    vertices = (points[:, None] + TIPS * radius[:, None, None]).reshape(-1, 3)
    first = len(TIPS) * np.arange(len(points), dtype=np.int32)
    faces = (SIDES + first[:, None, None]).reshape(-1, 3)
    return vertices.astype(np.float32), faces, np.repeat(colors, len(TIPS), 0)


def visible(places: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the samples of an image (side, side) show of triangles (F, 3, 3): x and y in samples,
    z towards the viewer.

    Gives the samples (P,) that show something, counted row by row, the nearest triangle (P,) at
    each, and the weights (P, 3) of its corners there.
    """
    nearest = np.full(side * side, -np.inf, np.float32)
    owner = np.full(side * side, -1)
    for batch in _batches(places):
        pixel, depth, face = _samples(places[batch], side)
        closer = np.flatnonzero(depth > nearest[pixel])
        order = closer[np.argsort(depth[closer])]  # of those at one sample the nearest comes last
        nearest[pixel[order]] = depth[order]
        owner[pixel[order]] = batch[face[order]]
    pixel = np.flatnonzero(owner >= 0)
    face = owner[pixel]
    return pixel, face, _barycentric(places[face], pixel % side + 0.5, pixel // side + 0.5)


def _batches(places: np.ndarray) -> Iterator[np.ndarray]:
    """Triangles by number, so many at a time as cover BATCH samples."""
    rows = np.ptp(places[..., 1], axis=1) + 1
    size = np.abs(_area(places)) / 2 + rows
    number = (np.cumsum(size) // BATCH).astype(int)
    yield from np.split(np.arange(len(places)), np.flatnonzero(np.diff(number)) + 1)


def _samples(places: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The samples that triangles (F, 3, 3) cover: which, how near, and of which triangle, (S,)
    each. Row by row, for thin triangles cover little of the box around them."""
    bottom = np.maximum(np.ceil(places[..., 1].min(1) - 0.5), 0)
    top = np.minimum(np.floor(places[..., 1].max(1) - 0.5), side - 1)
    face, step = _spread(top - bottom + 1)
    y = bottom[face] + step + 0.5
    # An edge is crossed at one x; the row lies between the two crossings.
    left, right = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for k in range(3):
        a, b = places[face, k], places[face, (k + 1) % 3]
        with np.errstate(divide="ignore", invalid="ignore"):
            along = (y - a[:, 1]) / (b[:, 1] - a[:, 1])
            x = a[:, 0] + along * (b[:, 0] - a[:, 0])
        crossed = (along >= 0) & (along <= 1)
        left = np.where(crossed, np.minimum(left, x), left)
        right = np.where(crossed, np.maximum(right, x), right)
    first = np.maximum(np.ceil(left - 0.5), 0)
    last = np.minimum(np.floor(right - 0.5), side - 1)
    row, step = _spread(np.where(right >= left, last - first + 1, 0))
    x, y, face = first[row] + step + 0.5, y[row], face[row]
    depth = np.einsum("sk,sk->s", _barycentric(places[face], x, y), places[face, :, 2])
    pixel = np.floor(y).astype(int) * side + np.floor(x).astype(int)
    return pixel, depth, face


def _spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each number k `counts[k]` times, and beside it 0, 1, ... `counts[k]` - 1."""
    counts = np.maximum(counts, 0).astype(int)
    number = np.repeat(np.arange(len(counts)), counts)
    return number, np.arange(len(number)) - (np.cumsum(counts) - counts)[number]


def _barycentric(places: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights (S, 3) of the corners of triangles (S, 3, 3) at points of the image."""
    a, b, c = (places[:, k, :2] for k in range(3))
    area = _area(places)
    area = np.where(area == 0, np.inf, area)  # seen from its edge: the first corner's weight is 1
    of_b = ((x - a[:, 0]) * (c[:, 1] - a[:, 1]) - (y - a[:, 1]) * (c[:, 0] - a[:, 0])) / area
    of_c = ((b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (b[:, 1] - a[:, 1]) * (x - a[:, 0])) / area
    return np.stack([1 - of_b - of_c, of_b, of_c], axis=1)


def _area(places: np.ndarray) -> np.ndarray:
    """Twice the area (F,) that triangles cover, negative where they turn clockwise."""
    ab, ac = places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]
    return ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
