"""The Maquette tab of the 3D viewport's sidebar: one thing to do at a time."""

from __future__ import annotations

import bpy
from bl_ui.utils import PresetPanel
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import GenerationRequest, SourceImage
from ..operators import image_preview, presets, properties, regenerate, session
from ..operators.jobs import installed_models, paths
from ..operators.settings import has, modality, model_of, usual_length
from . import history, messages, progress
from .models import draw_device
from .tab import Tab, missing, wrap

PREVIEW = 7.0  # heights of a button
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
                title = progress.heading(current.job)
                column.label(text=title, icon="SORTTIME", translate=False)
                progress.draw(column, current.job)
            else:
                draw_device(context, column)
        messages.draw(context, column)
        if missing() is None:
            progress.draw_queue(column, current.queue)
            if context.scene.maquette.place == "SHEET":
                history.draw_sheet(column)


class MAQUETTE_PT_advanced(Tab, bpy.types.Panel):
    bl_label = "Advanced"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return missing() is None

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        settings = context.scene.maquette
        for group in (
            properties.group(GenerationRequest, name="sampling"),
            properties.group(GenerationRequest, SourceImage, name=GIVEN[settings.start_from]),
            regenerate.REMESHED,
            (*properties.group(GenerationRequest, name="object"), "size", "shading", "origin"),
        ):
            column = layout.column(align=True)
            for name in group:
                if not has(settings, name):
                    continue
                row = column.row()
                row.active = name != "size" or not usual_length(settings)
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


def _welcome(
    context: bpy.types.Context, column: bpy.types.UILayout, lacking: MaquetteError
) -> None:
    wrap(context, column, lacking.message, "INFO")
    wrap(
        context,
        column,
        "The backend makes the shapes on this computer. It takes about 2 GB and is installed once.",
        "BLANK1",
    )
    column.separator()
    if not bpy.app.online_access:
        column.operator("maquette.allow_online", icon="INTERNET")
    button = column.column()
    button.scale_y = 1.6
    button.enabled = bpy.app.online_access
    button.operator("maquette.install_backend", icon="IMPORT")
    show = column.operator(
        "preferences.addon_show", text="Use an Existing Python", icon="PREFERENCES"
    )
    show.module = paths.PACKAGE


def _draw_settings(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    """What is above Generate. Its height depends on the start and the place alone: a press aims at
    where the button was."""
    settings = context.scene.maquette
    model = model_of(settings)
    column.row().prop(settings, "start_from", expand=True)
    if settings.start_from == "IMAGE":
        _image(settings, column)
    else:
        big = column.column()
        big.scale_y = 1.4
        big.prop(settings, "prompt", text="", placeholder="A red chair")
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
    own = {"SELECTION": ["fit", "front"], "SHEET": ["variation"]}.get(settings.place, [])
    if settings.place == "SELECTION" and settings.start_from == "PROMPT":
        own.append("names_as_prompts")
    for name in own:
        grid.prop(settings, name)
    column.separator()


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
