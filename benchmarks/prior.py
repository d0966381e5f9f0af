"""One call of the prior, and what each of its quickenings gives, in one run.

    python -m benchmarks.prior                  maquette-mini's, fp32, on the CPU
    python -m benchmarks.prior --device cuda    one of Shap-E's own size, fp16

Two rows, as guidance has them. All variants take turns, some calls each, so that a machine that
others use too is as busy for each; a row says the median and how far the outcome is from diffusers'
own.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import torch
from diffusers.models.transformers.prior_transformer import PriorTransformer

from backend.compute import cores, linear
from backend.compute.cuda_graph import Recorder
from backend.families.shap_e.prior import Prior
from backend.shared.models import catalog

from .full_size import PRIOR

UNCOUNTED, COUNTED = 3, 10  # calls of a turn: the first ones fetch the weights from far away
Call = Callable[[], torch.Tensor]


def network(device: torch.device) -> PriorTransformer:
    if device.type == "cpu":
        return PriorTransformer.from_pretrained(catalog.default("text").source / "prior")
    torch.manual_seed(0)
    return PriorTransformer(**PRIOR["text"]).to(device, torch.float16)


@contextmanager
def without_onednn() -> Iterator[None]:
    known, linear.ONEDNN = linear.ONEDNN, None
    try:
        yield
    finally:
        linear.ONEDNN = known


def variants(device: torch.device, opened: ExitStack) -> dict[str, Call]:
    theirs = network(device).eval().requires_grad_(False)
    ours = Prior.from_config(theirs.config).to(device, theirs.dtype).eval().requires_grad_(False)
    ours.load_state_dict(theirs.state_dict())
    ours.fuse()
    config = ours.config
    latents = torch.randn(2, config.num_embeddings, config.embedding_dim).to(theirs.device)
    embedding = torch.randn(2, config.embedding_proj_dim).to(theirs.device)
    given = latents.to(theirs.dtype), torch.tensor(500.0).to(device), embedding.to(theirs.dtype)

    def plain() -> torch.Tensor:
        with without_onednn():
            return ours._compute(*given)

    found: dict[str, Call] = {"diffusers": lambda: theirs(*given).predicted_image_embedding}
    if device.type == "cuda":
        recorder = Recorder()
        found["ours"] = lambda: ours._compute(*given)
        found["ours, recorded"] = lambda: recorder(ours._compute, *given)
        return found
    each = opened.enter_context(cores.side_by_side())
    rows = [(given[0][k : k + 1], given[1], given[2][k : k + 1]) for k in range(2)]
    found["ours, MKL"] = plain
    found["ours, oneDNN"] = lambda: ours._compute(*given)
    found["ours, oneDNN, a row a core"] = lambda: torch.cat(each(ours._compute, rows))
    return found


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--turns", type=int, default=15)
    chosen = parser.parse_args()
    device = torch.device(chosen.device)
    spent: dict[str, list[float]] = {}
    made = {}
    with ExitStack() as opened:
        calls = variants(device, opened)
        for name in [*calls] * chosen.turns:
            for number in range(UNCOUNTED + COUNTED):
                begun = time.perf_counter()
                made[name] = calls[name]()
                if device.type == "cuda":
                    torch.cuda.synchronize()
                if number >= UNCOUNTED:
                    spent.setdefault(name, []).append(time.perf_counter() - begun)
    print(f"{device}, {torch.get_num_threads()} threads; ms a call, and how far off it is")
    for name, seconds in spent.items():
        off = (made[name].float() - made["diffusers"].float()).abs().max()
        print(f"{name:30}{1000 * statistics.median(seconds):8.2f}{off:10.1e}")


if __name__ == "__main__":
    main()
