"""Locks what the worker's environment is made of. Run by `make lock`, after any change of
backend/requirements.txt, with uv on the path.

Writes, for every system and every Python from 3.11 on, in the form that pip reads:

    backend/locks/pip.txt           the pip that installs the others
    backend/locks/packages.txt      everything but torch and CUDA
    backend/locks/torch-pypi.txt    torch as PyPI has it: macOS, Windows without CUDA, Linux with it
    backend/locks/torch-<build>.txt torch's other builds, which PyTorch's own index has
    backend/sbom.cdx.json           what all of them name, as CycloneDX

Every file that may be installed is named by its hash. Where PyTorch's own index cannot be reached,
its builds are named by their exact version alone, until the script is run where it can be.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "backend" / "locks"
TORCH_INDEX = "https://download.pytorch.org/whl/"
BUILDS = ("cpu", "cu126", "cu130")
PIP = "pip>=24.1"  # the first that can tell a program how far a download is
OF_TORCH = re.compile("torch|triton|nvidia-|cuda-")  # what differs from build to build
HEADER = "# Made by `make lock` from backend/requirements.txt; not to be edited.\n"
NO_HASH = "# Without hashes yet: PyTorch's own index could not be reached where this was made.\n"


def compiled(requirements: str, *options: str) -> list[str]:
    """What `requirements` bring along, one text for each package: its line, the hashes, and who
    wants it. Raises CalledProcessError if that cannot be found out."""
    command = [
        *("uv", "pip", "compile", "-", "--universal", "--python-version", "3.11", "--no-config"),
        *("--generate-hashes", "--only-binary", ":all:", "--no-header", "--quiet", *options),
    ]
    text = subprocess.run(
        command, input=requirements, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ).stdout.replace("-r -", "-r requirements.txt")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return [package for package in packages if "sys_platform == 'emscripten'" not in package]


def write(name: str, packages: Iterable[str], note: str = "") -> None:
    (LOCKS / f"{name}.txt").write_text(HEADER + note + "".join(packages), "utf-8")


def lock_build(build: str, version: str, index: str) -> None:
    """The lock of a build of torch; left as it is if `index` cannot be reached and it is right."""
    pinned = f"torch=={version}+{build}"
    try:
        found = compiled(
            pinned,
            *("--index", index + build, "--index-strategy", "unsafe-best-match"),
            *("--constraint", str(LOCKS / "packages.txt")),
        )
    except subprocess.CalledProcessError:
        file = LOCKS / f"torch-{build}.txt"
        if not file.is_file() or f"{pinned} \\" not in file.read_text("utf-8"):
            print(f"{pinned} has no hash: {index} cannot be reached.", file=sys.stderr)
            write(f"torch-{build}", [pinned + "\n"], NO_HASH)
        return
    write(f"torch-{build}", (package for package in found if OF_TORCH.match(package)))


def bill() -> dict[str, object]:
    """The bill of materials. The hashes stay in the locks: CycloneDX has a place for those of one
    file, not of a package's thirty wheels."""
    texts = [file.read_text("utf-8") for file in sorted(LOCKS.glob("*.txt"))]
    pins = {pin for text in texts for pin in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}
    project = (ROOT / "blender_manifest.toml").read_text("utf-8")
    version = re.findall(r'^version = "(.+)"', project, re.MULTILINE)[0]
    packages = [
        {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        for name, version in sorted(pins)
        for purl in [f"pkg:pypi/{name}@{version.replace('+', '%2B')}"]
    ]
    own = {"type": "application", "bom-ref": "maquette", "name": "maquette", "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": packages,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--torch-index", default=TORCH_INDEX, help="PyTorch's own, or its mirror")
    index = parser.parse_args().torch_index
    requirements = (ROOT / "backend" / "requirements.txt").read_text("utf-8")
    packages = compiled(requirements)
    LOCKS.mkdir(exist_ok=True)
    write("pip", compiled(PIP))
    write("packages", (package for package in packages if not OF_TORCH.match(package)))
    write("torch-pypi", (package for package in packages if OF_TORCH.match(package)))
    version = re.findall(r"^torch==(\S+)", requirements, re.MULTILINE)[0]
    for build in BUILDS:
        lock_build(build, version, index)
    (ROOT / "backend" / "sbom.cdx.json").write_text(json.dumps(bill(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
