"""The model in the zip that makes surfaces as images: what it knows, and when it is chosen."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from backend.asset import omage
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.artifact import Artifact
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest, InitLatents
from training import clouds, evaluate_omages, materials
from training.captions import KIND_NAMES, Description

FOLDER = Path(__file__).parents[3] / "backend/models/omages-mini"
PROMPTS = 16


@pytest.fixture(scope="module")
def subject() -> evaluate_omages.Subject:
    return evaluate_omages.Subject(FOLDER, None, None)


def test_it_is_small_and_holds_no_pickle():
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 8e6
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".txt"}


def test_it_makes_what_it_is_asked_for_by_name_and_is_chosen_for_nothing_else():
    model = catalog.find("omages-mini")
    assert sorted(model.kinds) == sorted(materials.MADE)
    for kind in model.kinds:
        assert catalog.default("text", f"a {kind}").id != "omages-mini"


def test_prompts_get_their_things_colors_and_materials(subject, monkeypatch):
    """And, judged as the next prompt, another thing's and other colors."""
    monkeypatch.setattr(clouds, "DRAWN", 10)
    bank, random = clouds.Bank.make(materials.MADE), np.random.default_rng(5)
    kinds = materials.MADE[:: len(materials.MADE) // PROMPTS][:PROMPTS]
    said = [Description(KIND_NAMES.index(kind), main=k % 12) for k, kind in enumerate(kinds)]
    words = [materials.worded(each, random) for each in said]
    right, wrong = defaultdict(list), defaultdict(list)
    for k in range(PROMPTS):
        prompt = evaluate_omages.prompt_of(said[k], words[k])
        made, form = subject.omage(prompt, k), subject.form(prompt, k)
        for answers, as_if in ((right, k), (wrong, (k + 1) % PROMPTS)):
            judged = evaluate_omages.judge(bank, made, form, said[as_if], words[as_if])
            for name, values in judged.items():
                answers[name] += values
    assert np.mean(right["kind"]) >= 0.85 and np.mean(wrong["kind"]) <= 0.15
    assert np.mean(right["color"]) >= 0.75 and np.mean(wrong["color"]) <= 0.25
    assert np.mean(right["metal"]) >= 0.9 and np.mean(right["rough"]) >= 0.8
    assert np.mean(right["holes"]) <= 0.05


def test_a_new_material_leaves_the_shape_as_it_is(tmp_path):
    asked = {"folder": str(tmp_path), "model": "omages-mini", "latents": True}
    first = GenerationRequest("a red mug", name="red", seed=3, **asked)
    Generator().generate(first, Tracker())
    start = InitLatents((Artifact.of(tmp_path / "red.npy"),), retexture=True)
    again = GenerationRequest("a blue mug", name="blue", init_latents=start, **asked)
    Generator().generate(again, Tracker())
    red, blue = (np.load(tmp_path / f"{name}.npy")["omage"] for name in ("red", "blue"))
    assert np.array_equal(red[..., :4], blue[..., :4])
    shows = red[..., omage.OCCUPANCY] > 0.5
    warm, cold = (np.median(each[shows][:, omage.COLOUR], axis=0) for each in (red, blue))
    assert warm[0] > 2 * warm[2] and cold[2] > 2 * cold[0]
