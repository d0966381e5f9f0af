"""What the 3D viewport shows and what the camera sees, as a square image, cut out."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

from ...backend.shared.errors import MaquetteError

SIDE = 512  # pixels
WHOLE_FRAME = 50 * (2 - math.sqrt(2))  # zoom at which the camera's frame fills the viewport
SAMPLES = 16  # of Cycles, where there is no screen to draw on
OFF = (  # what a scene adds to its renders
    *("use_sequencer", "use_compositing", "use_stamp", "use_multiview", "use_freestyle"),
    *("use_border", "use_crop_to_border", "use_motion_blur"),
)


def viewport(context: bpy.types.Context, file: Path) -> None:
    """The middle of the viewport from which Generate was pressed, else of the largest one.

    In quad view that is the one under the mouse, or the one whose view can be turned.
    """
    if bpy.app.background:
        raise MaquetteError(
            "request",
            "Blender without a window has no viewport.",
            "Choose the camera, or an image file.",
        )
    area = _area(context)
    space = area.spaces.active
    view = space.region_quadviews[-1] if space.region_quadviews else space.region_3d
    if context.region in list(area.regions) and context.region_data:
        view = context.region_data
    if view.view_perspective == "CAMERA":
        camera(context, file)
        return
    # EEVEE takes the lens from the viewport, whatever it is told, and fits it to the longer side:
    # so a square is drawn as wide as that, and what the shorter side cuts off is cut off it.
    square = view.window_matrix.copy()
    wider, narrower = sorted((square[0][0], square[1][1]))
    square[0][0] = square[1][1] = wider
    side = min(round(SIDE * narrower / wider), 4 * SIDE)
    drawn = _draw(context, area, view.view_matrix, square, side)
    cut = max(side - SIDE, 0) // 2
    _write(drawn[cut : side - cut, cut : side - cut], file)


def camera(context: bpy.types.Context, file: Path) -> None:
    """What the scene's active camera sees: drawn as in the viewport, or rendered by Cycles with
    few samples where Blender has no window."""
    seeing = context.scene.camera
    if seeing is None or seeing.type != "CAMERA":
        raise MaquetteError(
            "request", "The scene has no camera.", "Add a camera, or choose another source."
        )
    if bpy.app.background:
        _render(context.scene, file)
        return
    area = _area(context)
    space = area.spaces.active
    projection = seeing.calc_matrix_camera(context.evaluated_depsgraph_get(), x=SIDE, y=SIDE)
    through = {"view_perspective": "CAMERA", "view_camera_zoom": WHOLE_FRAME}
    with (
        _set(space, camera=seeing),
        _set(space.region_3d, **through, view_camera_offset=(0.0, 0.0)),
    ):
        _write(_draw(context, area, seeing.matrix_world.inverted(), projection, SIDE), file)


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
            "request", "No 3D viewport is open.", "Open a 3D viewport, or choose another source."
        )
    return max(areas, key=lambda area: area.width * area.height)


def _draw(
    context: bpy.types.Context, area: bpy.types.Area, view: Matrix, projection: Matrix, side: int
) -> np.ndarray:
    """The scene without overlays, cut out: (side, side, 4) in 0..1, the lowest row first.

    Drawn solid the scene leaves its depth behind, which EEVEE and Cycles do not.
    """
    import gpu

    space = area.spaces.active
    region = next(region for region in area.regions if region.type == "WINDOW")
    offscreen = gpu.types.GPUOffScreen(side, side)

    def draw() -> None:
        given = context.scene, context.view_layer, space, region, view, projection
        offscreen.draw_view3d(*given, do_color_management=True)

    try:
        with _set(space.overlay, show_overlays=False), _set(space, show_gizmo=False):
            draw()
            drawn = _values(offscreen.texture_color.read(), (side, side, 4))
            with _set(space.shading, type="SOLID", show_xray=False):
                draw()
        with offscreen.bind():
            framebuffer = gpu.state.active_framebuffer_get()
            depth = _values(framebuffer.read_depth(0, 0, side, side), (side, side, 1))
    finally:
        offscreen.free()
    drawn = drawn / 255.0 if drawn.max() > 1.0 else drawn
    drawn[..., 3:] = depth < 1.0
    return drawn


def _values(buffer: Any, shape: tuple[int, ...]) -> np.ndarray:
    buffer.dimensions = math.prod(shape)
    return np.array(buffer, dtype=np.float32).reshape(shape)


def _write(pixels: np.ndarray, file: Path) -> None:
    """Pixels (H, W, 4) in 0..1, the lowest row first, as a PNG."""
    image = bpy.data.images.new("Maquette", pixels.shape[1], pixels.shape[0], alpha=True)
    try:
        image.pixels.foreach_set(np.ascontiguousarray(pixels, np.float32).ravel())
        image.file_format = "PNG"
        image.save(filepath=str(file))
    finally:
        bpy.data.images.remove(image)


def _render(scene: bpy.types.Scene, file: Path) -> None:
    """The camera's view alone: not what the scene's output makes of it, nor where it puts it."""
    if not hasattr(scene, "cycles"):
        raise MaquetteError(
            "request",
            "Without a window, Cycles renders the camera's view, and Cycles is disabled.",
            "Enable Cycles Render Engine in the preferences, or choose another source.",
        )
    lent = scene.copy()  # for a scene that was set for a while may not take its settings back
    try:
        _bare(lent)
        lent.render.filepath, lent.render.use_file_extension = str(file), False
        with as_png(lent):
            bpy.ops.render.render(write_still=True, scene=lent.name)
    except RuntimeError as error:  # what the operator reports
        raise MaquetteError(
            "file", f"The camera's view could not be rendered: {error}", "Choose another source."
        ) from error
    finally:
        bpy.data.scenes.remove(lent)
    if not file.is_file():
        raise MaquetteError(
            "file", "The camera's view could not be rendered.", "See the console for details."
        )


def _bare(scene: bpy.types.Scene) -> None:
    """A square of one view layer by Cycles with few samples; nothing is added to it."""
    render, cycles = scene.render, scene.cycles
    for name in OFF:
        setattr(render, name, False)
    render.engine, render.film_transparent = "CYCLES", True
    render.resolution_x = render.resolution_y = SIDE
    render.resolution_percentage, render.pixel_aspect_x, render.pixel_aspect_y = 100, 1.0, 1.0
    cycles.samples, cycles.device, cycles.use_denoising = SAMPLES, "CPU", False
    cycles.use_layer_samples, cycles.time_limit = "IGNORE", 0.0
    seen = next((layer for layer in scene.view_layers if layer.use), scene.view_layers[0])
    for layer in scene.view_layers:
        layer.use = layer == seen


@contextlib.contextmanager
def as_png(scene: bpy.types.Scene) -> Iterator[None]:
    """The scene's renders are written as 8-bit PNG with transparency, in the scene's colors."""
    settings = scene.render.image_settings
    still = {"media_type": "IMAGE"} if hasattr(settings, "media_type") else {}  # Blender 5
    with (
        _set(settings, **still, file_format="PNG", color_mode="RGBA", color_depth="8"),
        _set(settings, color_management="FOLLOW_SCENE"),
    ):
        yield


@contextlib.contextmanager
def _set(owner: Any, **values: Any) -> Iterator[None]:
    """Set properties for a while, in the order in which some open up the choices of others."""
    before = {}
    for name in values:
        value = getattr(owner, name)
        listed = hasattr(value, "__iter__") and not isinstance(value, str)
        before[name] = tuple(value) if listed else value  # else it would change with its owner
    try:
        for name, value in values.items():
            setattr(owner, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)
