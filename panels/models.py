"""The Models sub-panel: what is there, what can be downloaded, and where it runs."""

from __future__ import annotations

import os

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.files import printable
from ..backend.shared.messages import Device
from ..backend.shared.models import catalog
from ..backend.shared.models.catalog import Model
from ..operators import estimate, session
from ..operators.jobs import installed_models, worker_start
from .tab import WorkingTab, wrap

TEXTS = {"ready": "Downloaded", "partial": "Incomplete"}
BUTTONS = {  # state -> operator, its label and icon
    "ready": (("verify", "Verify", "NONE"), ("remove", "", "TRASH")),
    "partial": (("download", "Resume", "IMPORT"), ("remove", "", "TRASH")),
    "absent": (("download", "Download", "IMPORT"),),
    "unknown": (),
}


class MAQUETTE_PT_models(WorkingTab, bpy.types.Panel):
    bl_label = "Models"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_order = 1
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, _context: bpy.types.Context) -> None:
        column = self.layout.column()
        for model in catalog.models():
            _listed(column.column(align=True), model)
        for folder in installed_models.added_folders():
            _added(column.column(align=True), folder)
        if not installed_models.are_known():
            column.operator("maquette.connect", icon="LINKED")
        elif not worker_start.is_elsewhere():
            column.operator("maquette.add_model", icon="FILE_FOLDER")
        column.separator()
        for device in session.current.devices:
            column.label(text=described(device), translate=False)
        column.operator("maquette.unload", icon="CANCEL")


CLASSES = (MAQUETTE_PT_models,)


def draw_device(context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
    """Where Generate would compute, how long that takes and what lacks there. Nothing while no
    worker has told."""
    run = estimate.of(context.scene.maquette)
    if run is None:
        return
    layout.label(text=described(run.device), icon="MEMORY", translate=False)
    for sentence in filter(None, (run.warning, run.shortage)):
        wrap(context, layout, sentence, "ERROR")


def described(device: Device) -> str:
    return iface_("{}: {} free").format(device.label, estimate.gigabytes(device.free))


def _listed(column: bpy.types.UILayout, model: Model) -> None:
    state = installed_models.state(model)
    usable = state in ("bundled", "ready")
    column.label(text=model.label, icon="CHECKMARK" if usable else "DOT", translate=False)
    if state == "bundled":
        return
    row = column.row(align=True)
    text = TEXTS.get(state, estimate.gigabytes(model.size))
    verified = state == "ready" and model.id in installed_models.verified
    row.label(text="Verified" if verified else text, icon="BLANK1")
    for name, label, icon in BUTTONS[state]:
        row.operator(f"maquette.{name}_model", text=label, icon=icon).model = model.id


def _added(column: bpy.types.UILayout, folder: str) -> None:
    there = os.path.isdir(folder)
    row = column.row(align=True)
    name = row.row()
    name.alert = not there
    text = printable(os.path.basename(folder))
    text = text if there else iface_("{} is missing").format(text)
    name.label(text=text, icon="CHECKMARK" if there else "ERROR", translate=False)
    row.operator("maquette.forget_model", text="", icon="X").model = folder
