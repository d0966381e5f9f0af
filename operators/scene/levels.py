"""The levels of detail of an object: copies of it with fewer and fewer triangles, named, grouped
and marked as game engines take them in.

Unreal and Unity know a level by the end of its name; Unreal's FBX wants the levels in one group,
which Blender's exporter makes of an empty with a property. All but the first are hidden, as all of
them are in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple

import bpy
from mathutils import Matrix

from . import growth, material, naming, replacement
from .fitting import Box
from .latent import LATENT
from .mesh_import import MeshData
from .placement import Form

GROUP = {"fbx_type": "LodGroup"}  # what Blender's FBX exporter reads


def name_of(made: bpy.types.Object, level: int) -> str:
    """Of a level of detail of an object, which may be one itself."""
    return naming.around(re.sub(r"_LOD\d$", "", made.name), end=f"_LOD{level}")


def check_free(made: bpy.types.Object, count: int) -> None:
    """Raise MaquetteError("request") where an object has the name of one of so many levels."""
    naming.check_free(name_of(made, level) for level in range(count))


def make(
    source: bpy.types.Object,
    meshes: Sequence[MeshData],
    keeps: Sequence[dict[str, object]],
    form: Form,
    box: Box | None,
) -> list[bpy.types.Object]:
    """An object for each level, in no scene yet: the source as it is, with another mesh."""
    made: list[bpy.types.Object] = []
    try:
        for level, (mesh, kept) in enumerate(zip(meshes, keeps, strict=True)):
            own = source.copy()
            made.append(own)
            own.name = name_of(source, level)
            own.animation_data_clear()
            own.constraints.clear()
            growth.remove(own)
            latent = {"latent": source[LATENT]} if LATENT in source else {}
            replacement.replace(own, mesh, kept | latent, *astuple(form), box)
            if mesh.uv is None:
                _share(source.data, own.data)
    except BaseException:
        for own in made:
            mesh = own.data
            bpy.data.objects.remove(own)
            replacement.remove_unused(mesh)
        raise
    return made


def group(
    source: bpy.types.Object, made: Sequence[bpy.types.Object], layer: bpy.types.ViewLayer
) -> None:
    """Into one collection, beside the source, and on an empty that is where it is."""
    name = re.sub(r"_LOD\d$", "", made[0].name)
    own = bpy.data.collections.new(f"{name} LODs")
    source.users_collection[0].children.link(own)
    root = bpy.data.objects.new(f"{name}_LODs", None)
    root.empty_display_size = max(source.dimensions) / 2
    for key, value in GROUP.items():
        root[key] = value
    own.objects.link(root)
    root.matrix_world = source.matrix_world
    for each in made:
        own.objects.link(each)
        each.parent, each.matrix_parent_inverse = root, Matrix()
        each.matrix_basis = Matrix()
    layer.update()
    there = set(layer.objects)
    for each in there.intersection(made):  # copies are selected as their source is
        each.select_set(False, view_layer=layer)
    for each in made[1:]:
        each.hide_render = True
        if each in there:
            each.hide_set(True, view_layer=layer)


def _share(before: bpy.types.Mesh, after: bpy.types.Mesh) -> None:
    """Its materials, of which those that show vertex colors show those of any mesh."""
    for k, kept in enumerate(before.materials):
        replaced, after.materials[k] = after.materials[k], kept
        if replaced and replaced != kept:
            material.remove_unused(replaced)
