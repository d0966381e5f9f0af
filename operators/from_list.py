"""Asset Library from List: each row of a list becomes an asset; Continue goes on where Blender was
closed.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from pathlib import Path

import bpy
from bpy.props import StringProperty

from ..backend.shared.errors import MaquetteError
from . import assets, list_run, session
from .job_operator import Starts, allowed, report, show_tab
from .jobs import unfinished, worker_start
from .jobs.unfinished import Asked
from .list_rows import Rows
from .scene import asset_catalog, units
from .settings import BESIDE, NAMES

WIDTH = 400  # of the dialog, in pixels at scale 1
KINDS = "*.csv;*.tsv;*.jsonl;*.ndjson;*.txt"


def _libraries(_operator: object, _context: object, typed: str) -> list[str]:
    """The asset libraries that this could be."""
    names = dict.fromkeys(each.name for each in asset_catalog.libraries())
    return [name for name in names if typed.casefold() in name.casefold()]


class _Lists(Starts):
    """A press that makes what rows ask for. A script waits for the end."""

    def start(self, asked: Asked) -> set[str]:
        """Raises nothing: a MaquetteError is reported."""
        current = session.current
        try:
            worker_start.check()
            list_run.check(current)
            listing = Rows(asked).listing()
            unfinished.keep(asked)
            (list_run.run if self.waits else list_run.begin)(current, listing)
        except MaquetteError as error:
            return report(self, error)
        for note in listing.sentences if self.waits else ():
            self.report({"INFO"}, note)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_from_list(_Lists, bpy.types.Operator):
    """Make an asset of each row of a CSV, JSONL or text file, in a catalog and with a preview. \
Rows whose assets are there are skipped"""

    bl_idname = "maquette.from_list"
    bl_label = "Asset Library from List"

    filepath: StringProperty(
        name="List",
        description="Choose a .csv, .tsv or .jsonl file whose columns are settings, or a .txt file"
        " with one prompt per line",
        subtype="FILE_PATH",
        **BESIDE,
    )
    text: StringProperty(
        name="Text",
        description="Use this text of the .blend file instead",
        options={"SKIP_SAVE", "HIDDEN"},
    )
    folder: StringProperty(
        name="Library",
        description="Choose an asset library, or enter the path of a folder. Leave empty for the"
        " first library in the preferences",
        search=_libraries,  # a file browser could not open another one for a folder
        **BESIDE,
    )
    catalog: StringProperty(
        name="Catalog",
        description="Choose a catalog for all of them. Leave empty for one that is called like the"
        " list",
        options={"SKIP_SAVE"},  # the next list is called otherwise
    )
    filter_glob: StringProperty(default=KINDS, options={"HIDDEN"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        running = session.current.queue.listing
        return context.scene is not None and allowed(
            cls, list_run.LISTED.message if running else ""
        )

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: ask which file, or where the assets of a text belong."""
        self.waits = False
        manager = context.window_manager
        if self.text:
            return manager.invoke_props_dialog(self, width=WIDTH, confirm_text="Make Assets")
        manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def draw(self, _context: bpy.types.Context) -> None:
        """The mouse is over what stands first. Were that a field, Enter would begin to type."""
        layout = self.layout
        if self.text:
            layout.label(text=self.text, translate=False, icon="TEXT")
        layout.use_property_split = True
        layout.prop(self, "folder", placeholder="First asset library")
        layout.prop(self, "catalog", placeholder="Name of the list")

    def execute(self, context: bpy.types.Context) -> set[str]:
        """With the panel's other settings. From a script: all is made when this returns."""
        try:
            asked = self._asked(context)
        except MaquetteError as error:
            return report(self, error)
        if not self.waits:
            show_tab(context)
        return self.start(asked)

    def _asked(self, context: bpy.types.Context) -> Asked:
        text = bpy.data.texts.get(self.text) if self.text else None
        if self.text and text is None:
            raise MaquetteError(
                "request", f"There is no text {self.text!r} in this file.", "Choose another one."
            )
        if not (text or self.filepath):
            raise MaquetteError("request", "No list is chosen.", "Choose a file or a text.")
        source = self.text or bpy.path.abspath(self.filepath)
        name = bpy.path.clean_name(Path(source).stem)
        panel = context.scene.maquette
        return Asked(
            source,
            text.as_string() if text else "",
            bpy.path.abspath("//") if text else str(Path(source).parent),
            str(assets.library_folder(self.folder, make=True) / name),
            self.catalog.strip() or Path(source).stem,
            units.from_meters(context.scene, 1.0),
            {each: getattr(panel, each) for each in NAMES},
        )


class MAQUETTE_OT_continue_list(_Lists, bpy.types.Operator):
    """Make the assets of the list that are not there yet, with the settings it was started with"""

    bl_idname = "maquette.continue_list"
    bl_label = "Continue List"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if session.current.queue.listing:
            return allowed(cls, list_run.LISTED.message)
        return allowed(cls, "" if unfinished.known() else "There is no unfinished list")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        return self.start(unfinished.known())


class MAQUETTE_OT_forget_list(bpy.types.Operator):
    """Do not offer to continue this list. Its assets stay"""

    bl_idname = "maquette.forget_list"
    bl_label = "Forget List"
    bl_options = {"INTERNAL"}

    def execute(self, _context: bpy.types.Context) -> set[str]:
        try:
            unfinished.forget()
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_from_list, MAQUETTE_OT_continue_list, MAQUETTE_OT_forget_list)
