"""What a mesh is painted with: its vertex colours, or the texture that was baked of them."""

from __future__ import annotations

import bpy

COLOUR = "Color"  # the colour attribute
SHARED = "Maquette Vertex Colours"
BAKED = "maquette_baked"  # says of a material that it is the texture of one mesh


def of(name: str, texture: bytes) -> bpy.types.Material:
    """What shows a mesh with this texture, a PNG, or with none."""
    return _textured(name, texture) if texture else _vertex_colours()


def ours(material: bpy.types.Material | None) -> bool:
    """Whether another mesh brings another one: what the user put there stays."""
    return material is not None and (
        BAKED in material or material == bpy.data.materials.get((SHARED, None))
    )


def _vertex_colours() -> bpy.types.Material:
    """One for all objects, made once a file: Color Attribute into the Principled base colour."""
    material = bpy.data.materials.get((SHARED, None))
    if material is None:
        colour = _principled(material := bpy.data.materials.new(SHARED), "ShaderNodeVertexColor")
        colour.layer_name = COLOUR
    return material


def _textured(name: str, png: bytes) -> bpy.types.Material:
    """One for one mesh, its image packed into the .blend."""
    image = bpy.data.images.new(name, 1, 1)
    image.pack(data=png, data_len=len(png))
    image.source = "FILE"
    material = bpy.data.materials.new(name)
    material[BAKED] = True
    _principled(material, "ShaderNodeTexImage").image = image
    return material


def _principled(material: bpy.types.Material, colour: str) -> bpy.types.Node:
    """Puts a node of this kind before the material's base colour, and returns it."""
    if material.node_tree is None:  # Blender 5 makes it with the material and deprecates the switch
        material.use_nodes = True
    tree = material.node_tree
    surface = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Roughness"].default_value = 0.7
    node = tree.nodes.new(colour)
    node.location = surface.location.x - node.width - 80, surface.location.y
    tree.links.new(node.outputs["Color"], surface.inputs["Base Color"])
    return node
