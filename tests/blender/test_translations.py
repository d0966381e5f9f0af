"""Every string that a person reads goes through Blender's translation tables, and each of these
has them all.

The bpy wheel is built without translations, so the table is compared here with what is registered
and with the source; `tests/window` runs a Blender that speaks German.
"""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest

ROOT = Path(__file__).parents[2]
NAMES = {  # the same in every language, or for no one to read
    *("", "Maquette", "CUDA", "CPU", "MPS", "FP32", "FP16", "BF16", "GIF", "X", "Y", "-X", "-Y"),
    *("Color", "Base Color", "Roughness", "Mesh", "Maquette Vertex Colours", "Settings"),
    *("Metallic", "Normal", "Blue", "Green", "Non-Color", "Metallic Roughness"),
    *("Operator", "Growth", "Geometry", "Frame", "Object", "Name", "Attribute", "Selection"),
    *("Switch", "False", "True", "Output", "Value", "Index", "Point Count", "Vector", "Transform"),
    *("Position", "Points", "Spheres", "Cubes", "Shape", "Radius", "Scale", "Amount", "Material"),
    *("Object Mode", "Float", "Menu", "Instance", "Size", "Max", "Min"),
    *("LodGroup", "Surface", "Collection", "Density", "Seed", "Rotation", "Align", "Min Scale"),
    *("Max Scale", "Bool", "Int", "Separate Children", "Reset Children", "Rotate By"),
    *("Pick Instance", "Instance Index"),
    *("64 × 64", "256 × 256", "1024 × 1024", "Omage", "Omage (.npz)", "Red"),
}
NODES = re.compile("(ShaderNode|GeometryNode|FunctionNode|NodeSocket|NodeGroup)[A-Z]?")
LOCALES = sorted(file.stem for file in (ROOT / "panels" / "translations").glob("*.toml"))


@pytest.fixture(params=LOCALES)
def table(request, installed) -> dict[str, str]:
    entries = installed("panels.translations").tables()[request.param]
    return {text: said for (_, text), said in entries.items()}


def test_all_that_is_registered_is_translated(installed, table):
    texts = registered(installed)
    assert len(texts) > 200
    assert texts - set(table) - NAMES == set()


def test_all_that_is_drawn_or_said_is_translated(table):
    texts = {text for room in ("operators", "panels") for text in said_in(room)}
    assert len(texts) > 100
    assert texts - set(table) - NAMES == set()


def test_no_entry_is_without_a_use(installed, table):
    texts = registered(installed)
    for room in ("operators", "panels", "backend"):
        texts.update(text for tree in trees(room) for text in constants(tree))
    stages = {text.capitalize() for text in texts if text.islower()}
    assert set(table) - texts - stages == set()


def test_fields_are_the_same_in_both_languages(table):
    for text, said in table.items():
        assert fields(text) == fields(said), text
        assert said.strip() == said != "", text
        assert text.endswith(".") == said.endswith("."), text


def test_labels_buttons_and_words_of_our_own_are_looked_up(installed):
    table = installed("panels.translations").tables()["de_DE"]
    assert table["*", "Vary"] == table["Operator", "Vary"] == "Variieren"
    own = bpy.context.scene.maquette.bl_rna.properties["sampler"].translation_context
    assert table[own, "Fast"] == "Schnell"  # Blender's German for it means "paste"


def registered(installed) -> set[str]:
    """What Blender shows of our classes and of their own properties."""
    kinds = installed("operators").CLASSES + installed("panels").CLASSES
    return {text for kind in kinds for text in texts_of(kind)}


def texts_of(kind: type) -> Iterator[str]:
    shown, known = kind.bl_rna, kind.bl_rna.properties
    if "_OT_" in kind.__name__:  # Blender keeps these under another name
        room, name = kind.bl_idname.split(".")
        shown = getattr(getattr(bpy.ops, room), name).get_rna_type()
        known = shown.properties
        yield shown.description
    if "preset_operator" not in vars(kind):  # its label is the sampler that was chosen last
        yield getattr(kind, "bl_label", "")
    ours = (base for base in kind.__mro__ if ".maquette." in base.__module__)
    for name in {name for base in ours for name in vars(base).get("__annotations__", ())}:
        if name in known and known[name].name != name and not known[name].is_hidden:
            yield known[name].name
            yield known[name].description
            for item in getattr(known[name], "enum_items", ()):
                yield item.name
                yield item.description


def said_in(room: str) -> Iterator[str]:
    """Constants that begin as a title or a sentence does, and all that is looked up by name."""
    for tree in trees(room):
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        for node in ast.walk(tree):
            if isinstance(node, documented) and ast.get_docstring(node):
                node.body.pop(0)
        yield from (text for text in constants(tree) if _is_said(text))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "iface_":
                yield from constants(node.args[0])


def _is_said(text: str) -> bool:
    return bool(re.match("[A-Z]([a-z]| [a-z])", text)) and not NODES.match(text)


def trees(room: str) -> Iterator[ast.Module]:
    for file in sorted((ROOT / room).rglob("*.py")):
        yield ast.parse(file.read_text("utf-8"))


def constants(node: ast.AST) -> Iterator[str]:
    """Strings in it, but none that is a part of another."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.JoinedStr):
        for inner in ast.iter_child_nodes(node):
            yield from constants(inner)


def fields(text: str) -> list[str]:
    pieces = string.Formatter().parse(text)
    return [f"{name}:{how}" for _, name, how, _ in pieces if how is not None]
