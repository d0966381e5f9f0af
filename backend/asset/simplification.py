"""The same shape in few triangles: symmetric where it was, with the borders of its colors, and
without slivers.

Collapsing edges by quadric error (Garland and Heckbert, "Surface Simplification Using Quadric Error
Metrics", 1997) keeps the shape alone. Four things are done around it:
- Of a shape that is its own mirror image one half is simplified. Vertices in the mirror plane stay
  in it, as the library collapses a border only along itself, and the twin is joined there.
- For the time of it, colors are lifted: the surface stands out a little, along its normals, by how
  much a color differs from the most common one. Borders of colors are creases then, which stay.
- Slivers are taken away (`slivers.py`). Of a shape with large planes they are many: it is then
  simplified as if it were a little rough.
- Where a thin part was pinched together, it is pulled apart again (`pinches.py`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import mirroring, nearest, pinches, slivers
from .mesh import Mesh, half_edges, linear_to_srgb

LIFT = 0.006  # of the size: between black and white, more or less
TOLERANCE = 0.003  # of the size: how far the surface may move for a sliver
# How fast the library raises its error, the slower, the better; and how rough it finds the surface,
# of the size: in a plane it knows no reason against slivers.
WAYS = ((3, 0.0), (3, 3e-4), (3.5, 0.0), (2.5, 0.0), (4, 0.0))
FEW = 0.01  # of all triangles: so many slivers are no reason to try another way
PASSES = 5  # one pass ends after 100 rounds, whatever is left by then
FAR = 0.0045  # of the size: with a surface further away than that there are too few triangles
LOOKED_AT = 6000  # vertices, and so many points of a surface beside them
DENSE = 20_000
NEAREST = (3, 48)  # of those, which are looked at first, and where that does not suffice
APART = 1e-4  # of the size: no other vertex comes nearer to the mirror plane than that


def simplified(
    mesh: Mesh, triangles: int, most: int | None, axis: int | None, painted: bool
) -> Mesh | None:
    """A mesh without a texture, in so many triangles at most, or in as many as `most` where with
    less its surface would be further away than `FAR`.

    axis     which the mesh is mirrored across; None if it is not
    painted  whether its colors shall be seen at its vertices

    None where a watertight mesh could not be kept so.
    """
    part = mesh if axis is None else mirroring.half(mesh, axis)
    source = _Source(part, axis, painted, float(np.ptp(mesh.vertices, axis=0).max()))
    found = source.within(triangles if axis is None else triangles // 2)
    if most and (found is None or source.is_far(found)):
        found = source.within(most if axis is None else most // 2) or found
    if found is None or axis is None:
        return found
    return mirroring.with_twin(found, axis)


class _Source:
    """The surface that is to be simplified: a whole one, or a half that is open at 0 of an axis."""

    def __init__(self, mesh: Mesh, axis: int | None, painted: bool, size: float) -> None:
        self.mesh, self.axis, self.size = mesh, axis, size
        self.outward = mesh.normals
        if axis is not None:  # what is in the mirror plane stays there
            self.outward[mesh.vertices[:, axis] == 0, axis] = 0
        self.height = LIFT * _standing_out(mesh) if painted else np.zeros(len(mesh.vertices))
        self.closed = self._whole(mesh).watertight

    def within(self, triangles: int) -> Mesh | None:
        """In so many triangles at most; None if they are not enough for a watertight mesh."""
        found = []
        for aggressiveness, roughness in WAYS:
            made = self._made(triangles, aggressiveness, roughness)
            if made and self.closed and not self._whole(made).watertight:
                made = self._mended(made)
            if made:
                found.append((slivers.share(made.vertices, made.faces), len(found), made))
                if found[-1][0] <= FEW or len(found) > 1:
                    break
        return min(found)[2] if found else None

    def _made(self, triangles: int, aggressiveness: float, roughness: float) -> Mesh | None:
        random = np.random.default_rng(0).normal(0, roughness, len(self.height))
        offset = ((self.height + random) * self.size)[:, None] * self.outward
        lifted = (self.mesh.vertices + offset).astype(np.float32)
        vertices, faces = _collapsed(lifted, self.mesh.faces, triangles, aggressiveness)
        if len(faces) > triangles:
            return None
        known = nearest.interpolated(lifted, np.hstack([offset, self.mesh.colours]), 3)(vertices)
        places = vertices - known[:, :3]
        if self.axis is not None:
            beside = places[:, self.axis].clip(APART * self.size)
            places[:, self.axis] = np.where(vertices[:, self.axis] == 0, 0, beside)
        faces = without_folds(slivers.removed(places, faces, TOLERANCE * self.size, vertices))
        return Mesh(places, faces, known[:, 3:]).only(np.ones(len(faces), bool))

    def _mended(self, mesh: Mesh) -> Mesh | None:
        made = pinches.mended(mesh)
        return made if self._whole(made).watertight else None

    def is_far(self, made: Mesh) -> bool:
        """Whether a vertex of the surface is further than `FAR` from what was made of it."""
        points = self.mesh.vertices[:: max(1, len(self.mesh.vertices) // LOOKED_AT)]
        nearest_face = faces_near(made)
        for count in NEAREST:  # the surer, the slower
            points = points[nearest_face(points, count) > FAR * self.size]
        return len(points) > 0

    def _whole(self, mesh: Mesh) -> Mesh:
        return mesh if self.axis is None else mirroring.with_twin(mesh, self.axis)


def without_folds(faces: np.ndarray) -> np.ndarray:
    """(F, 3) without those that lie back to back on the same corners, to which a small loose part
    is collapsed: nothing is between them, and Blender takes one of them away as a duplicate."""
    _, which, count = np.unique(
        np.sort(faces, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    return faces[count[which.ravel()] == 1]


def faces_near(mesh: Mesh) -> Callable[[np.ndarray, int], np.ndarray]:
    """Distances (N,) of points (N, 3) to the surface of a mesh: to the nearest of the faces that so
    many of `DENSE` points on it belong to, those that are nearest."""
    from scipy.spatial import cKDTree  # pyright: ignore[reportAttributeAccessIssue] - compiled
    from trimesh.triangles import closest_point

    corners = mesh.vertices[mesh.faces].astype(np.float64)
    a, b, c = corners.transpose(1, 0, 2)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    random = np.random.default_rng(0)
    drawn = random.choice(len(area), DENSE, p=area / area.sum())
    weights = random.dirichlet((1, 1, 1), DENSE)
    dense = np.einsum("nk,nkc->nc", weights, corners[drawn])
    tree = cKDTree(np.concatenate([dense, corners.mean(1)]))
    faces = np.concatenate([drawn, np.arange(len(corners))])

    def distances(points: np.ndarray, count: int) -> np.ndarray:
        if not len(points):
            return np.zeros(0)
        found = faces[tree.query(points, k=count, workers=-1)[1]]
        places = closest_point(corners[found.ravel()], np.repeat(points, count, axis=0))
        return np.linalg.norm(places.reshape(-1, count, 3) - points[:, None], axis=2).min(axis=1)

    return distances


def _standing_out(mesh: Mesh) -> np.ndarray:
    """(V,) by how much the color of each vertex differs from the most common one, along the line
    through the colors on which neighbors differ most."""
    srgb = linear_to_srgb(mesh.colours)
    start, end = half_edges(mesh.faces)
    between = srgb[start] - srgb[end]
    along = srgb @ np.linalg.eigh(between.T @ between)[1][:, -1]
    return along - np.median(along)


def _collapsed(
    vertices: np.ndarray, faces: np.ndarray, triangles: int, aggressiveness: float
) -> tuple[np.ndarray, np.ndarray]:
    import fast_simplification

    for _ in range(PASSES):
        if len(faces) <= triangles:
            break
        vertices, faces = fast_simplification.simplify(
            vertices, faces, target_count=triangles, agg=aggressiveness
        )[:2]
        vertices = vertices.astype(np.float32)
    return vertices, faces.astype(np.int32)
