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
FAMILY_MAY = {"compute", "progress", "mesh", "isosurface", "protocol"}
CONTRACT = {
    ("backend", "families", name) for name in ("Condition", "Meshing", "Sampling")
}  # what every family is given
# These run under Blender's Python too, or must be up before torch is: at the top of the file they
# import the standard library alone.
LIGHT = {
    "__main__",
    "commands",
    "conversation",
    "worker",
    "installation",
    "pip",
    "kit",
    "progress",
    "generation",
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
        if first == "backend" and parts[:2] != ("backend", "protocol"):
            return "Blender's side knows backend.protocol alone"
        if where[0] == "operators" and first == "panels":
            return "operators do not import panels"
    return ""


def _backend_rule(where: tuple[str, ...], parts: tuple[str, ...], relative: bool, top: bool) -> str:
    standard = not relative and parts[0] in sys.stdlib_module_names
    if not relative and parts[0] in BLENDER:
        return "the backend does not know Blender"
    if relative and parts[0] != "backend":
        return "the backend imports nothing outside itself"
    if where[1] == "protocol" and not (standard or parts[:2] == ("backend", "protocol")):
        return "the protocol imports the standard library alone"
    if where[-1] in LIGHT and top and not (standard or relative):
        return "this file imports the standard library alone at its top"
    if where[1] == "families" and len(where) > 3 and relative:
        own = parts[:3] == where[:3] or parts in CONTRACT
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
        ("backend/mesh.py", "import bpy"),
        ("backend/mesh.py", "def f():\n    from mathutils import Vector"),
        ("backend/mesh.py", "from backend.protocol import errors"),
        ("backend/mesh.py", "from ..operators import session"),
        ("backend/mesh.py", "from ... import x"),
        ("backend/protocol/messages.py", "import numpy"),
        ("backend/protocol/messages.py", "from .. import progress"),
        ("backend/protocol/messages.py", "from ..compute.device import choose"),
        ("backend/worker.py", "import torch"),
        ("backend/provisioning/installation.py", "import packaging.version"),
        ("backend/families/shap_e/sampling.py", "from .. import other"),
        ("backend/families/shap_e/sampling.py", "from ..other.sampling import sample"),
        ("backend/families/shap_e/sampling.py", "from ...worker import Jobs"),
        ("operators/session.py", "import torch"),
        ("operators/session.py", "import scipy.ndimage"),
        ("operators/session.py", "from ..backend import worker"),
        ("operators/session.py", "from ..backend.generation import Generator"),
        ("operators/session.py", "from ..panels import sidebar"),
        ("operators/session.py", "from backend.protocol import errors"),
        ("panels/sidebar.py", "from ..backend.compute import device"),
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
        ("backend/mesh.py", "import numpy"),
        ("backend/worker.py", "def f():\n    import torch"),
        ("backend/worker.py", "from .protocol import process"),
        ("backend/protocol/connection.py", "from . import process\nimport json"),
        ("backend/families/shap_e/sampling.py", "import torch\nfrom ...progress import Progress"),
        ("backend/families/shap_e/sampling.py", "from .components import load"),
        ("operators/session.py", "import bpy\nimport numpy as np\nfrom . import settings"),
        ("operators/session.py", "from ..backend.protocol import connection"),
        ("panels/sidebar.py", "from ..operators import session"),
    ],
)
def test_what_is_allowed_is_let_through(tmp_path, file, line):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n")
    assert violations(tmp_path) == []
