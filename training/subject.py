"""What the measures of omages-mini and point-e-mini share: the model under test, and a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from backend import families
from backend.compute.progress import Tracker
from backend.shared.models import catalog

SIDE, COLUMNS, LINE = 150, 8, 14  # of a sheet: pixels of a picture, pictures, pixels of a name


class Subject:
    """A model through the code that ships, with its fast sampler."""

    def __init__(self, folder: Path, steps: int | None, guidance: float | None) -> None:
        self.model = catalog.find(str(folder))
        steps = steps or self.model.recommended_steps("fast")
        guidance = self.model.guidance if guidance is None else guidance
        self.how = families.Sampling("fast", steps, guidance)
        self.loaded = families.load(self.model, torch.device("cpu"), torch.float32, Tracker())

    def sample(self, prompt: str, seed: int) -> torch.Tensor:
        prompt = self.model.vocabulary.read(prompt).caption(seed)
        return self.loaded.sample([prompt], [seed], self.how, Tracker())[0][0]


def sheet(kinds: Sequence[str], picture: Callable[[str, int], np.ndarray], path: Path) -> None:
    """Writes one picture (SIDE, SIDE, 3) a kind, below its name; `picture` of a kind and number."""
    page = Image.new("RGB", (COLUMNS * SIDE, -(-len(kinds) // COLUMNS) * (SIDE + LINE)), "white")
    pen = ImageDraw.Draw(page)
    for number, kind in enumerate(kinds):
        x, y = number % COLUMNS * SIDE, number // COLUMNS * (SIDE + LINE)
        page.paste(Image.fromarray(picture(kind, number)), (x, y + LINE))
        pen.text((x + 3, y + 1), kind, fill="black")
    page.save(path)


def means(answers: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(values)), 4) for name, values in answers.items()}
