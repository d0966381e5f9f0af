"""OpenAI's own files become a folder that computes what OpenAI's network computes."""

from __future__ import annotations

import math

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch.nn import functional as F

from backend import families
from backend.compute.progress import Tracker
from backend.families.shap_e import originals
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog

WIDTH, LATENT, LAYERS, ROWS = 128, 16, 2, 32  # a model of our tiny size, two heads for prompts


def original_prior(image: bool = False) -> dict[str, torch.Tensor]:
    """The tensors of a text_cond.pt or image_cond.pt, by OpenAI's names."""
    torch.manual_seed(3)
    made = {}

    def linear(name: str, wide: int, out: int) -> None:
        made[f"wrapped.{name}.weight"] = torch.randn(out, wide) / math.sqrt(wide)
        made[f"wrapped.{name}.bias"] = torch.randn(out) * 0.1

    def norm(name: str, width: int) -> None:
        made[f"wrapped.{name}.weight"] = 1 + 0.1 * torch.randn(width)
        made[f"wrapped.{name}.bias"] = torch.randn(width) * 0.1

    linear("time_embed.c_fc", WIDTH, 4 * WIDTH)
    linear("time_embed.c_proj", 4 * WIDTH, WIDTH)
    linear("input_proj", LATENT, WIDTH)
    if image:
        norm("clip_embed.0", 24)
    linear("clip_embed.1" if image else "clip_embed", 24 if image else 32, WIDTH)
    norm("ln_pre", WIDTH)
    norm("ln_post", WIDTH)
    linear("output_proj", WIDTH, 2 * LATENT)
    made["wrapped.pos_emb"] = torch.randn(ROWS, WIDTH)
    for k in range(LAYERS):
        block = f"backbone.resblocks.{k}"
        linear(f"{block}.attn.c_qkv", WIDTH, 3 * WIDTH)
        linear(f"{block}.attn.c_proj", WIDTH, WIDTH)
        linear(f"{block}.mlp.c_fc", WIDTH, 4 * WIDTH)
        linear(f"{block}.mlp.c_proj", 4 * WIDTH, WIDTH)
        norm(f"{block}.ln_1", WIDTH)
        norm(f"{block}.ln_2", WIDTH)
    return made


def forward(weights, latent, time, embedding, heads: int) -> torch.Tensor:
    """OpenAI's network, from the description in its repository: tokens for the time and the
    condition, then the latent's."""

    def linear(name, x):
        return F.linear(x, weights[f"wrapped.{name}.weight"], weights[f"wrapped.{name}.bias"])

    def norm(name, x):
        pair = weights[f"wrapped.{name}.weight"], weights[f"wrapped.{name}.bias"]
        return F.layer_norm(x, x.shape[-1:], *pair)

    def attend(name, x):
        packed = linear(f"{name}.c_qkv", x).unflatten(-1, (heads, 3 * WIDTH // heads))
        query, key, value = packed.transpose(1, 2).chunk(3, -1)
        weight = (query @ key.mT / math.sqrt(WIDTH // heads)).softmax(-1)
        return linear(f"{name}.c_proj", (weight @ value).transpose(1, 2).flatten(-2))

    frequencies = torch.exp(-math.log(10_000) * torch.arange(WIDTH // 2) / (WIDTH // 2))
    angles = time[:, None] * frequencies
    times = torch.cat([angles.cos(), angles.sin()], -1)
    times = linear("time_embed.c_proj", F.gelu(linear("time_embed.c_fc", times)))
    if embedding.ndim == 3:
        told = linear("clip_embed.1", norm("clip_embed.0", embedding))
    else:
        told = linear("clip_embed", embedding)[:, None]
    x = linear("input_proj", latent) + weights["wrapped.pos_emb"]
    x = norm("ln_pre", torch.cat([told, times[:, None], x], 1))
    for k in range(LAYERS):
        block = f"backbone.resblocks.{k}"
        x = x + attend(f"{block}.attn", norm(f"{block}.ln_1", x))
        hidden = F.gelu(linear(f"{block}.mlp.c_fc", norm(f"{block}.ln_2", x)))
        x = x + linear(f"{block}.mlp.c_proj", hidden)
    return linear("output_proj", norm("ln_post", x)[:, -ROWS:])


@pytest.fixture
def files(tiny_model, tmp_path):
    """A folder as OpenAI's download leaves it."""
    torch.save(original_prior(), tmp_path / "text_cond.pt")
    torch.save(original_prior(image=True), tmp_path / "image_cond.pt")
    stored = next((tiny_model / "shap_e_renderer").glob("*.safetensors"))
    transmitter = {}
    for name, value in load_file(stored).items():
        if name.startswith("mlp."):
            transmitter[f"renderer.nerstf.{name.removeprefix('mlp.')}"] = value
        elif name.startswith("params_proj."):
            transmitter[f"encoder.{name}"] = value
    transmitter["encoder.input_proj.weight"] = torch.zeros(3, 3)  # the encoder itself: not needed
    torch.save(transmitter, tmp_path / "transmitter.pt")
    return tmp_path


def convert(files, clip, prior="text_cond.pt", **how) -> list[str]:
    parts = {"decoder": how.pop("decoder")} if "decoder" in how else {}
    return originals.convert(files / prior, parts, clip, files / "made", Tracker(**how))


def load(folder):
    return families.load(catalog.find(str(folder)), torch.device("cpu"), torch.float32, Tracker())


@pytest.mark.parametrize(("file", "heads"), [("text_cond.pt", 2), ("image_cond.pt", 1)])
def test_the_prior_computes_what_openais_computes(files, clip, file, heads):
    notes = convert(files, clip, file)
    assert ("prompt" if heads == 2 else "image") in notes[0]
    assert f"{file} is not the file that OpenAI published." in notes
    prior = load(files / "made").components.prior
    latent, time = torch.randn(2, ROWS, LATENT), torch.tensor([3.0, 700.5])
    embedding = torch.randn(2, 4, 24) if heads == 1 else torch.randn(2, 32)
    wanted = forward(torch.load(files / file, weights_only=True), latent, time, embedding, heads)
    with torch.no_grad():
        found = prior(latent, time, embedding)
    assert wanted.std() > 0.1
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)


def test_it_makes_the_decoders_mesh(files, clip, tiny_model):
    convert(files, clip)
    latent = torch.rand(ROWS, LATENT, generator=torch.Generator().manual_seed(5)) * 2 - 1
    made = load(files / "made").asset(latent, families.AssetOptions(16), lambda step: None)
    wanted = load(tiny_model).asset(latent, families.AssetOptions(16), lambda step: None)
    assert len(made.vertices) > 50
    assert (made.vertices == wanted.vertices).all() and (made.faces == wanted.faces).all()


def test_a_vector_decoder_does_as_well(files, clip):
    whole = torch.load(files / "transmitter.pt", weights_only=True)
    short = {k.removeprefix("encoder.").removeprefix("renderer."): v for k, v in whole.items()}
    torch.save(short, files / "mine.pt")
    (files / "transmitter.pt").unlink()
    with pytest.raises(MaquetteError, match="Neither transmitter.pt nor vector_decoder.pt"):
        convert(files, clip)
    convert(files, clip, decoder=files / "mine.pt")
    load(files / "made")


def test_what_is_something_else_is_refused_and_leaves_nothing(files, clip):
    torch.save({"wrapped.pos_emb": torch.zeros(3, 3)}, files / "other.pt")
    (files / "torn.pt").write_bytes((files / "text_cond.pt").read_bytes()[:1000])
    torch.save({"a": print}, files / "evil.pt")
    before = sorted(files.iterdir())
    for name, said in (
        ("other.pt", "not a prior of Shap-E"),
        ("torn.pt", "is cut short, or is no file of weights"),
        ("evil.pt", "cannot be read as weights"),
        ("absent.pt", "is missing"),
        ("transmitter.pt", "not a prior of Shap-E"),
    ):
        with pytest.raises(MaquetteError, match=said):
            convert(files, clip, name)
    with pytest.raises(MaquetteError, match="not a decoder of Shap-E"):
        convert(files, clip, decoder=files / "text_cond.pt")
    with pytest.raises(MaquetteError, match="not a CLIP folder"):
        convert(files, files)
    (clip / "tokenizer.json").unlink()
    (clip / "tokenizer_config.json").unlink()
    with pytest.raises(MaquetteError, match="not a CLIP folder"):
        convert(files, clip)
    with pytest.raises(JobCancelled):
        convert(files, clip, cancelled=lambda: True)
    assert sorted(files.iterdir()) == before


def test_nothing_is_overwritten(files, clip):
    (files / "made").mkdir()
    with pytest.raises(MaquetteError, match="exists"):
        convert(files, clip)


def test_a_full_disk_under_the_weights_is_a_sentence(files, clip, monkeypatch):
    """The library that writes them has an error of its own for it."""

    def full(network, folder):
        folder.mkdir()
        (folder / "config.json").write_text("{}")
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(originals.PriorTransformer, "save_pretrained", full)
    before = sorted(files.iterdir())
    with pytest.raises(MaquetteError, match="made cannot be written: .*No space left") as caught:
        originals.convert(files / "text_cond.pt", {}, clip, files / "new" / "made", Tracker())
    assert caught.value.code == "file" and sorted(files.iterdir()) == before
