"""What may be asked of the worker, and the limits of each value.

The panel takes its sliders' ends from `LIMITS`, the command line its error messages from
`validate`, so that every door refuses the same things with the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .errors import MaquetteError

DEVICES = ("auto", "cuda", "mps", "cpu")
FORMATS = ("npz", "glb", "ply", "obj")
PROMPT_CHARACTERS = 2000


class Limit(NamedTuple):
    lowest: float
    highest: float


LIMITS = {
    "seed": Limit(0, 2**64 - 1),  # torch.Generator.manual_seed
    "samples": Limit(1, 64),
    "steps": Limit(1, 1024),  # the schedule's own number of training steps
    "guidance": Limit(0.0, 100.0),
    "resolution": Limit(8, 512),  # at 512 the field alone takes 0.5 GiB
}


@dataclass(frozen=True)
class GenerationRequest:
    """One press of Generate.

    prompt      what to make; 1 to 2000 characters
    model       an id of the catalogue, or a model folder
    seed        of the first sample; sample k has seed + k (modulo 2**64)
    samples     how many objects, sampled in one batch
    steps       of the sampler; None: what the model recommends
    guidance    classifier-free guidance scale, 1 for none; None: what the model recommends
    resolution  samples of the signed distance a side of the cube [-1, 1]^3
    device      one of `DEVICES`
    folder      the job's folder: the meshes are written here
    name        stem of the files; sample k of several is `name-k`, counted from 1
    format      one of `FORMATS`; npz is what the operator imports
    """

    prompt: str
    model: str = "maquette-mini"
    seed: int = 0
    samples: int = 1
    steps: int | None = None
    guidance: float | None = None
    resolution: int = 128
    device: str = "auto"
    folder: str = "."
    name: str = "mesh"
    format: str = "npz"

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple((self.seed + k) % 2**64 for k in range(self.samples))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        if not self.prompt.strip():
            raise MaquetteError(
                "request", "The prompt is empty.", "Type what to make: a red chair."
            )
        if len(self.prompt) > PROMPT_CHARACTERS:
            raise MaquetteError(
                "request",
                f"The prompt has {len(self.prompt)} characters; {PROMPT_CHARACTERS} are the most.",
                "Say it shorter: models read a few dozen words.",
            )
        for name, limit in LIMITS.items():
            value = getattr(self, name)
            if value is None and name in ("steps", "guidance"):
                continue
            wanted = (int, float) if name == "guidance" else int
            if isinstance(value, bool) or not isinstance(value, wanted):
                kind = "a number" if name == "guidance" else "a whole number"
                raise MaquetteError("request", f"{name} is {value!r}; it must be {kind}.")
            if not limit.lowest <= value <= limit.highest:  # also false for NaN
                raise MaquetteError(
                    "request",
                    f"{name} is {value}; it must lie between {limit.lowest} and {limit.highest}.",
                    "Choose a value in that range.",
                )
        for name, choices in (("device", DEVICES), ("format", FORMATS)):
            if getattr(self, name) not in choices:
                raise MaquetteError(
                    "request",
                    f"{name} is {getattr(self, name)!r}; it must be one of {', '.join(choices)}.",
                )


@dataclass(frozen=True)
class InstallationRequest:
    """Make the worker's Python environment.

    folder       where; made if it does not exist
    accelerator  which torch: "auto" asks the machine, else cuda, mps or cpu
    """

    folder: str
    accelerator: str = "auto"

    def validate(self) -> None:
        if not self.folder.strip():
            raise MaquetteError("request", "No folder is named.", "Choose where to install.")
        if self.accelerator not in DEVICES:
            raise MaquetteError(
                "request",
                f"accelerator is {self.accelerator!r}; it must be one of {', '.join(DEVICES)}.",
            )
