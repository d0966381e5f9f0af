"""Who may import whom: the rules of docs/architecture.md, read from the source."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLENDER = {
    *("bpy", "bpy_extras", "bmesh", "mathutils", "gpu", "gpu_extras", "addon_utils", "blf"),
    *("bl_ui", "bl_operators"),
}
OURS = {"backend", "operators", "panels", "training", "tests", "benchmarks"}
FAMILY_MAY = {"compute", "asset", "shared"}
CONTRACT = {
    ("backend", "families", name) for name in ("AssetOptions", "Condition", "Sampling")
}  # what every family is given
FAMILIES_SHARE = {"clip", "conditioning", "folder", "network", "original_files"}
ROOMS = {  # of operators/, and which of them each may know
    "images": {"images"},
    "jobs": {"jobs", "images"},
    "scene": {"scene", "jobs", "images"},
}
WORKER = {"queue", "worker_process"}
# These run under Blender's Python too, or must be up before torch is: at the top of the file they
# import the standard library alone.
LIGHT = {
    "__main__",
    "commands",
    "conversation",
    "worker",
    "installation",
    "pip",
    "bundle",
    "progress",
    "generator",
}


def imports(path: Path, package: tuple[str, ...]) -> Iterator[tuple[int, str, bool]]:
    """Line, full dotted name (relative ones start with the root's folders, after a dot), and
    whether it stands at the top of the file, for every import in one file."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        top = node in tree.body
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module or "", top
        elif isinstance(node, ast.ImportFrom):
            above = len(package) - node.level + 1
            base = (*package[: max(above, 0)], *(node.module or "").split("."))
            for alias in node.names:
                name = ".".join(part for part in (*base, alias.name) if part)
                yield node.lineno, f".{name}" if above >= 0 else ".outside", top


def broken_rule(where: tuple[str, ...], name: str, top: bool) -> str:
    """The rule that a file at `where` (its path's parts without the suffix) breaks by importing
    `name`; empty if none."""
    relative = name.startswith(".")
    parts = tuple(name.lstrip(".").split("."))
    first = parts[0]
    if not relative and first in OURS:
        return "the house imports itself relatively"
    if where[0] == "backend":
        return _backend_rule(where, parts, relative, top)
    if where[0] in ("operators", "panels"):
        if not relative:
            allowed = first in sys.stdlib_module_names or first in BLENDER or first == "numpy"
            return "" if allowed else "Blender's side has numpy and the standard library alone"
        if first == "backend" and parts[:2] != ("backend", "shared"):
            return "Blender's side knows backend.shared alone"
        if where[0] == "operators" and first == "panels":
            return "operators do not import panels"
        if where[0] == "operators" and len(where) > 2 and first == "operators":
            return _room_rule(where[1], parts[1:])
    return ""


def _room_rule(room: str, parts: tuple[str, ...]) -> str:
    """Of the rooms of operators/."""
    if parts[0] not in ROOMS[room]:
        return f"{room}/ imports of operators/ {', '.join(sorted(ROOMS[room]))} alone"
    if room == "scene" and parts[1:2] and parts[1] in WORKER:
        return "scene/ never talks to the worker"
    return ""


def _backend_rule(where: tuple[str, ...], parts: tuple[str, ...], relative: bool, top: bool) -> str:
    standard = not relative and parts[0] in sys.stdlib_module_names
    if not relative and parts[0] in BLENDER:
        return "the backend does not know Blender"
    if relative and parts[0] != "backend":
        return "the backend imports nothing outside itself"
    standard = standard or (where[1:] == ("shared", "raster") and parts == ("numpy",))
    if where[1] == "shared" and not (standard or parts[:2] == ("backend", "shared")):
        return "the shared room imports the standard library alone"
    if where[-1] in LIGHT and top and not (standard or relative):
        return "this file imports the standard library alone at its top"
    if where[1] == "families" and len(where) > 3 and relative:
        own = parts[:3] == where[:3] or parts in CONTRACT
        own = own or (parts[1] == "families" and parts[2] in FAMILIES_SHARE)
        if parts[1] == "families" and not own:
            return "families do not know each other"
        if not own and parts[1] not in FAMILY_MAY:
            return f"a family imports {', '.join(sorted(FAMILY_MAY))} alone"
    return ""


def violations(root: Path) -> list[str]:
    found = []
    for folder in ("backend", "operators", "panels"):
        for path in sorted((root / folder).rglob("*.py")):
            where = path.relative_to(root).with_suffix("").parts
            package = where[:-1]
            for line, name, top in imports(path, package):
                if rule := broken_rule(where, name, top):
                    found.append(f"{path.relative_to(root)}:{line}: {name}: {rule}")
    return found


def test_the_maps_name_every_file():
    rooms = (ROOT / room for room in ("operators", "panels", "backend"))
    house = (file for room in rooms for file in room.rglob("*.py"))
    for card, files in (
        ("docs/architecture.md", house),
        ("training/__init__.py", (ROOT / "training").glob("*.py")),
    ):
        known = {*(ROOT / card).read_text("utf-8").split(), "__init__.py", "__main__.py"}
        assert {file.name for file in files} - known == set()


def test_the_house_keeps_its_borders():
    assert violations(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("backend/asset/mesh.py", "import bpy"),
        ("backend/asset/mesh.py", "def f():\n    from mathutils import Vector"),
        ("backend/asset/mesh.py", "from backend.shared import errors"),
        ("backend/asset/mesh.py", "from ...operators import session"),
        ("backend/asset/mesh.py", "from ... import x"),
        ("backend/shared/messages.py", "import numpy"),
        ("backend/shared/messages.py", "from .. import asset"),
        ("backend/shared/messages.py", "from ..compute.device import choose"),
        ("backend/serve/worker.py", "import torch"),
        ("backend/provisioning/installation.py", "import packaging.version"),
        ("backend/families/shap_e/sampling.py", "from .. import other"),
        ("backend/families/shap_e/sampling.py", "from ..other.sampling import sample"),
        ("backend/families/shap_e/sampling.py", "from ...serve.worker import Jobs"),
        ("operators/session.py", "import torch"),
        ("operators/session.py", "import scipy.ndimage"),
        ("operators/session.py", "from ..backend.serve import worker"),
        ("operators/session.py", "from ..backend.pipeline.generator import Generator"),
        ("operators/session.py", "from ..panels import sidebar"),
        ("operators/session.py", "from backend.shared import errors"),
        ("panels/sidebar.py", "from ..backend.compute import device"),
        ("operators/jobs/job.py", "from ..scene import landing"),
        ("operators/scene/landing.py", "from .. import session"),
        ("operators/scene/landing.py", "from ..jobs.queue import Queue"),
        ("operators/images/source.py", "from ..jobs import paths"),
    ],
)
def test_planted_violations_are_found(tmp_path, file, line):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n")
    (found,) = violations(tmp_path)
    assert found.startswith(file)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("backend/asset/mesh.py", "import numpy"),
        ("backend/serve/worker.py", "def f():\n    import torch"),
        ("backend/serve/worker.py", "from ..shared import process"),
        ("backend/shared/process/connection.py", "from . import spawn\nimport json"),
        ("backend/families/shap_e/sampling.py", "from ...compute.progress import Progress"),
        ("backend/families/shap_e/sampling.py", "from .components import load"),
        ("operators/session.py", "import bpy\nimport numpy as np\nfrom . import settings"),
        ("operators/session.py", "from ..backend.shared.process import connection"),
        ("panels/sidebar.py", "from ..operators import session"),
        ("operators/scene/landing.py", "from ..jobs.job import Job"),
    ],
)
def test_what_is_allowed_is_let_through(tmp_path, file, line):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n")
    assert violations(tmp_path) == []


def test_annotations_are_set_before_they_are_changed():
    """Python 3.14, which Blender 5.2 has, makes them only when somebody asks for a whole class."""
    for path in [*(ROOT / "operators").rglob("*.py"), *(ROOT / "panels").rglob("*.py")]:
        for body in [
            n.body
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(n, ast.ClassDef)
        ]:
            known = False
            for line in body:
                names = {n.id: type(n.ctx) for n in ast.walk(line) if isinstance(n, ast.Name)}
                if isinstance(line, ast.Assign) and names.get("__annotations__") is ast.Store:
                    known = True
                elif "__annotations__" in names and not isinstance(line, ast.FunctionDef):
                    assert known, f"{path}:{line.lineno}"
