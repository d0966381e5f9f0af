"""Places where a surface touches itself: what simplification leaves where a thing is thin, and what
no tool that wants a solid takes.

There more than two faces meet at an edge, or two parts of the surface at a vertex. Each part gets
vertices of its own, in the same place (Guéziec et al., "Cutting and Stitching: Converting Sets of
Polygons to Manifold Surfaces", 2001): nothing moves, and no face is added.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .mesh import Mesh, half_edges

TRIES = 4  # ways to say which faces at an edge belong together


def mended(mesh: Mesh) -> Mesh:
    """A mesh without a uv, pulled apart if it stays as many pieces as it was; else a thin part of
    it would be cut through there, and it is left as it is."""
    if mesh.watertight:
        return mesh
    made = pulled_apart(mesh)
    return made if len(np.unique(made.pieces)) == len(np.unique(mesh.pieces)) else mesh


def pulled_apart(mesh: Mesh) -> Mesh:
    """A mesh without a uv whose surface does not touch itself; the same mesh where the faces at an
    edge cannot be paired, because it is open there or its faces are not wound alike."""
    faces, vertices = mesh.faces, len(mesh.vertices)
    start, end = half_edges(faces)
    low, high = np.minimum(start, end), np.maximum(start, end)
    known, edge = np.unique(low * vertices + high, return_inverse=True)
    sides = [np.flatnonzero(side) for side in (start < end, start > end)]
    there, back = (np.bincount(edge[side], minlength=len(known)) for side in sides)
    border = there != back
    if (border & (there + back > 1)).any() or (start == end).any():
        return mesh
    paired = [side[~border[edge[side]]] for side in sides]
    one, other = (side[np.argsort(edge[side], kind="stable")] for side in paired)
    ways, turned = there[edge[one]], np.zeros(len(known), np.int64)
    first = np.searchsorted(edge[one], edge[one])  # of the same edge
    rank = np.arange(len(one)) - first
    for _ in range(TRIES):
        mates = other[first + (rank + turned[edge[one]]) % ways]
        source, made = _split(faces, one, mates)
        touching = _touching(made, len(source))
        if not len(touching):
            return replace(
                mesh, vertices=mesh.vertices[source], faces=made, colours=mesh.colours[source]
            )
        turned[np.unique(edge[touching])] += 1
    return mesh


def _split(faces: np.ndarray, one: np.ndarray, mates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices, by those that they come from, and faces whose half-edges `one` and their `mates`,
    which run the other way, share vertices; others share none."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    corners = np.arange(faces.size).reshape(faces.shape)
    after = np.roll(corners, -1, axis=1).ravel()
    rows, columns = np.concatenate([one, after[one]]), np.concatenate([after[mates], mates])
    graph = coo_matrix((np.ones(len(rows), bool), (rows, columns)), (faces.size, faces.size))
    count, vertex = connected_components(graph, directed=False)
    source = np.empty(count, np.int64)
    source[vertex] = faces.ravel()
    order = np.argsort(source, kind="stable")
    place = np.empty(count, np.int32)
    place[order] = np.arange(count)
    return source[order], place[vertex].reshape(faces.shape)


def _touching(faces: np.ndarray, vertices: int) -> np.ndarray:
    """Half-edges that run where another one runs."""
    start, end = half_edges(faces)
    _, which, count = np.unique(start * vertices + end, return_inverse=True, return_counts=True)
    return np.flatnonzero(count[which.ravel()] > 1)
