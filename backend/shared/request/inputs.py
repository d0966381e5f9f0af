"""What a request brings: an image of the object, latents of earlier ones, or points."""

from __future__ import annotations

from dataclasses import dataclass

from ..artifact import Artifact
from ..errors import MaquetteError
from ..setting import check, setting
from ..texts import path
from ..typed import Range
from .choices import ALL_STEPS, PREPARATION


@dataclass(frozen=True)
class SourceImage:
    """An image to make an object of, and what is done to it before.

    file         of any format that Pillow reads
    preparation  steps of `PREPARATION`; they are taken in that order:
                 orient, as the camera was held; composite, transparency on white; background,
                 made white where nothing is transparent; crop, to the object; pad, to a square
    remover      of the background: "classical", "rembg", or the folder of a segmentation model
    margin       fraction of the square's side that stays white on each side of the object
    """

    file: Artifact
    preparation: tuple[str, ...] = setting(
        ALL_STEPS,
        "Preparation",
        "How to prepare the image before it is used",
        choices=PREPARATION,
        flag=None,
    )
    remover: str = setting(
        "classical",
        "Background Remover",
        "How to remove the background: classical, rembg (it downloads its model u2net"
        " once: 176 MB, Apache-2.0), or the folder of a segmentation model",
        group="image",
    )
    margin: float = setting(
        0.1,
        "Margin",
        "How much white to leave on each side of the object, as a fraction of the image's side",
        Range(0.0, 0.4),
        group="image",
        slider={"subtype": "FACTOR"},
    )

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if not self.file:
            raise MaquetteError("request", "No image is chosen.", "Choose an image.")
        path("image", self.file.path)
        if not self.remover.strip():
            raise MaquetteError("request", "No background remover is set.", "Use classical.")
        path("remover", self.remover)


LATENT = ".npy"


@dataclass(frozen=True)
class InitLatents:
    """What is there already, to begin from instead of noise.

    files     of latents (.npy): one, or two to make what lies between. Or one of points, or of a
              surface, which the model encodes (see `backend/asset/cloud_reading.py`)
    strength  how much of the sampler's way is gone again: 0 none, 1 all of it
    retexture whether the shape is kept, and a new material sampled for it
    """

    files: tuple[Artifact, ...]
    strength: float = setting(0.0, limits=Range(0.0, 1.0))
    retexture: bool = False

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        for file in self.files:
            path("A latent's file", file.path)
        if len(self.files) not in (1, 2):
            raise MaquetteError(
                "request",
                f"The number of latents is {len(self.files)}.",
                "Give one to start from, or two to blend.",
            )
        if self.retexture and self.strength > 0:
            raise MaquetteError(
                "request",
                "A new material keeps the shape, which Strength would change.",
                "Set Strength to 0, or vary the object without a new material.",
                "Leave out --strength or --retexture.",
            )
        if self.encoding and self.blending:
            raise MaquetteError(
                "request",
                "Points cannot be blended with other objects.",
                "Give one file of points, or two latents.",
            )

    @property
    def variations(self) -> bool:
        """Whether something is sampled from there."""
        return self.strength > 0

    @property
    def retexturing(self) -> bool:
        """Whether a new material is asked for."""
        return self.retexture

    @property
    def blending(self) -> bool:
        """Whether what lies between is asked for."""
        return len(self.files) > 1

    @property
    def encoding(self) -> bool:
        """Whether it is no latent yet."""
        return any(not file.name.lower().endswith(LATENT) for file in self.files)
