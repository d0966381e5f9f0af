"""A row of a list -> a job, which makes an asset: with the panel's settings, where it has none of
its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import bpy

from ..backend.shared import files
from ..backend.shared.artifact import Artifact
from ..backend.shared.errors import MaquetteError
from ..backend.shared.lists import identities, rows, table
from ..backend.shared.lists.table import Row, Table
from ..backend.shared.models import catalog
from ..backend.shared.models.resolving import resolve
from ..backend.shared.request import GenerationRequest
from . import settings
from .generate import OFFERED, RECOMMENDED, default_of
from .images import source
from .jobs import installed_models, paths, unfinished
from .jobs.job import Job
from .jobs.listing import Listing
from .jobs.unfinished import Asked
from .scene import asset_catalog, asset_file, thumbnail, voxel_remesh
from .scene.asset_file import Shelf
from .scene.placement import Form, Placement
from .settings import NAMES

OF_PRESSES = {"prompt": "", "samples": 1, "preview_interval": 0, "keep_frames": False}


class Rows:
    """The rows of a list, as jobs with the panel's settings."""

    def __init__(self, asked: Asked) -> None:
        """Raises MaquetteError for what is no list, or for settings that none of it can have."""
        self.asked = asked
        self.given = _settings(asked.settings)
        said = {name: it.meant(self.given[name]) for name, it in OFFERED.items()}
        self.panel = GenerationRequest(**said | OF_PRESSES)
        voxel_remesh.check(self.given["voxels"], self.given["texture"], self.given["detail"])
        self.prepared = source.shown(self.given, Artifact())
        self.names: dict[str, tuple[str, int]] = {}

    def listing(self) -> Listing:
        asked = self.asked
        found = _read(asked)
        rows.check(found)
        folder = Path(asked.folder)
        library = _make_library(folder)
        place = asked.catalog, library
        return Listing(asked.name, place, found.rows, self.job, unfinished.forget, found.notes)

    def job(self, row: Row) -> Job | None:
        """None if its asset is there. Raises MaquetteError for a row that is wrong."""
        given_name, request = self._request(row)
        used, model, *_ = resolve(request)
        installed_models.installed(model.id)
        form = self._form(request)
        content = f"{identities.identity(used)} {form}"
        identity = hashlib.sha256(content.encode()).hexdigest()
        if given_name:
            identities.check_name(given_name)
        name = given_name or identities.folder_name(used, identity)
        self._check_once(row, name, identity)
        kind = next((thing.kind for thing in model.vocabulary.read(request.prompt).things), "")
        path = "/".join(filter(None, (self.asked.catalog, kind.capitalize())))
        shelf = Shelf(Path(self.asked.folder), name, identity, path, kind)
        if asset_file.free_place(shelf) is None:
            return None
        image = request.modality == "image"
        with paths.job_folder() as folder:
            asked = replace(
                request,
                folder=str(folder),
                latents=True,
                thumbnail=thumbnail.SIDE,
                prepared_image=str(folder / "image.png") if image else "",
            )
        title = given_name or request.prompt or name
        return Job(asked, title, Placement(form, shelf=shelf), settings=self.given)

    def _request(self, row: Row) -> tuple[str, GenerationRequest]:
        """The panel's sampler, steps and guidance are of the panel's model; any other has those
        that it recommends."""
        recommended = replace(self.panel, **dict.fromkeys(RECOMMENDED))
        name, request = rows.request_of(
            row, recommended, self.prepared, Path(self.asked.images or ".")
        )
        if request.image and request.text_to_image == self.panel.text_to_image:
            request = replace(request, text_to_image="")
        mine = self.given["start_from"] == "IMAGE", self.panel.model
        if mine == (request.modality == "image", request.model):
            left = [each for each in RECOMMENDED if getattr(request, each) is None]
            request = replace(request, **{each: getattr(self.panel, each) for each in left})
        return name, request

    def _form(self, request: GenerationRequest) -> Form:
        form = Form(**{each.name: self.given[each.name] for each in fields(Form)})
        meters = catalog.usual_length(request)
        return replace(form, size=meters * self.asked.meter) if meters else form

    def _check_once(self, row: Row, name: str, identity: str) -> None:
        earlier = self.names.setdefault(name.casefold(), (identity, row.number))
        if earlier[0] != identity:
            raise MaquetteError(
                "request",
                f"Its name {name} is that of row {earlier[1]}.",
                "Give each row its own name.",
            )


def _settings(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The panel's, of which another version may have kept others."""
    known = settings.MAQUETTE_PG_settings.bl_rna.properties
    given = {name: default_of(known[name]) for name in NAMES}
    return settings.fitted(given | {name: kept[name] for name in NAMES if name in kept})


def _read(asked: Asked) -> Table:
    if asked.text:
        return table.read_text(asked.source, asked.text)
    return table.read(Path(asked.source))


def _make_library(folder: Path) -> str:
    """Make the folder of the assets, and show it to the Asset Browser where no library does, whose
    name this is. Raises MaquetteError("file")."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise files.explained(folder, error, "created") from error
    if asset_catalog.library_of(folder) is None:
        bpy.ops.preferences.asset_library_add(directory=str(folder.parent))
    return asset_catalog.library_of(folder).name
