"""What an image's numbers mean: its color profile, applied, so that they mean sRGB."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms

INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}
DAMAGED = "The color profile of the image is damaged; its colors were read as sRGB."


def in_srgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """RGB, or RGBA where something may be transparent, in sRGB. What has no profile is sRGB
    already; a profile that does not fit the image's channels is passed over."""
    raw = image.info.get("icc_profile")
    if image.mode == "LAB":
        return _transformed(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if not raw:
        return _plain(image)
    alpha = None
    if image.has_transparency_data:
        image = image.convert("LA" if image.mode in ("LA", "La") else "RGBA")
        alpha = image.getchannel("A")
    colour = image
    if image.mode not in SPACES:
        colour = image.convert("L" if image.mode in ("LA", "1") else "RGB")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        if _of_lcms(profile).xcolor_space.strip() != SPACES[colour.mode] or _is_srgb(profile):
            return _plain(image)
        made = _transformed(colour, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        notes.append(DAMAGED)
        return _plain(image)
    if alpha:
        made.putalpha(alpha)
    return made


def _plain(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb" in (_of_lcms(profile).profile_description or "").lower()


def _of_lcms(profile: ImageCms.ImageCmsProfile) -> Any:
    """What is in it. Pillow does not say of what type that is."""
    return profile.profile


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    srgb = ImageCms.createProfile("sRGB")
    made = ImageCms.profileToProfile(image, profile, srgb, INTENT, outputMode="RGB", flags=FLAGS)
    assert made  # only None where it works in place
    return made
