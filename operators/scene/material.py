"""What a mesh is painted with: its vertex colours, or images of its own.

An object has a material of its own, which is named after it and whose color in the viewport is the
object's main one, or shares one with all others, as people set it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import bpy

from ...backend.shared.look import PLAIN, Material
from . import naming

COLOUR = "Color"  # the colour attribute
SHARED = "Maquette Vertex Colours"
BAKED = "maquette_baked"  # says of a material that it is the texture of one mesh
NUMBERED = re.compile(r"\.\d{3,}$")  # as Blender does with a name that is taken
MADE = "maquette_shared"  # and of one that it shows the colours of any
OWN = "maquette_own"  # or those of one object: as what it was called after that
KINDS = (
    (
        "OWN",
        "Own",
        "Give each object its own material. Its viewport color is the object's main color",
    ),
    ("SHARED", "Shared", "Use one material for all objects without a texture"),
)


def of(
    name: str,
    surface: Material,
    main: Sequence[float],
    kind: str = "OWN",
    before: bpy.types.Material | None = None,
) -> bpy.types.Material:
    """What shows a mesh with this material's images, or with none.

    main    its main color (3,), scene-linear
    kind    of `KINDS`
    before  what shows the object so far and shows nothing else: it stays if it can show the mesh
    """
    if surface.images:
        made = _textured(name, surface)
    elif kind == "SHARED":
        return vertex_colours()
    elif before and OWN in before and before.users == 1:
        made = before
        if NUMBERED.sub("", made.name) == NUMBERED.sub("", str(made[OWN])):  # not by somebody
            rename(made, name)
    else:
        made = _plain(name, OWN)
        made[OWN] = made.name
    made.diffuse_color = *main, 1.0
    return made


def kind_of(made: bpy.types.Object) -> str:
    """Of `KINDS`: what an object has now."""
    is_one = any(each and _is_the_shared(each) for each in made.data.materials)
    return "SHARED" if is_one else "OWN"


def is_of_one(material: bpy.types.Material) -> bool:
    """Whether it was made for one object, and has that one's main color."""
    return OWN in material or BAKED in material


def rename(material: bpy.types.Material, name: str) -> None:
    """Call a material of one object, and its images, after that object."""
    if not is_of_one(material):
        return
    naming.give(bpy.data.materials, material, name)
    if OWN in material:
        material[OWN] = material.name
    for node in _images(material):
        naming.give(bpy.data.images, node.image, f"{name} {node.label}".strip())


def remove_unused(material: bpy.types.Material) -> None:
    """Take a material of one object, and its images, out of the file if nothing has it any more."""
    if not (material.users or material.library) and is_of_one(material):
        images = {node.image for node in _images(material)}
        bpy.data.materials.remove(material)
        for image in images:
            if not image.users:
                bpy.data.images.remove(image)


def ours(material: bpy.types.Material | None) -> bool:
    """Whether another mesh brings another one: what the user put there stays. Appended ones are
    ours under whatever name, copies only until somebody changes them."""
    return material is not None and (
        BAKED in material or _is_the_shared(material) or (OWN in material and _is_as_made(material))
    )


def upgrade(material: bpy.types.Material) -> None:
    """Mark what Maquette 0.1.0 knew by its name alone."""
    if not material.library and material.name.partition(".")[0] == SHARED:
        material[MADE] = True


def vertex_colours() -> bpy.types.Material:
    """One for all objects, made once a file."""
    local = [each for each in bpy.data.materials if not each.library]
    kept = bpy.data.materials.get((SHARED, None)) or next(filter(_is_shared, local), None)
    return kept or _plain(SHARED, MADE)


def _plain(name: str, mark: str) -> bpy.types.Material:
    """Color Attribute into the Principled base colour."""
    material = bpy.data.materials.new(name)
    _principled(material, "ShaderNodeVertexColor").layer_name = COLOUR
    material[mark] = True
    return material


def _is_the_shared(material: bpy.types.Material) -> bool:
    return material == bpy.data.materials.get((SHARED, None)) or _is_shared(material)


def _is_shared(material: bpy.types.Material) -> bool:
    """Whether it is one of those that show the colours of any mesh, and as it was made."""
    return MADE in material and _is_as_made(material)


def _is_as_made(material: bpy.types.Material) -> bool:
    """Whether nobody changed how it shows vertex colors."""
    new = _plain(SHARED, MADE)
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
        image = _principled(material, "ShaderNodeTexImage")
        image.label = "Base Color" if len(surface.images) > 1 else ""  # one alone is the object's
        image.image = _image(f"{name} {image.label}".strip(), surface.base_colour)
    else:
        _principled(material, "ShaderNodeVertexColor").layer_name = COLOUR
    tree, shader = material.node_tree, _shader(material)
    factors = {"Roughness": surface.roughness, "Metallic": surface.metallic}
    for socket, factor in factors.items():
        shader.inputs[socket].default_value = factor
    if surface.metallic_roughness:
        image = _beside(tree, shader, "ShaderNodeTexImage", 1)
        image.label = "Metallic Roughness"
        image.image = _image(f"{name} {image.label}", surface.metallic_roughness, False)
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
        image.label = "Normal"
        image.image = _image(f"{name} {image.label}", surface.normal, False)
        bent = _beside(tree, shader, "ShaderNodeNormalMap", 2, 0)
        tree.links.new(image.outputs["Color"], bent.inputs["Color"])
        tree.links.new(bent.outputs["Normal"], shader.inputs["Normal"])
    return material


def _images(material: bpy.types.Material) -> list[bpy.types.Node]:
    """Its nodes that show one."""
    nodes = material.node_tree.nodes if material.node_tree else ()
    return [node for node in nodes if node.type == "TEX_IMAGE" and node.image]


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
