"""What a mesh is painted with: its vertex colours, or images of its own."""

from __future__ import annotations

import bpy

from ...backend.shared.look import PLAIN, Material

COLOUR = "Color"  # the colour attribute
SHARED = "Maquette Vertex Colours"
BAKED = "maquette_baked"  # says of a material that it is the texture of one mesh
MADE = "maquette_shared"  # and of one that it shows the colours of any


def of(name: str, surface: Material) -> bpy.types.Material:
    """What shows a mesh with this material's images, or with none."""
    return _textured(name, surface) if surface.images else vertex_colours()


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


def vertex_colours() -> bpy.types.Material:
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


def _textured(name: str, surface: Material) -> bpy.types.Material:
    """One for one mesh, its images packed into the .blend."""
    material = bpy.data.materials.new(name)
    material[BAKED] = True
    if surface.base_colour:
        _principled(material, "ShaderNodeTexImage").image = _image(name, surface.base_colour)
    else:
        _principled(material, "ShaderNodeVertexColor").layer_name = COLOUR
    tree, shader = material.node_tree, _shader(material)
    factors = {"Roughness": surface.roughness, "Metallic": surface.metallic}
    for socket, factor in factors.items():
        shader.inputs[socket].default_value = factor
    if surface.metallic_roughness:
        image = _beside(tree, shader, "ShaderNodeTexImage", 1)
        image.image = _image(f"{name} Metallic Roughness", surface.metallic_roughness, False)
        parts = _beside(tree, shader, "ShaderNodeSeparateColor", 1, 0)
        tree.links.new(image.outputs["Color"], parts.inputs["Color"])
        for part, (socket, factor) in zip(("Green", "Blue"), factors.items(), strict=True):
            if factor == 1:
                tree.links.new(parts.outputs[part], shader.inputs[socket])
                continue
            times = _beside(tree, shader, "ShaderNodeMath", 1, 0)
            times.operation, times.inputs[1].default_value = "MULTIPLY", factor
            tree.links.new(parts.outputs[part], times.inputs[0])
            tree.links.new(times.outputs[0], shader.inputs[socket])
    if surface.normal:
        image = _beside(tree, shader, "ShaderNodeTexImage", 2)
        image.image = _image(f"{name} Normal", surface.normal, False)
        bent = _beside(tree, shader, "ShaderNodeNormalMap", 2, 0)
        tree.links.new(image.outputs["Color"], bent.inputs["Color"])
        tree.links.new(bent.outputs["Normal"], shader.inputs["Normal"])
    return material


def _image(name: str, png: bytes, is_color: bool = True) -> bpy.types.Image:
    image = bpy.data.images.new(name, 1, 1)
    image.pack(data=png, data_len=len(png))
    image.source = "FILE"
    if not is_color:
        image.colorspace_settings.name = "Non-Color"
    return image


def _beside(
    tree: bpy.types.NodeTree, shader: bpy.types.Node, kind: str, row: int, column: int = 1
) -> bpy.types.Node:
    """A new node left of the shader."""
    node = tree.nodes.new(kind)
    node.location = shader.location.x - 320 * (column + 1), shader.location.y - 320 * row
    return node


def _principled(material: bpy.types.Material, colour: str) -> bpy.types.Node:
    """Puts a node of this kind before the material's base colour, and returns it."""
    if material.node_tree is None:  # Blender 5 makes it with the material and deprecates the switch
        material.use_nodes = True
    tree, surface = material.node_tree, _shader(material)
    surface.inputs["Roughness"].default_value = PLAIN.roughness
    node = tree.nodes.new(colour)
    node.location = surface.location.x - node.width - 80, surface.location.y
    tree.links.new(node.outputs["Color"], surface.inputs["Base Color"])
    return node


def _shader(material: bpy.types.Material) -> bpy.types.Node:
    nodes = material.node_tree.nodes
    return next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
