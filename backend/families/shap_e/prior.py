"""The diffusion transformer, as diffusers has it, by fewer and quicker operations.

`PriorTransformer` has the weights, their names and their checks; what it computes is the same to
rounding (tests/backend/families/shap_e/test_prior.py). Here

- queries, keys and values are one product, and their weights one block of memory;
- products are those of `compute/linear.py`, with GELU in them;
- a GPU gets all operations of a call at once (`compute/cuda_graph.py`);
- nothing runs that Shap-E has no use for: masks, cross-attention, dropout, processors.

A call with maquette-mini takes 12.8 ms in diffusers and 7.7 here (benchmarks/prior.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import torch
from diffusers.models.transformers.prior_transformer import PriorTransformer
from torch.nn import functional

from ...compute.cuda_graph import Recorder
from ...compute.linear import linear


class Prior(PriorTransformer):
    """Call `fuse` once the weights are there."""

    def fuse(self) -> Prior:
        """Lay the weights of queries, keys and values side by side; each stays a view of them."""
        self._fused = [_side_by_side(block.attn1) for block in self.transformer_blocks]
        self._recorder = Recorder()  # what it knew reads weights where they lay
        return self

    @property
    def work(self) -> int:
        """About how many FLOP a row of a call takes: two for each weight and token."""
        return 2 * self.num_parameters() * self.config["num_embeddings"]

    def _apply(self, fn: Callable[[torch.Tensor], torch.Tensor], recurse: bool = True) -> Prior:
        """torch's own way to a new device or type, which takes views apart; as in its RNNs."""
        super()._apply(fn, recurse)
        return self.fuse() if hasattr(self, "_fused") else self

    def forward(  # pyright: ignore[reportIncompatibleMethodOverride] - called by us alone
        self, latents: torch.Tensor, timestep: torch.Tensor, embedding: torch.Tensor
    ) -> torch.Tensor:
        """The latents without their noise, as far as they can be told.

        latents    (N, num_embeddings, embedding_dim), scaled as the schedule asks
        timestep   () or (1,) for all of them, or (N,), of the noise schedule
        embedding  (N, width) of prompts or (N, patches, width) of images; zeros: told nothing

        Returns (N, num_embeddings, clip_embed_dim); the first embedding_dim columns are the
        prediction, OpenAI's models have a variance behind them.
        """
        if latents.is_cuda:
            return self._recorder(self._compute, latents, timestep, embedding)
        return self._compute(latents, timestep, embedding)

    def _compute(
        self, latents: torch.Tensor, timestep: torch.Tensor, embedding: torch.Tensor
    ) -> torch.Tensor:
        count = len(latents)
        if self.embedding_proj_norm is not None:
            embedding = self.embedding_proj_norm(embedding)
        told = _through(self.embedding_proj, embedding)
        time = self.time_embedding(self.time_proj(timestep.reshape(-1)).to(latents.dtype))
        tokens = (
            told.reshape(count, -1, told.shape[-1]),
            time[:, None].expand(count, 1, -1),
            _through(self.proj_in, latents),
        )
        before = tokens[0].shape[1] + 1
        h = torch.cat(tokens, dim=1)
        lacking = h.shape[1] - self.positional_embedding.shape[1]
        h = h + functional.pad(self.positional_embedding, (0, 0, lacking, 0))
        if self.norm_in is not None:
            h = self.norm_in(h)
        blocks = cast("Iterable[Any]", self.transformer_blocks)
        for block, fused in zip(blocks, self._fused, strict=True):
            h = h + self._attend(block, fused, block.norm1(h))
            raised, _, lowered = block.ff.net
            h = h + _through(lowered, _through(raised.proj, block.norm3(h), "gelu"))
        return _through(self.proj_to_clip_embeddings, self.norm_out(h[:, before:]))

    def _attend(
        self, block: Any, fused: tuple[torch.Tensor, torch.Tensor], h: torch.Tensor
    ) -> torch.Tensor:
        count, tokens, width = h.shape
        qkv = linear(h, *fused).view(count, tokens, 3, self.num_attention_heads, -1)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v)
        return _through(block.attn1.to_out[0], seen.transpose(1, 2).reshape(count, tokens, width))


def _through(layer: torch.nn.Linear, x: torch.Tensor, activation: str = "none") -> torch.Tensor:
    return linear(x, layer.weight, layer.bias, activation)


def _side_by_side(attention: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (3 width, width) and biases (3 width,), in which the layers' own now lie."""
    layers = (attention.to_q, attention.to_k, attention.to_v)
    weight = torch.cat([layer.weight for layer in layers])
    bias = torch.cat([layer.bias for layer in layers])
    for layer, rows, numbers in zip(layers, weight.chunk(3), bias.chunk(3), strict=True):
        layer.weight = torch.nn.Parameter(rows, requires_grad=False)
        layer.bias = torch.nn.Parameter(numbers, requires_grad=False)
    return weight, bias
