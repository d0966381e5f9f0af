"""Whether the background's removal succeeded, told by what it left: no truth is at hand.

Where it did, a smooth field of color explains the picture's border and all that was removed, and
the mask is a piece or two that seldom reach the border. The limits lie between what
`benchmarks/backgrounds.py` finds on plain backgrounds and on others.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from . import matting

SIDE = 256  # pixels that are judged
GRAIN = 1.5  # pixels: what is finer is noise, and no background's pattern
EXPLAINED = 0.7  # of the border, by the background or by an object that reaches it
NOISE = 3.2  # Lab units: what noise and compression come to, at most
STRANGE = 5.0  # Lab units from the background: nothing of it differs as much, but
FEW = 0.05  # of it
PIECES, HOLES, CROSSINGS = 4, 12, 6  # of the mask, at most; where its outline meets the border
WHOLE_SIDE = 0.97  # covered: a floor or a wall, not an object
AS_LARGE = 0.25  # of the largest piece: another object
APART = 0.03  # of the picture: no two parts of one
NOT_PLAIN = (
    "The background is not plain, so the object may be cut out wrongly. Check the"
    " prepared image; another background remover or a plainer background may help."
)
TWO = "The image shows two objects; an image of one works better."
MANY = "The image shows several objects; an image of one works better."


def notes(colour: np.ndarray, alpha: np.ndarray, remover: str = "classical") -> tuple[str, ...]:
    """Sentences about the cut `alpha` (H, W) uint8 of a picture (H, W, 3) uint8; none if it is
    good. Only the classical remover needs a plain background."""
    colour, alpha = _small(colour), _small(alpha)
    if remover == "classical" and not plain(colour, alpha):
        return (NOT_PLAIN,)
    count = objects(alpha)
    return () if count < 2 else (TWO,) if count == 2 else (MANY,)


def plain(colour: np.ndarray, alpha: np.ndarray) -> bool:
    """Whether the background was plain enough for its removal to be right."""
    from scipy import ndimage

    lab = matting.lab(ndimage.gaussian_filter(colour, (GRAIN, GRAIN, 0)))
    field, noise = matting.background(lab)
    miss = np.linalg.norm(lab - field, axis=2)
    explained = (miss[matting.border(alpha.shape)] < matting.limit(noise)).mean()
    touched = ndimage.binary_dilation(alpha > 0, iterations=round(4 * GRAIN))
    removed = miss[np.logical_not(touched)]
    if explained < EXPLAINED or noise > NOISE or (removed > STRANGE).sum() > FEW * removed.size:
        return False
    inside = alpha > 127
    ring = max(2, round(matting.BORDER * min(inside.shape)))
    sides = (inside[:ring], inside[-ring:], inside[:, :ring].T, inside[:, -ring:].T)
    if any(side.any(axis=0).mean() > WHOLE_SIDE for side in sides):
        return False
    around = np.concatenate([inside[0], inside[:, -1], inside[-1, ::-1], inside[::-1, 0]])
    crossings = np.count_nonzero(around & ~np.roll(around, 1))
    pieces, holes = matting.regions(inside).max(), matting.regions(~inside).max() - 1
    return bool(crossings <= CROSSINGS and pieces <= PIECES and holes <= HOLES)


def objects(alpha: np.ndarray) -> int:
    """How many large pieces lie beside or above each other with nothing between."""
    from skimage import measure

    found = measure.regionprops(measure.label(alpha > 127))
    large = max((piece.area for piece in found), default=0) * AS_LARGE
    boxes = [piece.bbox for piece in found if piece.area >= large]
    count = min(len(boxes), 1)
    for axis, side in enumerate(alpha.shape):
        spans = sorted((box[axis], box[axis + 2]) for box in boxes)
        groups, end = min(len(spans), 1), spans[0][1] if spans else 0
        for start, stop in spans:
            groups += start - end > APART * side
            end = max(end, stop)
        count = max(count, groups)
    return count


def _small(values: np.ndarray) -> np.ndarray:
    image = Image.fromarray(values)
    image.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(image)
