"""The exception that people read, where it travels to another process, and where it is read."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

from backend.shared.errors import MaquetteError


def test_a_copy_says_the_same():
    error = MaquetteError("file", "It cannot be written.", "Choose another folder.", "Use -o.")
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.code, copied.message, copied.remedy) == (
        "file",
        "It cannot be written.",
        "Choose another folder.",
    )
    assert str(copied) == "It cannot be written. Choose another folder."
    assert copied.at_terminal == "It cannot be written. Use -o."


def test_what_is_the_same_at_the_command_line_is_said_once():
    assert MaquetteError("file", "It is gone.", "Make it.").at_terminal == "It is gone. Make it."


BACKEND = Path(__file__).parents[3] / "backend"
FILES = {file.relative_to(BACKEND).as_posix(): file for file in BACKEND.rglob("*.py")}
AT_A_TERMINAL = re.compile("--[a-z]|python -m")
IN_BLENDER = re.compile("[Pp]ress |[Tt]urn on |Set [A-Z][a-z]+ to|the preferences")
TYPED = ("__main__", "cli/", "batch/", "pipeline/recording", "families/clip", "provisioning/bundle")
OF_WORKERS = ("serve/", "shared/process/")  # how Blender, or a command in it, starts them


@pytest.mark.parametrize("name", sorted(n for n in FILES if not n.startswith(OF_WORKERS)))
def test_blender_has_no_options_and_the_command_line_no_buttons(name):
    for node in ast.walk(ast.parse(FILES[name].read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "MaquetteError":
            _code, _message, *remedies = map(ast.unparse, node.args)
            if remedies:
                assert name.startswith(TYPED) or not AT_A_TERMINAL.search(remedies[0])
                assert not IN_BLENDER.search(remedies[-1])
