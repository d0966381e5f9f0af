"""Place Under Mouse: a result of the gallery is carried by the mouse and stands where one clicks.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from dataclasses import replace
from pathlib import Path

import bpy
import gpu
from bpy_extras import view3d_utils
from mathutils import Matrix, Vector
from mathutils.geometry import intersect_line_plane

from . import gallery, session
from .gallery import OneOfThem
from .job_operator import report
from .jobs.defects import Caught
from .scene import ghost, mesh_import, placement

# Events that turn the view, or that others wait for, by how their names begin.
PASSED = (
    *("MIDDLEMOUSE", "WHEEL", "TRACKPAD", "MOUSEROTATE", "MOUSESMARTZOOM", "NDOF", "NUMPAD"),
    *("TIMER", "WINDOW_DEACTIVATE"),
)
UP = Vector((0.0, 0.0, 1.0))

_handler: object | None = None  # that draws what the mouse carries


class MAQUETTE_OT_place_result(OneOfThem, bpy.types.Operator):
    """Import this result where you click in the 3D viewport"""

    bl_idname = "maquette.place_result"
    bl_label = "Place Under Mouse"

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        with Caught() as caught:
            self.job = gallery.import_of(context, *self.chosen())
            form = self.job.placement.form
            mesh = mesh_import.read(Path(self.job.result.samples[0].mesh))
            self.carried = Carried(
                mesh_import.fitted(mesh, None, form.size, form.origin, None), context.scene
            )
        if caught.error:
            return report(self, caught.error)
        _show(self.carried)
        context.window.cursor_modal_set("CROSSHAIR")
        context.workspace.status_text_set(_draw_keys)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type.startswith(PASSED) or (event.type == "LEFTMOUSE" and event.alt):
            return {"PASS_THROUGH"}
        if event.type == "MOUSEMOVE":
            self.carried.move(place(context, event))
        elif event.type in {"ESC", "RIGHTMOUSE"} and event.value == "PRESS":
            self.cancel(context)
            return {"CANCELLED"}
        elif event.type == "LEFTMOUSE" and event.value == "PRESS":
            self.carried.move(place(context, event))
            self.cancel(context)
            return self._put(context)
        return {"RUNNING_MODAL"}

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender calls it, too, where the file or the window is closed meanwhile."""
        _show(None)
        if context.window:
            context.window.cursor_modal_restore()
            context.workspace.status_text_set(None)

    def _put(self, context: bpy.types.Context) -> set[str]:
        if self.carried.where is None:  # a click beside all viewports
            return {"CANCELLED"}
        press = replace(placement.press(context), cursor=tuple(self.carried.where))
        self.job.placement = replace(self.job.placement, press=press, exact=True)
        with Caught() as caught:
            gallery.land(context, self.job)
        return report(self, caught.error) if caught.error else {"FINISHED"}


CLASSES = (MAQUETTE_OT_place_result,)


class Carried:
    """What the mouse carries: a mesh, and where it stands; None: the mouse is beside all viewports.

    lift  from its origin to its underside: whatever the origin is, it stands on what was clicked
    """

    def __init__(self, mesh: mesh_import.MeshData, scene: bpy.types.Scene) -> None:
        self.mesh, self.scene = mesh, scene.session_uid
        self.lift = -float(mesh.vertices[:, 2].min())
        self.where: Vector | None = None
        self._batch: gpu.types.GPUBatch | None = None

    def move(self, point: Vector | None) -> None:
        self.where = point and point + self.lift * UP
        for window in bpy.context.window_manager.windows:
            for area in window.screen.areas:
                for region in area.regions:
                    if (area.type, region.type) == ("VIEW_3D", "WINDOW"):
                        region.tag_redraw()

    def draw(self) -> None:
        """Called by every 3D view."""
        if self.where is None or bpy.context.scene.session_uid != self.scene:
            return
        self._batch = self._batch or ghost.batch_of(self.mesh)
        ghost.draw(self._batch, Matrix.Translation(self.where))


def place(context: bpy.types.Context, event: bpy.types.Event) -> Vector | None:
    """The point of the scene under the mouse; None where no viewport is."""
    region = _viewport(context.window.screen, event.mouse_x, event.mouse_y)
    if region is None:
        return None
    seen = region, region.data, (event.mouse_x - region.x, event.mouse_y - region.y)
    origin = view3d_utils.region_2d_to_origin_3d(*seen)
    direction = view3d_utils.region_2d_to_vector_3d(*seen)
    found = under(context.scene, context.evaluated_depsgraph_get(), origin, direction)
    if found is None:  # beside the floor: as far away as the 3D cursor
        return view3d_utils.region_2d_to_location_3d(*seen, context.scene.cursor.location)
    return found


def under(
    scene: bpy.types.Scene, depsgraph: bpy.types.Depsgraph, origin: Vector, direction: Vector
) -> Vector | None:
    """The first point that a ray meets: of a surface, or else of the floor that the grid shows."""
    hit, where, *_ = scene.ray_cast(depsgraph, origin, direction)
    if hit:
        return where
    floor = intersect_line_plane(origin, origin + direction, Vector(), UP)
    return floor if floor and (floor - origin).dot(direction) > 0 else None


def _viewport(screen: bpy.types.Screen, x: int, y: int) -> bpy.types.Region | None:
    """What shows the scene at a place of the screen, and is covered by nothing else."""
    for area in screen.areas:
        there = [each for each in area.regions if _holds(each, x, y)]
        if area.type == "VIEW_3D" and there and all(each.type == "WINDOW" for each in there):
            return there[0]
    return None


def _holds(region: bpy.types.Region, x: int, y: int) -> bool:
    inside = region.x <= x < region.x + region.width and region.y <= y < region.y + region.height
    return inside and min(region.width, region.height) > 1  # what is hidden is a pixel


def _show(carried: Carried | None) -> None:
    """Draw this from now on, and nothing else."""
    global _handler
    view = bpy.types.SpaceView3D
    if _handler:
        view.draw_handler_remove(_handler, "WINDOW")
    _handler = carried and view.draw_handler_add(carried.draw, (), "WINDOW", "POST_VIEW")
    session.redraw()


def _draw_keys(header: bpy.types.Header, _context: bpy.types.Context) -> None:
    """In the status bar, as Blender's own tools do."""
    header.layout.label(text="Confirm", icon="MOUSE_LMB")
    header.layout.label(text="Cancel", icon="MOUSE_RMB")
    header.layout.label(text="Rotate View", icon="MOUSE_MMB")


def unregister() -> None:
    _show(None)
