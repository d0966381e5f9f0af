"""Small images for the panels: thumbnails, what models know, and the first image of a turntable.

Blender makes no preview of a GIF by itself, but it reads one as an image.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import bpy
import bpy.utils.previews
import numpy as np

KINDS = Path(__file__).with_name("kinds")
AT_ONCE = 0.02  # seconds
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


def load(file: Path | str, stamp: int | None = None) -> int:
    """The icon of a small image on the disk; 0 if it cannot be shown. Of a file whose content
    changes, as it was at a stamp: that of the stamp before is forgotten. Such a one is read at
    once: read beside Blender's work, it would be old before it is shown."""
    key = str(file) if stamp is None else f"{file}/{stamp}"
    if _previews is None or not os.path.isfile(file):
        return 0
    if key not in _previews:
        if stamp is not None:
            forget(file)
        _previews.load(key, str(file), "IMAGE")
        if stamp is not None:
            _read(key)
    return _previews[key].icon_id


def forget(key: Path | str) -> None:
    """Take what is shown under a key, or of a file, or of all files in a folder, out of Blender's
    memory."""
    for known in [known for known in _previews or () if Path(known).is_relative_to(key)]:
        del _previews[known]


def icon(key: str) -> int:
    """For `UILayout.template_icon`; 0 if there is none."""
    return _previews[key].icon_id if _previews and key in _previews else 0


def of_kinds(kinds: Sequence[str]) -> list[int]:
    """Of what models know, as `docs/kind_icons.py` drew it; 0 for what it did not draw. As many as
    there is time for are read at once: Blender reads the others beside its work, and a menu shows
    these when the mouse is moved."""
    files = [KINDS / f"{kind.replace(' ', '-')}.png" for kind in kinds]
    shown, end = [load(file) for file in files], time.perf_counter() + AT_ONCE
    for file in (str(file) for file, icon in zip(files, shown, strict=True) if icon):
        if time.perf_counter() > end:
            break
        _read(file)
    return shown


def _read(key: str) -> None:
    """Have it read now, and not beside Blender's work."""
    _ = _previews[key].image_size[:]


def built_in(name: str) -> int:
    """The number of one of Blender's own."""
    known = bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"]
    return known.enum_items[name].value


def register() -> None:
    global _previews
    _previews = bpy.utils.previews.new()


def unregister() -> None:
    global _previews
    bpy.utils.previews.remove(_previews)
    _previews = None
