"""Use These Settings: the panel filled in as it was for something in the gallery.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import contextlib
from typing import Any

import bpy

from ..backend.shared.messages import Sample
from . import presets
from .gallery import Chosen
from .jobs.history_entry import Entry
from .settings import NAMES, SEEDS


class MAQUETTE_OT_recall(Chosen, bpy.types.Operator):
    """Copy the settings of this result to the panel"""

    bl_idname = "maquette.recall"
    bl_label = "Use These Settings"
    bl_options = {"UNDO"}

    def take(self, context: bpy.types.Context, entry: Entry, sample: Sample) -> None:
        settings, values = context.scene.maquette, _as_it_was(entry, sample)
        for name in presets.ordered(NAMES):
            if name in values:
                _set(settings, name, values[name])


CLASSES = (MAQUETTE_OT_recall,)


def _as_it_was(entry: Entry, sample: Sample) -> dict[str, Any]:
    """Values of the settings: what the request says, as far as it says it; what the panel said;
    then what only this sample knows."""
    asked, told = entry.request, entry.result
    said = {name: getattr(asked, name) for name in NAMES if hasattr(asked, name)}
    said = {name: 0 if value is None else value for name, value in said.items()}  # 0: none
    own = {
        "start_from": "IMAGE" if asked.image else "PROMPT",
        "seed": min(sample.seed, SEEDS),
        **{name: getattr(told, name) for name in ("sampler", "steps", "guidance")},
    }
    if asked.image:  # as the model saw it: the file that it was made of may be another by now
        own |= {"source": "FILE", "preparation": {"composite"}}
        own["image_file"] = told.image.path
    else:
        own["prompt"] = asked.prompt
    return said | dict(entry.settings) | own


def _set(settings: bpy.types.PropertyGroup, name: str, value: object) -> None:
    """A setting as it was kept; what this version does not take is left as it is."""
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        flags = settings.bl_rna.properties[name].type == "ENUM" and isinstance(value, list)
        setattr(settings, name, set(value) if flags else value)
