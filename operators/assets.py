"""Save as Asset: selected meshes, whoever made them, with a preview and what to know of them.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import contextlib
import os
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import EnumProperty, StringProperty

from ..backend.shared import files
from ..backend.shared.errors import MaquetteError
from . import session
from .job_operator import allowed, report
from .scene import asset_catalog, asset_file, naming, provenance, thumbnail
from .scene.asset_catalog import Catalog
from .scene.asset_file import About
from .settings import BESIDE

WIDTH = 400  # of the dialog, in pixels at scale 1
RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{p}{k}" for p in ("COM", "LPT") for k in range(1, 10)}


class MAQUETTE_OT_save_asset(bpy.types.Operator):
    """Save the selected meshes as assets for the Asset Browser, with a preview"""

    bl_idname = "maquette.save_asset"
    bl_label = "Save as Asset"

    where: EnumProperty(
        name="Save To",
        description="Where to save the assets",
        items=(
            ("FILE", "Current File", "Mark the objects in this file as assets"),
            ("LIBRARY", "Asset Library", "Save each object to its own .blend file"),
        ),
    )
    folder: StringProperty(
        name="Folder",
        description="Choose the folder of an asset library. Leave empty for the first library in"
        " the preferences",
        subtype="DIR_PATH",
        **BESIDE,
    )
    catalog: StringProperty(
        name="Catalog",
        description="Choose a catalog, for example: Furniture/Chairs. It is"
        " created if it does not exist",
    )
    author: StringProperty(name="Author", description="Who made the assets")
    license: StringProperty(
        name="License", description="What others may do with the assets, for example: CC0-1.0"
    )
    description: StringProperty(
        name="Description",
        description="Describe the assets. Leave empty to use the prompt of each object",
        options={"SKIP_SAVE"},
    )
    tags: StringProperty(
        name="Tags",
        description="Add search words, separated by commas. Generated objects also get their"
        ' model and "maquette" as tags',
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, "" if _meshes(context) else "No mesh is selected")

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: ask where to, and what is to be known of them."""
        return context.window_manager.invoke_props_dialog(self, width=WIDTH, confirm_text="Save")

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.row().prop(self, "where", expand=True)
        if self.where == "LIBRARY":
            layout.prop(self, "folder", placeholder="First asset library")
        for name in ("catalog", "author", "license"):
            layout.prop(self, name)
        layout.prop(self, "description", placeholder="Prompt of each object")
        layout.prop(self, "tags")

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.current.error = None
        try:
            meshes = _meshes(context)
            _check(meshes)
            for made in meshes:
                made.update_from_editmode()
            depsgraph = context.evaluated_depsgraph_get()
            into = self._mark if self.where == "FILE" else self._write
            self.report({"INFO"}, into(meshes, depsgraph))
            asset_file.refresh()
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}

    def _mark(self, meshes: list[bpy.types.Object], depsgraph: bpy.types.Depsgraph) -> str:
        catalog = self._catalog_of_file()
        if catalog:
            with files.Outputs() as outputs:
                asset_catalog.write(catalog, outputs)
        for made in meshes:
            self._describe(made, made, catalog, depsgraph)
        bpy.ops.ed.undo_push(message=self.bl_label)
        return iface_("Marked {}").format(_counted(meshes))

    def _write(self, meshes: list[bpy.types.Object], depsgraph: bpy.types.Depsgraph) -> str:
        """All of them are written before the first gets its name: none is there by half."""
        folder = library_folder(self.folder)
        catalog = asset_catalog.find(folder, self.catalog)
        saved: list[Path] = []
        with files.Outputs() as outputs:
            for made in meshes:
                file = free_file(folder, made.name, saved)
                saved.append(file)
                part = outputs.file(file)
                with _alone(made) as alone:
                    self._describe(alone, made, catalog, depsgraph)
                    asset_file.write(part, alone, file)
            if catalog:
                asset_catalog.write(catalog, outputs)
        named = saved[0].name if len(meshes) == 1 else _counted(meshes)
        return iface_("Saved {} in {}").format(named, folder)

    def _describe(
        self,
        asset: bpy.types.Object,
        made: bpy.types.Object,
        catalog: Catalog | None,
        depsgraph: bpy.types.Depsgraph,
    ) -> None:
        """Make an asset of `asset`, which is `made` or a copy of it."""
        description = self.description or str(made.get("maquette_prompt", ""))
        tags = tuple(tag.strip() for tag in self.tags.split(","))
        if provenance.ours(made):
            tags += "maquette", str(made["maquette_model"])
        about = About(self.author, self.license, description, tags)
        asset_file.mark(asset, about, catalog, thumbnail.draw(made, depsgraph))

    def _catalog_of_file(self) -> Catalog | None:
        if not self.catalog:
            return None
        if not bpy.data.filepath:
            raise MaquetteError(
                "file",
                "Catalogs are stored beside the .blend file, and this file has not been saved yet.",
                "Save the file, or leave the catalog empty.",
            )
        return asset_catalog.find(Path(bpy.data.filepath).parent, self.catalog)


CLASSES = (MAQUETTE_OT_save_asset,)


def library_folder(chosen: str, make: bool = False) -> Path:
    """The folder that was chosen, by its path or the name of its library; or the first asset
    library of the preferences. `make` makes the folder of a library where it does not exist.
    Raises MaquetteError("library") if there is none, ("request") for what is no folder."""
    known = {library.name: library.path for library in reversed(asset_catalog.libraries())}
    listed = not chosen or chosen in known
    chosen = known.get(chosen, chosen) or next(reversed(known.values()), "")
    if not chosen:
        raise MaquetteError(
            "library",
            "There is no asset library in the preferences.",
            "Add one under Asset Libraries, or enter the path of a folder.",
        )
    if chosen.startswith("//") and not bpy.data.filepath:
        raise MaquetteError(
            "request",
            f"{chosen} is relative to this file, which has not been saved yet.",
            "Save the file, or choose an absolute path.",
        )
    folder = Path(bpy.path.abspath(chosen))
    if make and listed:
        with contextlib.suppress(OSError):  # what is wrong with it is said below
            folder.mkdir(parents=True, exist_ok=True)
    if not os.path.isdir(folder):
        raise MaquetteError(
            "request", f"The folder {folder} does not exist.", "Create it, or choose another one."
        )
    return folder


def free_file(folder: Path, name: str, taken: Collection[Path] = ()) -> Path:
    """A .blend that does not exist yet and is not taken, called like the object as far as a file
    can be. Names that Windows keeps for devices are no files there, whatever their ending."""
    stem = naming.object_name(bpy.path.clean_name(name))
    stem = f"_{stem}" if stem.upper() in RESERVED else stem
    numbered = (f"{stem}.blend" if k == 1 else f"{stem}-{k}.blend" for k in count(1))
    found = map(folder.joinpath, numbered)
    return next(file for file in found if file not in taken and not file.exists())


def _meshes(context: bpy.types.Context) -> list[bpy.types.Object]:
    return [made for made in context.selected_objects if made.type == "MESH"]


def _check(meshes: list[bpy.types.Object]) -> None:
    """Raise MaquetteError("request") if one of them cannot become an asset."""
    for made in meshes:
        if made.library or made.override_library or made.data.library:
            raise MaquetteError(
                "request",
                f"{made.name} is linked from another file.",
                "Make the object local, or deselect it.",
            )


@contextlib.contextmanager
def _alone(made: bpy.types.Object) -> Iterator[bpy.types.Object]:
    """A copy for a file of its own: at the origin, without parent, constraints or animation. It has
    the object's name, which that one lends it, and is gone afterwards."""
    alone = made.copy()
    try:
        alone.parent = None
        alone.constraints.clear()
        alone.animation_data_clear()
        alone.matrix_world = made.matrix_world.to_3x3().to_4x4()
        with asset_file.named(alone, made.name):
            yield alone
    finally:
        bpy.data.objects.remove(alone)


def _counted(meshes: list[bpy.types.Object]) -> str:
    return iface_("1 asset") if len(meshes) == 1 else iface_("{} assets").format(len(meshes))
