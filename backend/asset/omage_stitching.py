"""Borders of an omage's patches, joined where they meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .mesh import Mesh, half_edges
from .omage_holes import filled, open_edges

NEAREST = 6  # vertices on other borders that each may be joined with
ASIDE = 3  # texels: what is as near in the image, in the same patch, is no other border
DETOUR = 3  # how many times as far it is at least, along a patch to another border of its own
EDGE = 1e-4  # of a texel


def stitched(mesh: Mesh, distance: float, side: int) -> Mesh:
    """The mesh with vertices on borders of patches joined that are closer than `distance`: the
    nearest first, of each patch one, so that no border is folded onto itself. Where one border has
    more vertices than the other, small holes stay between them, which are filled.

    mesh  with its uv in the middles of texels, `side` a side. The uv is that of corners of faces
          and stays, so that seams of the images are as they were.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    assert mesh.uv is not None
    count = len(mesh.vertices)
    start, end = half_edges(mesh.faces)
    edges = coo_matrix((np.ones(len(start), bool), (start, end)), (count, count))
    patch = connected_components(edges, directed=False)[1]
    texel = np.zeros((count, 2), np.float32)
    texel[mesh.faces] = mesh.uv * side
    pairs = _pairs(mesh, distance, patch, texel)
    leader = _joined(pairs, patch, texel)
    size = np.bincount(leader, minlength=count)
    total = np.stack([np.bincount(leader, axis, count) for axis in mesh.vertices.T], axis=1)
    middle = (total / np.maximum(size, 1)[:, None]).astype(np.float32)
    vertices = np.where(size[:, None] > 1, middle, mesh.vertices)
    faces = leader[mesh.faces].astype(np.int32)
    kept = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    made = replace(mesh, vertices=vertices, faces=faces).only(kept)
    return filled(made, patch[mesh.faces[kept, 0]])


def _pairs(mesh: Mesh, distance: float, patch: np.ndarray, texel: np.ndarray) -> np.ndarray:
    """(P, 2) vertices on different borders, or different parts of one, that may be joined; the
    nearest first."""
    from scipy.spatial import KDTree

    count = len(mesh.vertices)
    border = np.unique(open_edges(mesh.faces, count)[0])
    if not len(border):
        return np.empty((0, 2), int)
    tree = KDTree(mesh.vertices[border])
    k = min(len(border), NEAREST * (2 * ASIDE + 1))
    apart, other = tree.query(mesh.vertices[border], k=k, distance_upper_bound=distance)
    one, two, apart = np.repeat(border, k), np.append(border, -1)[other].ravel(), apart.ravel()
    # A way along a patch that is not much longer than the straight one leads along one border.
    spacing = _spacing(mesh)
    along = np.abs(texel[one] - texel[two]).max(axis=1) - ASIDE - EDGE
    elsewhere = (patch[one] != patch[two]) | (along * spacing[one] > DETOUR * apart)
    # A border passes at some distance, and a vertex that finds its own there taken stays alone:
    # one further along would fold the surface.
    passing = np.full(count, np.inf)
    found = (two >= 0) & elsewhere
    np.minimum.at(passing, one[found], apart[found])
    reach = passing + spacing / 2
    found &= (one < two) & (apart <= np.minimum(reach[one], reach[two]))
    order = np.argsort(apart[found], kind="stable")
    return np.stack([one, two], axis=1)[found][order]


def _spacing(mesh: Mesh) -> np.ndarray:
    """(V,) of each vertex, how far its neighbors are on average."""
    start, end = half_edges(mesh.faces)
    length = np.linalg.norm(mesh.vertices[start] - mesh.vertices[end], axis=1)
    return np.bincount(start, length) / np.maximum(np.bincount(start), 1)


def _joined(pairs: np.ndarray, patch: np.ndarray, texel: np.ndarray) -> np.ndarray:
    """For each vertex the first of those that it is joined with. In order of the pairs; none joins
    two vertices of a patch that are beside each other there."""
    paired, pairs = np.unique(pairs, return_inverse=True)
    own, at = patch[paired].tolist(), texel[paired].tolist()  # NumPy is slow for one at a time
    leader, members = list(range(len(paired))), dict[int, list[int]]()

    def beside(x: int, y: int) -> bool:
        (u, v), (s, t) = at[x], at[y]
        return own[x] == own[y] and max(abs(u - s), abs(v - t)) <= ASIDE + EDGE

    for a, b in pairs.reshape(-1, 2).tolist():
        first, second = sorted((leader[a], leader[b]))
        if first == second:
            continue
        here, there = members.get(first, [first]), members.get(second, [second])
        if any(beside(x, y) for x in here for y in there):
            continue
        members[first] = here + there
        for x in there:
            leader[x] = first
    found = np.arange(len(patch))
    found[paired] = paired[np.array(leader, int)]
    return found
