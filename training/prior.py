"""Embedding -> latent: trains the diffusion prior of maquette-mini.

The prior is diffusers' PriorTransformer and learns exactly what ShapEPipeline asks of it: to
predict the clean latent x0 from x / sqrt(1 + sigma^2), the time t and the embedding, with
alpha_bar(t) = exp(-12 t) over 1024 steps, and with zeros for the embedding in a tenth of the cases
(classifier-free guidance). Captions and latents are made as they are needed and never repeat.

    python -m training.prior --minutes 60        goes on from training/state/prior.pt

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

from . import autoencoder, text_encoder
from .captions import draw

STATE = Path(__file__).parent / "state"
HEADS, HEAD_WIDTH, LAYERS = 6, 32, 5
BATCH = 24
AVERAGE = 20
UNCONDITIONAL = 0.1
COLOUR_WEIGHT = 1.0  # against all shape channels: three times what the plain mean would give it
TRAIN_STEPS = 1024


def make_prior() -> PriorTransformer:
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
        embedding_proj_dim=text_encoder.WIDTH,
        clip_embed_dim=2 * autoencoder.WIDTH,
    )


class Pairs:
    """(embedding, clean latent) for captions and shapes that fit them, without end."""

    def __init__(self, seed: int) -> None:
        self.captions = text_encoder.Captions(seed)
        self.random = np.random.default_rng(seed + 1)
        self.tokenizer, self.text = text_encoder.load()
        self.encoder, _ = autoencoder.load()

    @torch.no_grad()
    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        descriptions, captions = self.captions.draw(count)
        drawn = [draw(d, self.random) for d in descriptions]
        kind = torch.tensor([d.kind for d in descriptions])
        parameters = torch.from_numpy(np.stack([p for p, _ in drawn]))
        colours = torch.from_numpy(np.stack([c for _, c in drawn]))
        embedding = text_encoder.embed(self.text, text_encoder.tokens(self.tokenizer, captions))
        return embedding, self.encoder(kind, parameters, colours)


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
    embedding = embedding * (torch.rand(len(latent), 1) >= UNCONDITIONAL)
    predicted = prior(noisy, time_step, embedding).predicted_image_embedding
    error = (predicted[..., : autoencoder.WIDTH] - latent).square().mean((0, 1))
    shape, colour = error.tensor_split([autoencoder.WIDTH - autoencoder.COLOUR_CHANNELS])
    return shape.mean() + COLOUR_WEIGHT * colour.mean()


def make_optimizers(prior: PriorTransformer, rate: float) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al. 2024) for the matrices inside the blocks, scaled so that AdamW's rate
    serves both; AdamW for the rest."""
    matrices = [p for p in prior.transformer_blocks.parameters() if p.ndim == 2]
    inside = {id(p) for p in matrices}
    rest = [p for p in prior.parameters() if id(p) not in inside]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def _average(prior: PriorTransformer) -> None:
    flat = torch.nn.utils.parameters_to_vector(prior.parameters())
    dist.all_reduce(flat)
    torch.nn.utils.vector_to_parameters(flat / dist.get_world_size(), prior.parameters())


def _run(rank: int, world: int, minutes: float, rate: float, hold: float) -> None:
    torch.set_num_threads(1)
    meeting = (STATE / "meeting").as_uri()  # a file, because a port may be taken
    dist.init_process_group("gloo", meeting, rank=rank, world_size=world)
    torch.manual_seed(int(time.time()) + rank)
    pairs, prior = Pairs(int(time.time()) * 10 + rank), make_prior()
    path = STATE / "prior.pt"
    if path.exists():
        prior.load_state_dict(torch.load(path, weights_only=True))
    averaged = {k: v.clone() for k, v in prior.state_dict().items()}
    optimizers = make_optimizers(prior, rate)
    begun, step, mean = time.time(), 0, 0.0
    while True:
        spent = torch.tensor((time.time() - begun) / 60 / minutes)
        if step % AVERAGE == 0:
            dist.all_reduce(spent, dist.ReduceOp.MAX)  # all copies leave at the same step
            if spent >= 1:
                break
            _average(prior)
            decay = 0.995 if step > 2000 else 0.95
            for name, value in prior.state_dict().items():
                averaged[name].lerp_(value, 1 - decay)
        fall = min(1.0, max(0.0, (spent.item() - hold) / (1 - hold)))
        warm = min(1.0, (step + 1) / 200)
        loss = loss_of(prior, *pairs.draw(BATCH))
        prior.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(prior.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = rate * warm * (1 - 0.98 * fall)
            optimizer.step()
        step += 1
        mean = loss.item() if step == 1 else 0.99 * mean + 0.01 * loss.item()
        if rank == 0 and step % 250 == 0:
            spent_minutes = (time.time() - begun) / 60
            print(f"{spent_minutes:6.1f} min  step {step}  loss {mean:.4f}", flush=True)
        if rank == 0 and step % 500 == 0:
            _save(path, averaged)
    if rank == 0:
        _save(path, averaged)
    dist.destroy_process_group()


def _save(path: Path, weights: dict[str, torch.Tensor]) -> None:
    partial = path.with_suffix(".partial")
    torch.save(weights, partial)
    partial.replace(path)


def train(minutes: float, rate: float, hold: float, processes: int) -> None:
    """Train for `minutes`; the learning rate falls to zero after the fraction `hold` of them."""
    (STATE / "meeting").unlink(missing_ok=True)
    mp.spawn(_run, (processes, minutes, rate, hold), nprocs=processes)


def load() -> PriorTransformer:
    """The trained prior, ready to use."""
    prior = make_prior()
    prior.load_state_dict(torch.load(STATE / "prior.pt", weights_only=True))
    return prior.eval()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--hold", type=float, default=0.5)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    train(chosen.minutes, chosen.rate, chosen.hold, chosen.processes)
