"""What objects kept before they had a record: a custom property for each setting."""

from __future__ import annotations

from typing import Any

import bpy

from ...backend.shared import old_names
from ...backend.shared.record import SAID, Geometry, ObjectForm, Record
from ...backend.shared.request import GenerationRequest
from ...backend.shared.setting import default_of, plain, settings_of

ALWAYS = ("prompt", "seed", "steps", "guidance", "resolution")  # objects of every version say these
BEFORE = {"sampler": "exact"}  # what objects had that do not say
OTHERS = ("preparation", "watertight", "origin", "voxels", "version", "parents", "strength")
KEPT = ("prompt", "seed", "model")  # beside the record, too


def read(made: bpy.types.Object) -> Record:
    """The record of such an object. Raises KeyError, TypeError or ValueError for what says too
    little."""
    said = _said(made)
    request = {name: _setting(said, name) for name in SAID if name != "real_size"}
    steps = tuple(filter(None, str(said.get("preparation", "")).split(", ")))
    parents = str(said.get("parents", ""))
    return Record(
        version=str(said.get("version", "")),
        request=request,
        image={"preparation": steps} if "image" in said else None,
        init_latents=bool(parents),
        parents=parents,
        strength=float(said.get("strength", 0.0)),
        mesh=Geometry(watertight=bool(said.get("watertight", False))),
        form=ObjectForm(str(said.get("origin", "BASE")), int(said.get("voxels", 0))),
    )


def remove(made: bpy.types.Object) -> None:
    """Those that its record says by now."""
    old = {new: name for name, new in old_names.OBJECT.items()}
    for name in {*SAID, *OTHERS} - {*KEPT}:
        for key in (f"maquette_{name}", f"maquette_{old.get(name, name)}"):
            if key in made:
                del made[key]


def _said(made: bpy.types.Object) -> dict[str, Any]:
    """Without the prefix, under the present names."""
    said = {k.removeprefix("maquette_"): v for k, v in made.items() if k.startswith("maquette_")}
    return old_names.renamed(said, old_names.OBJECT)


def _setting(said: dict[str, Any], name: str) -> Any:
    known, kind = settings_of(GenerationRequest)[name], plain(GenerationRequest, name)
    if name not in said and name not in ALWAYS:
        return BEFORE.get(name, default_of(GenerationRequest, name))
    return known.meant(kind(said[name]))
