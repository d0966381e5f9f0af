"""What stands around a picture before its background begins: drawn frames, bars, the transparent
corners and shadow of a window.
"""

from __future__ import annotations

import numpy as np

Box = tuple[int, int, int, int]  # left, top, right, bottom

OPAQUE = 250  # of 255
SHARE = 0.02  # of the picture: less transparency than that is a corner or a mistake, not a cut
SOLID = 0.97  # of its box: a window, whose corners are round
SHADOW = 0.004  # of the picture, on each of four sides, is half transparent around a window
ALIKE = 10  # of 255: a frame's own colors
OTHER = 24  # of 255: what lies inside of it is not of its color
ALMOST = 0.99  # of a line, as there are stains
FRAME, BAR = 0.05, 0.25  # of the picture's side, at most
NESTED = 3  # frames in one another


def window(alpha: np.ndarray) -> Box | None:
    """The opaque part of an alpha (H, W) uint8 that does not tell an object from a background; None
    if it does, because a real share is transparent and the rest is no window with a shadow."""
    height, width = alpha.shape
    rows, columns = ((alpha >= OPAQUE).mean(axis=axis) > 0.5 for axis in (1, 0))
    if (alpha < 128).mean() < SHARE:
        return 0, 0, width, height
    if not rows.any() or not columns.any():
        return None
    top, bottom = int(rows.argmax()), height - int(rows[::-1].argmax())
    left, right = int(columns.argmax()), width - int(columns[::-1].argmax())
    inside = alpha[top:bottom, left:right]
    around = alpha[:top], alpha[bottom:], alpha[:, :left], alpha[:, right:]
    shaded = (((side > 8) & (side < OPAQUE)).sum() > SHADOW * alpha.size for side in around)
    opaque_outside = (alpha >= OPAQUE).sum() - (inside >= OPAQUE).sum()
    if (inside >= OPAQUE).mean() < SOLID or opaque_outside > 0.001 * alpha.size or not all(shaded):
        return None
    return left, top, right, bottom


def unframed(colour: np.ndarray) -> Box:
    """What is left of a picture (H, W, 3) uint8 without the frames drawn around it, or the bars
    above and below or on both sides of it: all of it if there are none.

    A margin is no frame: what follows a frame is another color along the whole of every side.
    """
    height, width = colour.shape[:2]
    box = 0, 0, width, height
    values = colour.astype(np.int16)
    for _ in range(NESTED):
        left, top, right, bottom = box
        found = _band(values[top:bottom, left:right])
        if not found:
            break
        box = left + found[0], top + found[1], right - found[2], bottom - found[3]
    return box


def _band(values: np.ndarray) -> Box | None:
    """The widths of a uniform band at left, top, right and bottom; None if it is no frame."""
    height, width = values.shape[:2]
    if min(height, width) < 32:
        return None
    corners = values[[0, 0, -1, -1], [0, -1, 0, -1]]
    colour = np.median(corners, axis=0)
    if np.abs(corners - colour).max() > ALIKE:
        return None
    far = np.abs(values - colour).max(axis=2)
    rows, columns = ((far <= ALIKE).mean(axis=axis) >= ALMOST for axis in (1, 0))
    top, bottom, left, right = map(_run, (rows, rows[::-1], columns, columns[::-1]))
    if max(top, bottom) >= height / 2 or max(left, right) >= width / 2:
        return None  # nothing but this color
    widths = left, top, right, bottom
    side = FRAME * min(height, width)
    even = max(widths) <= side and max(widths) - min(widths) <= max(2, 0.3 * max(widths))
    bars = (
        (left + right == 0 and min(top, bottom) > 0 and max(top, bottom) <= BAR * height)
        or (top + bottom == 0 and min(left, right) > 0 and max(left, right) <= BAR * width)
    )  # fmt: skip
    if not bars and not (min(widths) > 0 and even):
        return None
    # One line further, as the first may be blurred.
    left, top, right, bottom = (edge + (edge > 0) for edge in widths)
    inner = far[top : height - bottom, left : width - right]
    sides = [
        *([inner[0], inner[-1]] if top else []),
        *([inner[:, 0], inner[:, -1]] if left else []),
    ]
    if any((line >= OTHER).mean() < ALMOST for line in sides):
        return None
    return left, top, right, bottom


def _run(uniform: np.ndarray) -> int:
    """How many lines are uniform from the first on."""
    return int(np.argmin([*uniform, False]))
