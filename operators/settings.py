"""Everything the user can set: one list of properties for the panel and the operator.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..backend.protocol import catalogue
from ..backend.protocol.request import LIMITS

MODELS = {model.id: model for model in catalogue.models()}
DEFAULT = next(iter(MODELS.values()))
SEEDS = 2**31 - 1  # the highest a Blender property holds
DEVICES = (
    ("auto", "Automatic", "The fastest one this machine has"),
    ("cuda", "CUDA", "An NVIDIA graphics card"),
    ("mps", "Metal", "The graphics of an Apple computer"),
    ("cpu", "CPU", "Works everywhere, slowly"),
)
MODEL = {
    "name": "Model",
    "description": "What makes the shape",
    "items": tuple((model.id, model.label, "") for model in MODELS.values()),
}


def _whole(name: str) -> dict[str, int]:
    lowest, highest = LIMITS[name]
    return {"min": int(lowest), "max": min(int(highest), SEEDS)}


class Settings:
    """The properties of one press of Generate. In a script, steps and guidance that are not given
    are the ones that the model recommends."""

    prompt: StringProperty(name="Prompt", description="What to make, for example: a red chair")
    model: EnumProperty(**MODEL)
    seed: IntProperty(
        name="Seed", description="Another seed, another shape", default=0, **_whole("seed")
    )
    samples: IntProperty(
        name="Samples",
        description="How many objects to make, side by side, with seeds that count up",
        default=1,
        soft_max=8,
        **_whole("samples"),
    )
    steps: IntProperty(
        name="Steps",
        description="Of the sampler; more take longer",
        default=DEFAULT.steps,
        soft_max=128,
        **_whole("steps"),
    )
    guidance: FloatProperty(
        name="Guidance",
        description="How closely to follow the prompt; 1 is no guidance",
        default=DEFAULT.guidance,
        min=LIMITS["guidance"].lowest,
        max=LIMITS["guidance"].highest,
        soft_min=1.0,
        soft_max=30.0,
        precision=1,
        step=50,
    )
    resolution: IntProperty(
        name="Resolution",
        description="Fineness of the mesh; twice as much takes eight times the memory",
        default=128,
        soft_min=32,
        soft_max=256,
        **_whole("resolution"),
    )
    device: EnumProperty(name="Device", description="Where to compute", items=DEVICES)
    size: FloatProperty(
        name="Size",
        description="Length of the longest side",
        subtype="DISTANCE",
        unit="LENGTH",
        default=2.0,
        min=0.001,
        max=10_000.0,
        soft_min=0.1,
        soft_max=10.0,
    )
    shade_smooth: BoolProperty(
        name="Shade Smooth", description="Round the shading between faces", default=True
    )


NAMES = tuple(Settings.__annotations__)


def _take_recommended(self: "MAQUETTE_PG_settings", _context: bpy.types.Context) -> None:
    """Another model was chosen: steps and guidance become what it recommends."""
    model = MODELS[self.model]
    self.steps = model.steps
    self.guidance = model.guidance


class MAQUETTE_PG_settings(Settings, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""

    model: EnumProperty(**MODEL, update=_take_recommended)


CLASSES = (MAQUETTE_PG_settings,)


def register() -> None:
    bpy.types.Scene.maquette = PointerProperty(type=MAQUETTE_PG_settings)


def unregister() -> None:
    del bpy.types.Scene.maquette
