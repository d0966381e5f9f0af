"""Growth: the shapes of the live preview, kept in a modifier of the object that became of it.

They are one mesh, in an object of no scene, whose vertices say of which frame they are. The
modifier shows the frame that is chosen; the one after the last is the object as it is. Where an
artist moves all of its mesh (Apply, Set Origin) the frames follow, by four of its vertices.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np

from ...backend.shared import raster
from . import geometry_nodes, mesh_import, naming, rest
from .geometry_nodes import used
from .mesh_import import MeshData

NAME = "Growth"
FRAME = "maquette_frame"  # the attribute
MARK = "maquette_growth"  # on node groups of ours


def add(made: bpy.types.Object, frames: Sequence[MeshData]) -> None:
    """Keep these shapes, in the coordinates of the object, before its other modifiers."""
    name = naming.object_name(f"{NAME} {made.name}")
    counts = [len(frame.vertices) for frame in frames]
    firsts = np.cumsum([0, *counts[:-1]], dtype=np.int32)
    joined = MeshData(
        np.concatenate([frame.vertices for frame in frames]),
        np.concatenate([frame.faces + first for frame, first in zip(frames, firsts, strict=True)]),
        np.concatenate([frame.colours for frame in frames]),
        radius=np.concatenate([_radius(frame) for frame in frames]),
    )
    mesh = mesh_import.build(name, joined, "SMOOTH")
    numbers = np.repeat(np.arange(1, len(frames) + 1, dtype=np.int32), counts)
    mesh.attributes.new(FRAME, "INT", "POINT").data.foreach_set("value", numbers)
    modifier = made.modifiers.new(NAME, "NODES")
    modifier.node_group = _group(
        name, bpy.data.objects.new(name, mesh), len(frames), rest.coordinates(made.data)
    )
    made.modifiers.move(len(made.modifiers) - 1, 0)


def remove(made: bpy.types.Object) -> None:
    """Take away what `add` gave the object."""
    for modifier in list(made.modifiers):
        group = modifier.node_group if modifier.type == "NODES" else None
        if group and MARK in group:
            made.modifiers.remove(modifier)
            if not group.users:
                frames = group[MARK]
                bpy.data.node_groups.remove(group)
                bpy.data.meshes.remove(frames.data)


def _radius(frame: MeshData) -> np.ndarray:
    """(V,) of its points."""
    return raster.usual_radius(frame.vertices) if frame.radius is None else frame.radius


def _group(
    name: str, frames: bpy.types.Object, count: int, places: np.ndarray
) -> bpy.types.NodeTree:
    """`places` (V, 3) are the object's own vertices."""
    group = geometry_nodes.new_group(name)
    group[MARK] = frames
    link = group.links.new
    number = group.interface.new_socket("Frame", in_out="INPUT", socket_type="NodeSocketInt")
    number.min_value, number.max_value, number.default_value = 1, count + 1, count + 1

    def node(kind: str, **settings: str) -> bpy.types.Node:
        return geometry_nodes.node(group, kind, **settings)

    given = node("NodeGroupInput").outputs
    kept = node("GeometryNodeObjectInfo")
    kept.inputs["Object"].default_value = frames
    frame = node("GeometryNodeInputNamedAttribute", data_type="INT")
    frame.inputs["Name"].default_value = FRAME
    other = node("FunctionNodeCompare", data_type="INT", operation="NOT_EQUAL")
    link(given["Frame"], used(other.inputs, "A"))
    link(used(frame.outputs, "Attribute"), used(other.inputs, "B"))
    chosen = node("GeometryNodeDeleteGeometry", domain="POINT")
    link(kept.outputs["Geometry"], chosen.inputs["Geometry"])
    link(other.outputs[0], chosen.inputs["Selection"])
    grows = node("FunctionNodeCompare", data_type="INT", operation="LESS_EQUAL")
    link(given["Frame"], used(grows.inputs, "A"))
    used(grows.inputs, "B").default_value = count
    shown = node("GeometryNodeSwitch", input_type="GEOMETRY")
    link(grows.outputs[0], shown.inputs["Switch"])
    link(given["Geometry"], used(shown.inputs, "False"))
    followed = _following(group, given["Geometry"], chosen.outputs[0], places)
    link(followed, used(shown.inputs, "True"))
    link(used(shown.outputs, "Output"), node("NodeGroupOutput").inputs["Geometry"])
    return group


def _following(
    group: bpy.types.NodeTree,
    given: bpy.types.NodeSocket,
    frame: bpy.types.NodeSocket,
    places: np.ndarray,
) -> bpy.types.NodeSocket:
    """The frame moved as the object's vertices were, which were at `places` (V, 3), while it has
    as many. Four of them tell: the edges of a tetrahedron now times the inverse of those then."""
    link = group.links.new
    corners = _tetrahedron(places)
    then = np.eye(4)
    then[:3, :3] = (places[corners[1:]] - places[corners[0]]).T
    then[:3, 3] = places[corners[0]]
    if abs(np.linalg.det(then)) < 1e-6 * max(float(np.ptp(places, axis=0).max()), 1e-9) ** 3:
        return frame  # flat: it does not tell all directions

    def node(kind: str, **settings: str) -> bpy.types.Node:
        return geometry_nodes.node(group, kind, **settings)

    position = node("GeometryNodeInputPosition").outputs[0]
    tips = []
    for corner in corners:
        sample = node("GeometryNodeSampleIndex", data_type="FLOAT_VECTOR", domain="POINT")
        link(given, sample.inputs["Geometry"])
        link(position, used(sample.inputs, "Value"))
        sample.inputs["Index"].default_value = int(corner)
        tips.append(sample.outputs[0])
    columns = []
    for tip in tips[1:]:
        edge = node("ShaderNodeVectorMath", operation="SUBTRACT")
        link(tip, edge.inputs[0])
        link(tips[0], edge.inputs[1])
        columns.append(edge.outputs[0])
    now, back = node("FunctionNodeCombineMatrix"), node("FunctionNodeCombineMatrix")
    for column, tip in enumerate([*columns, tips[0]]):
        parts = node("ShaderNodeSeparateXYZ")
        link(tip, parts.inputs[0])
        for row in range(3):
            link(parts.outputs[row], now.inputs[4 * column + row])
    for socket, value in zip(back.inputs, np.linalg.inv(then).T.ravel(), strict=True):
        socket.default_value = float(value)
    moved = node("FunctionNodeMatrixMultiply")
    link(now.outputs[0], moved.inputs[0])
    link(back.outputs[0], moved.inputs[1])
    size = node("GeometryNodeAttributeDomainSize", component="MESH")
    link(given, size.inputs[0])
    same = node("FunctionNodeCompare", data_type="INT", operation="EQUAL")
    link(size.outputs["Point Count"], used(same.inputs, "A"))
    used(same.inputs, "B").default_value = len(places)
    to = node("FunctionNodeTransformPoint")
    link(position, to.inputs["Vector"])
    link(moved.outputs[0], to.inputs["Transform"])
    follows = node("GeometryNodeSetPosition")
    link(frame, follows.inputs["Geometry"])
    link(to.outputs[0], follows.inputs["Position"])
    link(same.outputs[0], follows.inputs["Selection"])
    return follows.outputs[0]


def _tetrahedron(places: np.ndarray) -> list[int]:
    """Four of the places (V, 3), by number, that lie far apart in all directions."""
    first = int(np.square(places - places.mean(0)).sum(1).argmax())
    away = places - places[first]
    second = int(np.square(away).sum(1).argmax())
    third = int(np.square(np.cross(away, away[second])).sum(1).argmax())
    fourth = int(np.abs(away @ np.cross(away[second], away[third])).argmax())
    return [first, second, third, fourth]
