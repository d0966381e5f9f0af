"""Pictures as a model gets to see them after their preparation: a shape on white, cropped, square.

The views come from files (`views.py`); colours, light and framing are drawn anew for every picture,
and with them what preparation leaves behind: a margin that varies, a tinted background, the rest of
a shadow under the object.
"""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from .captions import describe, draw
from .views import NOTHING, SIDE, Views

PIXELS = 64  # a side of what the image encoder reads
MARGINS = (0.04, 0.18)
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)  # CLIPImageProcessor's own
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


class Pictures:
    """Random views, coloured and lit, without end."""

    def __init__(self, views: Views, seed: int) -> None:
        self.views = views
        self.random = np.random.default_rng(seed)

    def draw(self, count: int) -> tuple[torch.Tensor, ...]:
        """Pixels (count, 3, PIXELS, PIXELS) as CLIPImageProcessor gives them, and what they show:
        kind (count,), parameters (count, 8), colours (count, 3, 3)."""
        rows = self.random.integers(0, len(self.views), count)
        kind, parameters = self.views.kind[rows], self.views.parameters[rows]
        colours = np.stack([draw(describe(self.random, int(k)), self.random)[1] for k in kind])
        pixels = np.stack([self.photograph(r, c) for r, c in zip(rows, colours, strict=True)])
        pixels = ((pixels - MEAN) / DEVIATION).transpose(0, 3, 1, 2)
        arrays = (pixels, kind, parameters, colours)
        return tuple(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays)

    def photograph(self, row: int, colours: np.ndarray) -> np.ndarray:
        """(PIXELS, PIXELS, 3) float32 0..1 of one view with colours (3, 3) for its parts."""
        random = self.random
        part, normal = self.views.part[row], self.views.normal[row].astype(np.float32) / 127
        if random.random() < 0.5:  # every shape is its own mirror image
            part, normal = part[:, ::-1], normal[:, ::-1] * np.float32([-1, 1, 1])
        seen = part != NOTHING
        background = 1 - random.uniform(0, 0.06) * (random.random() < 0.3)
        picture = np.full((SIDE, SIDE, 3), background, np.float32)
        if random.random() < 0.15:
            picture *= self._shadow(seen)[..., None]
        lit = colours[part[seen]] * self._light(normal[seen])[:, None]
        if random.random() < 0.4:
            lit += random.uniform(0, 0.35) * self._gloss(normal[seen])[:, None]
        picture[seen] = np.clip(lit, 0, 1) ** random.uniform(0.75, 1.3)
        image = Image.fromarray((picture * 255 + 0.5).astype(np.uint8))
        white = (int(background * 255),) * 3
        return self._frame(image, seen, white).astype(np.float32) / 255

    def _direction(self) -> np.ndarray:
        """Unit (3,), from above or the side, never from behind."""
        direction = self.random.normal(size=3) + [0, 0.6, 0.9]
        direction[2] = abs(direction[2])
        return (direction / np.linalg.norm(direction)).astype(np.float32)

    def _light(self, normal: np.ndarray) -> np.ndarray:
        ambient = self.random.uniform(0.3, 0.95)
        diffuse = self.random.uniform(0.9, 1.2) - ambient
        fill = self.random.uniform(0, 0.3) * np.maximum(normal @ self._direction(), 0)
        return ambient + diffuse * np.maximum(normal @ self._direction(), 0) + fill

    def _gloss(self, normal: np.ndarray) -> np.ndarray:
        return np.maximum(normal @ self._direction(), 0) ** self.random.uniform(8, 60)

    def _shadow(self, seen: np.ndarray) -> np.ndarray:
        """(SIDE, SIDE) 0..1: a soft ellipse under the object."""
        y, x = np.nonzero(seen)
        half = max(np.ptp(x) / 2, 4) * self.random.uniform(0.8, 1.3)
        across = (np.arange(SIDE) - x.mean()) / half
        down = (np.arange(SIDE) - y.max()) / (half * self.random.uniform(0.15, 0.4))
        far = across[None, :] ** 2 + down[:, None] ** 2
        return (1 - self.random.uniform(0.05, 0.35) * np.exp(-far * 2)).astype(np.float32)

    def _frame(
        self, image: Image.Image, seen: np.ndarray, white: tuple[int, int, int]
    ) -> np.ndarray:
        """The object in a square with a margin, at PIXELS a side."""
        y, x = np.nonzero(seen)
        side = max(np.ptp(x), np.ptp(y)) + 1
        margin = self.random.uniform(*MARGINS)
        whole = side / (1 - 2 * margin)
        left = (x.min() + x.max() + 1 - whole) / 2
        top = (y.min() + y.max() + 1 - whole) / 2
        pad = SIDE  # a box may not reach past the picture
        padded = Image.new("RGB", (3 * SIDE, 3 * SIDE), white)
        padded.paste(image, (pad, pad))
        box = (left + pad, top + pad, left + pad + whole, top + pad + whole)
        return np.asarray(padded.resize((PIXELS, PIXELS), Image.Resampling.BICUBIC, box=box))
