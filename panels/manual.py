"""Right-click > Online Manual on a field or a button of ours opens our documentation: that of the
website in the manifest, or else manual.md beside this file, which the extension brings along."""

from __future__ import annotations

import tomllib
from pathlib import Path

import bpy

ROOT = Path(__file__).parents[1]
HERE = "maquette-in-blender"
SECTIONS = {  # of manual.md, in the order in which they are looked up -> what each is about
    "gallery": (
        *("ops.maquette.pick", "ops.maquette.recall", "ops.maquette.more_like_this"),
        *("ops.maquette.delete_result", "ops.maquette.clear_history"),
    ),
    "presets": ("ops.maquette.add_preset",),
    "an-image-instead-of-a-prompt": (
        *("ops.maquette.prepare_image", "ops.maquette.drop_image"),
        *(
            f"types.maquette_pg_settings.{name}"
            for name in ("source", "image_", "preparation", "remover", "margin", "text_to_image")
        ),
    ),
    "turntable": ("ops.maquette.turntable", "types.maquette_pg_turntable"),
    "points": ("ops.maquette.points_to_mesh", "ops.maquette.to_point_cloud"),
    "scatter": ("ops.maquette.scatter",),
    "for-a-game": ("ops.maquette.make_levels", "ops.maquette.make_hulls"),
    "into-the-blockout": (
        "ops.maquette.restore",
        *(f"types.maquette_pg_settings.{name}" for name in ("fit", "front", "names_as_prompts")),
    ),
    "assets": ("ops.maquette.save_asset",),
    "models": (
        *("ops.maquette.choose_model", "ops.maquette.compare", "types.maquette_pg_settings.model"),
    ),
    "a-worker-on-another-computer": (
        *("ops.maquette.connect", "types.maquette_ap_preferences.worker_command"),
    ),
    HERE: ("ops.maquette.", "types.maquette_"),
}


def mapping() -> tuple[str, tuple[tuple[str, str], ...]]:
    """As Blender wants it: an address, and what comes behind it for each pattern."""
    site = tomllib.loads((ROOT / "blender_manifest.toml").read_text("utf-8")).get("website")
    return site or Path(__file__).with_suffix(".md").as_uri(), tuple(
        (f"bpy.{about}*", f"#{section}" if site else "")
        for section, abouts in SECTIONS.items()
        for about in abouts
    )


def register() -> None:
    bpy.utils.register_manual_map(mapping)


def unregister() -> None:
    bpy.utils.unregister_manual_map(mapping)
