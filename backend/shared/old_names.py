"""What settings, results and objects were called before: scripts, presets, history entries, files
and objects of then keep working.

Each table maps an old name to the present one. Nothing else of Maquette knows an old name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REQUEST = {
    "picture": "image",
    "drawer": "text_to_image",
    "preset": "sampler",
    "start": "init_latents",
    "loose": "loose_parts",
    "ghost": "preview_interval",
    "prepared": "prepared_image",
}
RESULT = {"picture": "image", "preset": "sampler", "frames": "preview_meshes"}
DESCRIPTION = {"preset": "sampler"}  # of a model folder: its maquette.json
PANEL = {
    "start": "start_from",
    "picture": "image_file",
    "image": "image_name",
    "differ": "variation",
    "names": "names_as_prompts",
    **{name: REQUEST[name] for name in ("drawer", "preset", "loose", "ghost")},
}
"""Blender's properties: of the panel, of operators, in presets and in history entries."""
CHOICES = {"start_from": {"PICTURE": "IMAGE"}}
"""Values of those."""
OBJECT = {
    "picture": "image",
    "preset": "sampler",
    "drawer": "text_to_image",
    "loose": "loose_parts",
}
"""Custom properties, without their prefix."""
COMMANDS = {"kit": "bundle"}
OPTIONS = {"--preset": "--sampler", "--drawer": "--text-to-image"}
OPERATORS = {"prepare_picture": "prepare_image", "drop_picture": "drop_image"}


def renamed(said: Mapping[str, Any], table: Mapping[str, str]) -> dict[str, Any]:
    """These values under their present names. A present name goes before an old one."""
    old = {table[name]: value for name, value in said.items() if name in table}
    return old | {name: value for name, value in said.items() if name not in table}
