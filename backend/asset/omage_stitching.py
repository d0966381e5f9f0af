"""Borders of an omage's patches, joined where they meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .mesh import Mesh
from .omage_holes import filled, open_edges

NEAREST = 6  # vertices on other borders that each may be joined with
ASIDE = 3  # texels: what is as near in the image, in the same patch, is no other border
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
    from scipy.spatial import cKDTree

    count = len(mesh.vertices)
    start, end = mesh.faces.ravel(), np.roll(mesh.faces, -1, axis=1).ravel()
    edges = coo_matrix((np.ones(len(start), bool), (start, end)), (count, count))
    patch = connected_components(edges, directed=False)[1]
    border = np.unique(open_edges(mesh.faces, count)[0])
    if not len(border):
        return mesh
    texel = np.zeros((count, 2), np.float32)
    texel[mesh.faces] = mesh.uv * side
    tree = cKDTree(mesh.vertices[border])
    k = min(len(border), NEAREST * (2 * ASIDE + 1))
    apart, other = tree.query(mesh.vertices[border], k=k, distance_upper_bound=distance)
    one = np.repeat(border, k)
    two = np.append(border, -1)[other].ravel()
    found = (two >= 0) & (one < two)
    one, two, apart = one[found], two[found], apart.ravel()[found]
    beside = np.abs(texel[one] - texel[two]).max(axis=1) <= ASIDE + EDGE
    found = ~((patch[one] == patch[two]) & beside)
    one, two, apart = one[found], two[found], apart[found]
    # A border passes at some distance, and a vertex that finds its own there taken stays alone:
    # one further along would fold the surface.
    passing = np.full(count, np.inf)
    np.minimum.at(passing, one, apart)
    np.minimum.at(passing, two, apart)
    length = np.linalg.norm(mesh.vertices[start] - mesh.vertices[end], axis=1)
    spacing = np.bincount(start, length, count) / np.maximum(np.bincount(start, minlength=count), 1)
    reach = passing + spacing / 2
    found = (apart <= reach[one]) & (apart <= reach[two])
    one, two, apart = one[found], two[found], apart[found]
    order = np.argsort(apart, kind="stable")
    leader = _joined(one[order], two[order], patch, texel)
    size = np.bincount(leader, minlength=count)
    place = [np.bincount(leader, axis, count) for axis in mesh.vertices.T]
    middle = np.stack(place, axis=1) / np.maximum(size, 1)[:, None]
    vertices = np.where(size[:, None] > 1, middle, mesh.vertices).astype(np.float32)
    faces = leader[mesh.faces]
    kept = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    made = replace(mesh, vertices=vertices, faces=faces[kept], uv=mesh.uv[kept])
    return filled(made, patch[mesh.faces[kept, 0]])


def _joined(one: np.ndarray, two: np.ndarray, patch: np.ndarray, texel: np.ndarray) -> np.ndarray:
    """For each vertex the first of those that it is joined with. In order of the pairs; none joins
    two vertices of a patch that are beside each other there."""
    members: dict[int, list[int]] = {}
    leader = np.arange(len(patch))
    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        first, second = sorted((int(leader[a]), int(leader[b])))
        if first == second:
            continue
        here, there = members.get(first, [first]), members.get(second, [second])
        if any(
            patch[x] == patch[y] and np.abs(texel[x] - texel[y]).max() <= ASIDE + EDGE
            for x in here
            for y in there
        ):
            continue
        members[first] = here + there
        leader[there] = first
    return leader
