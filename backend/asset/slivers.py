"""Triangles that are hardly more than a line: what simplification leaves, and neither shading nor
modifiers nor brushes like.

Where one of them is, its longest edge becomes the other diagonal of the two faces there, or its
shortest edge goes: whichever leaves the widest angles, as long as the surface stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

SLIVER = math.radians(5.0)  # what has a narrower angle is one
NARROW = math.radians(6.0)  # and what is nearly one goes as well
TURN = 0.5  # least cosine between a face and what stood in its place: creases stay
ROUNDS = 6  # for each face there is, so that this comes to an end

Vector = tuple[float, float, float]
Face = tuple[int, int, int]


def removed(
    vertices: np.ndarray, faces: np.ndarray, tolerance: float, kept: np.ndarray | None = None
) -> np.ndarray:
    """Faces (G, 3) in place of faces (F, 3) of vertices (V, 3), which stay where they are; some of
    them may be of no face afterwards. No point of the surface moves by much more than the
    `tolerance`. What was watertight stays so, and a border keeps its shape."""
    return _Surface(vertices, faces, kept).cleaned(tolerance)


def share(vertices: np.ndarray, faces: np.ndarray) -> float:
    """Which part of the faces (F, 3) of vertices (V, 3) are slivers, 0..1."""
    return float((_narrowest(vertices, faces) < SLIVER).mean()) if len(faces) else 0.0


class _Surface:
    """A triangle mesh, and which faces are around each vertex."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, kept: np.ndarray | None) -> None:
        self.places: list[Vector] = [tuple(each) for each in vertices.tolist()]
        self.kept = self.places if kept is None else [tuple(each) for each in kept.tolist()]
        self.faces: dict[int, Face] = {k: tuple(each) for k, each in enumerate(faces.tolist())}
        self.around: list[set[int]] = [set() for _ in self.places]
        self.next = len(self.faces)
        for number, face in self.faces.items():
            for corner in face:
                self.around[corner].add(number)
        self.narrow = np.flatnonzero(_narrowest(vertices, faces) < NARROW).tolist()

    def cleaned(self, tolerance: float) -> np.ndarray:
        left = ROUNDS * len(self.faces)
        while self.narrow and left:
            left -= 1
            number = self.narrow.pop()
            if number not in self.faces:
                continue
            ways = [way for way in self._ways(self.faces[number], tolerance) if way[0] > 0]
            if ways:
                self._take(*max(ways)[1:])
        return np.array(list(self.faces.values()), np.int32).reshape(-1, 3)

    def _take(self, gone: list[int], new: list[Face]) -> None:
        for number in gone:
            for corner in self.faces.pop(number):
                self.around[corner].discard(number)
        for face in new:
            self.faces[self.next] = face
            for corner in face:
                self.around[corner].add(self.next)
            if self._narrowest(face) < NARROW:
                self.narrow.append(self.next)
            self.next += 1

    def _ways(self, face: Face, tolerance: float) -> Iterator[tuple[float, list[int], list[Face]]]:
        """What can be done about a face: by how much the narrowest angle grows, which faces go, and
        which ones come."""
        edges = [(face[k], face[(k + 1) % 3]) for k in range(3)]
        edges.sort(key=lambda edge: math.dist(self.places[edge[0]], self.places[edge[1]]))
        yield from self._flipped(*edges[2], tolerance)
        for start, end in (edges[0], edges[0][::-1]):
            yield from self._collapsed(start, end, tolerance)

    def _flipped(self, a: int, b: int, tolerance: float) -> Iterator:
        both = sorted(self.around[a] & self.around[b])
        if len(both) != 2:
            return
        c, d = (sum(self.faces[number]) - a - b for number in both)
        if not self._goes(self.faces[both[0]], a, b):
            c, d = d, c
        if c == d or self.around[c] & self.around[d]:
            return
        old = [self.faces[number] for number in both]
        new: list[Face] = [(c, a, d), (d, b, c)]
        if self._height(a, b, c, d) <= tolerance:
            yield self._gain(old, new), both, new

    def _collapsed(self, gone: int, kept: int, tolerance: float) -> Iterator:
        """A vertex moves onto its neighbor."""
        around, both = self.around[gone], self.around[gone] & self.around[kept]
        beside = [set(self._neighbors(vertex)) for vertex in (gone, kept)]
        opposite = {sum(self.faces[number]) - gone - kept for number in both}
        if beside[0] & beside[1] != opposite or len(opposite) != len(both):
            return
        border = len(beside[0]) != len(around)
        if border and len(both) == 2 or not border and len(around) == 3:
            return
        if border and not self._straight(gone, kept, tolerance):
            return
        old = [self.faces[number] for number in around]
        new = [self._moved(self.faces[number], gone, kept) for number in around - both]
        if not new:
            return
        move = _minus(self.kept[kept], self.kept[gone])
        if max(abs(_dot(self._facing(face, self.kept), move)) for face in old) <= tolerance:
            yield self._gain(old, new, among=True), list(around), new

    def _moved(self, face: Face, gone: int, kept: int) -> Face:
        a, b, c = (kept if corner == gone else corner for corner in face)
        return a, b, c

    def _straight(self, gone: int, kept: int, tolerance: float) -> bool:
        """Whether a border hardly changes where one of its vertices moves onto the next one."""
        ends = [v for v in self._neighbors(gone) if len(self.around[v] & self.around[gone]) == 1]
        other = sum(ends) - kept
        if len(ends) != 2 or kept not in ends:
            return False
        along = _minus(self.places[kept], self.places[other])
        across = _cross(along, _minus(self.places[gone], self.places[other]))
        return math.hypot(*across) <= tolerance * math.hypot(*along)

    def _neighbors(self, vertex: int) -> set[int]:
        found = {corner for number in self.around[vertex] for corner in self.faces[number]}
        return found - {vertex}

    def _goes(self, face: Face, a: int, b: int) -> bool:
        return (a, b) in ((face[0], face[1]), (face[1], face[2]), (face[2], face[0]))

    def _height(self, a: int, b: int, c: int, d: int) -> float:
        """Distance between the lines of two diagonals."""
        a_, b_, c_, d_ = (self.kept[each] for each in (a, b, c, d))
        across = _cross(_minus(b_, a_), _minus(d_, c_))
        return abs(_dot(across, _minus(c_, a_))) / max(math.hypot(*across), 1e-30)

    def _gain(self, old: list[Face], new: list[Face], among: bool = False) -> float:
        """By how much the narrowest angle grows; 0 where a face would turn. With `among`, every new
        face is compared with the old one that it was."""
        before = [self._facing(face) for face in old]
        if among:
            mates = {frozenset(face): facing for face, facing in zip(old, before, strict=True)}
            gone = set.intersection(*map(set, old))
            pairs = (
                (face, facing)
                for face in new
                for mate, facing in mates.items()
                if len((mate - gone) & set(face)) == 2
            )
        else:
            middle = _unit(_plus(*before))
            pairs = ((face, middle) for face in new)
        if any(_dot(self._facing(face), facing) < TURN for face, facing in pairs):
            return 0.0
        least = min(map(self._narrowest, old))
        return min(map(self._narrowest, new)) - least

    def _facing(self, face: Face, places: list[Vector] | None = None) -> Vector:
        a, b, c = ((places or self.places)[each] for each in face)
        return _unit(_cross(_minus(b, a), _minus(c, a)))

    def _narrowest(self, face: Face) -> float:
        a, b, c = (self.places[each] for each in face)
        sides = sorted((math.dist(a, b), math.dist(b, c), math.dist(c, a)))
        across = math.hypot(*_cross(_minus(b, a), _minus(c, a)))
        return math.asin(min(1.0, across / max(sides[1] * sides[2], 1e-30)))


def _narrowest(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """The narrowest angle (F,) of each face."""
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    return np.min([_angles(a, b, c), _angles(b, c, a), _angles(c, a, b)], axis=0)


def _angles(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """(F,) at the corners a (F, 3)."""
    across = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return np.arctan2(across, np.einsum("nk,nk->n", b - a, c - a))


def _plus(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _unit(a: Vector) -> Vector:
    length = max(math.hypot(*a), 1e-30)
    return a[0] / length, a[1] / length, a[2] / length


def _minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )
