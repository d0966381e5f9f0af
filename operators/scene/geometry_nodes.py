"""Node groups of Geometry Nodes modifiers, written as code: growth and points are shown by one."""

from __future__ import annotations

import bpy

STEP = 200.0  # from one node to the next in the node editor


def new_group(name: str) -> bpy.types.NodeTree:
    """Of a modifier: a geometry goes in and comes out."""
    group = bpy.data.node_groups.new(name, "GeometryNodeTree")
    group.is_modifier = True
    for way in ("INPUT", "OUTPUT"):
        group.interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
    return group


def node(group: bpy.types.NodeTree, kind: str, **settings: str) -> bpy.types.Node:
    """A new one, right of the others."""
    made = group.nodes.new(kind)
    made.location.x = STEP * len(group.nodes)
    for setting, value in settings.items():
        setattr(made, setting, value)
    return made


def used(sockets: bpy.types.bpy_prop_collection, name: str) -> bpy.types.NodeSocket:
    """Some nodes have a socket of a name for each type, and use the one of theirs."""
    return next(socket for socket in sockets if socket.name == name and socket.enabled)
