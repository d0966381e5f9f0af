"""The Maquette tab of the 3D viewport's sidebar: one thing to do at a time."""

from __future__ import annotations

import bpy
from bl_ui.utils import PresetPanel
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import GenerationRequest, SourceImage
from ..operators import image_preview, presets, properties, session
from ..operators.jobs import installed_models, worker_start
from ..operators.scene import units
from ..operators.settings import (
    NUMBERS,
    has,
    modality,
    model_of,
    scene_of,
    shows,
    uses_names,
    usual_length,
)
from . import from_list, messages, progress
from .models import draw_device
from .tab import Tab, WorkingTab, draw_preferences, missing, wrap

PREVIEW = 7.0  # heights of a button
INSTALLS = (
    "The backend makes the shapes on this computer. It takes about 2 GB and is installed once."
)
ABOVE = ("detail", *NUMBERS, "real_size")  # in the main panel
FORM = ("shading", "origin", "material")  # settings that Blender's side adds
GIVEN = {"PROMPT": "text", "IMAGE": "image"}  # the group of settings that is about what is given


class MAQUETTE_PT_presets(PresetPanel, bpy.types.Panel):
    preset_subdir = presets.MAQUETTE_OT_add_preset.preset_subdir
    preset_operator = "script.execute_preset"
    preset_add_operator = "maquette.add_preset"


class MAQUETTE_PT_main(Tab, bpy.types.Panel):
    bl_label = "Maquette"

    def draw_header_preset(self, _context: bpy.types.Context) -> None:
        if missing() is None:
            MAQUETTE_PT_presets.draw_panel_header(self.layout)

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        current = session.current
        if current.job and current.job.installs:
            wrap(context, column, "Installing the backend. You can keep working.", "IMPORT")
            column.separator()
            progress.draw(column, current.job)
        elif lacking := missing():
            _welcome(context, column, lacking)
        else:
            _draw_settings(context, column)
            _draw_generate(context, column)
            if current.job:
                parts = progress.heading(current.job), progress.counted(current)
                title = " · ".join(filter(None, parts))
                column.label(text=title, icon="SORTTIME", translate=False)
                progress.draw(column, current.job)
            else:
                draw_device(context, column)
        messages.draw(context, column)
        if missing() is None:
            progress.draw_queue(column, current.queue)
            from_list.draw_unfinished(column)


class MAQUETTE_PT_advanced(WorkingTab, bpy.types.Panel):
    bl_label = "Advanced"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_order = 1  # below the gallery
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        settings = context.scene.maquette
        for title, group in _sections(settings).items():
            shown = [name for name in group if name not in ABOVE and has(settings, name)]
            if not shown:
                continue
            header, body = layout.panel(f"maquette_{title.lower()}")
            header.label(text=title)
            if not body:
                continue
            column = body.column(align=True)
            for name in shown:
                row = column.row()
                row.enabled = _has_effect(settings, name)
                row.prop(settings, name)
                if name == "preview_interval" and (
                    spent := session.current.seconds.get("previews")
                ):
                    took = iface_("The last previews took {:.1f} s").format(spent)
                    column.label(text=took, translate=False)


class MAQUETTE_MT_models(bpy.types.Menu):
    bl_label = "Model"

    def draw(self, context: bpy.types.Context) -> None:
        for model in installed_models.fitting(modality(context.scene.maquette)):
            chosen = self.layout.operator("maquette.choose_model", text=model.label)
            chosen.model = model.id


class MAQUETTE_MT_queue(bpy.types.Menu):
    bl_label = "When"

    def draw(self, _context: bpy.types.Context) -> None:
        for place, label in (("FRONT", "Generate Next"), ("REPLACE", "Generate Instead")):
            self.layout.operator("maquette.generate", text=label).queue = place


CLASSES = (
    MAQUETTE_PT_presets,
    MAQUETTE_PT_main,
    MAQUETTE_PT_advanced,
    MAQUETTE_MT_models,
    MAQUETTE_MT_queue,
)


def _sections(settings: bpy.types.PropertyGroup) -> dict[str, tuple[str, ...]]:
    """What the Advanced sub-panel shows: settings by the title of their section."""
    given = properties.group(GenerationRequest, SourceImage, name=GIVEN[settings.start_from])
    thing = properties.group(GenerationRequest, name="object")
    return {
        "Sampling": properties.group(GenerationRequest, name="sampling"),
        settings.start_from.capitalize(): given,
        "Mesh": properties.group(GenerationRequest, name="mesh"),
        "Object": (*thing, *FORM),
    }


def _has_effect(settings: bpy.types.PropertyGroup, name: str) -> bool:
    """Whether a setting of the chosen model changes anything now."""
    match name:
        case "origin" if settings.place == "SELECTION":
            return False  # the box says it
        case "material":
            textured = settings.detail == "game" and has(settings, "detail")
            return not (textured or settings.texture and shows(settings, "texture"))
        case "keep_frames":
            return settings.preview_interval > 0
    return True


def _welcome(
    context: bpy.types.Context, column: bpy.types.UILayout, lacking: MaquetteError
) -> None:
    wrap(context, column, lacking.message, "INFO")
    here = not worker_start.is_elsewhere()
    says = INSTALLS if here else lacking.remedy
    wrap(context, column, says, "BLANK1")
    column.separator()
    if not bpy.app.online_access:
        column.operator("maquette.allow_online", icon="INTERNET")
    if not here:
        draw_preferences(column, "Open Preferences")
        return
    button = column.column()
    button.scale_y = 1.6
    button.enabled = bpy.app.online_access
    button.operator("maquette.install_backend", icon="IMPORT")
    draw_preferences(column, "Use an Existing Python")


def _draw_settings(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    """What is above Generate. Its height depends on the start, the place and the detail
    alone: a press aims at where the button was."""
    settings = context.scene.maquette
    model = model_of(settings)
    column.row().prop(settings, "start_from", expand=True)
    if settings.start_from == "IMAGE":
        _image(settings, column)
    else:
        big = column.row(align=True)
        big.scale_y, big.enabled = 1.4, not uses_names(settings)
        big.prop(settings, "prompt", text="", placeholder="A red chair")
        big.popover("MAQUETTE_PT_kinds", text="", icon="IMGDISPLAY")
    column.separator()
    row = column.row(align=True)
    row.menu("MAQUETTE_MT_models", text=model.label, icon="MESH_MONKEY")
    row.operator("maquette.compare", text="", icon="ARROW_LEFTRIGHT")
    grid = column.column(align=True)
    grid.use_property_split = True
    grid.use_property_decorate = False
    row = grid.row(align=True)
    row.prop(settings, "seed")
    row.operator("maquette.randomize_seed", text="", icon="FILE_REFRESH")
    if settings.place != "SELECTION":
        grid.prop(settings, "samples")
    grid.prop(settings, "place")
    own = {"SELECTION": ["fit", "front", "best_of"], "SHEET": ["variation"]}.get(settings.place, [])
    if settings.place == "SELECTION" and settings.start_from == "PROMPT":
        own.append("names_as_prompts")
    for name in own:
        grid.prop(settings, name)
    _draw_size(context, settings, grid)
    detail = grid.row()
    detail.enabled = has(settings, "detail")
    detail.prop(settings, "detail")
    for name in NUMBERS:
        if shows(settings, name):
            grid.prop(settings, name)
    column.separator()


def _draw_size(
    context: bpy.types.Context, settings: bpy.types.PropertyGroup, grid: bpy.types.UILayout
) -> None:
    """How long the longest side will be: as in real life, where that is known, or as it is set."""
    row = grid.row(heading="Size")
    row.enabled = settings.place != "SELECTION"  # there a box says it
    row.prop(settings, "real_size", text="")
    length = row.row()
    if settings.real_size and scene_of(settings):
        length.label(text="Usual for Each")
    elif meters := usual_length(settings):
        usual = units.from_meters(context.scene, meters)
        length.label(text=units.told(context.scene, usual), translate=False)
    else:
        length.prop(settings, "size", text="")


def _draw_generate(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    row = column.row(align=True)
    row.scale_y = 1.6
    row.operator("maquette.generate", icon="PLAY")
    when = row.row(align=True)  # always there, or Generate's end would become something else
    when.enabled = session.current.job is not None
    when.menu("MAQUETTE_MT_queue", text="", icon="DOWNARROW_HLT")


def _image(settings: bpy.types.PropertyGroup, column: bpy.types.UILayout) -> None:
    """Where it comes from, what is done to it, and how the model will see it."""
    row = column.row(align=True)
    if settings.source == "FILE":
        row.prop(settings, "source", text="", icon_only=True)
        row.prop(settings, "image_file", text="", placeholder="Choose or drop an image")
    elif settings.source == "IMAGE":
        row.prop(settings, "source", text="", icon_only=True)
        row.prop_search(settings, "image_name", bpy.data, "images", text="")
    else:
        row.prop(settings, "source", text="")
    if shown := image_preview.icon(settings):
        if settings.source != "FILE":  # it may show something else by now
            row.operator("maquette.prepare_image", text="", icon="FILE_REFRESH")
        column.template_icon(shown, scale=PREVIEW)
    else:  # as high as the image that it makes
        button = column.column()
        button.scale_y = PREVIEW
        button.operator("maquette.prepare_image", icon="HIDE_OFF")
    steps = column.grid_flow(columns=3, align=True, row_major=True, even_columns=True)
    steps.prop(settings, "preparation")
