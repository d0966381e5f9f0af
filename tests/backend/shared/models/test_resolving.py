"""What a request leaves open is decided by its model."""

from __future__ import annotations

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.models import catalog
from backend.shared.models.resolving import resolve
from backend.shared.request import GenerationRequest


def test_the_model_says_how_it_samples():
    used, model, kind, sampler, steps, guidance = resolve(GenerationRequest("a red chair"))
    assert model == catalog.choose("", "text", "a red chair") and kind.label == "Shap-E"
    assert (used.model, used.output) == (model.id, "mesh")
    assert (sampler, steps, guidance) == (model.sampler, model.fast_steps, model.guidance)
    assert (used.sampler, used.steps, used.guidance) == (sampler, steps, guidance)
    exact = resolve(GenerationRequest("a red chair", sampler="exact", guidance=1.0))
    assert (exact.steps, exact.guidance) == (model.steps, 1.0)


def test_what_cannot_be_asked():
    with pytest.raises(MaquetteError, match="The prompt is empty"):
        resolve(GenerationRequest(""))
    with pytest.raises(MaquetteError, match="does not apply to points"):
        resolve(GenerationRequest("a chair", output="points", resolution=64))
