"""What a mesh is painted with: its vertex colours, or the texture that was baked of them."""

from __future__ import annotations

import bpy

from ..backend.protocol.look import ROUGHNESS

COLOUR = "Color"  # the colour attribute
SHARED = "Maquette Vertex Colours"
BAKED = "maquette_baked"  # says of a material that it is the texture of one mesh
MADE = "maquette_shared"  # and of one that it shows the colours of any


def of(name: str, texture: bytes) -> bpy.types.Material:
    """What shows a mesh with this texture, a PNG, or with none."""
    return _textured(name, texture) if texture else _vertex_colours()


def ours(material: bpy.types.Material | None) -> bool:
    """Whether another mesh brings another one: what the user put there stays. Appended ones are
    ours under whatever name, copies only until somebody changes them."""
    return material is not None and (
        BAKED in material
        or material == bpy.data.materials.get((SHARED, None))
        or _is_shared(material)
    )


def upgrade(material: bpy.types.Material) -> None:
    """Mark what Maquette 0.1.0 knew by its name alone."""
    if not material.library and material.name.partition(".")[0] == SHARED:
        material[MADE] = True


def _vertex_colours() -> bpy.types.Material:
    """One for all objects, made once a file."""
    local = [each for each in bpy.data.materials if not each.library]
    kept = bpy.data.materials.get((SHARED, None)) or next(filter(_is_shared, local), None)
    return kept or _shared()


def _shared() -> bpy.types.Material:
    """Color Attribute into the Principled base colour."""
    material = bpy.data.materials.new(SHARED)
    _principled(material, "ShaderNodeVertexColor").layer_name = COLOUR
    material[MADE] = True
    return material


def _is_shared(material: bpy.types.Material) -> bool:
    """Whether it is one of those that show the colours of any mesh, and as it was made."""
    if MADE not in material:
        return False
    new = _shared()
    try:
        return _nodes(material) == _nodes(new)
    finally:
        bpy.data.materials.remove(new)


def _nodes(material: bpy.types.Material) -> list[object]:
    """What its nodes are set to, rounded as Blender keeps it."""
    tree, told = material.node_tree, []
    for node in tree.nodes if tree else ():
        values = [getattr(socket, "default_value", None) for socket in node.inputs]
        told.append(
            (node.bl_idname, getattr(node, "layer_name", ""), str(list(map(_value, values))))
        )
    links = [(k.from_node.bl_idname, k.to_socket.identifier) for k in tree.links] if tree else []
    return sorted(told) + sorted(links)


def _value(value: object) -> object:
    return [*value] if hasattr(value, "__iter__") and not isinstance(value, str) else value


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
    surface.inputs["Roughness"].default_value = ROUGHNESS
    node = tree.nodes.new(colour)
    node.location = surface.location.x - node.width - 80, surface.location.y
    tree.links.new(node.outputs["Color"], surface.inputs["Base Color"])
    return node
