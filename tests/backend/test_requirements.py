"""requirements.txt names what the backend imports, and nothing that it does not."""

import ast
import re
import sys
from pathlib import Path

from backend.shared.process import environment

BACKEND = Path(__file__).parents[2] / "backend"
OPTIONAL = {"rembg", "onnxruntime"}  # imported where a person has installed them
OWN = {"pip"}  # every virtual environment's
NAMES = {"PIL": "pillow", "skimage": "scikit-image"}  # where module and package differ


def modules() -> dict[str, str]:
    """Every module from elsewhere that is imported somewhere in the backend, and one such file."""
    found = {}
    for path in sorted(BACKEND.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], str(path.relative_to(BACKEND)))
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names}


def bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_imports_and_requirements_are_the_same():
    imported = {
        bare(NAMES.get(module, module)): f"{module} in {file}"
        for module, file in modules().items()
        if module not in OPTIONAL | OWN
    }
    declared = {bare(line.partition("==")[0]) for line in environment.requirements()}
    assert {what for name, what in imported.items() if name not in declared} == set()
    assert declared - imported.keys() == set(), "nothing imports them"


def test_each_is_pinned_and_has_a_reason():
    for line in environment.REQUIREMENTS.read_text("utf-8").splitlines()[1:]:
        assert re.fullmatch(r"[\w-]+==[\d.]+ +# \w.+", line), line
