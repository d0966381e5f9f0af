"""The weights in OpenAI's files of Shap-E, by the names and in the arrangement of diffusers.

After shap_e/models/generation/transformer.py and shap_e/models/nn/meta.py of OpenAI, and
diffusers' PriorTransformer and ShapERenderer.
"""

from __future__ import annotations

import re

from ..original_files import Weights

# OpenAI's names -> diffusers', of layers that are the same in both
PRIOR = {
    "time_embed.c_fc": "time_embedding.linear_1",
    "time_embed.c_proj": "time_embedding.linear_2",
    "input_proj": "proj_in",
    "clip_embed.0": "embedding_proj_norm",
    "clip_embed.1": "embedding_proj",
    "clip_embed": "embedding_proj",
    "ln_pre": "norm_in",
    "ln_post": "norm_out",
    "output_proj": "proj_to_clip_embeddings",
}
BLOCK = {
    "ln_1": "norm1",
    "ln_2": "norm3",
    "mlp.c_fc": "ff.net.0.proj",
    "mlp.c_proj": "ff.net.2",
    "attn.c_proj": "attn1.to_out.0",
}


def prior_weights(original: Weights, head_width: int) -> Weights:
    """The prior's weights under diffusers' names.

    OpenAI's c_qkv holds the rows of query, key and value of head 0, then those of head 1, ...
    """
    made: Weights = {}
    for name, value in original.items():
        layer, _, what = name.removeprefix("wrapped.").rpartition(".")
        if layer in PRIOR:
            made[f"{PRIOR[layer]}.{what}"] = value
        elif name == "wrapped.pos_emb":
            made["positional_embedding"] = value[None]
        elif found := re.fullmatch(r"backbone\.resblocks\.(\d+)\.(.+)", layer):
            block = f"transformer_blocks.{found[1]}"
            if found[2] in BLOCK:
                made[f"{block}.{BLOCK[found[2]]}.{what}"] = value
            elif found[2] == "attn.c_qkv":
                heads = value.unflatten(0, (-1, 3, head_width))
                for part, rows in zip("qkv", heads.unbind(1), strict=True):
                    made[f"{block}.attn1.to_{part}.{what}"] = rows.flatten(0, 1).contiguous()
    return made


def renderer_weights(original: Weights) -> Weights:
    """The decoder's weights under diffusers' names, from either of `DECODERS`."""
    made: Weights = {}
    for name, value in original.items():
        if found := re.fullmatch(r"(?:encoder\.)?params_proj\.(.+)", name):
            made[f"params_proj.{found[1]}"] = value
        elif found := re.fullmatch(r"(?:renderer\.)?nerstf\.(mlp\..+)", name):
            made[f"mlp.{found[1]}"] = value
    return made
