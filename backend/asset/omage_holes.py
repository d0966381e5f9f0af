"""Small holes in a surface, as they stay between joined borders with unlike numbers of vertices."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from .mesh import Mesh, half_edges

MOST = 8  # edges around a hole that is filled

Edge = tuple[int, int]
Back = dict[int, set[int]]  # open edges: where each comes from, by the vertex that it comes to


def open_edges(faces: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges (E, 2) of one face (E,) alone, in its direction and order; of so many vertices."""
    start, end = half_edges(faces)
    name = np.minimum(start, end) * count + np.maximum(start, end)
    order = np.argsort(name)  # several times as fast as np.unique
    changes = np.append(np.diff(name[order]) != 0, True)
    alone = np.sort(order[changes & np.append(True, changes[:-1])])
    return np.stack([start[alone], end[alone]], axis=1), alone // 3


def filled(mesh: Mesh, patch: np.ndarray) -> Mesh:
    """The mesh with triangles in its holes of at most `MOST` edges, the shortest first, painted
    like the patch that has most edges around them.

    patch  (F,) which one each face is of. Nothing is filled that the faces around it turn their
           backs on, if they are of one patch: that is no hole, but its border. Those of several
           overlap there.
    """
    edges, owners = open_edges(mesh.faces, len(mesh.vertices))
    every = [(a, b) for a, b in edges.tolist()]
    owner = dict(zip(every, owners.tolist(), strict=True))
    back: Back = defaultdict(set)
    for a, b in every:
        back[b].add(a)
    patches = dict(zip(every, patch[owners].tolist(), strict=True))
    places = _places(mesh, owners)
    triangles: list[tuple[int, ...]] = []
    corners: list[tuple[int, ...]] = []
    for ring in _rings(every, back, lambda ring: _is_hole(mesh, ring, owner, patches)):
        known = _painted(ring, owner, patches, places)
        for k in range(1, len(ring) - 1):
            triangles.append((ring[0], ring[k], ring[k + 1]))
            corners.append((known[0], known[k], known[k + 1]))
    if not triangles:
        return mesh
    assert mesh.uv is not None
    uv = mesh.uv.reshape(-1, 2)[np.array(corners)]
    return replace(
        mesh,
        faces=np.concatenate([mesh.faces, np.array(triangles, np.int32)]),
        uv=np.concatenate([mesh.uv, uv]),
    )


def _pairs(ring: list[int]) -> list[Edge]:
    """The open edges around a hole, in the direction of their faces."""
    return [(ring[k], ring[k - 1]) for k in range(len(ring))]


def _rings(
    edges: list[Edge], back: Back, wanted: Callable[[list[int]], bool]
) -> Iterator[list[int]]:
    """Ways around holes, the shortest first, that are wanted and share no edge; what is on one is
    no longer in `back`."""
    found = [(len(ring), ring) for a, b in edges if (ring := _ring(back, a, b))]
    heapq.heapify(found)
    while found:
        _, ring = heapq.heappop(found)
        if all(x in back[y] for x, y in _pairs(ring)):
            if wanted(ring):
                for x, y in _pairs(ring):
                    back[y].discard(x)
                yield ring
        elif ring[1] in back[ring[0]] and (longer := _ring(back, ring[1], ring[0])):
            heapq.heappush(found, (len(longer), longer))


def _ring(back: Back, a: int, b: int) -> list[int]:
    """The shortest way around a hole with the open edge from `a` to `b`: its vertices, against the
    direction of the edges, from `b`. Empty if that has more than `MOST`."""
    ways, seen = [[b, a]], {a}
    for _ in range(MOST - 1):
        longer = []
        for way in ways:
            for vertex in back.get(way[-1], ()):
                if vertex == b:
                    return way
                if vertex not in seen:
                    seen.add(vertex)
                    longer.append([*way, vertex])
        ways = longer
    return []


def _is_hole(mesh: Mesh, ring: list[int], owner: dict[Edge, int], patches: dict[Edge, int]) -> bool:
    around = _pairs(ring)
    if len({patches[edge] for edge in around}) > 1:
        return True
    corners = mesh.vertices[ring].astype(np.float64)
    facing = np.cross(corners[1:-1] - corners[0], corners[2:] - corners[0]).sum(axis=0)
    a, b, c = mesh.vertices[mesh.faces[[owner[edge] for edge in around]]].transpose(1, 0, 2)
    return bool(facing @ np.cross(b - a, c - a).sum(axis=0) >= 0)


def _places(mesh: Mesh, owners: np.ndarray) -> dict[int, dict[int, int]]:
    """Of each of these faces, by its vertices, which corner of all faces each is."""
    return {
        face: {vertex: 3 * face + k for k, vertex in enumerate(corners)}
        for face, corners in zip(owners.tolist(), mesh.faces[owners].tolist(), strict=True)
    }


def _painted(
    ring: list[int],
    owner: dict[Edge, int],
    patches: dict[Edge, int],
    places: dict[int, dict[int, int]],
) -> list[int]:
    """Of the ring's vertices, a corner of a face, all of one patch, whose place in the image each
    has: of those that have none there, the one before."""
    around = _pairs(ring)
    those = [patches[edge] for edge in around]
    most = max(those, key=those.count)
    known: dict[int, int] = {}
    for edge in around:
        if patches[edge] == most:
            known |= places[owner[edge]]
    last = next(known[vertex] for vertex in reversed(ring) if vertex in known)
    found = []
    for vertex in ring:
        last = known.get(vertex, last)
        found.append(last)
    return found
