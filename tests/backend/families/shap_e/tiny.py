"""Model folders of a few hundred kB in the layouts of `openai/shap-e` and `openai/shap-e-img2img`,
with random weights.

Written by the `save_pretrained` of diffusers and transformers themselves.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import HeunDiscreteScheduler, PriorTransformer, ShapEImg2ImgPipeline, ShapEPipeline
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from tokenizers.pre_tokenizers import ByteLevel
from transformers import (
    CLIPImageProcessorPil,
    CLIPTextConfig,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModel,
)

WORDS = ["a", "red", "blue", "chair", "vase", "with", "two"]
ROWS, WIDTH = 32, 16  # two generated layers of 16 x 16


def make(folder: Path, insert_direction_at: int | None = None) -> Path:
    """Write the folder. The field is smooth: only the first two frequencies reach the network, so
    that marching cubes meets no ambiguous cell."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        tokenizer = _tokenizer()
        pipeline = ShapEPipeline(
            prior=_prior(),
            text_encoder=_text_encoder(tokenizer),
            tokenizer=tokenizer,
            scheduler=_scheduler(),
            shap_e_renderer=renderer(insert_direction_at),
        )
    pipeline.save_pretrained(folder, safe_serialization=True)
    description = {"label": "Tiny", "family": "shap_e", "steps": 3, "guidance": 2.0}
    description |= {"words": WORDS, "kinds": ["chair", "vase"]}
    (folder / "maquette.json").write_text(json.dumps(description), encoding="utf-8")
    return folder


def make_image(folder: Path) -> Path:
    """The same for images: 16 pixels a side, 4 patches."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(8)
        pipeline = ShapEImg2ImgPipeline(
            prior=_prior(embedding_proj_dim=24, embedding_proj_norm_type="layer"),
            image_encoder=CLIPVisionModel(
                CLIPVisionConfig(
                    hidden_size=24,
                    intermediate_size=48,
                    num_hidden_layers=2,
                    num_attention_heads=2,
                    image_size=16,
                    patch_size=8,
                )
            ),
            image_processor=CLIPImageProcessorPil(
                size={"shortest_edge": 16}, crop_size={"height": 16, "width": 16}
            ),
            scheduler=_scheduler(),
            shap_e_renderer=renderer(),
        )
    pipeline.save_pretrained(folder, safe_serialization=True)
    description = {"label": "Tiny image", "family": "shap_e", "steps": 3, "guidance": 2.0}
    (folder / "maquette.json").write_text(json.dumps(description), encoding="utf-8")
    return folder


def _scheduler() -> HeunDiscreteScheduler:
    return HeunDiscreteScheduler(
        num_train_timesteps=1024,
        beta_schedule="exp",
        prediction_type="sample",
        clip_sample=True,
        use_karras_sigmas=True,
    )


def renderer(insert_direction_at: int | None = None) -> ShapERenderer:
    """A smooth random field that the box cuts, with smooth random colours."""
    network = ShapERenderer(
        param_names=["nerstf.mlp.1.weight", "nerstf.mlp.3.weight"],
        param_shapes=[[WIDTH, WIDTH], [WIDTH, WIDTH]],
        d_latent=WIDTH,
        d_hidden=WIDTH,
        n_hidden_layers=6,
        insert_direction_at=insert_direction_at,
    )
    with torch.no_grad():
        first = network.mlp.mlp[0].weight
        low = torch.zeros(first.shape[1])
        low[[*range(0, 9), *range(48, 54)]] = 1.0  # x, and sin and cos of x and 2x
        first.copy_(torch.randn_like(first) * 0.5 * low)
        last = network.mlp.mlp[-1]
        last.weight.copy_(torch.randn_like(last.weight))
        last.bias.copy_(torch.randn_like(last.bias) * 0.1)
    return network


def _prior(embedding_proj_dim: int = 32, **how: str) -> PriorTransformer:
    prior = PriorTransformer(
        num_attention_heads=2,
        attention_head_dim=16,
        num_layers=2,
        embedding_dim=WIDTH,
        num_embeddings=ROWS,
        additional_embeddings=0,
        time_embed_act_fn="gelu",
        norm_in_type="layer",
        encoder_hid_proj_type=None,
        added_emb_type=None,
        time_embed_dim=64,
        clip_embed_dim=2 * WIDTH,
        embedding_proj_dim=embedding_proj_dim,
        **how,
    )
    torch.nn.init.normal_(prior.positional_embedding, std=0.5)  # diffusers starts it at zero
    return prior


def _text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModelWithProjection:
    return CLIPTextModelWithProjection(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            projection_dim=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=16,
            pad_token_id=0,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
        )
    )


def _tokenizer() -> CLIPTokenizer:
    """Every byte, alone and at a word's end, so that any prompt has tokens; no merges."""
    alphabet = sorted(ByteLevel.alphabet())
    tokens = [*alphabet, *(byte + "</w>" for byte in alphabet)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=16)
