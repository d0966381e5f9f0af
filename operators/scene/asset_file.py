"""An object as an asset: what is known of it, its preview, a .blend of its own.

Those of a list have a folder each, which appears whole: the .blend, and `record.json`, which says
how it was made and tells it from others of the same name. Nothing that is there is replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import bpy
import numpy as np

from ...backend.shared import files, strict_json
from ...backend.shared.errors import MaquetteError
from ..jobs.job import Job
from . import asset_catalog, landing, mesh_import, naming, provenance
from .asset_catalog import Catalog

RECORD = "record.json"
IDENTITY = "identity"
FULL = "Free up some disk space, or choose another folder."
KINDS = ("objects", "meshes", "materials", "images", "texts", "node_groups")  # of data-blocks


@dataclass(frozen=True)
class Shelf:
    """Where an object becomes an asset in a file of its own, and comes into no scene.

    folder    in an asset library
    name      of the object's own folder there
    identity  that tells it from others of this name
    catalog   of the library, such as "Furniture/Chairs"; "": none
    kind      of thing, if it is known
    """

    folder: Path
    name: str
    identity: str
    catalog: str = ""
    kind: str = ""


class About(NamedTuple):
    """What the Asset Browser says of an asset."""

    author: str = ""
    license: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()


def mark(
    asset: bpy.types.Object, about: About, catalog: Catalog | None, preview: np.ndarray
) -> None:
    """Make an asset of an object; `preview` is (side, side, 4) as `thumbnail.draw` has it."""
    asset.asset_mark()
    known = asset.asset_data
    known.author, known.license, known.description = about.author, about.license, about.description
    for tag in filter(None, about.tags):
        known.tags.new(tag, skip_if_exists=True)
    if catalog:
        known.catalog_id = catalog.uuid
    shown = asset.preview_ensure()
    shown.image_size = preview.shape[1::-1]
    shown.image_pixels_float.foreach_set(np.ascontiguousarray(preview, np.float32).ravel())


def write(part: Path, asset: bpy.types.Object, place: Path) -> None:
    """A .blend of it; `place` is what the file will be called. Raises MaquetteError("file")."""
    # Absolute, because a path beside this file leads nowhere from there.
    how = {"path_remap": "ABSOLUTE", "fake_user": True, "compress": True}
    try:
        bpy.data.libraries.write(str(part), {asset}, **how)
    except (OSError, RuntimeError) as error:  # Blender's own words
        reason = str(error).strip().partition("\n")[0]
        raise MaquetteError("file", f"{place} cannot be written: {reason}", FULL) from error


def free_place(shelf: Shelf) -> Path | None:
    """The folder that the object gets: the first of its name that does not exist. None if it is in
    one of those that do."""
    numbered = (shelf.name if k == 1 else f"{shelf.name}-{k}" for k in count(1))
    for place in map(shelf.folder.joinpath, numbered):
        if not os.path.lexists(place):
            return place
        if _told(place) == shelf.identity and (place / f"{place.name}.blend").is_file():
            return None
    return None  # which is never reached


def shelve(job: Job) -> None:
    """The one sample of a job as an asset on its shelf; no scene and no data-block of this file is
    another one afterwards. Raises MaquetteError("file"); then there is nothing of it."""
    shelf, (sample,) = job.placement.shelf, job.result.samples
    place = free_place(shelf)
    if place is None:  # another Blender made it meanwhile
        return
    mesh = mesh_import.read(Path(sample.mesh))
    catalog = asset_catalog.find(shelf.folder, shelf.catalog)
    with files.Outputs() as outputs, _nothing_left():
        image = landing.image_of(job)
        kept = provenance.told(job, sample, image, None)
        made = mesh_import.make_object(mesh, job.title, kept, *astuple(job.placement.form))
        if image:
            naming.give(bpy.data.images, image, f"{made.name} image")
        record = json.loads(str(kept["record"]))
        tags = "maquette", str(kept["model"]), shelf.kind
        about = About("", record["license"], str(kept["prompt"]), tags)
        mark(made, about, catalog, _picture(Path(sample.thumbnail)))
        part, name = outputs.folder(place), f"{place.name}.blend"
        with named(made, naming.object_name(job.title)):
            write(part / name, made, place / name)
        said = json.dumps({IDENTITY: shelf.identity, **record}, ensure_ascii=False)
        files.fill(part / RECORD, said.encode("utf-8", "replace"), place / RECORD)
        if catalog:
            asset_catalog.write(catalog, outputs)


def refresh() -> None:
    """Asset Browsers go on showing what they read before. One that was not drawn yet has read
    nothing, and would crash Blender 4.2."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.ui_type == "ASSETS" and area.spaces.active.params:
                with bpy.context.temp_override(window=window, area=area):
                    bpy.ops.asset.library_refresh()


@contextlib.contextmanager
def named(asset: bpy.types.Object, name: str) -> Iterator[None]:
    """Another object that is called so lends it the name."""
    own, lender = asset.name, bpy.data.objects.get((name, None))
    try:
        if lender and lender != asset:
            lender.name = f"{name[:32]} lent"
        asset.name = name
        yield
    finally:
        asset.name = own
        if lender:
            lender.name = name


@contextlib.contextmanager
def _nothing_left() -> Iterator[None]:
    """Data-blocks that are made inside are gone afterwards."""
    known = {kind: {each.session_uid for each in getattr(bpy.data, kind)} for kind in KINDS}
    try:
        yield
    finally:
        made = [
            each
            for kind, before in known.items()
            for each in getattr(bpy.data, kind)
            if each.session_uid not in before
        ]
        bpy.data.batch_remove(made)


def _picture(file: Path) -> np.ndarray:
    """A PNG file as a preview: premultiplied, the lowest row first."""
    try:
        image = bpy.data.images.load(str(file))
        values = np.empty(len(image.pixels), np.float32)
        image.pixels.foreach_get(values)
    except RuntimeError as error:
        raise files.explained(file, error, "read") from error
    width, height = image.size
    picture = values.reshape(height, width, 4)
    picture[..., :3] *= picture[..., 3:]
    return picture


def _told(place: Path) -> str:
    """The identity of what is in a folder; nothing where no list made it."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(strict_json.read(place / RECORD)[IDENTITY])
    return ""
