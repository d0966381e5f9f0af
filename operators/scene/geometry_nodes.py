"""Node groups of Geometry Nodes modifiers, written as code: growth and points are shown by one."""

from __future__ import annotations

from typing import Any

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


def set_input(modifier: bpy.types.Modifier, name: str, value: Any) -> None:
    """What a modifier has for an input of its group, which an artist can change."""
    key = _identifier(modifier, name)
    if inputs := _inputs(modifier):
        getattr(inputs, key).value = value
    else:
        modifier[key] = value
    modifier.id_data.update_tag()  # else it is shown at the next change


def input_of(modifier: bpy.types.Modifier, name: str) -> Any:
    key, inputs = _identifier(modifier, name), _inputs(modifier)
    return getattr(inputs, key).value if inputs else modifier[key]


def use_attribute(modifier: bpy.types.Modifier, name: str, attribute: str) -> None:
    """Take an input from an attribute of the geometry; "": from its value."""
    key, inputs = _identifier(modifier, name), _inputs(modifier)
    if inputs:
        own = getattr(inputs, key)
        own.type, own.attribute_name = "ATTRIBUTE" if attribute else "VALUE", attribute
    else:
        modifier[f"{key}_use_attribute"] = bool(attribute)
        modifier[f"{key}_attribute_name"] = attribute


def _inputs(modifier: bpy.types.Modifier) -> Any:
    """Blender 5.2 has them as properties; before, they are custom properties of the modifier."""
    properties = getattr(modifier, "properties", None)
    return getattr(properties, "inputs", None)


def _identifier(modifier: bpy.types.Modifier, name: str) -> str:
    """Under which the modifier keeps an input."""
    sockets = modifier.node_group.interface.items_tree
    return next(s.identifier for s in sockets if s.name == name and s.in_out == "INPUT")


def used(sockets: bpy.types.bpy_prop_collection, name: str) -> bpy.types.NodeSocket:
    """Some nodes have a socket of a name for each type, and use the one of theirs."""
    return next(socket for socket in sockets if socket.name == name and socket.enabled)
