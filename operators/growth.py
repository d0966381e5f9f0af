"""Growth: the shapes that a ghost had, kept in a modifier of the object that became of it.

They are one mesh, in an object of no scene, whose vertices say of which frame they are. The
modifier shows the frame that is chosen; the one after the last is the object as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np

from . import mesh_import
from .mesh_import import Mesh

NAME = "Growth"
FRAME = "maquette_frame"  # the attribute
MARK = "maquette_growth"  # on node groups of ours


def add(made: bpy.types.Object, frames: Sequence[Mesh]) -> None:
    """Keep these shapes, in the coordinates of the object, before its other modifiers."""
    name = mesh_import.object_name(f"{NAME} {made.name}")
    counts = [len(frame.vertices) for frame in frames]
    firsts = np.cumsum([0, *counts[:-1]], dtype=np.int32)
    joined = Mesh(
        np.concatenate([frame.vertices for frame in frames]),
        np.concatenate([frame.faces + first for frame, first in zip(frames, firsts, strict=True)]),
        np.concatenate([frame.colours for frame in frames]),
    )
    mesh = mesh_import.build(name, joined, "SMOOTH")
    numbers = np.repeat(np.arange(1, len(frames) + 1, dtype=np.int32), counts)
    mesh.attributes.new(FRAME, "INT", "POINT").data.foreach_set("value", numbers)
    modifier = made.modifiers.new(NAME, "NODES")
    modifier.node_group = _group(name, bpy.data.objects.new(name, mesh), len(frames))
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


def _group(name: str, frames: bpy.types.Object, count: int) -> bpy.types.NodeTree:
    group = bpy.data.node_groups.new(name, "GeometryNodeTree")
    group.is_modifier, group[MARK] = True, frames
    interface, link = group.interface, group.links.new
    for way in ("INPUT", "OUTPUT"):
        interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
    number = interface.new_socket("Frame", in_out="INPUT", socket_type="NodeSocketInt")
    number.min_value, number.max_value, number.default_value = 1, count + 1, count + 1

    def node(kind: str, **settings: str) -> bpy.types.Node:
        made = group.nodes.new(kind)
        made.location.x = 200 * len(group.nodes)
        for setting, value in settings.items():
            setattr(made, setting, value)
        return made

    given = node("NodeGroupInput").outputs
    kept = node("GeometryNodeObjectInfo")
    kept.inputs["Object"].default_value = frames
    frame = node("GeometryNodeInputNamedAttribute", data_type="INT")
    frame.inputs["Name"].default_value = FRAME
    other = node("FunctionNodeCompare", data_type="INT", operation="NOT_EQUAL")
    link(given["Frame"], _used(other.inputs, "A"))
    link(_used(frame.outputs, "Attribute"), _used(other.inputs, "B"))
    chosen = node("GeometryNodeDeleteGeometry", domain="POINT")
    link(kept.outputs["Geometry"], chosen.inputs["Geometry"])
    link(other.outputs[0], chosen.inputs["Selection"])
    grows = node("FunctionNodeCompare", data_type="INT", operation="LESS_EQUAL")
    link(given["Frame"], _used(grows.inputs, "A"))
    _used(grows.inputs, "B").default_value = count
    shown = node("GeometryNodeSwitch", input_type="GEOMETRY")
    link(grows.outputs[0], shown.inputs["Switch"])
    link(given["Geometry"], _used(shown.inputs, "False"))
    link(chosen.outputs[0], _used(shown.inputs, "True"))
    link(_used(shown.outputs, "Output"), node("NodeGroupOutput").inputs["Geometry"])
    return group


def _used(sockets: bpy.types.bpy_prop_collection, name: str) -> bpy.types.NodeSocket:
    """Some nodes have a socket of a name for each type, and use the one of theirs."""
    return next(socket for socket in sockets if socket.name == name and socket.enabled)
