"""What the 3D viewport shows and what the camera sees, as a square picture on white."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from ..backend.protocol.errors import MaquetteError

SIDE = 512  # pixels
SAMPLES = 16  # of Cycles, where there is no screen to draw on


def viewport(context: bpy.types.Context, file: Path) -> None:
    """The middle of the viewport from which Generate was pressed, else of the largest one.

    In quad view that is the one under the mouse, or the one whose view can be turned.
    """
    if bpy.app.background:
        raise MaquetteError(
            "request",
            "Blender without a window has no viewport.",
            "Choose the camera, or a picture file.",
        )
    area = _area(context)
    space = area.spaces.active
    region = next(region for region in area.regions if region.type == "WINDOW")
    view = space.region_quadviews[-1] if space.region_quadviews else space.region_3d
    if context.region in list(area.regions) and context.region_data:
        view = context.region_data
    shorter = min(region.width, region.height)
    crop = Matrix.Diagonal((region.width / shorter, region.height / shorter, 1, 1))
    if space.region_quadviews:  # each is a quarter, of the same proportions
        crop = Matrix.Identity(4)
    _draw(context, space, region, view.view_matrix, crop @ view.window_matrix, file)


def camera(context: bpy.types.Context, file: Path) -> None:
    """What the scene's active camera sees: drawn as in the viewport, or rendered by Cycles with
    few samples where Blender has no window."""
    seeing = context.scene.camera
    if seeing is None or seeing.type != "CAMERA":
        raise MaquetteError(
            "request", "The scene has no camera.", "Add one, or choose another source."
        )
    if bpy.app.background:
        _render(context.scene, file)
        return
    area = _area(context)
    region = next(region for region in area.regions if region.type == "WINDOW")
    projection = seeing.calc_matrix_camera(context.evaluated_depsgraph_get(), x=SIDE, y=SIDE)
    view = seeing.matrix_world.inverted()
    _draw(context, area.spaces.active, region, view, projection, file)


def _area(context: bpy.types.Context) -> bpy.types.Area:
    if context.area and context.area.type == "VIEW_3D":
        return context.area
    areas = [
        area
        for window in context.window_manager.windows
        for area in window.screen.areas
        if area.type == "VIEW_3D"
    ]
    if not areas:
        raise MaquetteError(
            "request", "No 3D viewport is open.", "Open one, or choose another source."
        )
    return max(areas, key=lambda area: area.width * area.height)


def _draw(
    context: bpy.types.Context,
    space: bpy.types.SpaceView3D,
    region: bpy.types.Region,
    view: Matrix,
    projection: Matrix,
    file: Path,
) -> None:
    """Draw the scene without overlays, on white where the shading allows it."""
    import gpu

    shading = space.shading
    plain = {"background_type": "VIEWPORT", "background_color": (1.0, 1.0, 1.0)}
    offscreen = gpu.types.GPUOffScreen(SIDE, SIDE)
    try:
        with (
            _set(space.overlay, show_overlays=False),
            _set(space, show_gizmo=False),
            _set(shading, **plain) if shading.type == "SOLID" else contextlib.nullcontext(),
        ):
            offscreen.draw_view3d(
                context.scene,
                context.view_layer,
                space,
                region,
                view,
                projection,
                do_color_management=True,
            )
        buffer = offscreen.texture_color.read()
        buffer.dimensions = SIDE * SIDE * 4
        _write(np.array(buffer, dtype=np.float32).reshape(SIDE, SIDE, 4), file)
    finally:
        offscreen.free()


def _write(pixels: np.ndarray, file: Path) -> None:
    """Pixels (H, W, 4), the lowest row first, as a PNG without transparency."""
    if pixels.max() > 1.0:
        pixels = pixels / 255.0
    pixels[..., 3] = 1.0
    image = bpy.data.images.new("Maquette", pixels.shape[1], pixels.shape[0])
    try:
        image.pixels.foreach_set(np.ascontiguousarray(pixels, np.float32).ravel())
        image.file_format = "PNG"
        image.save(filepath=str(file))
    finally:
        bpy.data.images.remove(image)


def _render(scene: bpy.types.Scene, file: Path) -> None:
    square = {"resolution_x": SIDE, "resolution_y": SIDE, "resolution_percentage": 100}
    path = {"filepath": str(file), "use_file_extension": False, "film_transparent": True}
    with (
        as_png(scene),
        _set(scene.render, engine="CYCLES", use_compositing=False, use_border=False),
        _set(scene.render, **square, **path),
        _set(scene.cycles, samples=SAMPLES, device="CPU", use_denoising=False),
    ):
        bpy.ops.render.render(write_still=True, scene=scene.name)
    if not file.is_file():
        raise MaquetteError("file", "The camera's view was not rendered.", "Look into the console.")


@contextlib.contextmanager
def as_png(scene: bpy.types.Scene) -> Iterator[None]:
    """The scene's renders are written as 8-bit PNG with transparency."""
    settings = scene.render.image_settings
    still = {"media_type": "IMAGE"} if hasattr(settings, "media_type") else {}  # Blender 5
    with _set(settings, **still, file_format="PNG", color_mode="RGBA", color_depth="8"):
        yield


@contextlib.contextmanager
def _set(owner: Any, **values: Any) -> Iterator[None]:
    """Set properties for a while, in the order in which some open up the choices of others."""
    before = {}
    for name in values:
        value = getattr(owner, name)
        before[name] = value if isinstance(value, (str, bool, int, float)) else tuple(value)
    try:
        for name, value in values.items():
            setattr(owner, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)
