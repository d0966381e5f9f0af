"""What is done to a mesh before it is written.

Each step is taken for the setting of its name, and only where the family lists that one: small
components are what an implicit function leaves in the air, while another family's are charts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..asset import baking, mirroring, pinches, simplification
from ..asset.mesh import Mesh
from ..asset.point_cloud import PointCloud
from ..shared.errors import MaquetteError
from ..shared.models.family import Family
from ..shared.request import GenerationRequest
from ..shared.request.detail import Meshing

Asset = Mesh | PointCloud
TEXTURED = 30_000  # triangles; more take minutes to unfold, and a texture is for few
SMALLEST = 0.02  # of the largest piece's surface


def finish(
    made: Asset,
    request: GenerationRequest,
    family: Family,
    tick: Callable[[], None] = lambda: None,
) -> Asset:
    """What came from a model of this family -> as the request wants it. `tick`: see `bake`.

    Points stay as they are, and so does a mesh with a uv of its own, which has its texture. Raises
    MaquetteError("request") if less triangles or another texture of it are asked for.
    """
    if isinstance(made, PointCloud):
        return made
    mesh, wanted = made, request.meshing
    if mesh.uv is not None:
        if wanted.triangles is not None or wanted.texture is not None:
            raise MaquetteError(
                "request",
                "A mesh of this model has its own texture, which fewer triangles or another"
                " texture would lose.",
                "Turn Triangles and Texture off.",
                "Leave out --triangles and --texture.",
            )
        return mesh
    if family.has("loose_parts"):
        mesh = remove_small_components(mesh, SMALLEST if request.loose_parts else 1.0)
    whole = mesh
    if wanted.triangles is not None and wanted.former:
        mesh = decimate(mesh, wanted.triangles)
    elif wanted.triangles is not None:
        mesh = simplify(mesh, wanted, request.symmetry)
    if wanted.texture is not None:
        mesh = baking.bake(decimate(mesh, TEXTURED), whole, wanted.texture, tick)
    return mesh


def simplify(mesh: Mesh, wanted: Meshing, symmetry: str) -> Mesh:
    """In as many triangles as are wanted, as symmetric as it was or, by a setting of
    `SYMMETRIES`, was made."""
    assert wanted.triangles
    if len(mesh.faces) <= wanted.triangles:
        return mesh
    axis = mirroring.axis_of(mesh) if symmetry == "off" else "xy".index(symmetry)
    painted = wanted.texture is None
    found = simplification.simplified(mesh, wanted.triangles, wanted.most, axis, painted)
    return found or decimate(mesh, wanted.triangles)


def remove_small_components(mesh: Mesh, share: float = SMALLEST) -> Mesh:
    """The mesh without pieces whose surface is smaller than `share` of the largest one's: what is
    left in the air where a network was not quite sure."""
    if not len(mesh.faces):
        return mesh
    piece = mesh.pieces
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    area = np.bincount(piece, np.linalg.norm(np.cross(b - a, c - a), axis=1))
    kept = (area >= share * area.max())[piece]
    if kept.all():
        return mesh
    return mesh.only(kept)


def decimate(mesh: Mesh, triangles: int) -> Mesh:
    """The mesh with so many triangles or less (Garland and Heckbert, "Surface Simplification Using
    Quadric Error Metrics", 1997), coloured as its surface was. What was watertight stays so: where
    so few would cut a thin part, more are left."""
    if len(mesh.faces) <= triangles:
        return mesh
    closed, made = mesh.watertight, _simplified(mesh, triangles)
    while closed and not (made := pinches.mended(made)).watertight:
        triangles = -(-triangles * 5 // 4)
        made = _simplified(mesh, triangles)
    return _coloured(made, mesh)


def coarse(mesh: Mesh, triangles: int) -> Mesh:
    """The same, only to be looked at: what was watertight need not stay so, which takes half as
    long."""
    if len(mesh.faces) <= triangles:
        return mesh
    return _coloured(_simplified(mesh, triangles), mesh)


def _simplified(mesh: Mesh, triangles: int) -> Mesh:
    """Without colours."""
    import fast_simplification

    if len(mesh.faces) <= triangles:
        return mesh
    vertices, faces = fast_simplification.simplify(
        mesh.vertices, mesh.faces, target_count=triangles
    )[:2]
    vertices, faces = vertices.astype(np.float32), simplification.without_folds(faces)
    made = Mesh(vertices, faces.astype(np.int32), np.zeros_like(vertices))
    return made.only(np.ones(len(faces), bool))


def _coloured(made: Mesh, mesh: Mesh) -> Mesh:
    return Mesh(made.vertices, made.faces, mesh.colours_at(made.vertices))
