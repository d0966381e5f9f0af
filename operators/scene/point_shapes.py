"""How points are shown: a node group of their vertices, which an artist sets up in the modifier.

Spheres, cubes and objects are real meshes with the colors of their points: renders, Solid shading
and exporters see them. Points are Blender's own, which cost least, but Solid shading draws them in
one color and most exporters pass them by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import bpy

from . import geometry_nodes, material
from .geometry_nodes import used

NAME = "Points"
MARK = "maquette_points"  # on node groups of ours: which version of them
VERSION = 2
RADIUS = "radius"  # the attribute, in the object's units, as Blender's own point clouds have it
SHAPES = ("Points", "Spheres", "Cubes", "Object")
SHAPE = "Shape"
MATERIAL = "Material"
INPUTS = {
    SHAPE: "Menu",
    "Object": "Object",
    "Radius": "Float",
    "Scale": "Float",
    "Amount": "Float",
    MATERIAL: "Material",
}
MENUS_SAY_NAMES = bpy.app.version >= (5, 2)  # of their items; before, numbers
PERIOD = 4096  # points, after which the order in which they go begins anew
GOLDEN = 0.618034  # so many times a number, without its whole part, is spread evenly over 0..1


def is_ours(modifier: bpy.types.Modifier) -> bool:
    group = modifier.node_group if modifier.type == "NODES" else None
    return bool(group and MARK in group)


def choose(modifier: bpy.types.Modifier, shape: str) -> None:
    """Show the points as this one of `SHAPES`."""
    geometry_nodes.set_input(modifier, SHAPE, shape if MENUS_SAY_NAMES else SHAPES.index(shape))


def chosen(modifier: bpy.types.Modifier) -> str:
    shape = geometry_nodes.input_of(modifier, SHAPE)
    return shape if MENUS_SAY_NAMES else SHAPES[shape]


def paint(modifier: bpy.types.Modifier, materials: Sequence[bpy.types.Material]) -> None:
    """Show the points in the first of these materials, unless somebody chose another one."""
    kept = geometry_nodes.input_of(modifier, MATERIAL)
    if materials and (kept is None or material.ours(kept)):
        geometry_nodes.set_input(modifier, MATERIAL, materials[0])


def group() -> bpy.types.NodeTree:
    """One for all objects, made once a file."""
    local = (each for each in bpy.data.node_groups if not each.library)
    kept = next((each for each in local if each.get(MARK) == VERSION), None)
    return kept or _new_group()


def _new_group() -> bpy.types.NodeTree:
    """Its inputs, which each object has for itself:

    Shape     one of `SHAPES`
    Object    what stands at each point if that is Object, as wide as a sphere there, as it is
              painted itself
    Radius    of each point, in the object's units: that of the attribute, unless a number is given
    Scale     times that
    Amount    percent of the points that are shown, chosen evenly
    Material  of the points, spheres and cubes
    """
    group = geometry_nodes.new_group(NAME)
    group[MARK] = VERSION
    asked = {
        name: group.interface.new_socket(name, in_out="INPUT", socket_type=f"NodeSocket{kind}")
        for name, kind in INPUTS.items()
    }
    asked["Radius"].subtype, asked["Radius"].default_attribute_name = "DISTANCE", RADIUS
    asked["Amount"].subtype, asked["Amount"].max_value = "PERCENTAGE", 100.0
    for name, usual in (("Radius", 0.0), ("Scale", 1.0), ("Amount", 100.0)):
        asked[name].min_value, asked[name].default_value = 0.0, usual
    asked[MATERIAL].default_value = material.vertex_colours()

    link, node = group.links.new, partial(geometry_nodes.node, group)
    given = node("NodeGroupInput").outputs
    some = _some(group, given["Geometry"], given["Amount"])
    radius = node("ShaderNodeMath", operation="MULTIPLY")
    link(given["Radius"], radius.inputs[0])
    link(given["Scale"], radius.inputs[1])
    points = node("GeometryNodeMeshToPoints")
    link(some, points.inputs[0])
    link(radius.outputs[0], points.inputs["Radius"])
    shown = [_painted(group, points.outputs[0], given["Material"])]
    for solid in _solids(group, given):
        standing = node("GeometryNodeInstanceOnPoints")
        link(some, standing.inputs["Points"])
        link(solid, standing.inputs["Instance"])
        link(radius.outputs[0], standing.inputs["Scale"])
        shown.append(standing.outputs[0])

    chosen = node("GeometryNodeMenuSwitch", data_type="GEOMETRY")
    items = chosen.enum_definition.enum_items
    for item, name in zip(items, SHAPES, strict=False):  # it comes with two
        item.name = name
    for name in SHAPES[len(items) :]:
        items.new(name)
    link(given[SHAPE], chosen.inputs["Menu"])
    for name, each in zip(SHAPES, shown, strict=True):
        link(_beside(group, some, each, name != "Points"), chosen.inputs[name])
    asked[SHAPE].default_value = "Spheres"  # not before the menu is linked
    link(chosen.outputs[0], node("NodeGroupOutput").inputs["Geometry"])
    return group


def _some(
    group: bpy.types.NodeTree, given: bpy.types.NodeSocket, percent: bpy.types.NodeSocket
) -> bpy.types.NodeSocket:
    """So many percent of the points, evenly spread in their order: fewer are among more, and those
    that go were not neighbors."""
    link, value = group.links.new, geometry_nodes.node(group, "GeometryNodeInputIndex").outputs[0]
    for operation, by in (
        ("MODULO", float(PERIOD)),
        ("MULTIPLY", GOLDEN),
        ("FRACT", 0.0),
        ("MULTIPLY", 100.0),
    ):
        step = geometry_nodes.node(group, "ShaderNodeMath", operation=operation)
        link(value, step.inputs[0])
        step.inputs[1].default_value = by
        value = step.outputs[0]
    shown = geometry_nodes.node(group, "ShaderNodeMath", operation="LESS_THAN")
    link(value, shown.inputs[0])
    link(percent, shown.inputs[1])
    return _where(group, given, shown.outputs[0])


def _solids(
    group: bpy.types.NodeTree, given: bpy.types.NodeInputs
) -> tuple[bpy.types.NodeSocket, ...]:
    """Those of `SHAPES` that stand at points, with a radius of 1: a sphere, a cube, the object."""
    link, node = group.links.new, partial(geometry_nodes.node, group)
    ball, cube = node("GeometryNodeMeshIcoSphere"), node("GeometryNodeMeshCube")
    cube.inputs["Size"].default_value = 2.0, 2.0, 2.0
    smooth = node("GeometryNodeSetShadeSmooth")
    link(ball.outputs[0], smooth.inputs[0])
    own = node("GeometryNodeObjectInfo")
    link(given["Object"], own.inputs["Object"])
    box, sides = node("GeometryNodeBoundBox"), node("ShaderNodeVectorMath", operation="SUBTRACT")
    link(own.outputs["Geometry"], box.inputs["Geometry"])
    link(box.outputs["Max"], sides.inputs[0])
    link(box.outputs["Min"], sides.inputs[1])
    parts, longest = node("ShaderNodeSeparateXYZ"), None
    link(sides.outputs[0], parts.inputs[0])
    for part in parts.outputs:
        larger = node("ShaderNodeMath", operation="MAXIMUM")
        link(part, larger.inputs[0])
        if longest:
            link(longest, larger.inputs[1])
        longest = larger.outputs[0]
    factor = node("ShaderNodeMath", operation="DIVIDE")  # by 0 it is 0
    factor.inputs[0].default_value = 2.0
    link(longest, factor.inputs[1])
    sized = node("GeometryNodeTransform")
    link(own.outputs["Geometry"], sized.inputs["Geometry"])
    link(factor.outputs[0], sized.inputs["Scale"])
    ours = (_painted(group, each.outputs[0], given["Material"]) for each in (smooth, cube))
    return (*ours, sized.outputs[0])


def _beside(
    group: bpy.types.NodeTree,
    points: bpy.types.NodeSocket,
    shown: bpy.types.NodeSocket,
    real: bool,
) -> bpy.types.NodeSocket:
    """What is shown, as real geometry with the attributes of its points, and what must come along:
    the vertices, or else exporters would write nothing; one, or else Blender would not know which
    color attribute is the active one."""
    link = group.links.new
    if real:
        first = geometry_nodes.node(
            group, "FunctionNodeCompare", data_type="INT", operation="EQUAL"
        )
        link(
            geometry_nodes.node(group, "GeometryNodeInputIndex").outputs[0], used(first.inputs, "A")
        )
        points = _where(group, points, first.outputs[0])
    both = geometry_nodes.node(group, "GeometryNodeJoinGeometry")
    link(points, both.inputs[0])
    link(shown, both.inputs[0])
    if not real:
        return both.outputs[0]
    made = geometry_nodes.node(group, "GeometryNodeRealizeInstances")
    link(both.outputs[0], made.inputs[0])
    return made.outputs[0]


def _where(
    group: bpy.types.NodeTree, given: bpy.types.NodeSocket, chosen: bpy.types.NodeSocket
) -> bpy.types.NodeSocket:
    """The points that are chosen."""
    parted = geometry_nodes.node(group, "GeometryNodeSeparateGeometry")
    group.links.new(given, parted.inputs["Geometry"])
    group.links.new(chosen, parted.inputs["Selection"])
    return parted.outputs["Selection"]


def _painted(
    group: bpy.types.NodeTree, made: bpy.types.NodeSocket, by: bpy.types.NodeSocket
) -> bpy.types.NodeSocket:
    painted = geometry_nodes.node(group, "GeometryNodeSetMaterial")
    group.links.new(made, painted.inputs["Geometry"])
    group.links.new(by, painted.inputs["Material"])
    return painted.outputs["Geometry"]
