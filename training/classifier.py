"""Names the kind of a mesh by its looks: a judge that shares nothing with the models it judges.

A small convolutional network, trained on grey renders of true shapes (by
`backend/asset/thumbnail.py`) from the front half. Never sees a latent, a signed distance, or
anything that a model made.

    python -m training.classifier           makes its pictures, trains (10 minutes), tells how often
                                            it is right about unseen true shapes
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from skimage.measure import marching_cubes
from torch import nn

from backend.asset.thumbnail import render

from . import captions
from .captions import KIND_NAMES
from .shapes import KINDS, build

WEIGHTS = Path(__file__).with_name("classifier.safetensors")
SIZE, FINE = 64, 48  # pixels a side; samples a side of the meshes of true shapes
VIEWS = ((-35.0, 15.0), (10.0, 25.0), (40.0, 20.0))  # azimuth, elevation; judged together
BATCH, EPOCHS = 64, 12


class Classifier(nn.Sequential):
    """Pictures (B, 1, 64, 64) in 0..1, white 0 -> logits (B, kinds)."""

    def __init__(self, kinds: int = len(KINDS)) -> None:
        widths = (1, 24, 48, 96, 128)
        stages = [
            layer
            for wide, out in zip(widths, widths[1:], strict=False)
            for layer in (
                nn.Conv2d(wide, out, 3, stride=2, padding=1, bias=False),
                nn.BatchNorm2d(out),
                nn.ReLU(),
            )
        ]
        super().__init__(*stages, nn.Flatten(), nn.Dropout(0.2), nn.Linear(2048, kinds))

    @torch.no_grad()
    def kind(self, vertices: np.ndarray, faces: np.ndarray, colours: np.ndarray) -> int:
        """Number of the kind that a mesh with sRGB colours looks like, from all `VIEWS`."""
        seen = [render(vertices, faces, colours, SIZE, *view, smooth=False) for view in VIEWS]
        return int(self(_grey(np.stack(seen))).log_softmax(1).sum(0).argmax())


def _grey(pictures: np.ndarray) -> torch.Tensor:
    return 1 - torch.from_numpy(pictures.mean(-1, dtype=np.float32))[:, None] / 255


def draw(count: int, seed: int, known: int = len(KINDS)) -> tuple[torch.Tensor, torch.Tensor]:
    """Grey pictures (count, 1, 64, 64) of true shapes in any colours and views, and their kinds, of
    the first `known` that there are."""
    random = np.random.default_rng(seed)
    axis = np.linspace(-1.02, 1.02, FINE, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    pictures, kinds = [], []
    for number in range(count):
        said = captions.describe(random, number % known)
        parameters, colours = captions.draw(said, random)
        shape = build(KIND_NAMES[said.kind], parameters)
        field = shape.distance(points).reshape(FINE, FINE, FINE)
        vertices, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
        vertices = vertices * (axis[1] - axis[0]) + axis[0]
        view = random.uniform(-60, 60), random.uniform(5, 35)
        tints = colours[shape.part(vertices)]
        pictures.append(render(vertices, faces, tints, SIZE, *view, smooth=random.random() < 0.5))
        kinds.append(said.kind)
    return _grey(np.stack(pictures)), torch.tensor(kinds)


def train(count: int, seed: int = 800_001) -> Classifier:
    torch.manual_seed(seed)
    pictures, kinds = draw(count, seed)
    network = Classifier()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    steps = EPOCHS * (count // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for step in range(steps):
        rows = torch.randint(count, (BATCH,))
        shift = [int(value) for value in torch.randint(-4, 5, (2,))]
        seen = pictures[rows].roll(shift, (2, 3))
        loss = nn.functional.cross_entropy(network(seen), kinds[rows], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            print(f"step {step} of {steps}  loss {loss.item():.3f}", flush=True)
    return network.eval()


def load() -> Classifier:
    """As it was trained and is kept in the repository."""
    stored = load_file(WEIGHTS)
    network = Classifier(kinds=len(stored["14.bias"]))
    network.load_state_dict(
        {name: value.to(network.state_dict()[name].dtype) for name, value in stored.items()}
    )
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=12_400, help="pictures to train on")
    network = train(parser.parse_args().count)
    halves = {k: v.half() if v.is_floating_point() else v for k, v in network.state_dict().items()}
    save_file(halves, WEIGHTS)
    pictures, kinds = draw(20 * len(KINDS), 800_002)
    with torch.no_grad():
        right = (load()(pictures).argmax(1) == kinds).float().mean()
    print(f"right about {right:.1%} of single pictures of unseen true shapes")


if __name__ == "__main__":
    main()
