"""Picture -> patch embeddings: trains the CLIP vision model of maquette-mini.

The embeddings are those that ShapEImg2ImgPipeline takes: the last hidden state of every patch,
without the class token. As the text encoder, it is taught by linear questions before a prior
exists: which kind? which parameters? which colours? Only the encoder is kept, and the prior trains
it further.

    python -m training.image_encoder --minutes 15
"""

from __future__ import annotations

import argparse
import math
import re
import time
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn
from transformers import CLIPVisionConfig, CLIPVisionModel

from . import views
from .captions import KIND_NAMES, PARAMETERS, PARTS
from .pictures import PIXELS, Pictures

STATE = Path(__file__).parent / "state"
WIDTH = 192
PATCH = 8


def make_encoder() -> CLIPVisionModel:
    return CLIPVisionModel(
        CLIPVisionConfig(
            hidden_size=WIDTH,
            intermediate_size=4 * WIDTH,
            num_hidden_layers=4,
            num_attention_heads=6,
            image_size=PIXELS,
            patch_size=PATCH,
            projection_dim=WIDTH,
            hidden_act="quick_gelu",
        )
    )


def embed(encoder: CLIPVisionModel, pixels: torch.Tensor) -> torch.Tensor:
    """Pixels (B, 3, PIXELS, PIXELS) -> (B, patches, WIDTH), as ShapEImg2ImgPipeline takes them."""
    return encoder(pixels).last_hidden_state[:, 1:]


class Questions(nn.Module):
    """Kind, parameters and colours, read off the mean patch by one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.answer = nn.Linear(WIDTH, len(KIND_NAMES) + PARAMETERS + PARTS * 3)

    def forward(self, patches: torch.Tensor) -> tuple[torch.Tensor, ...]:
        answers = self.answer(self.norm(patches.mean(1)))
        return answers.split([len(KIND_NAMES), PARAMETERS, PARTS * 3], dim=1)


def make_optimizers(modules: Iterable[nn.Module], rate: float) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al. 2024) for the matrices inside transformer blocks, scaled so that AdamW's
    rate serves both; AdamW for the rest."""
    named = [pair for module in modules for pair in module.named_parameters()]
    matrices = [p for n, p in named if p.ndim == 2 and re.search("blocks|encoder.layers", n)]
    inside = {id(p) for p in matrices}
    rest = [p for _, p in named if id(p) not in inside]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def train(minutes: float, rate: float, seed: int = 0) -> None:
    torch.manual_seed(seed)
    encoder, questions = make_encoder(), Questions()
    path = STATE / "image_encoder.pt"
    if path.exists():
        encoder.load_state_dict(torch.load(path, weights_only=True))
    learned = [*encoder.parameters(), *questions.parameters()]
    optimizers = make_optimizers((encoder, questions), rate)
    source, begun, step, mean = Pictures(views.load(), int(time.time())), time.time(), 0, None
    while (spent := (time.time() - begun) / 60 / minutes) < 1:
        warm = min(1.0, (step + 1) / 100)
        fall = 0.02 + 0.98 * math.cos(spent * math.pi / 2)
        pixels, kind, parameters, colours = source.draw(32)
        said, guessed, painted = questions(embed(encoder, pixels))
        losses = (
            nn.functional.cross_entropy(said, kind),
            nn.functional.mse_loss(guessed, parameters),
            nn.functional.mse_loss(painted, colours.flatten(1)),
        )
        loss = losses[0] + 10 * losses[1] + 10 * losses[2]
        encoder.zero_grad()
        questions.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = rate * warm * fall
            optimizer.step()
        step += 1
        right = (said.argmax(1) == kind).float().mean()
        told = torch.stack([right, *losses[1:]]).detach()
        mean = told if mean is None else 0.98 * mean + 0.02 * told
        if step % 100 == 0:
            minutes_spent = (time.time() - begun) / 60
            right, parameter, colour = mean.tolist()
            print(
                f"{minutes_spent:6.1f} min  step {step}  kind right {right:.3f}  "
                f"parameters {parameter:.4f}  colours {colour:.4f}",
                flush=True,
            )
    torch.save(encoder.state_dict(), path)


def load() -> CLIPVisionModel:
    """The trained encoder, ready to use."""
    encoder = make_encoder()
    encoder.load_state_dict(torch.load(STATE / "image_encoder.pt", weights_only=True))
    return encoder.eval()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rate", type=float, default=1e-3)
    chosen = parser.parse_args()
    train(chosen.minutes, chosen.rate)
