"""The objects of a folder as a dataset of FiftyOne (fiftyone.ai): a group for each of them.

    thumbnail  an image of it
    result     the mesh, or the points, as a 3D scene: OUT/.fiftyone/a-red-chair-0123456789ab.fo3d
    input      if it was made from an image: what the model saw

Every sample of a group has all settings, and what came of them, as fields. Objects are told by name
and identity: those that are there already stay as they are, with all that people added to them.

Knows FiftyOne, which is the person's to install, and nothing of how objects are made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..shared import record
from ..shared.errors import MaquetteError, first_line, foreign
from ..shared.files import explained, printable
from ..shared.request import GenerationRequest
from ..shared.setting import plain, settings_of
from .objects import KEY, Objects, read

PACKAGE = "fiftyone==1.22.1"  # pyproject.toml's extra; a test compares
REPORTS = "FIFTYONE_DO_NOT_TRACK"  # it tells its makers what is used, unless this is "true"
SCENES = ".fiftyone"  # no object's name
FOLDER = "maquette"  # in the dataset's info: the folder that it shows
GROUP, FIRST = "group", "thumbnail"
LARGEST = 2**63 - 1  # of the database's whole numbers
SHOWN = {".glb": "GltfMesh", ".obj": "ObjMesh", ".ply": "PlyMesh"}
FIELDS = {  # beside the settings
    "name": str,
    "identity": str,
    "source": str,
    "notes": tuple,
    "vertices": int,
    "faces": int,
    "watertight": bool,
}


class Dataset:
    """The one of this name, which is made when there is something to write.

    Raises MaquetteError("request") where FiftyOne is not installed, ("environment") where its
    database does not run.
    """

    def __init__(self, name: str) -> None:
        self._name, self._fiftyone = name, _fiftyone()

    def check(self, objects: Objects) -> None:
        """Raise MaquetteError("request") if it shows something else than this folder."""
        with self._told():
            there = self._fiftyone.dataset_exists(self._name)
            shown = there and self._fiftyone.load_dataset(self._name).info.get(FOLDER)
        if there and shown != str(objects.folder):
            raise MaquetteError(
                "request",
                f"There is another FiftyOne dataset named {printable(self._name)}.",
                "Choose another name, or delete it (fiftyone datasets delete).",
            )

    def write(self, objects: Objects) -> int:
        """Add what it does not have yet, and replace what has changed: so many objects. Raises
        MaquetteError."""
        lock = objects.lock(SCENES, wait=True)
        assert lock  # it was waited for
        with lock:
            self.check(objects)
            with self._told():
                return self._write(objects)

    def _write(self, objects: Objects) -> int:
        dataset = self._opened(objects.folder)
        groups = dataset.values(["name", "identity", f"{GROUP}.id"])
        known = {name: (identity, group) for name, identity, group in zip(*groups, strict=True)}
        samples, changed, added = [], [], 0
        for name in objects.made():
            if (said := read(objects.folder / name)) is None:
                continue
            identity, group = known.get(name, (None, None))
            if identity == said[KEY]["identity"]:
                continue
            changed += [group] if group else []
            samples += self._group(objects.folder, name, said)
            added += 1
        if changed:
            dataset.delete_groups(changed)
        if samples:
            dataset.add_samples(samples, progress=False)
        return added

    def _opened(self, folder: Path) -> Any:
        fiftyone = self._fiftyone
        if fiftyone.dataset_exists(self._name):
            return fiftyone.load_dataset(self._name)
        dataset = fiftyone.Dataset(self._name, persistent=True)
        dataset.info[FOLDER] = str(folder)
        dataset.add_group_field(GROUP, default=FIRST)
        dataset.save()
        types = {
            str: fiftyone.StringField,
            int: fiftyone.IntField,
            float: fiftyone.FloatField,
            bool: fiftyone.BooleanField,
            tuple: fiftyone.ListField,
        }
        for name, kind in fields().items():
            of = {"subfield": fiftyone.StringField} if kind is tuple else {}
            dataset.add_sample_field(name, types[kind], **of)
        return dataset

    def _group(self, folder: Path, name: str, said: dict[str, Any]) -> Iterator[Any]:
        files = {what: folder / name / file for what, file in said[KEY]["files"].items()}
        slices = {
            FIRST: files.get("thumbnail"),
            "result": self._scene(folder, name, files, said),
            "input": files.get("image"),
        }
        values = _values(name, said)
        group = self._fiftyone.Group()
        for each, file in slices.items():
            if file:
                yield self._fiftyone.Sample(
                    filepath=str(file), **{GROUP: group.element(each)}, **values
                )

    def _scene(
        self, folder: Path, name: str, files: dict[str, Path], said: dict[str, Any]
    ) -> Path | None:
        shown = files.get("mesh") or files.get("points")
        if shown is None or shown.suffix not in SHOWN:
            return None
        flat = {} if shown.suffix != ".ply" else {"is_point_cloud": not said["mesh"]["faces"]}
        scene = self._fiftyone.Scene()
        scene.camera = self._fiftyone.PerspectiveCamera(up="Z" if flat else "Y")
        path = os.path.join("..", name, shown.name)  # so that the folder can be moved
        scene.add(getattr(self._fiftyone, SHOWN[shown.suffix])(name, path, **flat))
        place = folder / SCENES / f"{name}.fo3d"
        try:
            place.parent.mkdir(exist_ok=True)
            scene.write(str(place))
        except OSError as error:
            raise explained(place, error) from error
        return place

    def _told(self) -> Any:
        return foreign("internal", "FiftyOne failed", "Its log may say more.")


def fields() -> dict[str, type]:
    """Fields of every sample and their types: those of settings, and what came of them."""
    known = settings_of(GenerationRequest)
    found = dict(FIELDS)
    for name in record.SAID:
        ends = known[name].limits if name in known else None
        large = ends is not None and ends.highest > LARGEST
        found[name] = str if large else plain(GenerationRequest, name)
    return found


def _values(name: str, said: dict[str, Any]) -> dict[str, Any]:
    told = said[KEY]
    all_ = {
        **said["request"],
        **said.get("mesh", {}),
        "name": name,
        **{each: told.get(each) for each in ("identity", "source", "notes")},
    }
    kinds = fields()
    there = {each: value for each, value in all_.items() if each in kinds and value is not None}
    return {each: str(v) if kinds[each] is str else v for each, v in there.items()}


def _fiftyone() -> Any:
    os.environ.setdefault(REPORTS, "true")
    try:
        import fiftyone  # pyright: ignore[reportMissingImports] - optional
    except ImportError as error:
        raise MaquetteError(
            "request",
            "FiftyOne is not installed, so there can be no dataset of it.",
            f"Install it in the backend's Python (pip install {PACKAGE}), or leave out --fiftyone.",
        ) from error
    except Exception as error:
        raise MaquetteError(
            "environment",
            f"FiftyOne's database does not start: {first_line(error)}.",
            "Start a MongoDB, and set FIFTYONE_DATABASE_URI to its address.",
        ) from error
    return fiftyone
