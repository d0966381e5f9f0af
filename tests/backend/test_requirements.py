"""requirements.txt names what the backend imports, and nothing that it does not; the locks name all
that this brings along, by hashes."""

import ast
import json
import re
import sys
from pathlib import Path

from backend.provisioning import installation
from backend.shared.process import environment

BACKEND = Path(__file__).parents[2] / "backend"
# Imported where a person has installed them.
OPTIONAL = {"rembg", "onnxruntime", "rerun", "ray", "fiftyone"}
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
    for line in environment.REQUIREMENTS.read_text("utf-8").splitlines():
        assert re.fullmatch(r"#.+|[\w-]+==[\d.]+ +# \w.+", line), line


MEND = "run: make lock"
PIN = r"^([a-z][a-z0-9-]*)==([\w.+]+)(?: ; [^\\\n]+)?"


def locked(*names: str) -> set[tuple[str, str]]:
    texts = [(environment.LOCKS / f"{name}.txt").read_text("utf-8") for name in names]
    return {pin for text in texts for pin in re.findall(PIN, text, re.MULTILINE)}


def test_the_locks_are_of_these_requirements():
    declared = {(bare(name), version) for name, version in map(split, environment.requirements())}
    assert declared <= locked("packages", "torch-pypi"), MEND
    (torch,) = [version for name, version in declared if name == "torch"]
    for build in installation.OWN_BUILDS:
        assert ("torch", f"{torch}+{build}") in locked(f"torch-{build}"), MEND


def split(requirement: str) -> list[str]:
    return requirement.split("==")


def test_every_package_is_known_by_its_hashes():
    """Only a whole lock of PyTorch's own index may be without, and it says so."""
    for lock in sorted(environment.LOCKS.glob("*.txt")):
        text = lock.read_text("utf-8")
        if "Without hashes" in text:
            assert lock.stem.removeprefix("torch-") in installation.OWN_BUILDS
            assert re.fullmatch(rf"(#.+\n)+{PIN[1:]}\n", text)
            continue
        for package in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]:
            form = rf"{PIN[1:]}( \\\n    --hash=sha256:[0-9a-f]{{64}})+(\n    #.+)*\n"
            assert re.fullmatch(form, package), package[:200]


def test_the_bill_of_materials_is_of_these_locks():
    bill = json.loads((BACKEND / "sbom.cdx.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(part["name"], part["version"]) for part in bill["components"]}
    assert listed == locked(*(lock.stem for lock in environment.LOCKS.glob("*.txt"))), MEND
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(references) == len(set(references))
