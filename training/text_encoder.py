"""Caption -> embedding: trains the tokenizer and the CLIP text model of maquette-mini.

The embedding is the one that ShapEPipeline computes: pooled at the end token, projected, divided by
its norm, times the square root of its width. It is taught before the prior exists, by linear
questions about what the caption says (which kind? which colour? which colour has the part? small
or large? ...); only the encoder is shipped, the questions are not.

    python -m training.text_encoder --minutes 8
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModelWithProjection, CLIPTokenizer

from .captions import QUESTIONS, Description, describe, say

STATE = Path(__file__).parent / "state"
WIDTH = 128
POSITIONS = 32
START, END = "<|startoftext|>", "<|endoftext|>"


def train_tokenizer(captions: int = 40_000, merges: int = 700) -> CLIPTokenizer:
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
            projection_dim=WIDTH,
            hidden_act="quick_gelu",
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=0,
        )
    )


def embed(encoder: CLIPTextModelWithProjection, ids: torch.Tensor) -> torch.Tensor:
    """Token ids (B, T) -> embeddings (B, WIDTH), scaled as ShapEPipeline scales them."""
    return nn.functional.normalize(encoder(ids).text_embeds, dim=-1) * math.sqrt(WIDTH)


def tokens(tokenizer: CLIPTokenizer, captions: list[str]) -> torch.Tensor:
    """Ids (B, T), padded with 0 to the longest only: the model is causal, so what follows the end
    token cannot change what is pooled there."""
    ids = [torch.tensor(tokenizer(c, truncation=True).input_ids) for c in captions]
    return nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=0)


class Captions:
    """Descriptions and their wordings, without end; a few letters are lost or swapped."""

    def __init__(self, seed: int, typos: float = 0.04) -> None:
        self.random = np.random.default_rng(seed)
        self.typos = typos

    def draw(self, count: int) -> tuple[list[Description], list[str]]:
        descriptions = [describe(self.random) for _ in range(count)]
        return descriptions, [self._mistype(say(d, self.random)) for d in descriptions]

    def _mistype(self, caption: str) -> str:
        if self.random.random() >= self.typos or len(caption) < 8:
            return caption
        at = int(self.random.integers(1, len(caption) - 2))
        if self.random.random() < 0.5:
            return caption[:at] + caption[at + 1 :]
        return caption[:at] + caption[at + 1] + caption[at] + caption[at + 2 :]


def train(minutes: float, rate: float, seed: int = 0) -> None:
    torch.manual_seed(seed)
    tokenizer = train_tokenizer()
    encoder = make_encoder(tokenizer)
    questions = nn.ModuleList(nn.Linear(WIDTH, classes) for classes in QUESTIONS)
    learned = [*encoder.parameters(), *questions.parameters()]
    optimizer = torch.optim.AdamW(learned, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    source, begun, step = Captions(int(time.time())), time.time(), 0
    right = np.zeros(len(QUESTIONS))
    while (spent := (time.time() - begun) / 60 / minutes) < 1:
        warm = min(1.0, (step + 1) / 100)
        optimizer.param_groups[0]["lr"] = (
            rate * warm * (0.02 + 0.98 * math.cos(spent * math.pi / 2))
        )
        descriptions, captions = source.draw(128)
        labels = torch.tensor([d.labels() for d in descriptions])
        embedding = embed(encoder, tokens(tokenizer, captions))
        answers = [question(embedding) for question in questions]
        loss = sum(
            nn.functional.cross_entropy(answer, label)
            for answer, label in zip(answers, labels.T, strict=True)
        )
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        step += 1
        hits = [
            (a.argmax(1) == y).float().mean().item() for a, y in zip(answers, labels.T, strict=True)
        ]
        right = np.array(hits) if step == 1 else 0.98 * right + 0.02 * np.array(hits)
        if step % 100 == 0:
            print(f"step {step}  loss {loss.item():.3f}  right {right.round(3)}", flush=True)
    torch.save(encoder.state_dict(), STATE / "text_encoder.pt")


def load() -> tuple[CLIPTokenizer, CLIPTextModelWithProjection]:
    """The trained pair, ready to use."""
    tokenizer = CLIPTokenizer.from_pretrained(STATE / "tokenizer")
    encoder = make_encoder(tokenizer)
    encoder.load_state_dict(torch.load(STATE / "text_encoder.pt", weights_only=True))
    return tokenizer, encoder.eval()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--rate", type=float, default=1e-3)
    chosen = parser.parse_args()
    train(chosen.minutes, chosen.rate)
