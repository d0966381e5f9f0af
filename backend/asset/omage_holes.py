"""Small holes in a surface, as they stay between joined borders with unlike numbers of vertices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from .mesh import Mesh

MOST = 8  # edges around a hole that is filled

Edges = dict[int, set[int]]  # by the vertex that they come to in their faces


def open_edges(faces: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges (E, 2) of one face (E,) alone, in its direction; of so many vertices."""
    start = faces.ravel().astype(np.int64)
    end = np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    alone = np.flatnonzero(~np.isin(start * count + end, end * count + start))
    return np.stack([start[alone], end[alone]], axis=1), alone // 3


def filled(mesh: Mesh, patch: np.ndarray) -> Mesh:
    """The mesh with triangles in its holes of at most `MOST` edges, the shortest first, painted
    like the patch that has most corners around them.

    patch  (F,) which one each face is of. Nothing is filled that the faces around it turn their
           backs on, if they are of one patch: that is no hole, but its border. Those of several
           overlap there.
    """
    edges, owners = open_edges(mesh.faces, len(mesh.vertices))
    number = {(int(a), int(b)): k for k, (a, b) in enumerate(edges)}
    back: Edges = defaultdict(set)
    for a, b in edges.tolist():
        back[b].add(a)
    rings = []
    for most in range(3, MOST + 1):
        for a, b in edges.tolist():
            if a not in back[b]:
                continue
            ring = _ring(back, a, b, most)
            if not ring:
                continue
            owner = owners[[number[edge] for edge in _pairs(ring)]]
            if len(np.unique(patch[owner])) > 1 or _faces_out(mesh, ring, owner):
                rings.append((ring, owner))
                for x, y in _pairs(ring):
                    back[y].discard(x)
    if not rings:
        return mesh
    triangles, uv = [], []
    for ring, owner in rings:
        place = _painted(mesh, ring, owner, patch)
        for k in range(1, len(ring) - 1):
            triangles.append((ring[0], ring[k], ring[k + 1]))
            uv.append(place[[0, k, k + 1]])
    assert mesh.uv is not None
    return replace(
        mesh,
        faces=np.concatenate([mesh.faces, np.array(triangles, np.int32)]),
        uv=np.concatenate([mesh.uv, np.array(uv, np.float32)]),
    )


def _pairs(ring: list[int]) -> list[tuple[int, int]]:
    """The open edges around a hole, in the direction of their faces."""
    return [(ring[k], ring[k - 1]) for k in range(len(ring))]


def _ring(back: Edges, a: int, b: int, most: int) -> list[int]:
    """The shortest way around a hole with the open edge from `a` to `b`: its vertices, against the
    direction of the edges, from `b`. Empty if that has more than `most`."""
    ways, seen = [[b, a]], {a}
    for _ in range(most - 1):
        longer = []
        for way in ways:
            for vertex in back[way[-1]]:
                if vertex == b:
                    return way
                if vertex not in seen:
                    seen.add(vertex)
                    longer.append([*way, vertex])
        ways = longer
    return []


def _faces_out(mesh: Mesh, ring: list[int], owner: np.ndarray) -> bool:
    corners = mesh.vertices[ring].astype(np.float64)
    facing = np.cross(corners[1:-1] - corners[0], corners[2:] - corners[0]).sum(axis=0)
    a, b, c = mesh.vertices[mesh.faces[owner]].transpose(1, 0, 2)
    return bool(facing @ np.cross(b - a, c - a).sum(axis=0) >= 0)


def _painted(mesh: Mesh, ring: list[int], owner: np.ndarray, patch: np.ndarray) -> np.ndarray:
    """(N, 2) places of the ring's vertices in the image, all in one patch: of those that have none
    there, the one before has."""
    assert mesh.uv is not None
    most = np.bincount(patch[owner]).argmax()
    known: dict[int, np.ndarray] = {}
    for face in owner[patch[owner] == most]:
        known |= dict(zip(mesh.faces[face].tolist(), mesh.uv[face], strict=True))
    last = next(known[vertex] for vertex in reversed(ring) if vertex in known)
    places = []
    for vertex in ring:
        last = known.get(vertex, last)
        places.append(last)
    return np.stack(places)
