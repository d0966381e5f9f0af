"""The families of models that there are, as each describes itself: a `family.toml` in its folder.

They are found by looking: a new family is a new folder of `backend/families`. Panels show what the
family of the chosen model lists, and the worker refuses what it does not.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .. import typed
from ..errors import MaquetteError, foreign
from ..files import printable
from ..request import GenerationRequest
from ..setting import default_of, settings_of

FOLDER = Path(__file__).parents[2] / "families"
DESCRIPTION = "family.toml"


@dataclass(frozen=True)
class Pipeline:
    """A layout of a model folder.

    name        the class that its model_index.json names
    input       what it takes: "points", where it makes nothing but surfaces of these
    guidance    classifier-free guidance scale, as its makers recommend it
    components  folders in it that are read; others that the index names are not
    """

    name: str
    input: Literal["text", "image", "points"]
    guidance: float
    components: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """label      for people
    outputs    what its models make: the first one where nobody chooses
    samplers   those that it has; none where nothing is sampled step by step
    settings   of the request, among those that only some families have: that of small components
               and parts (`loose_parts`) is for what implicit functions leave in the air
    abilities  "turntable": it renders images of a sample; "variations": it samples from a start;
               "retexturing": it samples another material for a shape; "blending": what lies
               between two samples is a sample; "encoding": points of anything become a sample;
               "image": a sample is an image, and is shown as one while it is sampled
    files     component -> groups of files, of each of which it has one; a component that is not
              here has a config.json and weights
    """

    label: str
    outputs: tuple[Literal["mesh", "points"], ...] = ("mesh",)
    samplers: tuple[Literal["exact", "fast"], ...] = ()
    settings: tuple[str, ...] = ()
    abilities: tuple[
        Literal["turntable", "variations", "retexturing", "blending", "encoding", "image"], ...
    ] = ()
    pipelines: tuple[Pipeline, ...] = ()
    files: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def output(self, asked: str) -> str:
        """What "auto" or another output stands for."""
        return self.outputs[0] if asked == "auto" else asked

    def preview(self, output: str) -> str:
        """What shows a sample that is not done yet: points, where samples are points."""
        return self.outputs[0] if self.outputs[0] == "points" else output

    def makes(self, output: str) -> bool:
        """Whether they make that; "both" is a mesh and its points."""
        return {"mesh", "points"} <= {*self.outputs} if output == "both" else output in self.outputs

    def has(self, name: str, output: str = "auto") -> bool:
        """Whether its models have a setting of the request, for such an output."""
        known = SETTINGS[name]
        if name == "output":
            return len(self.outputs) > 1
        if name == "sampler":
            return len(self.samplers) > 1
        if known.group == "mesh" and self.output(output) == "points":
            return False
        return name in self.settings or not known.of_family

    def fitted(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Values of a request, or of the panel's properties, without those of settings that its
        models do not have, which are as if nobody had set them."""
        output = str(asked.get("output", "auto"))
        output = output if self.makes(output) else "auto"
        fitted = {
            name: default_of(GenerationRequest, name)
            for name in asked
            if name in SETTINGS and not self.has(name, output)
        }
        return {**asked, **fitted}

    def check(self, asked: GenerationRequest, model: str) -> None:
        """Raise MaquetteError("request") for what its model of this label cannot do."""
        output, start = self.output(asked.output), asked.init_latents
        if not self.makes(output):
            made = {"mesh": "meshes", "points": "points", "both": "both"}
            raise MaquetteError(
                "request",
                f"{model} makes {made[self.outputs[0]]}, not {made[output]}.",
                "Set Output to Automatic, or choose another model.",
                "Leave out --as, or choose another model.",
            )
        for name, known in SETTINGS.items():
            value = getattr(asked, name)
            can = (name == "output" and self.makes(value)) or (
                name == "sampler" and value in self.samplers
            )
            unsaid = (default_of(GenerationRequest, name), *known.everywhere)
            can = can or value in unsaid or self.has(name, output)
            if not can:
                what = "points" if name in self.settings else model
                raise MaquetteError(
                    "request",
                    f"{known.label} does not apply to {what}.",
                    "Leave it at its default, or choose another model.",
                )
        if asked.levels.count > 1 and (output != "mesh" or not self.has("triangles", output)):
            what = model if output == "mesh" else "Points"
            raise MaquetteError(
                "request",
                f"{what} cannot have levels of detail.",
                "Ask for one level, or choose another model or output.",
            )
        if asked.turntable and "turntable" not in self.abilities:
            raise MaquetteError(
                "request", f"{model} cannot render turntables.", "Choose another model."
            )
        for ability, can in START.items() if start else ():
            if ability not in self.abilities and getattr(start, ability):
                raise MaquetteError("request", f"{model} cannot {can}.", "Choose another model.")


START = {  # what a request may ask for of `InitLatents`, and what that is called
    "variations": "vary objects",
    "retexturing": "make new materials for objects",
    "blending": "blend objects",
    "encoding": "begin from points",
}
SETTINGS = {name: it for name, it in settings_of(GenerationRequest).items() if it.label}


@functools.cache
def families() -> Mapping[str, Family]:
    """By the names of their packages, sorted. Raises MaquetteError("model") for a description that
    cannot be read."""
    found = {}
    for path in sorted(FOLDER.glob(f"*/{DESCRIPTION}")):
        with foreign("model", f"{printable(path)} cannot be read", "Install Maquette again."):
            said = tomllib.loads(path.read_text("utf-8"))
            found[path.parent.name] = _checked(typed.fit(said, Family, ""))
    return found


def of(name: str) -> Family:
    """The family of this name. Raises MaquetteError("model") if there is none."""
    if name not in families():
        raise MaquetteError(
            "model",
            f"Models of the family {name[:80]!r} are not supported. Supported families are:"
            f" {', '.join(families())}.",
            "Choose another model, or update Maquette.",
        )
    return families()[name]


def _checked(said: Family) -> Family:
    """Raises ValueError for a description that contradicts itself."""
    if not said.outputs:
        raise ValueError("outputs is empty")
    listed = {name for name, it in SETTINGS.items() if it.of_family} - {"output", "sampler"}
    if strange := [name for name in said.settings if name not in listed]:
        raise ValueError(f"settings has {strange[0]!r}; it may have {', '.join(sorted(listed))}")
    return said


def pipelines() -> Mapping[str, tuple[str, Pipeline]]:
    """By their names, with the family that runs each."""
    return {each.name: (name, each) for name, it in families().items() for each in it.pipelines}
