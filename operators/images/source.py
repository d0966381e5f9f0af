"""Where an image comes from: whatever it is, it becomes a file that the worker can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
from bpy.app.translations import pgettext_data as data_

from ...backend.shared.artifact import Artifact
from ...backend.shared.errors import MaquetteError
from ...backend.shared.request import ALL_STEPS, SourceImage
from . import capture

NOTHING_COPIED = "Copy an image first, or choose another source."


def take(
    context: bpy.types.Context, given: dict[str, Any], folder: Path
) -> tuple[SourceImage, str]:
    """The image that the settings `given` ask for, and a name for what is made of it.

    What is no file yet is written into `folder`. Nothing in the scene stays changed. Raises
    MaquetteError for a source that has no image.
    """
    file = folder / "source.png"
    match given["source"]:
        case "FILE":
            file = Path(bpy.path.abspath(given["image_file"])) if given["image_file"] else Path()
            name = file.stem
            if not name:
                raise MaquetteError("request", "No image is chosen.", "Choose a file.")
        case "IMAGE":
            name = given["image_name"]
            save(_image(name), file, context.scene)
        case "VIEWPORT":
            name = data_("From Viewport")
            capture.viewport(context, file)
        case "CAMERA":
            name = data_("From Camera")
            capture.camera(context, file)
        case _:
            name = data_("From Clipboard")
            _paste(file, context.scene)
    image = shown(given, Artifact.of(file))
    image.validate()
    return image, name


def shown(given: dict[str, Any], file: Artifact) -> SourceImage:
    """A file, prepared as these settings say."""
    steps = tuple(step for step in ALL_STEPS if step in given["preparation"])
    return SourceImage(file, steps, given["remover"].strip() or "classical", given["margin"])


def save(image: bpy.types.Image, file: Path, scene: bpy.types.Scene) -> None:
    """Write what an image shows. Renders and images of more than 8 bits go through the scene's
    view transform, as on the screen. Raises MaquetteError("file") if it has no pixels."""
    try:
        if image.type == "RENDER_RESULT" or image.is_float:
            with capture.as_png(scene):
                image.save_render(str(file), scene=scene)
        else:
            _save_bytes(image, file)
    except RuntimeError as error:
        remedy = (
            "Render it first (F12)." if image.type == "RENDER_RESULT" else "Choose another one."
        )
        raise MaquetteError("file", f"The image {image.name} has no pixels.", remedy) from error


def _save_bytes(image: bpy.types.Image, file: Path) -> None:
    """Through a second image: `Image.save` would make the file the first one's own, and Blender 4.2
    has no `save_copy`. Raises RuntimeError."""
    values = np.empty(len(image.pixels), np.float32)
    if not values.size:
        raise RuntimeError("an image without pixels")
    image.pixels.foreach_get(values)
    pixels = np.ones((*reversed(image.size), 4), np.float32)
    channels = image.channels
    if channels > 2:
        pixels[..., :channels] = values.reshape(*pixels.shape[:2], channels)
    else:
        pixels[..., :3] = values.reshape(*pixels.shape[:2], channels)[..., :1]
    copy = bpy.data.images.new(image.name, *image.size, alpha=True)
    try:
        copy.pixels.foreach_set(pixels.ravel())
        copy.filepath_raw = str(file)
        copy.file_format = "PNG"
        copy.save()
    finally:
        bpy.data.images.remove(copy)


def _image(name: str) -> bpy.types.Image:
    image = bpy.data.images.get(name)
    if image is None:
        what = f"There is no image {name!r} in this file." if name else "No image is chosen."
        raise MaquetteError("request", what, "Choose an image.")
    return image


def _paste(file: Path, scene: bpy.types.Scene) -> None:
    """What the clipboard holds. Blender pastes it as a new image, which is removed again."""
    if bpy.app.background:
        raise MaquetteError(
            "request", "Blender without a window has no clipboard.", "Choose another source."
        )
    before = set(bpy.data.images)
    try:
        bpy.ops.image.clipboard_paste()
    except (AttributeError, RuntimeError) as error:
        raise MaquetteError(
            "request", "The clipboard contains no image that Blender can read.", NOTHING_COPIED
        ) from error
    pasted = [image for image in bpy.data.images if image not in before]
    if not pasted:
        raise MaquetteError("request", "The clipboard contains no image.", NOTHING_COPIED)
    try:
        save(pasted[0], file, scene)
    finally:
        for image in pasted:
            bpy.data.images.remove(image)
