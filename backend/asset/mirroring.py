"""Meshes that are their own mirror image: the half of one, and the whole of a half."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .mesh import Mesh

ALIKE = 5e-4  # of the size: how far a vertex may be from the mirror image of another one
SNAPPED = 2e-4  # of the size: vertices so near to the plane are in it, or slivers would lie there


def axis_of(mesh: Mesh) -> int | None:
    """0 for left and right alike, 1 for front and back: across the plane through 0. None if neither
    is so."""
    from scipy.spatial import cKDTree  # pyright: ignore[reportAttributeAccessIssue] - compiled

    near = ALIKE * _size(mesh)
    for axis in (0, 1):
        there = mesh.vertices[mesh.vertices[:, axis] > near]
        image = mesh.vertices[mesh.vertices[:, axis] < -near]
        if not len(there) or abs(len(there) - len(image)) > 0.01 * len(there):
            continue
        image[:, axis] *= -1
        if cKDTree(image).query(there, distance_upper_bound=near)[0].max() < near:
            return axis
    return None


def half(mesh: Mesh, axis: int) -> Mesh:
    """The part of a mesh without a texture where an axis is positive, open at 0: faces that reach
    across are cut there. Vertices of the border are exactly at 0."""
    places = mesh.vertices.copy()
    places[np.abs(places[:, axis]) < SNAPPED * _size(mesh), axis] = 0
    side = np.sign(places[:, axis]).astype(np.int8)
    of_face = side[mesh.faces]
    kept = mesh.faces[(of_face >= 0).all(1) & (of_face > 0).any(1)]
    cut = mesh.faces[(of_face < 0).any(1) & (of_face > 0).any(1)]
    ends = np.stack([cut, np.roll(cut, -1, axis=1)], -1).reshape(-1, 2)
    crosses = side[ends[:, 0]] * side[ends[:, 1]] < 0
    (start, end), which = _once(ends[crosses])
    share = (places[start, axis] / (places[start, axis] - places[end, axis]))[:, None]
    middles, paints = (
        (each[start] + share * (each[end] - each[start])).astype(np.float32)
        for each in (places, mesh.colours)
    )
    middles[:, axis] = 0
    middle = np.full(len(ends), -1)
    middle[crosses] = len(places) + which
    whole = replace(
        mesh,
        vertices=np.concatenate([places, middles]),
        colours=np.concatenate([mesh.colours, paints]),
        faces=np.concatenate([kept, *_parts(cut, side[cut], middle.reshape(-1, 3))]),
    )
    return whole.only(np.ones(len(whole.faces), bool))


def with_twin(half: Mesh, axis: int) -> Mesh:
    """A mesh that is open at 0 of an axis, and its mirror image, joined there."""
    shared = half.vertices[:, axis] == 0
    apart = np.flatnonzero(~shared)
    twin = np.arange(len(shared), dtype=np.int32)
    twin[apart] = np.arange(len(shared), len(shared) + len(apart), dtype=np.int32)
    faces = half.faces[~shared[half.faces].all(1)]  # a face in the plane would lie on its image
    image = half.vertices[apart]
    image[:, axis] *= -1
    return Mesh(
        np.concatenate([half.vertices, image]),
        np.concatenate([faces, twin[faces][:, ::-1]]),
        np.concatenate([half.colours, half.colours[apart]]),
    )


def _parts(cut: np.ndarray, side: np.ndarray, middle: np.ndarray) -> list[np.ndarray]:
    """What is on the positive side of faces (C, 3) whose corners are on these sides; `middle` is
    the vertex on the edge from each corner to the next one."""
    parts = []
    for k in range(3):
        a, b, c = (cut[:, (k + j) % 3] for j in range(3))
        ab, bc, ca = (middle[:, (k + j) % 3] for j in range(3))
        at, bt, ct = (side[:, (k + j) % 3] for j in range(3))
        for found, corners in (
            ((at > 0) & (bt < 0) & (ct < 0), [(a, ab, ca)]),
            ((at < 0) & (bt > 0) & (ct > 0), [(ab, b, c), (ab, c, ca)]),
            ((at == 0) & (bt > 0) & (ct < 0), [(a, b, bc)]),
            ((at == 0) & (bt < 0) & (ct > 0), [(a, bc, c)]),
        ):
            parts += [np.stack(each, 1)[found].astype(np.int32) for each in corners]
    return parts


def _once(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends (2, U) of edges (E, 2), each once whichever way it goes, and which of them each edge
    is (E,)."""
    found, which = np.unique(np.sort(edges, 1), axis=0, return_inverse=True)
    return found.T, which.ravel()


def _size(mesh: Mesh) -> float:
    return float(np.ptp(mesh.vertices, axis=0).max()) if len(mesh.vertices) else 0.0
