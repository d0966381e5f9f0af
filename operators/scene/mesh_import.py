"""A file of the worker becomes an object: shape, colours, material, place, provenance.

The worker's .npz holds `vertices` (V, 3) float32 with Z up, `faces` (F, 3) int32 and `colours`
(V, 3) float32, scene-linear; with textures also `uv` (F, 3, 2) float32, the bytes of PNG images by
their names in `look.Material`, and its numbers; with `quads` every two faces are one quad. One of
points holds `points` (N, 3) and `colors` (N, 3) instead, and perhaps `radius` (N,), all float32.
Everything goes in through `foreach_set`: a loop over vertices would hold Blender up for seconds.
"""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import NamedTuple

import bpy
import numpy as np

from ...backend.shared.errors import MaquetteError
from ...backend.shared.look import IMAGES, NUMBERS, PLAIN, Material
from . import fitting, material, naming, point_cloud, rest, voxel_remesh
from .fitting import Box
from .paint import main_color
from .placement import Cube

SHARP = math.radians(30)
PREFIX = "maquette_"  # of the custom properties


class MeshData(NamedTuple):
    """A mesh as the worker made it; see above. One without faces is points."""

    vertices: np.ndarray
    faces: np.ndarray
    colours: np.ndarray
    uv: np.ndarray | None = None
    surface: Material = PLAIN
    radius: np.ndarray | None = None
    quads: bool = False

    @property
    def corners(self) -> np.ndarray:
        """(F, 3) of triangles, or (F / 2, 4) where two of them are one quad."""
        first, second = self.faces[::2], self.faces[1::2]
        if not self.quads:
            return self.faces
        last = second.sum(1) - first[:, 0] - first[:, 2]  # they share the other two
        return np.column_stack([first, last]).astype(np.int32)


def read(file: Path) -> MeshData:
    """A file that holds no whole mesh raises MaquetteError("file"): it would crash Blender."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            points = "points" in arrays
            shape, paint = ("points", "colors") if points else ("vertices", "colours")
            vertices = np.ascontiguousarray(arrays[shape], np.float32)
            faces = np.empty((0, 3)) if points else arrays["faces"]
            faces = np.ascontiguousarray(faces, np.int32)
            colours = np.ascontiguousarray(arrays[paint], np.float32)
            uv, radius = (
                np.ascontiguousarray(arrays[name], np.float32) if name in arrays else None
                for name in ("uv", "radius")
            )
            images = {name: arrays[name].tobytes() for name in IMAGES if name in arrays}
            if "texture" in arrays:  # a history of version 0.1.0
                images["base_colour"] = arrays["texture"].tobytes()
            quads = "quads" in arrays and "uv" not in arrays
            numbers = {name: float(arrays[name]) for name in NUMBERS if name in arrays}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise MaquetteError(
            "file", f"The mesh file {file.name} cannot be read: {error}.", "Press Generate again."
        ) from error
    whole = (
        vertices.ndim == faces.ndim == 2
        and vertices.shape[1] == faces.shape[1] == 3
        and colours.shape == vertices.shape
        and len(vertices if points else faces) > 0
        and not (quads and len(faces) % 2)
        and faces.min(initial=0) >= 0
        and faces.max(initial=0) < len(vertices)
        and (radius is None or radius.shape == vertices.shape[:1])
        and (radius is None or bool((np.isfinite(radius) & (radius >= 0)).all()))
        and bool(np.isfinite(vertices).all() and np.isfinite(colours).all())
        and (uv is None) == (not images)
        and all(0 <= number <= 1 for number in numbers.values())
        and (uv is None or uv.shape == (*faces.shape, 2) and bool(np.isfinite(uv).all()))
    )
    if not whole:
        raise MaquetteError(
            "file", f"The mesh file {file.name} is damaged.", "Press Generate again."
        )
    return MeshData(vertices, faces, colours, uv, Material(**images, **numbers), radius, quads)


def make_object(
    mesh: MeshData,
    name: str,
    provenance: dict[str, object] | None = None,
    size: float = 2.0,
    shading: str = "SMOOTH",
    origin: str = "BASE",
    voxels: int = 0,
    kind: str = "OWN",
    cube: Cube | None = None,
) -> bpy.types.Object:
    """An object that is in no scene yet.

    size        length of its longest side in metres; the mesh is scaled, the object stays at 1
    shading     FLAT, SMOOTH, or AUTO: round where faces meet at less than `SHARP`
    origin      BASE: the middle of its underside; CENTER: of its bounding box; MASS: of its volume
    voxels      along the longest side, of which it is made anew of quads; 0: as it is
    kind        of its material, one of `material.KINDS`
    cube        where the mesh is in the world; it then keeps that size and place
    provenance  stored as custom properties, `maquette_` before each name
    """
    name = naming.object_name(name)
    frame = np.eye(4)
    if cube:
        there = cube.place(mesh.vertices)
        size = float(np.ptp(there, axis=0).max())
        frame[:3, 3] = there[0] - _stand(mesh, size, origin)[0]
        mesh = _moved(mesh, there)
    else:
        mesh = fitted(mesh, None, size, origin, None)
    made = bpy.data.objects.new(name, build(name, mesh, shading, voxels))
    naming.give(bpy.data.meshes, made.data, made.name)
    made.data.materials.append(material_of(made.name, mesh, kind))
    point_cloud.show(made)
    keep(made, {**(provenance or {}), "rest": rest.note(made.data, frame, size)})
    return made


def fitted(
    mesh: MeshData, made: bpy.types.Object | None, size: float, origin: str, box: Box | None
) -> MeshData:
    """The mesh in the coordinates of the object that it is made for: in its box, if it has one to
    fill, else with the longest side `size` metres and the `origin` at 0. Whatever was done to all
    of the object's mesh since it was made is done to this one: its size, if that is known."""
    if made is None:
        return _moved(mesh, _stand(mesh, size, origin))
    box = fitting.now(made, box)
    frame = fitting.frame_of(made) if box else rest.frame_of(made)
    if box:
        vertices = box.place(mesh.vertices, fitting.scale_of(made))
    else:
        vertices = _stand(mesh, rest.size_of(made) or size, origin)
    mesh = _moved(mesh, rest.moved(vertices, frame))
    if np.linalg.det(frame[:3, :3]) < 0:  # else it would be inside out
        turned = None if mesh.uv is None else np.ascontiguousarray(mesh.uv[:, ::-1])
        mesh = mesh._replace(faces=np.ascontiguousarray(mesh.faces[:, ::-1]), uv=turned)
    return mesh


def _moved(mesh: MeshData, vertices: np.ndarray) -> MeshData:
    """With its vertices there, and points as much larger as their box is."""
    if mesh.radius is None:
        return mesh._replace(vertices=vertices)
    before, after = (float(np.ptp(each, axis=0).max()) for each in (mesh.vertices, vertices))
    factor = np.float32(after / before if before > 0 else 1.0)
    return mesh._replace(vertices=vertices, radius=mesh.radius * factor)


def select(layer: bpy.types.ViewLayer, objects: list[bpy.types.Object]) -> None:
    """Select those of these objects that are in this view layer, and nothing else; the last of
    them becomes active. A linked object may share a name."""
    for selected in list(layer.objects.selected):
        selected.select_set(False, view_layer=layer)
    there = set(layer.objects)
    for made in objects:
        if made in there:
            made.select_set(True, view_layer=layer)
            layer.objects.active = made


def leave_edit_mode(context: bpy.types.Context) -> None:
    """New objects cannot become active in a mode that belongs to another one."""
    active = context.view_layer.objects.active
    if active is not None and active.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")


def build(name: str, arrays: MeshData, shading: str, voxels: int = 0) -> bpy.types.Mesh:
    """Blender's mesh of a worker's, without a material. Of voxels only where it has no texture."""
    vertices, faces = arrays.vertices, arrays.corners
    mesh = bpy.data.meshes.new(name)
    mesh.vertices.add(len(vertices))
    mesh.attributes["position"].data.foreach_set("vector", vertices.ravel())
    mesh.loops.add(faces.size)
    if faces.size:  # by its attribute, which takes a hundredth of the time
        mesh.attributes[".corner_vert"].data.foreach_set("value", faces.ravel())
    mesh.polygons.add(len(faces))
    start = np.arange(0, faces.size, faces.shape[1], dtype=np.int32)
    mesh.polygons.foreach_set("loop_start", start)
    if arrays.uv is not None:
        mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", arrays.uv.ravel())
    # Makes the edges too. A face that names a vertex twice crashes tools later on.
    mesh.validate(clean_customdata=False)
    paint(mesh.color_attributes.new(material.COLOUR, "FLOAT_COLOR", "POINT"), arrays.colours)
    if not len(faces):
        point_cloud.keep_radius(mesh, arrays.radius)
    elif voxels and arrays.uv is None:
        voxel_remesh.remesh(mesh, voxels)
    mesh.color_attributes.active_color_index = 0
    mesh.color_attributes.render_color_index = 0
    if shading == "FLAT":
        mesh.shade_flat()
    elif shading == "AUTO":
        mesh.set_sharp_from_angle(angle=SHARP)
    return mesh


def material_of(
    name: str, mesh: MeshData, kind: str, before: bpy.types.Material | None = None
) -> bpy.types.Material:
    """What shows it; `kind` and `before` as in `material.of`."""
    main = main_color(mesh.colours, mesh.vertices, mesh.faces)
    return material.of(name, mesh.surface, main, kind, before)


def paint(attribute: bpy.types.FloatColorAttribute, colors: np.ndarray) -> None:
    """With colors (V, 3) of its points, scene-linear."""
    rgba = np.ones((len(colors), 4), np.float32)
    rgba[:, :3] = colors
    attribute.data.foreach_set("color", rgba.ravel())


def keep(made: bpy.types.Object, provenance: dict[str, object]) -> None:
    """As custom properties, `maquette_` before each name."""
    for key, value in provenance.items():
        made[PREFIX + key] = value


def shading_of(mesh: bpy.types.Mesh) -> str:
    """How a mesh is shaded, by whoever did it last."""
    if mesh.polygons and not mesh.polygons[0].use_smooth:
        return "FLAT"
    return "AUTO" if "sharp_edge" in mesh.attributes else "SMOOTH"


def _stand(mesh: MeshData, size: float, origin: str) -> np.ndarray:
    """The vertices with the longest side `size` metres and the `origin` at 0."""
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    zero = (low + high) / 2
    if origin == "BASE":
        zero[2] = low[2]
    elif origin == "MASS":
        zero = _centre_of_mass(mesh, zero)
    longest = float((high - low).max())
    return (mesh.vertices - zero) * np.float32(size / longest if longest > 0 else 1.0)


def _centre_of_mass(mesh: MeshData, middle: np.ndarray) -> np.ndarray:
    """Of the tetrahedra between the faces and the `middle`, which it is where they have no volume,
    as in a sheet."""
    corners = (mesh.vertices - middle).astype(np.float64)[mesh.faces]
    volumes = np.linalg.det(corners)
    if volumes.sum() < 1e-6 * np.ptp(mesh.vertices, axis=0).max() ** 3:
        return middle
    return middle + (volumes @ corners.sum(1) / volumes.sum() / 4).astype(np.float32)
