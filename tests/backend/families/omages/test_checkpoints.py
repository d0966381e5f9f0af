"""Files as Omages' makers published them become networks and model folders, or a sentence says why
not."""

from __future__ import annotations

import importlib
import json
import math
import os
from pathlib import Path

import pytest
import torch

from backend.compute.progress import Tracker
from backend.families import importing
from backend.families.omages import checkpoints
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog, hub_cache
from tests.backend.families import formula
from tests.backend.families.omages import tiny


@pytest.fixture
def files(monkeypatch, tmp_path) -> Path:
    """A folder with both files of small networks."""
    for name, each in tiny.published(monkeypatch).items():
        torch.save(tiny.checkpoint(name, formula), tmp_path / each.file)
    return tmp_path


def path_of(files: Path, name: str) -> Path:
    return files / checkpoints.PUBLISHED[name].file


@pytest.mark.parametrize("name", ["geometry", "material"])
@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_a_file_becomes_its_network(files, name, precision):
    network = checkpoints.load(path_of(files, name), name, precision)
    wanted = tiny.weights(checkpoints.PUBLISHED[name].make(), formula)
    assert not network.training and not any(p.requires_grad for p in network.parameters())
    found = network.state_dict()
    assert found.keys() == wanted.keys()
    for key, value in found.items():
        assert value.dtype == precision
        torch.testing.assert_close(value, wanted[key].to(precision))


def test_files_without_what_is_never_used_or_with_one_name_only(files):
    path = path_of(files, "geometry")
    whole = torch.load(path, weights_only=True)
    state = whole["state_dict"]
    kept = {k: v for k, v in state.items() if k.startswith("baseDiT.") and "cross_attn" not in k}
    assert len(kept) < len(state) / 2
    torch.save({"state_dict": kept}, path)
    checkpoints.load(path, "geometry")
    torch.save(kept, path)  # the weights alone
    checkpoints.load(path, "geometry")
    path = path_of(files, "material")
    state = torch.load(path, weights_only=True)["state_dict"]
    kept = {k: v for k, v in state.items() if k.startswith(("unets.", "label_"))}
    torch.save({"state_dict": {k.replace("unets.0.", "unets."): v for k, v in kept.items()}}, path)
    checkpoints.load(path, "material")


def test_the_first_name_counts(files):
    path = path_of(files, "geometry")
    whole = torch.load(path, weights_only=True)
    for key, value in whole["state_dict"].items():
        if key.startswith("baseDiT."):
            whole["state_dict"][key] = value + 1
    torch.save(whole, path)
    found = checkpoints.load(path, "geometry").state_dict()["final_layer.linear.bias"]
    torch.testing.assert_close(
        found,
        tiny.weights(checkpoints.PUBLISHED["geometry"].make(), formula)["final_layer.linear.bias"],
    )


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        (
            "geometry",
            {"final_layer__linear__bias": None, "x_embedder__proj__bias": None},
            r"is not the geometry network of Omages: it lacks 2 of its 22 weights, such as"
            r" final_layer\.linear\.bias\.",
        ),
        (
            "material",
            {"label_embedder__weight": None},
            r"it lacks 1 of its 297 weights, such as label_embedder\.weight\.",
        ),
        (
            "material",
            {"unet__downs__0__1__block1__norm__gamma": torch.ones(8, 1, 1)},
            r"it has weights that do not belong to it, such as unet\.downs\.0\.1\.block1\.norm",
        ),
        (
            "geometry",
            {"y_embedder__embedding_table__weight": torch.ones(9, 16)},
            r"its y_embedder\.embedding_table\.weight is 9 x 16 instead of 64 x 16\.",
        ),
        (
            "material",
            {"unet__final_conv__bias": torch.full((5,), math.nan)},
            r"contains numbers that are not finite, in unet\.final_conv\.bias\.",
        ),
        (
            "geometry",
            {"final_layer__linear__bias": torch.ones(32, dtype=torch.int64)},
            r"has weights that are not real numbers, in final_layer\.linear\.bias\.",
        ),
    ],
)
def test_a_file_of_another_layout(files, name, changed, said):
    path = path_of(files, name)
    torch.save(tiny.checkpoint(name, formula, **changed), path)
    with pytest.raises(MaquetteError, match=said) as raised:
        checkpoints.load(path, name)
    assert raised.value.code == "model" and path.name in raised.value.message
    assert raised.value.remedy and "\n" not in str(raised.value)


def test_a_file_of_the_other_network(files):
    with pytest.raises(
        MaquetteError, match="does not contain the material network of Omages: it is"
    ):
        checkpoints.load(path_of(files, "geometry"), "material")


class Harmful:
    def __reduce__(self):
        return os.mkdir, ("harm",)


def convert(files: Path, file: str = "N2G_dit_allcate.ckpt", cancelled=lambda: False, **parts):
    return importing.convert(
        files / file, parts, None, files / "made", Tracker(cancelled=cancelled)
    )


@pytest.mark.parametrize("first", ["geometry", "material"])
def test_a_folder_of_both_files(files, first):
    said = convert(files, checkpoints.PUBLISHED[first].file)
    made = files / "made"
    assert said == [f"{made} is a model that takes a prompt."]
    for name in ("geometry", "material"):
        (copied,) = (made / name).iterdir()
        assert copied.read_bytes() == path_of(files, name).read_bytes()
    hub_cache.check_layout(made)
    found = catalog.find(str(made))
    assert (found.family, found.inputs, found.guidance) == ("omages", ("text",), 4.0)
    assert len(found.kinds) == 63  # as its family says, since it does not say it itself


def test_files_by_other_names(files):
    (files / "mine").mkdir()
    path_of(files, "geometry").rename(files / "mine/a.ckpt")
    path_of(files, "material").rename(files / "b.ckpt")
    convert(files, "mine/a.ckpt", material=files / "b.ckpt")
    index = json.loads((files / "made/model_index.json").read_text())
    assert index == {"_class_name": "OmagesPipeline"}


def test_what_is_wrong_is_told_and_leaves_nothing(files, monkeypatch):
    monkeypatch.chdir(files)
    whole = path_of(files, "geometry").read_bytes()
    (files / "torn.ckpt").write_bytes(whole[: len(whole) // 2])
    evil = tiny.checkpoint("geometry", formula) | {"callbacks": Harmful()}
    torch.save(evil, files / "evil.ckpt")
    torch.save({"state_dict": {"weight": torch.ones(1)}}, files / "other.ckpt")
    torch.save({"state_dict": {"weight": "text"}}, files / "text.ckpt")
    before = sorted(files.rglob("*"))
    for file, said in (
        ("absent.ckpt", "absent.ckpt is missing."),
        ("torn.ckpt", "torn.ckpt is cut short, or is no file of weights."),
        ("evil.ckpt", "evil.ckpt cannot be read as weights"),
        ("other.ckpt", "other.ckpt is no file of Omages or Point-E or Shap-E."),
        ("text.ckpt", "text.ckpt contains more than weights."),
    ):
        with pytest.raises(MaquetteError) as caught:
            convert(files, file)
        assert said in caught.value.message and caught.value.code == "model", caught.value
        assert caught.value.remedy and "\n" not in str(caught.value)
    with pytest.raises(MaquetteError, match="does not contain the material network of Omages"):
        convert(files, material=path_of(files, "geometry"))
    with pytest.raises(MaquetteError, match=r"file of Omages, which has no sdf\. Leave"):
        convert(files, sdf=path_of(files, "geometry"))
    with pytest.raises(JobCancelled):
        convert(files, cancelled=lambda: True)
    assert sorted(files.rglob("*")) == before and not (files / "harm").exists()


def test_a_missing_part_is_told(files):
    path_of(files, "material").unlink()
    with pytest.raises(MaquetteError, match=r"G2M_imagen_allcate\.ckpt is not beside") as caught:
        convert(files)
    assert caught.value.remedy == "Put one there, or give its path: --material FILE"


def test_from_the_command_line(files, capsys):
    cli = importlib.import_module("backend.__main__")
    made = files / "new" / "made"
    file = str(path_of(files, "geometry"))
    asked = ["models", "import", file, "-o", str(made)]
    assert cli.main(asked) == 0
    assert capsys.readouterr().out == f"{made} is a model that takes a prompt.\n"


def test_what_the_catalog_says_of_them():
    """4 bytes a number; a file holds its weights and their mean, memory what is used of them."""
    numbers = {}
    for name, each in checkpoints.PUBLISHED.items():
        numbers[name] = sum(math.prod(shape) for shape in each.shapes().values())
    unused = sum(map(math.prod, formula.cross_attention(12, 768).values()))
    model = catalog.find("3dlg-hcvc/omages")
    assert model.size == pytest.approx(8 * (sum(numbers.values()) + unused), rel=1e-3)
    assert model.memory["fp32"] == pytest.approx(4 * sum(numbers.values()), rel=1e-3)
    assert model.memory["bf16"] == model.memory["fp16"] == model.memory["fp32"] / 2
    assert [Path(name).name for name in model.files] == [
        each.file for each in checkpoints.PUBLISHED.values()
    ]
    assert all(address.startswith("https://") for address in model.addresses.values())
