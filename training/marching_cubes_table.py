"""The two tables that diffusers' `MeshDecoder` looks triangles up in, and leaves all zeros.

Stock diffusers makes meshes only of a renderer whose weights hold `mesh_decoder.cases` and
`mesh_decoder.masks`. They are derived here, not copied: Lorensen and Cline, "Marching Cubes"
(SIGGRAPH 1987), with the ambiguous face settled after Montani, Scateni and Scopigno, "A modified
look-up table for implicit disambiguation of marching cubes" (The Visual Computer, 1994): two
inside corners on a face's diagonal are always kept apart. The rule looks at the face alone, so
that the two cubes that share it agree and the surface is closed.

Numbering, from `MeshDecoder.forward` and `_create_flat_edge_indices` in diffusers' renderer.py:
corner  dx + 2 dy + 4 dz; bit `corner` of a case is set where the field is positive (inside)
edge    4 axis + (low + 2 high), low and high the offsets along the other two axes in order
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

CASES = 256
MOST_TRIANGLES = 5

Loop = tuple[int, ...]
Triangles = tuple[tuple[int, int, int], ...]


def tables() -> tuple[np.ndarray, np.ndarray]:
    """`cases` (256, 5, 3) int64, the edges whose crossings make each triangle, wound outward;
    `masks` (256, 5) bool, which of the five there are."""
    cases = np.zeros((CASES, MOST_TRIANGLES, 3), dtype=np.int64)
    masks = np.zeros((CASES, MOST_TRIANGLES), dtype=bool)
    for case in range(CASES):
        triangles = [triangle for loop in _loops(case) for triangle in _triangulate(loop)]
        cases[case, : len(triangles)] = np.reshape(triangles, (-1, 3))
        masks[case, : len(triangles)] = True
    return cases, masks


def _corner(*offsets: int) -> int:
    return sum(offset << axis for axis, offset in enumerate(offsets))


def _edge(a: int, b: int) -> int:
    """The number of the edge between two neighbouring corners."""
    axis = (a ^ b).bit_length() - 1
    low, high = (a >> other & 1 for other in range(3) if other != axis)
    return 4 * axis + low + 2 * high


def _faces() -> Iterator[tuple[int, ...]]:
    """The corners of each face, counter-clockwise seen from outside the cube."""
    for axis, side in itertools.product(range(3), range(2)):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        corners = [
            (side << axis) | (du << u) | (dv << v) for du, dv in ((0, 0), (1, 0), (1, 1), (0, 1))
        ]
        yield tuple(corners if side else corners[::-1])


FACES = tuple(_faces())
EDGES_OF_FACES = [
    {_edge(a, b) for a, b in zip(face, face[1:] + face[:1], strict=True)} for face in FACES
]


def _loops(case: int) -> list[Loop]:
    """The closed lines in which the surface cuts the cube's faces, as the edges they cross.

    On each face, every run of inside corners is cut off by one segment. Seen from outside it goes
    from the edge where the run ends to the edge where it begins, so that the inside is on its
    left. An edge ends a run on one of its faces and begins one on the other: segments link up.
    """
    following: dict[int, int] = {}
    for face in FACES:
        inside = [bool(case >> corner & 1) for corner in face]
        for i in range(4):
            if inside[i] and not inside[(i + 1) % 4]:
                first = i
                while inside[first - 1]:
                    first -= 1
                end = _edge(face[i], face[(i + 1) % 4])
                following[end] = _edge(face[first - 1], face[first])
    loops = []
    while following:
        loop, edge = [], next(iter(following))
        while edge in following:
            loop.append(edge)
            edge = following.pop(edge)
        loops.append(tuple(loop))
    return loops


def _triangulate(loop: Loop) -> Triangles:
    """Triangles that fill `loop`. No diagonal may lie in a face of the cube: the neighbour could
    draw the same one, and four triangles would meet there."""
    for triangles in _triangulations(loop):
        if all(not _in_face(diagonal) for diagonal in _diagonals(loop, triangles)):
            return triangles
    raise AssertionError(f"no triangulation of {loop} stays off the faces")


def _triangulations(loop: Loop) -> Iterator[Triangles]:
    """All of them: every choice of the third corner over the side from the last to the first.

    A loop has the inside on its left seen from outside the cube, so it runs clockwise seen from
    outside the surface; the triangles turn it round."""
    if len(loop) < 3:
        yield ()
        return
    for k in range(1, len(loop) - 1):
        for left in _triangulations(loop[: k + 1]):
            for right in _triangulations(loop[k:]):
                yield ((loop[-1], loop[k], loop[0]), *left, *right)


def _diagonals(loop: Loop, triangles: Triangles) -> Iterator[frozenset[int]]:
    sides = {frozenset(side) for side in zip(loop, loop[1:] + loop[:1], strict=True)}
    for triangle in triangles:
        for pair in itertools.combinations(triangle, 2):
            if frozenset(pair) not in sides:
                yield frozenset(pair)


def _in_face(edges: frozenset[int]) -> bool:
    return any(edges <= face for face in EDGES_OF_FACES)
