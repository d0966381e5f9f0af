"""Small images for the panels: thumbnails, and the first image of a turntable.

Blender makes no preview of a GIF by itself, but it reads one as an image.
"""

from __future__ import annotations

import os
from pathlib import Path

import bpy
import bpy.utils.previews
import numpy as np

LARGEST = 256  # pixels a side; more would only take time

_previews: bpy.utils.previews.ImagePreviewCollection | None = None


def keep(key: str, file: Path, size: int) -> None:
    """Remember the left `size` pixels of `file` under `key`; a file that Blender cannot read has
    no preview."""
    if _previews is None:
        return
    forget(key)
    image = bpy.data.images.load(str(file))
    width, height = image.size
    pixels = np.empty(width * height * image.channels, np.float32)
    if pixels.size:
        image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    if not pixels.size:
        return
    pixels = pixels.reshape(height, width, -1)
    coarse = -(-max(height, min(width, size)) // LARGEST)
    pixels = pixels[::coarse, :size:coarse]
    height, width = pixels.shape[:2]
    still = np.ones((height, width, 4), np.float32)
    still[..., :3] = pixels[..., :3]
    shown = _previews.new(key)
    shown.image_size = still.shape[1::-1]
    shown.image_pixels_float = still.ravel().tolist()


def load(file: Path | str) -> int:
    """The icon of a small image on the disk; 0 if it cannot be shown."""
    key = str(file)
    if _previews is None or not os.path.isfile(key):
        return 0
    if key not in _previews:
        _previews.load(key, key, "IMAGE")
    return _previews[key].icon_id


def forget(key: Path | str) -> None:
    """Take what is shown under a key, or of a file, or of all files in a folder, out of Blender's
    memory."""
    for known in [known for known in _previews or () if Path(known).is_relative_to(key)]:
        del _previews[known]


def icon(key: str) -> int:
    """For `UILayout.template_icon`; 0 if there is none."""
    return _previews[key].icon_id if _previews and key in _previews else 0


def register() -> None:
    global _previews
    _previews = bpy.utils.previews.new()


def unregister() -> None:
    global _previews
    bpy.utils.previews.remove(_previews)
    _previews = None
