"""Embedding -> latent: trains the two diffusion priors of maquette-mini, for text and pictures.

A prior is diffusers' PriorTransformer and learns exactly what ShapEPipeline or ShapEImg2ImgPipeline
asks of it: to predict the clean latent x0 from x / sqrt(1 + sigma^2), the time t and the embedding,
with alpha_bar(t) = exp(-12 t) over 1024 steps, and with zeros for the embedding in a tenth of the
cases (classifier-free guidance). Captions, pictures and latents are made as they are needed. The
prior for pictures starts from the one for text, and the image encoder learns on with it.

All tokens of a group say the same, so a few of them, with so much less noise that their mean is as
noisy as that of all, ask the same question of the prior: what a kind looks like is learned from one
token of each group in a tenth of the time, then how to read many tokens from all of them.

    python -m training.prior --minutes 60           goes on from training/state/prior.pt
    python -m training.prior --kept 1               with one token of each group
    python -m training.prior --image --minutes 60   from training/state/image_prior.pt
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import torch
from diffusers.models.attention_processor import AttnProcessor
from diffusers.models.transformers.prior_transformer import PriorTransformer
from torch.func import functional_call

from . import autoencoder, image_encoder, loop, text_encoder, views
from .captions import draw
from .loop import STATE
from .pictures import Pictures

HEADS, HEAD_WIDTH, LAYERS = 6, 32, 5
BATCH = {1: 96, 4: 32, 16: 24}  # by how many tokens of each group are kept: about as fast
GROUP = autoencoder.TOKENS // autoencoder.CODES
UNCONDITIONAL = 0.1
TRAIN_STEPS = 1024


def make_prior(image: bool = False) -> PriorTransformer:
    width = HEADS * HEAD_WIDTH
    prior = PriorTransformer(
        num_attention_heads=HEADS,
        attention_head_dim=HEAD_WIDTH,
        num_layers=LAYERS,
        embedding_dim=autoencoder.WIDTH,
        num_embeddings=autoencoder.TOKENS,
        additional_embeddings=0,
        time_embed_act_fn="gelu",
        norm_in_type="layer",
        encoder_hid_proj_type=None,
        added_emb_type=None,
        time_embed_dim=4 * width,
        embedding_proj_dim=image_encoder.WIDTH if image else text_encoder.EMBEDDING,
        embedding_proj_norm_type="layer" if image else None,
        clip_embed_dim=2 * autoencoder.WIDTH,
    )
    # Zeros in diffusers: the tokens would have to part before they can say different things.
    places = 0.6 * torch.randn(1, autoencoder.CODES, width)
    prior.positional_embedding.data[:] = places.repeat_interleave(GROUP, 1)
    return prior


class FromCaptions:
    """What `loop.train` trains for captions and shapes that fit them, without end."""

    def __init__(self, seed: int, device: torch.device, kept: int = GROUP) -> None:
        self.device, self.kept = device, kept
        self.captions = text_encoder.Captions(seed)
        self.random = np.random.default_rng(seed + 1)
        self.tokenizer, text = text_encoder.load()
        self.text, self.latents = text.to(device), autoencoder.load()[0].to(device)
        self.model = torch.nn.ModuleDict({"prior": _plain(_start(image=False), device)})
        self.files = {"prior": "prior"}

    @torch.no_grad()
    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Embeddings and clean latents."""
        descriptions, captions = self.captions.draw(count)
        drawn = [draw(d, self.random) for d in descriptions]
        kind = torch.tensor([d.kind for d in descriptions])
        parameters = torch.from_numpy(np.stack([p for p, _ in drawn]))
        colours = torch.from_numpy(np.stack([c for _, c in drawn]))
        ids = text_encoder.tokens(self.tokenizer, captions).to(self.device)
        shape = (tensor.to(self.device) for tensor in (kind, parameters, colours))
        return text_encoder.embed(self.text, ids).float(), self.latents(*shape).float()

    def loss(self) -> torch.Tensor:
        return loss_of(self.model["prior"], *self.draw(BATCH[self.kept]), self.kept)


class FromPictures:
    """The same for pictures and the shapes that they show. Its encoder is learned too."""

    def __init__(self, seed: int, device: torch.device, kept: int = GROUP) -> None:
        self.device, self.kept = device, kept
        self.pictures = Pictures(views.load(), seed)
        self.latents = autoencoder.load()[0].to(device)
        encoder = image_encoder.load().train()
        prior = _plain(_start(image=True), device)
        self.model = torch.nn.ModuleDict({"prior": prior, "image_encoder": encoder})
        self.files = {"prior": "image_prior", "image_encoder": "image_encoder"}

    def loss(self) -> torch.Tensor:
        drawn = (tensor.to(self.device) for tensor in self.pictures.draw(BATCH[self.kept]))
        pixels, kind, parameters, colours = drawn
        with torch.no_grad():
            latent = self.latents(kind, parameters, colours).float()
        embedding = image_encoder.embed(self.model["image_encoder"], pixels)
        return loss_of(self.model["prior"], embedding, latent, self.kept)


def draw_times(count: int) -> torch.Tensor:
    """Times 0..1023: three in four from the half where shapes are decided (sigma below 25), the
    rest from all."""
    everywhere = torch.rand(count)
    decided = torch.rand(count) * math.log(1 + 25.0**2) / 12
    return torch.where(torch.rand(count) < 0.75, decided, everywhere) * (TRAIN_STEPS - 1)


def loss_of(
    prior: PriorTransformer, embedding: torch.Tensor, latent: torch.Tensor, kept: int = GROUP
) -> torch.Tensor:
    """Mean squared error of the predicted x0 in `kept` tokens of each group, as much for its
    parameter and its colour channels as for the more numerous ones of shape. The variance channels
    are left alone: nothing reads them.
    """
    time_step = draw_times(len(latent)).to(latent.device)
    # beta = 1 - exp(-12 / 1024) at every step: alpha_bar after step t is exp(-12 (t + 1) / 1024).
    alpha_bar = torch.exp(-12 * (time_step + 1) / TRAIN_STEPS)[:, None, None]
    tokens = draw_tokens(kept).to(latent.device)
    latent = latent[:, tokens]
    noise = torch.randn_like(latent) * math.sqrt(kept / GROUP)
    noisy = alpha_bar.sqrt() * latent + (1 - alpha_bar).sqrt() * noise
    told = torch.rand(len(latent), *[1] * (embedding.ndim - 1)) >= UNCONDITIONAL
    embedding = embedding * told.to(embedding.device)
    places = {"positional_embedding": prior.positional_embedding[:, tokens]}
    predicted = functional_call(prior, places, (noisy, time_step, embedding))
    x0 = predicted.predicted_image_embedding.float()[..., : autoencoder.WIDTH]
    error = (x0 - latent).square().mean((0, 1))
    return sum(channels.mean() for channels in error.split(autoencoder.CHANNELS))


def draw_tokens(kept: int) -> torch.Tensor:
    """So many tokens of each group, by their numbers (CODES * kept,)."""
    inside = torch.rand(autoencoder.CODES, GROUP).argsort(1)[:, :kept]
    return (inside + torch.arange(autoencoder.CODES)[:, None] * GROUP).flatten()


def _start(image: bool) -> PriorTransformer:
    """The prior to go on from."""
    prior, path = make_prior(image), STATE / ("image_prior.pt" if image else "prior.pt")
    if path.exists():
        prior.load_state_dict(torch.load(path, weights_only=True))
    elif image and (STATE / "prior.pt").exists():
        told = torch.load(STATE / "prior.pt", weights_only=True)
        same = {name: w for name, w in told.items() if not name.startswith("embedding_proj")}
        prior.load_state_dict(same, strict=False)
    return prior


def _plain(prior: PriorTransformer, device: torch.device) -> PriorTransformer:
    """With attention as plain products, on the CPU: faster there than torch's fused kernel."""
    if device.type == "cpu":
        prior.set_attn_processor(AttnProcessor())
    return prior


def load(image: bool = False) -> PriorTransformer:
    """A trained prior, ready to use."""
    return _start(image).eval()


if __name__ == "__main__":
    parser = loop.options(__doc__.partition("\n")[0], minutes=60, rate=1e-3)
    parser.add_argument("--image", action="store_true", help="the prior for pictures")
    parser.add_argument("--kept", type=int, default=GROUP, choices=BATCH, help="tokens of a group")
    chosen = parser.parse_args()
    source = FromPictures if chosen.image else FromCaptions
    loop.train(partial(source, kept=chosen.kept), chosen)
