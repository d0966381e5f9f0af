"""Picture -> patch embeddings: trains the CLIP vision model of maquette-mini.

The embeddings are those that ShapEImg2ImgPipeline takes: the last hidden state of every patch,
without the class token. As the text encoder, it is taught by linear questions before a prior
exists: which kind? which parameters? which colours? Only the encoder is kept, and the prior trains
it further.

    python -m training.image_encoder --minutes 15
"""

from __future__ import annotations

import torch
from torch import nn
from transformers import CLIPVisionConfig, CLIPVisionModel

from . import loop, views
from .captions import PARAMETERS, PARTS
from .loop import STATE
from .pictures import PIXELS, Pictures
from .shapes import KINDS

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
        self.answer = nn.Linear(WIDTH, len(KINDS) + PARAMETERS + PARTS * 3)

    def forward(self, patches: torch.Tensor) -> tuple[torch.Tensor, ...]:
        answers = self.answer(self.norm(patches.mean(1)))
        return answers.split([len(KINDS), PARAMETERS, PARTS * 3], dim=1)


class Answers:
    """What `loop.train` trains: pictures, and what they show."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self.device = device
        self.source = Pictures(views.load(), seed)
        self.model = nn.ModuleDict({"encoder": make_encoder(), "questions": Questions()})
        self.files = {"encoder": "image_encoder"}

    def loss(self) -> torch.Tensor:
        drawn = (tensor.to(self.device) for tensor in self.source.draw(32))
        pixels, kind, parameters, colours = drawn
        answers = self.model["questions"](embed(self.model["encoder"], pixels))
        said, guessed, painted = (answer.float() for answer in answers)
        return (
            nn.functional.cross_entropy(said, kind)
            + 10 * nn.functional.mse_loss(guessed, parameters)
            + 10 * nn.functional.mse_loss(painted, colours.flatten(1))
        )


def load() -> CLIPVisionModel:
    """The trained encoder, ready to use."""
    encoder = make_encoder()
    encoder.load_state_dict(torch.load(STATE / "image_encoder.pt", weights_only=True))
    return encoder.eval()


if __name__ == "__main__":
    loop.train(
        Answers, loop.options(__doc__.partition("\n")[0], minutes=15, rate=1e-3).parse_args()
    )
