"""What is done to a mesh before it is written."""

from __future__ import annotations

import numpy as np

from .mesh import Mesh

CRUMB = 0.02  # of the largest piece's surface


def pieces(mesh: Mesh) -> np.ndarray:
    """(F,) number of the connected piece that each face belongs to, from 0."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    start, end = mesh.faces[:, [0, 1, 2]].ravel(), mesh.faces[:, [1, 2, 0]].ravel()
    count = len(mesh.vertices)
    edges = coo_matrix((np.ones(len(start), bool), (start, end)), (count, count))
    return connected_components(edges, directed=False)[1][mesh.faces[:, 0]]


def without_crumbs(mesh: Mesh, share: float = CRUMB) -> Mesh:
    """The mesh without pieces whose surface is smaller than `share` of the largest one's: what is
    left in the air where a network was not quite sure."""
    if not len(mesh.faces):
        return mesh
    piece = pieces(mesh)
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    area = np.bincount(piece, np.linalg.norm(np.cross(b - a, c - a), axis=1))
    kept = (area >= share * area.max())[piece]
    if kept.all():
        return mesh
    faces = mesh.faces[kept]
    used = np.zeros(len(mesh.vertices), bool)
    used[faces] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return Mesh(mesh.vertices[used], place[faces].astype(np.int32), mesh.colours[used])
