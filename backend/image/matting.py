"""Which part of a picture is the object: alpha, by one of several removers of the background.

The classical one models the background as a smooth field of colour: a polynomial in Lab fitted to
the border of the picture, without the part of the border that an object covers. What differs from
it is the object. It needs a plain background, which may shade off and be noisy.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np

from ..shared.errors import MaquetteError
from . import rembg_remover

BORDER = 0.04  # of the shorter side: where the background is looked for
ROUNDS = 8  # of the fit, each without what the last one missed
TRIMMED = 2.5  # robust deviations that still are background
LEAST = 3.0  # Lab units: less is no difference to the eye
CERTAIN = 2.5  # times the threshold: surely the object
SPECK = 0.002  # of the picture: smaller pieces are noise


def alpha(colour: np.ndarray, remover: str = "classical") -> np.ndarray:
    """(H, W) uint8 of a picture (H, W, 3) uint8 sRGB: 255 where the object is.

    remover  "classical", "rembg", or the folder of a transformers image-segmentation model

    Raises MaquetteError("request") for a remover that is not there.
    """
    if remover == "classical":
        return classical(colour)
    if remover == "rembg":
        return rembg_remover.alpha(colour)
    return _segmentation(colour, Path(remover))


def classical(colour: np.ndarray) -> np.ndarray:
    from scipy import ndimage
    from skimage import filters, morphology

    seen = lab(colour)
    field, noise = background(seen)
    difference = np.linalg.norm(seen - field, axis=2)
    otsu = filters.threshold_otsu(np.minimum(difference, 60))
    threshold = float(np.clip(otsu / 2, max(LEAST, 4 * noise), 14))
    inside = filters.apply_hysteresis_threshold(difference, threshold, CERTAIN * threshold)
    smallest = max(int(SPECK * inside.size), 9)
    inside = morphology.remove_small_objects(inside, max_size=smallest)
    inside = morphology.remove_small_holes(inside, max_size=smallest // 4)
    labels = regions(inside)
    if labels.max() > 1:  # crumbs beside a large object
        areas = np.bincount(labels.ravel())
        areas[0] = 0
        inside = np.isin(labels, np.flatnonzero(areas > 0.03 * areas.max()))
    # An edge pixel is as much object as its colour is on the way to what lies further inside.
    way = difference / np.maximum(ndimage.maximum_filter(difference, 7), threshold)
    edge = morphology.dilation(inside) & ~morphology.erosion(inside, np.ones((5, 5)))
    soft = np.where(edge, np.clip(2 * way - 0.5, 0, 1), inside)
    return (soft * 255 + 0.5).astype(np.uint8)


def regions(mask: np.ndarray) -> np.ndarray:
    """(H, W) int: 0 where the mask is not, and a number from 1 on for each of its parts."""
    from skimage import measure

    return cast("np.ndarray", measure.label(mask))  # a pair if asked for the count too


def lab(colour: np.ndarray) -> np.ndarray:
    """(H, W, 3) as colours are compared here."""
    from scipy import ndimage
    from skimage import color

    made = color.rgb2lab(ndimage.gaussian_filter(colour, (0.8, 0.8, 0)))
    made[..., 0] *= 0.7  # shadows are darker, not of another colour
    return made


def background(lab: np.ndarray) -> tuple[np.ndarray, float]:
    """The background (H, W, 3) as the border shows it, and the border's noise in Lab units."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    at_border = border((height, width))
    known, seen = terms[at_border], lab[at_border]
    # Most of the border is background: it starts as its commonest colour.
    miss = np.linalg.norm(seen - _commonest(seen), axis=1)
    fit = np.zeros((6, 3))
    spread = LEAST
    for _ in range(ROUNDS):
        kept = miss < limit(spread)
        fit = np.linalg.lstsq(known[kept], seen[kept], rcond=None)[0]
        miss = np.linalg.norm(seen - known @ fit, axis=1)
        spread = 1.4826 * float(np.median(miss[kept]))
    return terms @ fit, spread


def border(size: tuple[int, ...]) -> np.ndarray:
    """(H, W) bool: where the background is looked for."""
    ring = max(2, round(BORDER * min(size)))
    made = np.ones(size, bool)
    made[ring:-ring, ring:-ring] = False
    return made


def limit(noise: float) -> float:
    """Lab units that a background with this noise may differ by from its field."""
    return max(TRIMMED * noise, LEAST)


def _commonest(colours: np.ndarray) -> np.ndarray:
    """The mean of the fullest cell, and of those around it, of a coarse histogram."""
    cells = np.floor(colours / 8).astype(int)
    found, number, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    near = np.abs(found - found[counts.argmax()]).max(axis=1) <= 1
    return colours[near[number.ravel()]].mean(axis=0)


def _segmentation(colour: np.ndarray, folder: Path) -> np.ndarray:
    """What the model finds that is not background, of all its segments together."""
    if not (folder / "config.json").is_file():
        raise MaquetteError(
            "request",
            f"There is no background remover {str(folder)!r}.",
            "Use classical, rembg or the folder of an image-segmentation model.",
        )
    from PIL import Image
    from transformers import pipeline

    try:
        # Code in the folder is not run, and not asked for either: nobody is there to answer.
        how = {"device": "cpu", "trust_remote_code": False}
        segment = pipeline("image-segmentation", model=str(folder), **how)
        found = segment(Image.fromarray(colour))
    except MemoryError:
        raise
    except Exception as error:  # other people's models fail in every way
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise MaquetteError(
            "request",
            f"{folder} is not an image-segmentation model: {reason}.",
            "Use classical, or choose another folder.",
        ) from error
    things = [piece["mask"] for piece in found if str(piece["label"]).lower() != "background"]
    masks = [np.asarray(mask.convert("L")) for mask in things]
    return np.maximum.reduce([np.zeros(colour.shape[:2], np.uint8), *masks])
