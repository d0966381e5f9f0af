"""Files as OpenAI's become networks, or a sentence says why not."""

from __future__ import annotations

import math
import os

import pytest
import torch

from backend.families.point_e import checkpoints
from backend.families.point_e.checkpoints import RELEASED, Released
from backend.shared.errors import MaquetteError

SIZES = {  # tensors, millions of parameters
    "base40M-textvec": (158, 40.334),
    "base40M-imagevec": (158, 40.334),
    "base40M-uncond": (156, 39.940),
    "base40M": (160, 40.467),
    "base300M": (304, 311.778),
    "base1B": (304, 1244.312),
    "upsample": (164, 40.471),
    "sdf": (168, 9.482),
}


@pytest.mark.parametrize("name", RELEASED)
def test_sizes_of_what_openai_released(name):
    shapes = RELEASED[name].shapes()
    count = sum(math.prod(s) for key, s in shapes.items() if key not in checkpoints.EXACT)
    assert (len(shapes), round(count / 1e6, 3)) == SIZES[name]


def test_names_and_shapes_of_weights():
    shapes = RELEASED["upsample"].shapes()
    assert shapes["backbone.resblocks.11.attn.c_qkv.weight"] == (1536, 512)
    assert shapes["clip_embed.0.weight"] == (1024,)
    assert shapes["clip_embed.1.weight"] == (512, 1024)
    assert shapes["cond_point_proj.weight"] == (512, 6)
    assert shapes["channel_scales"] == shapes["channel_biases"] == (6,)
    assert RELEASED["base40M-textvec"].shapes()["clip_embed.weight"] == (512, 768)
    decoder = RELEASED["sdf"].shapes()
    assert decoder["decoder.resblocks.3.attn.c_kv.weight"] == (512, 256)
    assert "decoder.resblocks.3.ln_3.bias" in decoder and "ln_pre.weight" not in decoder


@pytest.fixture
def small(monkeypatch):
    """Networks of the same kinds, but small."""
    made = {
        "base40M-textvec": Released("base_40m_textvec.pt", "vector", 2, 16, 2),
        "base40M": Released("base_40m.pt", "grid", 2, 16, 2),
        "upsample": Released("upsample_40m.pt", "upsampler", 2, 16, 2),
        "sdf": Released("sdf.pt", "sdf", 2, 16, 2),
    }
    monkeypatch.setattr(checkpoints, "RELEASED", made)
    return made


def write(released, folder, **changed):
    """Its file, with some weights changed or, if None, left out."""
    torch.manual_seed(1)
    state = released.make().state_dict() | {k.replace("__", "."): v for k, v in changed.items()}
    path = folder / released.file
    torch.save({name: value for name, value in state.items() if value is not None}, path)
    return path, state


@pytest.mark.parametrize("name", ["base40M-textvec", "base40M", "upsample", "sdf"])
@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_a_file_becomes_its_network(small, tmp_path, name, precision):
    path, state = write(small[name], tmp_path)
    network = checkpoints.load(path, name, precision)
    assert not network.training and not any(p.requires_grad for p in network.parameters())
    for key, value in network.state_dict().items():
        exact = key in checkpoints.EXACT
        assert value.dtype == (torch.float32 if exact else precision)
        torch.testing.assert_close(value, state[key].to(value.dtype))


def test_a_file_of_an_old_torch(small, tmp_path):
    path, state = write(small["sdf"], tmp_path)
    torch.save(state, path, _use_new_zipfile_serialization=False)
    torch.testing.assert_close(dict(checkpoints.load(path, "sdf").state_dict()), dict(state))


NAN = torch.full((12,), math.nan)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"output_proj__bias": None, "ln_post__bias": None},
            "lacks 2 of its 38 weights, such as ln_post.bias.",
        ),
        (
            {"more__weight": torch.ones(1)},
            "it has weights that do not belong to it, such as more.weight.",
        ),
        (
            {"input_proj__weight": torch.ones(16, 7)},
            "its input_proj.weight is 16 x 7 instead of 16 x 6.",
        ),
        ({"output_proj__bias": NAN}, "contains numbers that are not finite, in output_proj.bias."),
        (
            {"output_proj__bias": torch.ones(12, dtype=torch.int64)},
            "has weights that are not real numbers, in output_proj.bias.",
        ),
    ],
)
def test_a_file_of_another_layout(small, tmp_path, changed, said):
    path, _ = write(small["base40M-textvec"], tmp_path, **changed)
    with pytest.raises(MaquetteError) as raised:
        checkpoints.load(path, "base40M-textvec")
    assert raised.value.code == "model" and raised.value.message.endswith(said)
    assert path.name in raised.value.message and raised.value.remedy


def test_a_file_of_another_network_is_named(small, tmp_path):
    path, _ = write(small["upsample"], tmp_path)
    with pytest.raises(MaquetteError, match="is not base40M of Point-E: it is upsample."):
        checkpoints.load(path, "base40M")


class Harmful:
    def __reduce__(self):
        return os.mkdir, ("harm",)


def test_files_that_are_no_weights(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path, _ = write(small["base40M"], tmp_path)
    whole = path.read_bytes()
    contents = {
        "is missing": None,
        "is cut short": whole[: len(whole) // 2],
        "no file of weights": b"<html>404</html>",
        "contains more than weights": {"model": {"weight": torch.ones(1)}},
        "cannot be read as weights": {"weight": Harmful()},
    }
    for said, content in contents.items():
        path.unlink(missing_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif content is not None:
            torch.save(content, path)
        with pytest.raises(MaquetteError, match=said) as raised:
            checkpoints.load(path, "base40M")
        assert raised.value.message.count("\n") == 0
    assert not (tmp_path / "harm").exists()
