"""Images of an object from all around it."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import MaquetteError
from ..setting import check, setting
from ..texts import path
from ..typed import Range


@dataclass(frozen=True)
class Turntable:
    """Images of the object from all around it.

    file    turn.gif is an animation, turn.png a strip, turn-####.png a sequence
    frame_size  pixels a side
    frames  how many make one turn
    """

    file: str
    frame_size: int = setting(
        128,
        "Size",
        "Set the size of each image in pixels. Twice the size takes four times as long",
        Range(16, 512),
        slider={"subtype": "PIXEL"},
    )
    frames: int = setting(20, "Frames", "How many images make one full turn", Range(2, 120))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        path("turntable", self.file)
        if not self.file.lower().endswith((".gif", ".png")):
            raise MaquetteError(
                "request",
                f"The format of the turntable {self.file[-200:]!r} is not supported.",
                "Use a name that ends in .gif, .png (a strip) or -####.png (a sequence).",
            )
