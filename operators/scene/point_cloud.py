"""Points in a scene: a mesh of vertices alone, and a modifier that shows them as spheres.

Blender's own point clouds cannot be made by Python before 5.0, nor edited; a mesh can be sculpted,
selected and exported. Viewports and renders show the spheres in their colors; Solid shading, which
has one color for all points, does not.
"""

from __future__ import annotations

import bpy
import numpy as np

from ...backend.shared import raster
from . import material, rest

NAME = "Points"
RADIUS = "radius"  # the attribute, in the object's units, as Blender's own point clouds have it
MARK = "maquette_points"  # on node groups of ours


def is_one(mesh: bpy.types.Mesh) -> bool:
    """Whether a mesh is points: it has vertices alone."""
    return bool(mesh.vertices) and not mesh.edges and not mesh.polygons


def show(made: bpy.types.Object) -> None:
    """Give the object the modifier if its mesh is points, before its other modifiers, or else take
    it away."""
    there = [m for m in made.modifiers if m.type == "NODES" and m.node_group]
    ours = [modifier for modifier in there if MARK in modifier.node_group]
    if not is_one(made.data):
        for modifier in ours:
            made.modifiers.remove(modifier)
    elif not ours:
        made.modifiers.new(NAME, "NODES").node_group = _group()
        made.modifiers.move(len(made.modifiers) - 1, 0)


def keep_radius(mesh: bpy.types.Mesh, radius: np.ndarray | None) -> None:
    """As an attribute of its points, (N,); None: as large as lets a surface of them look closed."""
    radius = raster.usual_radius(rest.coordinates(mesh)) if radius is None else radius
    mesh.attributes.new(RADIUS, "FLOAT", "POINT").data.foreach_set("value", radius)


def drawn(mesh: bpy.types.Mesh) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What an image of points shows: `octahedra` of a mesh that is points, in its own space."""
    count = len(mesh.vertices)
    colors, radius = np.ones(4 * count, np.float32), np.zeros(count, np.float32)
    if layer := mesh.color_attributes.get(material.COLOUR):
        layer.data.foreach_get("color", colors)
    if sized := mesh.attributes.get(RADIUS):
        sized.data.foreach_get("value", radius)
    return raster.octahedra(rest.coordinates(mesh), colors.reshape(-1, 4)[:, :3], radius)


def _group() -> bpy.types.NodeTree:
    """One for all objects, made once a file."""
    local = (each for each in bpy.data.node_groups if not each.library)
    if kept := next((each for each in local if MARK in each), None):
        return kept
    group = bpy.data.node_groups.new(NAME, "GeometryNodeTree")
    group.is_modifier, group[MARK] = True, True
    interface, new, link = group.interface, group.nodes.new, group.links.new
    for way in ("INPUT", "OUTPUT"):
        interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
    scale = interface.new_socket("Scale", in_out="INPUT", socket_type="NodeSocketFloat")
    scale.default_value, scale.min_value = 1.0, 0.0
    shown = interface.new_socket("Material", in_out="INPUT", socket_type="NodeSocketMaterial")
    shown.default_value = material.vertex_colours()
    given, radius = new("NodeGroupInput").outputs, new("GeometryNodeInputNamedAttribute")
    radius.data_type, radius.inputs["Name"].default_value = "FLOAT", RADIUS
    scaled = new("ShaderNodeMath")
    scaled.operation = "MULTIPLY"
    link(next(each for each in radius.outputs if each.enabled), scaled.inputs[0])
    link(given["Scale"], scaled.inputs[1])
    points = new("GeometryNodeMeshToPoints")
    link(given["Geometry"], points.inputs[0])
    link(scaled.outputs[0], points.inputs["Radius"])
    painted = new("GeometryNodeSetMaterial")  # the points have none of the mesh's materials
    link(points.outputs[0], painted.inputs["Geometry"])
    link(given["Material"], painted.inputs["Material"])
    link(painted.outputs[0], new("NodeGroupOutput").inputs["Geometry"])
    for column, node in enumerate(group.nodes):
        node.location.x = 200 * column
    return group
