"""Embedding -> latent: trains the two diffusion priors of maquette-mini, for text and pictures.

A prior is diffusers' PriorTransformer and learns exactly what ShapEPipeline or ShapEImg2ImgPipeline
asks of it: to predict the clean latent x0 from x / sqrt(1 + sigma^2), the time t and the embedding,
with alpha_bar(t) = exp(-12 t) over 1024 steps, and with zeros for the embedding in a tenth of the
cases (classifier-free guidance). Captions, pictures and latents are made as they are needed. The
prior for pictures starts from the one for text, and the image encoder learns on with it.

    python -m training.prior --minutes 60           goes on from training/state/prior.pt
    python -m training.prior --image --minutes 60   from training/state/image_prior.pt

Every core runs a copy with one thread. The copies are averaged every `AVERAGE` steps, not their
gradients at each: so a core that is also needed elsewhere holds the others up less.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from diffusers.models.transformers.prior_transformer import PriorTransformer

from . import autoencoder, image_encoder, text_encoder, views
from .captions import draw
from .pictures import Pictures

STATE = Path(__file__).parent / "state"
HEADS, HEAD_WIDTH, LAYERS = 6, 32, 5
BATCH = 24
AVERAGE = 20
UNCONDITIONAL = 0.1
COLOUR_WEIGHT = 1.0  # against all shape channels: three times what the plain mean would give it
TRAIN_STEPS = 1024


def make_prior(image: bool = False) -> PriorTransformer:
    width = HEADS * HEAD_WIDTH
    return PriorTransformer(
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
        embedding_proj_dim=image_encoder.WIDTH if image else text_encoder.WIDTH,
        embedding_proj_norm_type="layer" if image else None,
        clip_embed_dim=2 * autoencoder.WIDTH,
    )


class Captioned:
    """Pairs of embedding and clean latent for captions and shapes that fit them, without end."""

    def __init__(self, seed: int) -> None:
        self.captions = text_encoder.Captions(seed)
        self.random = np.random.default_rng(seed + 1)
        self.tokenizer, self.text = text_encoder.load()
        self.latents, _ = autoencoder.load()
        self.learned: dict[str, torch.nn.Module] = {}

    @torch.no_grad()
    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        descriptions, captions = self.captions.draw(count)
        drawn = [draw(d, self.random) for d in descriptions]
        kind = torch.tensor([d.kind for d in descriptions])
        parameters = torch.from_numpy(np.stack([p for p, _ in drawn]))
        colours = torch.from_numpy(np.stack([c for _, c in drawn]))
        embedding = text_encoder.embed(self.text, text_encoder.tokens(self.tokenizer, captions))
        return embedding, self.latents(kind, parameters, colours)


class Pictured:
    """The same for pictures and the shapes that they show. Its encoder is learned too."""

    def __init__(self, seed: int) -> None:
        self.pictures = Pictures(views.load(), seed)
        self.encoder = image_encoder.load().train()
        self.latents, _ = autoencoder.load()
        self.learned = {"image_encoder": self.encoder}

    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        pixels, kind, parameters, colours = self.pictures.draw(count)
        with torch.no_grad():
            latent = self.latents(kind, parameters, colours)
        return image_encoder.embed(self.encoder, pixels), latent


def draw_times(count: int) -> torch.Tensor:
    """Times 0..1023: three in four from the half where shapes are decided (sigma below 25), the
    rest from all."""
    everywhere = torch.rand(count)
    decided = torch.rand(count) * math.log(1 + 25.0**2) / 12
    return torch.where(torch.rand(count) < 0.75, decided, everywhere) * (TRAIN_STEPS - 1)


def loss_of(prior: PriorTransformer, embedding: torch.Tensor, latent: torch.Tensor) -> torch.Tensor:
    """Mean squared error of the predicted x0, of its shape channels and, weighted, of its colour
    channels. The variance channels are left alone: nothing reads them."""
    time_step = draw_times(len(latent))
    # beta = 1 - exp(-12 / 1024) at every step: alpha_bar after step t is exp(-12 (t + 1) / 1024).
    alpha_bar = torch.exp(-12 * (time_step + 1) / TRAIN_STEPS)[:, None, None]
    noisy = alpha_bar.sqrt() * latent + (1 - alpha_bar).sqrt() * torch.randn_like(latent)
    told = torch.rand(len(latent), *[1] * (embedding.ndim - 1)) >= UNCONDITIONAL
    embedding = embedding * told
    predicted = prior(noisy, time_step, embedding).predicted_image_embedding
    error = (predicted[..., : autoencoder.WIDTH] - latent).square().mean((0, 1))
    shape, colour = error.tensor_split([autoencoder.WIDTH - autoencoder.COLOUR_CHANNELS])
    return shape.mean() + COLOUR_WEIGHT * colour.mean()


def _average(model: torch.nn.Module) -> None:
    flat = torch.nn.utils.parameters_to_vector(model.parameters())
    dist.all_reduce(flat)
    torch.nn.utils.vector_to_parameters(flat / dist.get_world_size(), model.parameters())


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


def _run(rank: int, world: int, image: bool, minutes: float, rate: float, hold: float) -> None:
    torch.set_num_threads(1)
    meeting = (STATE / "meeting").as_uri()  # a file, because a port may be taken
    dist.init_process_group("gloo", meeting, rank=rank, world_size=world)
    torch.manual_seed(int(time.time()) + rank)
    pairs = (Pictured if image else Captioned)(int(time.time()) * 10 + rank)
    model = torch.nn.ModuleDict({"prior": _start(image), **pairs.learned})
    averaged = {k: v.clone() for k, v in model.state_dict().items()}
    optimizers = image_encoder.make_optimizers([model], rate)
    begun, step, mean = time.time(), 0, 0.0
    while True:
        spent = torch.tensor((time.time() - begun) / 60 / minutes)
        if step % AVERAGE == 0:
            dist.all_reduce(spent, dist.ReduceOp.MAX)  # all copies leave at the same step
            if spent >= 1:
                break
            _average(model)
            decay = 0.995 if step > 2000 else 0.95
            for name, value in model.state_dict().items():
                averaged[name].lerp_(value, 1 - decay) if value.is_floating_point() else None
        fall = min(1.0, max(0.0, (spent.item() - hold) / (1 - hold)))
        warm = min(1.0, (step + 1) / 200)
        loss = loss_of(model["prior"], *pairs.draw(BATCH))
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = rate * warm * (1 - 0.98 * fall)
            optimizer.step()
        step += 1
        mean = loss.item() if step == 1 else 0.99 * mean + 0.01 * loss.item()
        if rank == 0 and step % 250 == 0:
            spent_minutes = (time.time() - begun) / 60
            print(f"{spent_minutes:6.1f} min  step {step}  loss {mean:.4f}", flush=True)
        if rank == 0 and step % 500 == 0:
            _save(averaged, image)
    if rank == 0:
        _save(averaged, image)
    dist.destroy_process_group()


def _save(weights: dict[str, torch.Tensor], image: bool) -> None:
    """A file for each network, named after it."""
    for network in {name.partition(".")[0] for name in weights}:
        own = {k.partition(".")[2]: v for k, v in weights.items() if k.startswith(f"{network}.")}
        name = "image_prior" if image and network == "prior" else network
        partial = STATE / f"{name}.partial"
        torch.save(own, partial)
        partial.replace(STATE / f"{name}.pt")


def train(image: bool, minutes: float, rate: float, hold: float, processes: int) -> None:
    """Train for `minutes`; the learning rate falls to zero after the fraction `hold` of them."""
    (STATE / "meeting").unlink(missing_ok=True)
    mp.spawn(_run, (processes, image, minutes, rate, hold), nprocs=processes)


def load(image: bool = False) -> PriorTransformer:
    """A trained prior, ready to use."""
    return _start(image).eval()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--image", action="store_true", help="the prior for pictures")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--hold", type=float, default=0.5)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    train(chosen.image, chosen.minutes, chosen.rate, chosen.hold, chosen.processes)
