"""Caption -> embedding: trains the tokenizer and the CLIP text model of maquette-mini.

The embedding is the one that ShapEPipeline computes: pooled at the end token, projected, divided by
its norm, times the square root of its width. It is taught before the prior exists, by linear
questions about what the caption says (which kind? which colour? which colour has the part? small
or large? ...), and by one about the latent: the mean codes of the kind. So kinds that look alike
lie near each other, and the prior finds the latent by a map that is all but linear. Only the
encoder is shipped, the questions are not.

    python -m training.text_encoder --minutes 20     goes on from training/state/text_encoder.pt
"""

from __future__ import annotations

import math

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModelWithProjection, CLIPTokenizer

from . import autoencoder, loop
from .captions import PARAMETERS, PARTS, QUESTIONS, Description, describe, say, words_of
from .loop import STATE
from .shapes import KINDS
from .wordnet import english

WIDTH = 128  # of tokens
EMBEDDING = 256  # what the mean codes of all kinds need: 95% of their variance is in so many axes
DRAWS = 64  # of a kind, for its mean codes
POSITIONS = 32
START, END = "<|startoftext|>", "<|endoftext|>"


def train_tokenizer(captions: int = 60_000, merges: int = 1600) -> CLIPTokenizer:
    """Byte-pair encoding over generated captions, with CLIP's own rules.

    The vocabulary is laid out as CLIP's: bytes, bytes that end a word, merged pieces, start, end.
    All 512 bytes are there, so no text in any script is unknown; id 0 is "!", which pads.
    """
    random = np.random.default_rng(0)
    rules = CLIPTokenizer().backend_tokenizer
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = rules.normalizer, rules.pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=256 + merges, end_of_word_suffix="</w>", show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    tokenizer.train_from_iterator((say(describe(random), random) for _ in range(captions)), trainer)
    folder = STATE / "tokenizer"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.model.save(str(folder))
    lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [tuple(line.split(" ")) for line in lines]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*letters, *(letter + "</w>" for letter in letters), *("".join(p) for p in pairs)]
    vocabulary = {piece: i for i, piece in enumerate([*dict.fromkeys(pieces), START, END])}
    made = CLIPTokenizer(vocab=vocabulary, merges=pairs, model_max_length=POSITIONS)
    made.save_pretrained(folder)
    return made


def make_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModelWithProjection:
    return CLIPTextModelWithProjection(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=WIDTH,
            intermediate_size=4 * WIDTH,
            num_hidden_layers=3,
            num_attention_heads=4,
            max_position_embeddings=POSITIONS,
            projection_dim=EMBEDDING,
            hidden_act="quick_gelu",
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=0,
        )
    )


def embed(encoder: CLIPTextModelWithProjection, ids: torch.Tensor) -> torch.Tensor:
    """Token ids (B, T) -> embeddings (B, EMBEDDING), scaled as ShapEPipeline scales them."""
    return nn.functional.normalize(encoder(ids).text_embeds, dim=-1) * math.sqrt(EMBEDDING)


def tokens(tokenizer: CLIPTokenizer, captions: list[str]) -> torch.Tensor:
    """Ids (B, T), padded with 0 to the longest only: the model is causal, so what follows the end
    token cannot change what is pooled there."""
    ids = [torch.tensor(tokenizer(c, truncation=True).input_ids) for c in captions]
    return nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=0)


class Captions:
    """Descriptions and their wordings, without end; a few letters are lost or swapped, and words
    that mean nothing here stand between the others."""

    def __init__(self, seed: int, typos: float = 0.04, strange: float = 0.15) -> None:
        self.random = np.random.default_rng(seed)
        self.typos, self.strange = typos, strange
        self.others = sorted(english() - set(words_of(KINDS.values())))

    def draw(self, count: int) -> tuple[list[Description], list[str]]:
        descriptions = [describe(self.random) for _ in range(count)]
        return descriptions, [self.spoilt(say(d, self.random)) for d in descriptions]

    def spoilt(self, caption: str) -> str:
        """With a typing error, or with words that mean nothing, now and then."""
        if self.random.random() < self.strange:
            caption = self.distract(caption, int(self.random.integers(1, 4)))
        return self._mistype(caption)

    def distract(self, caption: str, count: int) -> str:
        """With so many words in it that are none of a caption's."""
        words = caption.split()
        for _ in range(count):
            other = self.others[int(self.random.integers(len(self.others)))]
            words.insert(int(self.random.integers(len(words) + 1)), other)
        return " ".join(words)

    def _mistype(self, caption: str) -> str:
        if self.random.random() >= self.typos or len(caption) < 8:
            return caption
        at = int(self.random.integers(1, len(caption) - 2))
        if self.random.random() < 0.5:
            return caption[:at] + caption[at + 1 :]
        return caption[:at] + caption[at + 1] + caption[at] + caption[at + 2 :]


class Questions:
    """What `loop.train` trains: captions, and what they say."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self.device = device
        self.source = Captions(seed)
        self.tokenizer = CLIPTokenizer.from_pretrained(STATE / "tokenizer")
        answers = nn.ModuleList(nn.Linear(EMBEDDING, classes) for classes in QUESTIONS)
        self.codes = mean_codes().to(device)
        networks = {"encoder": _start(self.tokenizer), "answers": answers}
        networks["codes"] = nn.Linear(EMBEDDING, self.codes.shape[1])
        self.model = nn.ModuleDict(networks)
        self.files = {"encoder": "text_encoder"}

    def loss(self) -> torch.Tensor:
        descriptions, captions = self.source.draw(128)
        labels = torch.tensor([d.labels() for d in descriptions], device=self.device)
        ids = tokens(self.tokenizer, captions).to(self.device)
        embedding = embed(self.model["encoder"], ids)
        asked = sum(
            nn.functional.cross_entropy(answer(embedding).float(), label)
            for answer, label in zip(self.model["answers"], labels.T, strict=True)
        )
        codes = self.model["codes"](embedding).float()
        return asked + nn.functional.mse_loss(codes, self.codes[labels[:, 0]])


@torch.no_grad()
def mean_codes() -> torch.Tensor:
    """Of every kind (KINDS, CODES * SHAPE), with variance 1 over the kinds."""
    encoder, random = autoencoder.load()[0], np.random.default_rng(0)
    parameters = torch.from_numpy(random.random((DRAWS, PARAMETERS), np.float32))
    means = []
    for kind in range(len(KINDS)):
        latent = encoder(torch.full((DRAWS,), kind), parameters, torch.zeros(DRAWS, PARTS, 3))
        code = latent[:, :: autoencoder.TOKENS // autoencoder.CODES, : autoencoder.SHAPE]
        means.append(code.mean(0).flatten())
    codes = torch.stack(means)
    return (codes - codes.mean(0)) / codes.std(0).clamp(min=1e-6)


def _start(tokenizer: CLIPTokenizer) -> CLIPTextModelWithProjection:
    """The encoder to go on from."""
    encoder, path = make_encoder(tokenizer), STATE / "text_encoder.pt"
    if path.exists():
        encoder.load_state_dict(torch.load(path, weights_only=True))
    return encoder


def load() -> tuple[CLIPTokenizer, CLIPTextModelWithProjection]:
    """The trained pair, ready to use."""
    tokenizer = CLIPTokenizer.from_pretrained(STATE / "tokenizer")
    return tokenizer, _start(tokenizer).eval()


if __name__ == "__main__":
    chosen = loop.options(__doc__.partition("\n")[0], minutes=6, rate=1e-3).parse_args()
    if not (
        STATE / "text_encoder.pt"
    ).exists():  # else what the encoder knows would mean other words
        train_tokenizer()
    loop.train(Questions, chosen)
