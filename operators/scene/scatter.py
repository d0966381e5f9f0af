"""Objects instanced on a surface: a collection of them, and an object whose Geometry Nodes modifier
puts one of them on each of some random points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import bpy
import numpy as np

from . import fitting, geometry_nodes
from .geometry_nodes import used
from .placement import Spot, branches

NAME = "Scatter"
MARK = "maquette_scatter"  # on node groups of ours: which version of them
VERSION = 1
SURFACE, COLLECTION, DENSITY = "Surface", "Collection", "Density"
SEED, ROTATION, ALIGN, SMALLEST, LARGEST = "Seed", "Rotation", "Align", "Min Scale", "Max Scale"
INPUTS = {
    SURFACE: "Object",
    COLLECTION: "Collection",
    DENSITY: "Float",
    SEED: "Int",
    ROTATION: "Float",
    ALIGN: "Bool",
    SMALLEST: "Float",
    LARGEST: "Float",
}
USUAL = {DENSITY: 1.0, SEED: 0, ROTATION: 2 * np.pi, ALIGN: False, SMALLEST: 0.8, LARGEST: 1.2}
APART = 1.5  # sizes, from one to the next, more or less
MOST = 1000  # instances to begin with, however large the surface is
CHOICES = 1 << 20  # of which one is taken modulo the number of objects


def put(
    made: Sequence[bpy.types.Object], title: str, surface: bpy.types.Object, spot: Spot
) -> bpy.types.Object:
    """Objects into a collection that the view layer leaves out, and one that instances them on a
    surface; the latter."""
    own = bpy.data.collections.new(f"{title} Variations")
    spot.collection.children.link(own)
    for each in made:
        own.objects.link(each)
    for branch in branches(spot.layer.layer_collection):
        branch.exclude = branch.exclude or branch.collection == own
    name = f"{title} {NAME}"
    scattered = bpy.data.objects.new(name, bpy.data.meshes.new(name))
    spot.collection.objects.link(scattered)
    modifier = scattered.modifiers.new(NAME, "NODES")
    modifier.node_group = _group()
    size = max(map(fitting.longest, made))
    density = min(1 / (APART * size) ** 2, MOST / max(_area(surface), 1e-9))
    for key, value in ((SURFACE, surface), (COLLECTION, own), (DENSITY, density)):
        geometry_nodes.set_input(modifier, key, value)
    spot.layer.update()
    return scattered


def _area(surface: bpy.types.Object) -> float:
    """Square meters of a mesh in the world: a face grows as its normal does by the cofactors of the
    object's matrix."""
    faces = surface.data.polygons
    areas, normals = np.empty(len(faces), np.float32), np.empty(3 * len(faces), np.float32)
    faces.foreach_get("area", areas)
    faces.foreach_get("normal", normals)
    x, y, z = np.array(surface.matrix_world)[:3, :3].T
    cofactors = np.array([np.cross(y, z), np.cross(z, x), np.cross(x, y)])
    return float(areas @ np.linalg.norm(normals.reshape(-1, 3) @ cofactors, axis=1))


def _group() -> bpy.types.NodeTree:
    """One for all, made once a file."""
    local = (each for each in bpy.data.node_groups if not each.library)
    kept = next((each for each in local if each.get(MARK) == VERSION), None)
    return kept or _new_group()


def _new_group() -> bpy.types.NodeTree:
    """Its inputs, which each object has for itself:

    Surface     what they stand on
    Collection  of the objects, one of which stands at each point
    Density     points a square meter
    Seed        other points, other objects, other turns
    Rotation    how far they are turned at random about their own Z
    Align       whether that is along the surface's normal; else they are upright
    Min Scale, Max Scale  how large they are, at random between them
    """
    group = geometry_nodes.new_group(NAME)
    group[MARK] = VERSION
    asked = {
        name: group.interface.new_socket(name, in_out="INPUT", socket_type=f"NodeSocket{kind}")
        for name, kind in INPUTS.items()
    }
    for name, usual in USUAL.items():
        asked[name].default_value = usual
    asked[ROTATION].subtype = "ANGLE"
    for name in (DENSITY, SMALLEST, LARGEST):
        asked[name].min_value = 0.0

    link, node = group.links.new, partial(geometry_nodes.node, group)
    given = node("NodeGroupInput").outputs
    ground = node("GeometryNodeObjectInfo", transform_space="RELATIVE")
    link(given[SURFACE], ground.inputs["Object"])
    points = node("GeometryNodeDistributePointsOnFaces")
    link(ground.outputs["Geometry"], points.inputs["Mesh"])
    link(given[DENSITY], used(points.inputs, "Density"))
    link(given[SEED], points.inputs["Seed"])
    objects = node("GeometryNodeCollectionInfo")
    link(given[COLLECTION], objects.inputs["Collection"])
    for name in ("Separate Children", "Reset Children"):
        objects.inputs[name].default_value = True

    def random(kind: str, number: int, **ends: object) -> bpy.types.NodeSocket:
        """For each point; the numbers keep one choice apart from another."""
        value, seed = node("FunctionNodeRandomValue", data_type=kind), node("ShaderNodeMath")
        for name, end in ends.items():
            socket = used(value.inputs, name)
            if isinstance(end, bpy.types.NodeSocket):
                link(end, socket)
            else:
                socket.default_value = end
        link(given[SEED], seed.inputs[0])
        seed.inputs[1].default_value = float(number)
        link(seed.outputs[0], value.inputs["Seed"])
        return used(value.outputs, "Value")

    turned = node("ShaderNodeCombineXYZ")
    link(random("FLOAT", 1, Min=0.0, Max=given[ROTATION]), turned.inputs["Z"])
    turn = node("FunctionNodeEulerToRotation")
    link(turned.outputs[0], turn.inputs[0])
    upright = node("GeometryNodeSwitch", input_type="ROTATION")
    link(given[ALIGN], upright.inputs["Switch"])
    link(points.outputs["Rotation"], upright.inputs["True"])
    both = node("FunctionNodeRotateRotation", rotation_space="LOCAL")
    link(upright.outputs[0], both.inputs["Rotation"])
    link(turn.outputs[0], both.inputs["Rotate By"])

    standing = node("GeometryNodeInstanceOnPoints")
    link(points.outputs["Points"], standing.inputs["Points"])
    link(objects.outputs[0], standing.inputs["Instance"])
    standing.inputs["Pick Instance"].default_value = True
    link(random("INT", 2, Min=0, Max=CHOICES), standing.inputs["Instance Index"])
    link(both.outputs[0], standing.inputs["Rotation"])
    link(random("FLOAT", 3, Min=given[SMALLEST], Max=given[LARGEST]), standing.inputs["Scale"])
    link(standing.outputs[0], node("NodeGroupOutput").inputs["Geometry"])
    return group
