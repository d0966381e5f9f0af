"""A result is seen in all its colors: Solid shading, as Blender comes, shows one color a material,
which is the object's main one for ours, and gray where all share one.

Once in a file, when a result lands in a window whose viewports show material colors, they are set
to what shows it, and the panel says so and takes it back. Where other objects would lose their
material colors by that, it is only offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import bpy

from ..jobs.job import Job
from . import material, point_cloud

COLORS = (
    ("VERTEX", "Attribute", "Show the colors of color attributes"),
    ("TEXTURE", "Texture", "Show the colors of image textures"),
    ("MATERIAL", "Material", "Show the viewport colors of materials"),
)


class Notice(NamedTuple):
    """What the panel says of viewports.

    views  their spaces, by address
    color  what shows the result in color: "VERTEX" or "TEXTURE"
    taken  whether they were set to it, or could be
    """

    views: frozenset[int]
    color: str
    taken: bool


_notice: Notice | None = None
_settled = False  # in this file; undo takes back what is kept in the scene, but not this


def reveal(context: bpy.types.Context, job: Job, made: Sequence[bpy.types.Object]) -> None:
    """Let the viewports of the window show what was made of a job in color, unless that was settled
    in this file before, a script asked, or the window shows another scene."""
    global _notice, _settled
    if _settled:
        context.scene.maquette_colors = True  # again, after an undo
    if any(scene.maquette_colors for scene in bpy.data.scenes):
        return
    views = [view for view in _views(context.window) if view.shading.color_type == "MATERIAL"]
    if point_cloud.is_gray(made[0]):
        return
    if job.script or not views or made[0] not in context.view_layer.objects.values():
        return
    _settled = context.scene.maquette_colors = True
    baked = any(
        slot.material and material.BAKED in slot.material for slot in made[0].material_slots
    )
    color = "TEXTURE" if baked else "VERTEX"
    taken = not _colored(context, made)
    if taken:
        _set(views, color)
    _notice = Notice(frozenset(view.as_pointer() for view in views), color, taken)


def notice(context: bpy.types.Context) -> Notice | None:
    """What there is to say in this window: nothing once the artist chose another color."""
    if _notice is None:
        return None
    shown = _notice.color if _notice.taken else "MATERIAL"
    views = _views(context.window, _notice.views)
    return _notice if any(view.shading.color_type == shown for view in views) else None


def choose(context: bpy.types.Context, color: str) -> None:
    """Show this in the viewports that the notice is about; it stays, to be taken back, where it is
    the notice's own."""
    global _notice
    _set(_views(context.window, _notice.views), color)
    _notice = _notice._replace(taken=True) if color == _notice.color else None


def close() -> None:
    """Say no more of it."""
    global _notice
    _notice = None


def forget() -> None:
    """Another file was opened."""
    global _settled
    _settled = False
    close()


def register() -> None:
    bpy.types.Scene.maquette_colors = bpy.props.BoolProperty(
        name="Colors Shown",
        description="Whether Maquette has set or offered to set the viewport color in this file",
        options={"HIDDEN"},
    )


def unregister() -> None:
    del bpy.types.Scene.maquette_colors
    forget()


def _views(
    window: bpy.types.Window | None, among: frozenset[int] | None = None
) -> Iterator[bpy.types.SpaceView3D]:
    """The viewports of a window that are in Solid shading; of those `among` them, if given."""
    for area in window.screen.areas if window else ():
        space = area.spaces.active
        solid = area.type == "VIEW_3D" and space.shading.type == "SOLID"
        if solid and (among is None or space.as_pointer() in among):
            yield space


def _set(views: Iterator[bpy.types.SpaceView3D], color: str) -> None:
    for view in views:
        view.shading.color_type = color


def _colored(context: bpy.types.Context, made: Sequence[bpy.types.Object]) -> bool:
    """Whether another object has a viewport color that somebody chose, which only material color
    shows."""
    plain = tuple(bpy.types.Material.bl_rna.properties["diffuse_color"].default_array)[:3]
    return any(
        slot.material
        and not material.is_of_one(slot.material)
        and tuple(slot.material.diffuse_color)[:3] != plain
        for other in context.view_layer.objects
        if other not in made and other.visible_get()
        for slot in other.material_slots
    )
