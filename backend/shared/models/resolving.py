"""What a request leaves open, decided by its model: which one that is, and how it samples."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ..request import GenerationRequest
from . import catalog, family
from .catalog import Model
from .family import Family


class Resolved(NamedTuple):
    """A request as it is used: with the model's id, with an output, and with sampler, steps and
    guidance where its family has them. They are here in any case."""

    request: GenerationRequest
    model: Model
    kind: Family
    sampler: str
    steps: int
    guidance: float


def resolve(request: GenerationRequest) -> Resolved:
    """Raises MaquetteError("request") for a request that is wrong or that its model cannot do,
    ("model") if there is no such model."""
    request.validate()
    if request.samples_anew:
        model = catalog.choose(request.model, request.modality, request.prompt)
    else:
        points = request.init_latents is not None and request.init_latents.encoding
        wanted = "points" if points else request.modality
        model = catalog.find(request.model or catalog.default(wanted).id)
    kind = family.of(model.family)
    kind.check(request, model.label)
    output = kind.output(request.output)
    sampler = request.sampler or model.sampler
    recommended = model.recommended_steps(sampler)
    steps = int(recommended if request.steps is None else request.steps)
    guidance = float(model.guidance if request.guidance is None else request.guidance)
    chosen = {"sampler": sampler, "steps": steps, "guidance": guidance}
    chosen = {name: value for name, value in chosen.items() if kind.has(name, output)}
    detail = request.detail if kind.has("detail", output) else None  # it is offered for every model
    used = replace(request, model=model.id, output=output, detail=detail, **chosen)
    return Resolved(used, model, kind, sampler, steps, guidance)
