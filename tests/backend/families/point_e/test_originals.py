"""OpenAI's own files become a model folder, or a sentence says why not. Their tensors have the
sizes of those that OpenAI released, and one number in all places, so that the files are small."""

from __future__ import annotations

import filecmp
import importlib
import json
import math
import os
from pathlib import Path

import pytest
import torch

from backend.compute.progress import Tracker
from backend.families import importing
from backend.families.point_e import checkpoints
from backend.families.point_e.checkpoints import RELEASED
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog, hub_cache

TEXT, IMAGE = "PointEPipeline", "PointEImg2ImgPipeline"


def write(name: str, file, number: float = 0.5) -> None:
    shapes = RELEASED[name].shapes()
    torch.save({key: torch.tensor(number).expand(shape) for key, shape in shapes.items()}, file)


@pytest.fixture
def files(tmp_path):
    """A folder as OpenAI's download leaves it."""
    for name in ("base40M-textvec", "base40M", "upsample", "sdf"):
        write(name, tmp_path / RELEASED[name].file)
    return tmp_path


def convert(files, clip, base="base_40m_textvec.pt", **more) -> list[str]:
    parts = {name: more.pop(name) for name in ("upsampler", "sdf", "decoder") if name in more}
    return importing.convert(files / base, parts, clip, files / "made", Tracker(**more))


def test_a_prompts_files_become_a_folder(files, clip):
    seen = []
    report = lambda stage, done, total, _left: seen.append((stage, done, total))  # noqa: E731
    notes = convert(files, clip, report=report)
    assert notes == [f"{files / 'made'} is a model that takes a prompt."]
    made = files / "made"
    for part, name in (("base", "base40M-textvec"), ("upsampler", "upsample"), ("sdf", "sdf")):
        (copied,) = (made / part).iterdir()
        assert copied.read_bytes() == (files / RELEASED[name].file).read_bytes()
        assert copied.name == RELEASED[name].file
        checkpoints.load(copied, name)
    assert json.loads((made / "model_index.json").read_text()) == {"_class_name": TEXT}
    assert (made / "text_encoder/model.safetensors").is_file()
    assert (made / "tokenizer/tokenizer_config.json").is_file()
    assert not (made / "image_encoder").exists()
    hub_cache.check_layout(made)
    assert seen[0] == ("importing", 0, 4) and seen[-1] == ("importing", 4, 4)


def test_a_file_of_full_size_and_what_the_catalog_says_of_them(files, clip):
    """The smallest of them, with numbers of its own in all places."""
    shapes, file = RELEASED["sdf"].shapes(), files / "sdf.pt"
    torch.save({key: torch.rand(shape) for key, shape in shapes.items()}, file)
    convert(files, clip)
    made = files / "made/sdf" / file.name
    assert made.stat().st_size == pytest.approx(4 * 9.482e6, rel=3e-3)
    assert filecmp.cmp(made, file, shallow=False)
    numbers = {
        it.file: sum(math.prod(shape) for shape in it.shapes().values()) for it in RELEASED.values()
    }
    listed = [model for model in catalog.models() if model.family == "point_e" and model.addresses]
    for model in listed:
        count = sum(numbers[Path(name).name] for name in model.files)
        assert model.size == pytest.approx(4 * count, rel=5e-3), model.id
    assert len(listed) == 5


@pytest.mark.parametrize("name", ["base40M", "base300M"])
def test_an_images_files_by_other_names(files, clip, name):
    """What a file is, its weights say."""
    (files / "mine").mkdir()
    write(name, files / "mine/a.pt")
    (files / "upsample_40m.pt").rename(files / "b.pt")
    (files / "sdf.pt").rename(files / "c.pt")
    convert(files, clip, "mine/a.pt", upsampler=files / "b.pt", sdf=files / "c.pt")
    made = files / "made"
    assert json.loads((made / "model_index.json").read_text()) == {"_class_name": IMAGE}
    parts = sorted(str(path.relative_to(made)) for path in made.glob("*/*.pt"))
    assert parts == [f"base/{RELEASED[name].file}", "sdf/sdf.pt", "upsampler/upsample_40m.pt"]
    assert (made / "image_encoder/model.safetensors").is_file()
    assert (made / "image_processor/preprocessor_config.json").is_file()


class Harmful:
    def __reduce__(self):
        return os.mkdir, ("harm",)


def test_what_is_wrong_is_told_and_leaves_nothing(files, clip, monkeypatch):
    monkeypatch.chdir(files)
    whole = (files / "base_40m.pt").read_bytes()
    (files / "torn.pt").write_bytes(whole[: len(whole) // 2])
    torch.save({"weight": Harmful()}, files / "evil.pt")
    torch.save({"model": {"weight": torch.ones(1)}}, files / "nested.pt")
    torch.save({"weight": torch.ones(1)}, files / "other.pt")
    wide = {key: torch.ones(()).expand(2, 2) for key in RELEASED["base40M"].shapes()}
    torch.save(wide, files / "wide.pt")
    write("base40M-imagevec", files / "base_40m_imagevec.pt")
    write("base40M", files / "nan.pt", math.nan)
    before = sorted(files.rglob("*"))
    for base, said in (
        ("absent.pt", "absent.pt is missing."),
        ("torn.pt", "torn.pt is cut short, or is no file of weights."),
        ("evil.pt", "evil.pt cannot be read as weights"),
        ("nested.pt", "nested.pt contains more than weights."),
        ("other.pt", "other.pt is no file of Omages or Point-E or Shap-E."),
        ("wide.pt", "wide.pt has the weights of none of the networks that OpenAI released."),
        ("nan.pt", "nan.pt contains numbers that are not finite"),
        ("sdf.pt", "sdf.pt is sdf of Point-E, not what draws the first points."),
        ("upsample_40m.pt", "upsample_40m.pt is upsample of Point-E, not what draws"),
        ("base_40m_imagevec.pt", "told one vector of an image, which is not supported."),
    ):
        with pytest.raises(MaquetteError) as caught:
            convert(files, clip, base)
        assert said in caught.value.message and caught.value.code == "model", caught.value
        assert caught.value.remedy and "\n" not in str(caught.value)
    with pytest.raises(MaquetteError, match=r"sdf\.pt is not upsample of Point-E: it is sdf\."):
        convert(files, clip, upsampler=files / "sdf.pt")
    with pytest.raises(MaquetteError, match=r"file of Point-E, which has no decoder\. Leave"):
        convert(files, clip, decoder=files / "sdf.pt")
    with pytest.raises(MaquetteError, match="is not a CLIP folder"):
        convert(files, files)
    with pytest.raises(MaquetteError, match="do not contain CLIP"):
        convert(files, None)
    with pytest.raises(JobCancelled):
        convert(files, clip, cancelled=lambda: True)
    assert sorted(files.rglob("*")) == before


def test_a_missing_upsampler_is_told(files, clip):
    (files / "upsample_40m.pt").unlink()
    with pytest.raises(MaquetteError) as caught:
        convert(files, clip)
    assert caught.value.message == "upsample_40m.pt is not beside base_40m_textvec.pt."
    assert caught.value.remedy == "Put one there, or give its path: --upsampler FILE"


def test_a_base_that_reads_nothing_needs_no_clip(files):
    write("base40M-uncond", files / "base_40m_uncond.pt")
    assert "nothing" in convert(files, None, "base_40m_uncond.pt")[0]
    assert catalog.find(str(files / "made")).family == "point_e"
    assert not (files / "made/text_encoder").exists()


def test_from_the_command_line(files, clip, capsys):
    cli = importlib.import_module("backend.__main__")
    made = files / "new" / "made"
    asked = ["models", "import", str(files / "base_40m.pt"), "--clip", str(clip), "-o", str(made)]
    assert cli.main(asked) == 0
    assert capsys.readouterr().out == f"{made} is a model that takes an image.\n"
    assert cli.main(asked) == 1
    assert "already exists" in capsys.readouterr().err
    assert cli.main([*asked, "--decoder", str(clip)]) == 2


def test_shap_es_files_are_told_from_these(clip, tmp_path):
    torch.save({"wrapped.input_proj.weight": torch.ones(2, 2)}, tmp_path / "text_cond.pt")
    with pytest.raises(MaquetteError, match=r"Neither transmitter\.pt nor vector_decoder\.pt is"):
        importing.convert(tmp_path / "text_cond.pt", {}, clip, tmp_path / "made", Tracker())
