"""A model folder is loaded whole, or a sentence says what is wrong with it."""

from __future__ import annotations

import json
import resource
import shutil
import time
from pathlib import Path

import pytest
import torch
from diffusers import PriorTransformer, ShapEImg2ImgPipeline, ShapEPipeline
from safetensors.torch import load_file, save_file

from backend.compute.progress import Tracker
from backend.families.shap_e import components
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog

CPU = torch.device("cpu")
PRIOR = "prior/diffusion_pytorch_model.safetensors"
WEIGHTS = (PRIOR, "text_encoder/model.safetensors", PRIOR.replace("prior", "shap_e_renderer"))


def load(
    folder: Path, progress: Tracker | None = None, precision: torch.dtype = torch.float32
) -> components.Components:
    model = catalog.find(str(folder))
    return components.load(model, CPU, precision, progress or Tracker())


def refused(folder: Path, *says: str) -> None:
    with pytest.raises(MaquetteError) as caught:
        load(folder)
    assert caught.value.code == "model" and caught.value.remedy
    assert all(text in caught.value.message for text in says), caught.value.message


def test_the_weights_are_those_that_diffusers_loads(tiny_model, tiny_image_model):
    text, image = load(tiny_model), load(tiny_image_model)
    told = ShapEPipeline.from_pretrained(tiny_model)
    shown = ShapEImg2ImgPipeline.from_pretrained(tiny_image_model)
    for mine, theirs in (
        (text.prior, told.prior),
        (text.conditioning.encoder, told.text_encoder),
        (text.renderer, told.shap_e_renderer),
        (image.prior, shown.prior),
        (image.conditioning.encoder, shown.image_encoder),
    ):
        assert mine.state_dict().keys() == theirs.state_dict().keys()
        for name, value in theirs.state_dict().items():
            assert torch.equal(mine.state_dict()[name], value), name
        assert [b for _, b in mine.named_buffers()]  # made, though not in the file
        for name, buffer in theirs.named_buffers():
            assert torch.equal(dict(mine.named_buffers())[name], buffer), name


def test_every_component_is_a_step(tiny_model):
    told = []
    load(tiny_model, Tracker(lambda *report: told.append(report[:3])))
    assert told == [("loading", step, 5) for step in (0, 1, 3, 4, 5)]


def test_half_weights_become_whole_ones(tiny_copy):
    path = tiny_copy / PRIOR
    state = {name: value.half() for name, value in load_file(path).items()}
    save_file(state, path.with_name("diffusion_pytorch_model.fp16.safetensors"))
    path.unlink()
    assert {p.dtype for p in load(tiny_copy).prior.parameters()} == {torch.float32}
    halves = load(tiny_copy, precision=torch.float16)
    for network in (halves.prior, halves.renderer, halves.conditioning.encoder):
        assert {p.dtype for p in network.parameters()} == {torch.float16}


def test_pickles_hold_tensors_or_are_refused(tiny_copy):
    path = tiny_copy / PRIOR
    state = load_file(path)
    path.unlink()
    pickle = path.with_suffix(".bin")
    torch.save(state, pickle)
    assert torch.equal(load(tiny_copy).prior.proj_in.weight, state["proj_in.weight"])
    torch.save({"proj_in.weight": Path("/bin/sh")}, pickle)
    refused(tiny_copy, ".bin cannot be read")
    pickle.write_bytes(pickle.read_bytes()[:-100])
    refused(tiny_copy, ".bin is truncated")


@pytest.mark.parametrize(
    "name",
    [
        *WEIGHTS,
        "prior/config.json",
        "text_encoder/config.json",
        "scheduler/scheduler_config.json",
        "shap_e_renderer/config.json",
        "tokenizer/tokenizer_config.json",
        "tokenizer/tokenizer.json",
    ],
)
def test_a_missing_file(tiny_copy, name):
    (tiny_copy / name).unlink()
    refused(tiny_copy, name.split("/")[0])


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("kept", [0, 4, 100, -1])
def test_a_truncated_file(tiny_copy, name, kept):
    path = tiny_copy / name
    path.write_bytes(path.read_bytes()[:kept])
    refused(tiny_copy, path.name, "truncated" if kept > -1 else "should have")


def test_a_file_that_is_too_long(tiny_copy):
    with open(tiny_copy / PRIOR, "ab") as file:
        file.write(b"x")
    refused(tiny_copy, PRIOR, "should have")


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff"])
@pytest.mark.parametrize("name", ["prior/config.json", "tokenizer/tokenizer.json"])
def test_json_that_is_none(tiny_copy, name, text):
    (tiny_copy / name).write_bytes(text.encode("latin-1"))
    refused(tiny_copy, name)


def test_a_tokenizer_of_another_kind(tiny_copy):
    (tiny_copy / "tokenizer" / "tokenizer.json").write_text('{"version": 7}')
    refused(tiny_copy, "not a CLIP tokenizer")


def _configure(folder: Path, component: str, **values) -> None:
    path = folder / component / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


@pytest.mark.parametrize(
    ("component", "values"),
    [
        ("prior", {"embedding_dim": 24, "clip_embed_dim": 48}),
        ("text_encoder", {"hidden_size": 64}),
        ("shap_e_renderer", {"d_hidden": 32}),
    ],
)
def test_weights_of_other_shapes_than_the_config(tiny_copy, component, values):
    _configure(tiny_copy, component, **values)
    refused(tiny_copy, component, "shapes do not match")


def test_a_config_that_describes_nothing(tiny_copy):
    _configure(tiny_copy, "shap_e_renderer", act_fn="tan")
    refused(tiny_copy, "shap_e_renderer", "does not describe a network")


def test_missing_weights(tiny_copy):
    path = tiny_copy / PRIOR
    state = load_file(path)
    del state["proj_in.weight"]
    save_file(state, path)
    refused(tiny_copy, PRIOR, "proj_in.weight")


def test_parts_of_different_models(tiny_copy):
    other = PriorTransformer.from_pretrained(tiny_copy / "prior")
    config = dict(other.config) | {"num_embeddings": 16}
    PriorTransformer.from_config(config).save_pretrained(tiny_copy / "prior")
    refused(tiny_copy, "different models")


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_not_finite(tiny_copy, name, value):
    state = load_file(tiny_copy / name)
    first = next(name for name, tensor in state.items() if tensor.is_floating_point())
    state[first].view(-1)[0] = value
    save_file(state, tiny_copy / name)
    refused(tiny_copy, name, "not finite", first)


def test_the_parts_of_an_image_model(tiny_image_model, tmp_path):
    copy = Path(shutil.copytree(tiny_image_model, tmp_path / "copy"))
    (copy / "image_processor" / "preprocessor_config.json").write_text("{")
    refused(copy, "preprocessor_config.json")
    shutil.rmtree(copy / "image_encoder")
    refused(copy, "lacks image_encoder")


def test_an_image_encoder_by_its_older_names(tiny_image_model, tmp_path):
    copy = Path(shutil.copytree(tiny_image_model, tmp_path / "copy"))
    file = copy / "image_encoder" / "model.safetensors"
    stored = load_file(file)
    assert not any(name.startswith("vision_model.") for name in stored)
    older = {f"vision_model.{name}": value for name, value in stored.items()}
    save_file({**older, "vision_model.embeddings.position_ids": torch.arange(5)}, file)
    found = load(copy).conditioning.encoder.state_dict()
    assert {k: v for k, v in found.items() if "ids" not in k}.keys() == stored.keys()
    assert all(torch.equal(found[name], value) for name, value in stored.items())


@pytest.mark.parametrize(
    ("component", "values"),
    [
        ("prior", {"num_layers": 10**9}),
        ("prior", {"num_layers": 10**5}),
        ("prior", {"num_embeddings": 10**6, "attention_head_dim": 10**6}),
        ("prior", {"num_layers": "many"}),
        ("text_encoder", {"num_hidden_layers": 10**6}),
        ("text_encoder", {"hidden_size": 10**6, "num_attention_heads": 1}),
        ("text_encoder", {"layer_norm_eps": "small"}),
        ("text_encoder", {"vocab_size": 10}),
        ("shap_e_renderer", {"n_hidden_layers": 10**12}),
        ("shap_e_renderer", {"param_shapes": [[10**9, 10**9]]}),
        ("scheduler", {"num_train_timesteps": 10**9}),
        ("scheduler", {"num_train_timesteps": 0}),
        ("scheduler", {"beta_schedule": "round"}),
        ("scheduler", {"prediction_type": "guess"}),
        ("scheduler", {"beta_end": 7.0, "beta_schedule": "linear"}),
        ("tokenizer", {"model_max_length": "long"}),
    ],
)
def test_absurd_configs_take_neither_memory_nor_time(tiny_copy, component, values):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    file = {"scheduler": "scheduler_config.json", "tokenizer": "tokenizer_config.json"}
    path = tiny_copy / component / file.get(component, "config.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | values))
    refused(tiny_copy, component)
    assert time.monotonic() - begun < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1 << 19  # KiB


@pytest.mark.parametrize(
    "text", ['{"num_layers": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, '{"num_layers": 1e999}']
)
def test_json_that_is_no_strict_json(tiny_copy, text):
    (tiny_copy / "prior" / "config.json").write_text(text)
    refused(tiny_copy, "prior/config.json cannot be read")


def test_weights_that_are_none(tiny_copy):
    """What safetensors and torch raise themselves."""
    path = tiny_copy / PRIOR
    raw = path.read_bytes()
    head = raw[8 : 8 + int.from_bytes(raw[:8], "little")]
    path.write_bytes(raw.replace(b'"F32"', b'"F31"', 1))
    refused(tiny_copy, PRIOR)
    path.write_bytes(len(head).to_bytes(8, "little") + b"[" * len(head) + raw[8 + len(head) :])
    refused(tiny_copy, PRIOR, "not a safetensors file")
    path.write_bytes((2**62).to_bytes(8, "little") + raw[8:])
    refused(tiny_copy, PRIOR, "not a safetensors file")
    path.unlink()
    pickle = path.with_suffix(".bin")
    for held in ([torch.zeros(2)], {"proj_in.weight": 3}, {3: torch.zeros(2)}, torch.zeros(2)):
        torch.save(held, pickle)
        refused(tiny_copy, ".bin cannot be read")
    state = {name: torch.zeros(2).to_sparse() for name in ("proj_in.weight",)}
    torch.save(state, pickle)
    refused(tiny_copy, ".bin")


def test_a_preprocessor_for_another_encoder(tiny_image_model, tmp_path):
    copy = Path(shutil.copytree(tiny_image_model, tmp_path / "copy"))
    path = copy / "image_processor" / "preprocessor_config.json"
    whole = json.loads(path.read_text())
    for wrong in (
        {"crop_size": {"height": 10**6, "width": 10**6}},
        {"crop_size": {"height": 8, "width": 8}},
        {"size": "small"},
        {"image_mean": ["x"]},
        {"image_std": [0, 0, 0]},
    ):
        path.write_text(json.dumps(whole | wrong))
        refused(copy, "preprocessor_config.json")


def test_running_out_of_memory_is_no_damage(tiny_model, monkeypatch):
    """Deliberate: the remedy is another one."""

    def full(*args, **kwargs):
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.")

    monkeypatch.setattr(components.Prior, "from_config", full)
    with pytest.raises(RuntimeError, match="not enough memory"):
        load(tiny_model)
