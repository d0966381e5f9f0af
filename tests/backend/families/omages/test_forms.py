"""Forms of one thing: what omages-mini makes of seeds, and of what it begins from."""

import dataclasses

import pytest
import torch

from backend import families
from backend.compute.progress import Tracker
from backend.shared.models import catalog

TABLE = "a table"


@pytest.fixture(scope="module")
def loaded():
    return families.load(catalog.find("omages-mini"), torch.device("cpu"), torch.float32, Tracker())


def only(loaded, form: int):
    """A model that knows one form of tables."""
    names = tuple(
        name if name != "table" or number == form else ""
        for number, name in enumerate(loaded.components.classes)
    )
    return dataclasses.replace(
        loaded, components=dataclasses.replace(loaded.components, classes=names)
    )


def sampled(loaded, seed: int, **how) -> torch.Tensor:
    (made,), _ = loaded.sample([TABLE], [seed], families.Sampling("fast", 8, 1.5, **how), Tracker())
    return made


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("how", [{"strength": 0.5}, {"strength": 0.0, "retexture": True}])
def test_a_seed_chooses_one_and_what_is_begun_from_keeps_its_own(loaded, seed, how):
    names = loaded.components.classes
    forms = [number for number, name in enumerate(names) if name == "table"]
    assert len(forms) == 2
    first = sampled(loaded, seed)
    own = only(loaded, forms[seed])
    assert torch.equal(first, sampled(own, seed))
    begin = [{"omage": first.numpy()}]
    again = sampled(loaded, seed + 1, init_latents=begin, **how)
    assert torch.equal(again, sampled(own, seed + 1, init_latents=begin, **how))
