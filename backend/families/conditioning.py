"""What a diffusion model is told: a prompt or an image as CLIP sees it.

Text: the projected embedding of the end token, divided by its norm, times the square root of its
width; image: the last hidden state of every patch, without the class token and before CLIP's
last layer norm. Both as diffusers' `ShapEPipeline` and `ShapEImg2ImgPipeline` compute them.
OpenAI's Point-E takes the same two, and does the multiplication itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import torch
from PIL import Image
from transformers.models.clip.configuration_clip import CLIPTextConfig, CLIPVisionConfig
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection, CLIPVisionModel
from transformers.models.clip.tokenization_clip import CLIPTokenizer

from ..compute.device import Offloader
from ..shared.errors import MaquetteError
from . import folder as folders
from . import network

if TYPE_CHECKING:
    from . import Condition

LARGEST_PICTURE = 4096  # pixels a side


class Conditioning(Protocol):
    """An encoder, which may move between devices, and what prepares its input."""

    @property
    def encoder(self) -> torch.nn.Module: ...

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one embedding: (width,) of a prompt, (patches, width) of an image."""
        ...

    def __call__(self, condition: Any, /) -> tuple[torch.Tensor, tuple[str, ...]]:
        """The embedding of one prompt or image (1, *shape), on the encoder's device and of its
        precision, and notes for the person who asked. `check` says beforehand whether this encoder
        reads such a condition."""
        ...


@dataclass(frozen=True)
class TextConditioning:
    tokenizer: CLIPTokenizer
    encoder: CLIPTextModelWithProjection

    @property
    def shape(self) -> tuple[int, ...]:
        width = self.encoder.config.projection_dim
        assert width  # the layer of this width was made
        return (width,)

    @torch.inference_mode()
    def __call__(self, prompt: str) -> tuple[torch.Tensor, tuple[str, ...]]:
        longest = min(self.tokenizer.model_max_length, self.encoder.config.max_position_embeddings)
        ids = self.tokenizer(prompt).input_ids
        notes: tuple[str, ...] = ()
        if len(ids) > longest:
            kept = ids[: longest - 1]
            read = str(self.tokenizer.decode(kept, skip_special_tokens=True)).strip()
            notes = (f"The prompt is too long for this model, which read only: {read}",)
            ids = [*kept, ids[-1]]  # the last one ends the text: CLIP pools there
        # Shap-E was trained with id 0 as padding, not with CLIP's own padding token.
        padded = torch.tensor([ids + [0] * (longest - len(ids))], device=self.encoder.device)
        embedding = self.encoder(padded).text_embeds
        embedding = embedding / torch.linalg.norm(embedding, dim=-1, keepdim=True)
        return embedding * math.sqrt(embedding.shape[1]), notes


@dataclass(frozen=True)
class ImageConditioning:
    """Takes an image of any size; what is not square is cropped at its long ends."""

    processor: CLIPImageProcessorPil
    encoder: CLIPVisionModel

    @property
    def shape(self) -> tuple[int, ...]:
        embeddings = self.encoder.embeddings
        return embeddings.num_patches, embeddings.embed_dim

    @torch.inference_mode()
    def __call__(self, image: Image.Image) -> tuple[torch.Tensor, tuple[str, ...]]:
        pixels = self.processor(image.convert("RGB"), return_tensors="pt").pixel_values
        pixels = pixels.to(self.encoder.device, self.encoder.dtype)
        return self.encoder(pixels).last_hidden_state[:, 1:], ()


def check(conditioning: Conditioning, condition: Condition) -> None:
    """Raise MaquetteError("request") if the one cannot read the other."""
    reads_text = isinstance(conditioning, TextConditioning)
    if reads_text == isinstance(condition, str):
        return
    takes, given = ("a prompt", "an image") if reads_text else ("an image", "a prompt")
    raise MaquetteError(
        "request", f"This model takes {takes}, not {given}.", "Choose another model."
    )


def read(
    conditioning: Conditioning,
    conditions: Sequence[Condition],
    offloader: Offloader,
    low_memory: bool,
) -> tuple[torch.Tensor, tuple[str, ...]]:
    """The embeddings of all conditions (n, *shape), and each note once. Raises
    MaquetteError("request") for a condition that this encoder cannot read."""
    for condition in conditions:
        check(conditioning, condition)
    offloader.onload(conditioning.encoder, alone=low_memory)
    found = [conditioning(condition) for condition in conditions]
    notes = dict.fromkeys(note for _, said in found for note in said)
    return torch.cat([embedding for embedding, _ in found]), tuple(notes)


def text(folders_of: Mapping[str, Path], precision: torch.dtype) -> TextConditioning:
    """What reads prompts: components text_encoder and tokenizer of a folder, by their names."""
    encoder = network.load(
        lambda config: CLIPTextModelWithProjection(CLIPTextConfig.from_dict(config)),
        CLIPTextConfig().to_dict(),
        folders_of["text_encoder"],
        precision,
    )
    return TextConditioning(_tokenizer(folders_of["tokenizer"], encoder), encoder)


def image(folders_of: Mapping[str, Path], precision: torch.dtype) -> ImageConditioning:
    """What reads images: components image_encoder and image_processor."""
    encoder = network.load(
        lambda config: CLIPVisionModel(CLIPVisionConfig.from_dict(config)),
        CLIPVisionConfig().to_dict(),
        folders_of["image_encoder"],
        precision,
        prefix="vision_model.",  # of transformers before 5, and so in OpenAI's file
    )
    return ImageConditioning(_processor(folders_of["image_processor"], encoder), encoder)


def _tokenizer(folder: Path, encoder: CLIPTextModelWithProjection) -> CLIPTokenizer:
    folders.check_tokenizer(folder)
    with folders.reading(folder, "is not a CLIP tokenizer"):
        tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
        if not isinstance(tokenizer.model_max_length, int) or tokenizer.model_max_length < 3:
            raise ValueError("model_max_length is not a number of tokens")
        ids = tokenizer("a chair").input_ids
        if not (ids and len(tokenizer) <= encoder.config.vocab_size):
            raise ValueError("its tokens do not match the text encoder")
    return tokenizer


def _processor(folder: Path, encoder: CLIPVisionModel) -> CLIPImageProcessorPil:
    path = folder / "preprocessor_config.json"
    config = folders.read_config(path, {}, LARGEST_PICTURE)
    with folders.reading(path, "does not make images for the image encoder"):
        processor = cast("CLIPImageProcessorPil", CLIPImageProcessorPil.from_dict(config))
        pixels = processor(Image.new("RGB", (8, 8)), return_tensors="pt").pixel_values
        side = encoder.config.image_size
        if pixels.shape != (1, 3, side, side) or not pixels.isfinite().all():
            raise ValueError(f"they would be {tuple(pixels.shape)}")
    return processor
