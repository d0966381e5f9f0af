"""The loop that trains every network here: for some minutes, on all cores or one GPU, saving as it
goes.

On the CPU every core runs a copy with one thread. The copies are averaged every `AVERAGE` steps,
not their gradients at each: so a core that is also needed elsewhere holds the others up less.
Matrices are multiplied in bfloat16 where the processor has instructions for that (AVX-512 BF16):
four to eight times as fast as in fp32. What is saved is a running mean of the weights.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

STATE = Path(__file__).parent / "state"
AVERAGE = 20
SAVE = 500
TOLD = 250
# Between hidden layers: of transformers, of the implicit function, of the encoder of shapes.
INSIDE = r"blocks|encoder\.layers|mlp\.mlp\.[2-9]|codes\.1\."
ATTENTION = {  # torch's fused kernel for the CPU takes longer in bfloat16 than plain products
    "cpu": [SDPBackend.MATH],
    "cuda": [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH],
    "mps": [SDPBackend.MATH],
}


class Task(Protocol):
    """What one copy learns: the networks of `model`, and where each is kept.

    `loss` draws a batch and judges it; numbers that do not depend on what is learned can be made
    without gradients inside.
    """

    model: nn.ModuleDict
    files: dict[str, str]

    def loss(self) -> torch.Tensor: ...


def options(description: str, minutes: float, rate: float) -> argparse.ArgumentParser:
    """A parser with what `train` wants to know."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--rate", type=float, default=rate, help="the highest learning rate")
    parser.add_argument("--hold", type=float, default=0.4, help="share of the time before it falls")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--adam", action="store_true", help="not Muon, for matrices with a meaning")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or mps")
    return parser


def train(make: Callable[[int, torch.device], Task], chosen: argparse.Namespace) -> None:
    """Train what `make(seed, device)` makes, in every process one of it."""
    STATE.mkdir(exist_ok=True)
    world = chosen.processes if chosen.device == "cpu" else 1
    with TemporaryDirectory() as folder:
        meeting = (Path(folder) / "meeting").as_uri()  # a file, because a port may be taken
        mp.spawn(_run, (world, meeting, make, chosen), nprocs=world)


def _run(
    rank: int,
    world: int,
    meeting: str,
    make: Callable[[int, torch.device], Task],
    chosen: argparse.Namespace,
) -> None:
    device = torch.device(chosen.device)
    torch.set_num_threads(1)
    dist.init_process_group("gloo", meeting, rank=rank, world_size=world)
    torch.manual_seed(int(time.time()) + rank)
    task = make(int(time.time()) * 10 + rank, device)
    model = task.model.to(device)
    optimizers = make_optimizers(model, chosen.rate, muon=not chosen.adam)
    mean_weights = {k: v.clone() for k, v in model.state_dict().items()}
    begun, step, mean = time.time(), 0, 0.0
    while True:
        spent = torch.tensor((time.time() - begun) / 60 / chosen.minutes)
        if step % AVERAGE == 0:
            dist.all_reduce(spent, dist.ReduceOp.MAX)  # all copies leave at the same step
            if spent >= 1:
                break
            if world > 1:
                _average(model)
            times = step // AVERAGE  # so that a short training forgets where it began
            decay = min(0.99 if step > 2000 else 0.95, (1 + times) / (10 + times))
            for name, value in model.state_dict().items():
                mean_weights[name].lerp_(value, 1 - decay) if value.is_floating_point() else None
        left = max(1 - chosen.hold, 1e-9)  # of the time, in which the rate falls; perhaps none
        fall = min(1.0, max(0.0, (spent.item() - chosen.hold) / left))
        warm = min(1.0, (step + 1) / 200)
        with _fast(device), sdpa_kernel(ATTENTION[device.type]):
            loss = task.loss()
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = chosen.rate * warm * (1 - 0.98 * fall)
            optimizer.step()
        step += 1
        mean = loss.item() if step == 1 else 0.99 * mean + 0.01 * loss.item()
        if rank == 0 and step % TOLD == 0:
            minutes = (time.time() - begun) / 60
            print(f"{minutes:6.1f} min  step {step}  loss {mean:.4f}", flush=True)
        if rank == 0 and step % SAVE == 0:
            _save(mean_weights, task.files)
    if rank == 0:
        _save(mean_weights, task.files)
    dist.destroy_process_group()


def _fast(device: torch.device) -> torch.autocast | nullcontext[None]:
    if device.type == "cpu" and not torch.cpu._is_avx512_bf16_supported():
        return nullcontext()
    return torch.autocast(device.type, torch.bfloat16)


def make_optimizers(
    model: nn.Module, rate: float, muon: bool = True
) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al. 2024) for the matrices `INSIDE`, scaled so that AdamW's rate
    serves both; AdamW for the rest, and for all where bfloat16, in which torch's Muon computes,
    takes longer than a whole step."""
    named = list(model.named_parameters())
    slow = named[0][1].device.type == "cpu" and not torch.cpu._is_avx512_bf16_supported()
    muon = muon and not slow
    matrices = [p for n, p in named if muon and p.ndim == 2 and re.search(INSIDE, n)]
    inside = {id(p) for p in matrices}
    rest = [p for _, p in named if p.requires_grad and id(p) not in inside]
    made: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.0)
    ]
    if matrices:
        made.append(
            torch.optim.Muon(matrices, lr=rate, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
        )
    return made


def _average(model: nn.Module) -> None:
    parameters: Iterable[nn.Parameter] = list(model.parameters())
    flat = nn.utils.parameters_to_vector(parameters)
    dist.all_reduce(flat)
    nn.utils.vector_to_parameters(flat / dist.get_world_size(), parameters)


def _save(weights: dict[str, torch.Tensor], files: dict[str, str]) -> None:
    """A file for each network."""
    for network, file in files.items():
        own = {
            k.removeprefix(f"{network}."): v.cpu()
            for k, v in weights.items()
            if k.startswith(f"{network}.")
        }
        partial = STATE / f"{file}.partial"
        torch.save(own, partial)
        partial.replace(STATE / f"{file}.pt")
