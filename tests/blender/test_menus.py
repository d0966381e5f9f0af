"""Maquette where Blender's users look: menus, a popup, a shortcut, the manual."""

import importlib
import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import bpy
import pytest

from tests.blender.conftest import Layout

ROOT = Path(__file__).parents[2]


def drawn(blender, menu: str) -> Layout:
    """What one of our menus shows, or what we add to one of Blender's."""
    layout, kind = Layout(), getattr(bpy.types, menu)
    ours = [draw for draw in kind._dyn_ui_initialize() if ".maquette." in draw.__module__]
    for draw in ours:
        draw(SimpleNamespace(layout=layout), blender.view)
    return layout


def is_added_to(blender, menu: str) -> bool:
    return "MAQUETTE_MT_object" in drawn(blender, menu).menus


def test_it_is_in_the_add_menu_but_not_while_a_mesh_is_edited(blender):
    assert drawn(blender, "VIEW3D_MT_mesh_add").buttons == ["add"]
    bpy.ops.object.mode_set(mode="EDIT")
    assert drawn(blender, "VIEW3D_MT_mesh_add").buttons == []


def test_the_popup_asks_for_a_prompt_and_ends_in_a_job_at_the_cursor(blender):
    panel = bpy.context.scene.maquette
    panel.place, panel.seed, panel.prompt = "SELECTION", 7, "a table"
    assert blender.click("add") == {"RUNNING_MODAL"}
    (popup, asked) = blender.asked.pop()
    assert asked["confirm_text"] == "Generate" and popup.prompt == "a table"
    layout = Layout()
    popup.layout, popup.prompt = layout, "a red chair"
    popup.draw(blender.view)
    assert any("maquette-mini" in text for text in layout.texts)
    bpy.context.scene.cursor.location = 1, 2, 3
    assert popup.execute(bpy.context) == {"FINISHED"}
    blender.settle()
    made = bpy.context.object
    assert (made.name, made["maquette_seed"], tuple(made.location)) == ("a red chair", 0, (1, 2, 3))
    assert panel.prompt == "a red chair" and panel.place == "SELECTION"


def test_enter_keeps_what_is_typed(blender):
    """It takes a completion that is the only one."""
    panel, popup = blender.module("operators.settings"), blender.module("operators.add_object")
    given = bpy.context.scene.maquette, bpy.context
    for offered in (panel.completions, popup._completions):
        assert offered(*given, "a lamp") == ["a lamp", "a lamppost"]
        assert "a red ch" not in offered(*given, "a red ch")


def test_the_popup_offers_the_last_prompts_or_one_of_each_kind(blender):
    offered = blender.module("operators.add_object")._completions
    first = offered(None, bpy.context, "")
    assert first[:3] == ["a chair", "a stool", "a table"] and "an apple" in first
    bpy.ops.maquette.generate(prompt="a tall vase")
    assert offered(None, bpy.context, "") == ["a tall vase"]
    assert "a red chair" in offered(None, bpy.context, "a red ch")


def test_a_script_gets_an_object(blender):
    assert bpy.ops.maquette.add(prompt="a chair") == {"FINISHED"}
    assert bpy.context.object["maquette_prompt"] == "a chair"


def test_an_empty_prompt_is_one_sentence(blender):
    with pytest.raises(RuntimeError, match="The prompt is empty"):
        bpy.ops.maquette.add(prompt=" ")
    assert blender.current.job is None


def test_without_a_backend_it_says_what_to_install(blender, monkeypatch):
    monkeypatch.setenv("MAQUETTE_PYTHON", "/gone/python")
    said = []
    kind = bpy.types.MAQUETTE_OT_add
    button = SimpleNamespace(
        report=lambda _kind, text: said.append(text),
        options=SimpleNamespace(is_invoke=True),
    )
    context = SimpleNamespace(screen=bpy.context.window.screen, scene=bpy.context.scene)
    assert kind.invoke(button, context, None) == {"CANCELLED"}
    assert "/gone/python" in str(blender.current.error) and "/gone/python" in said[0]


def test_the_context_menu_is_there_for_meshes_alone(blender):
    for menu in ("VIEW3D_MT_object_context_menu", "VIEW3D_MT_object"):
        bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
        assert is_added_to(blender, menu)
        bpy.context.view_layer.objects.active = bpy.data.objects["Camera"]
        assert not is_added_to(blender, menu)
        bpy.context.view_layer.objects.active = None
        assert not is_added_to(blender, menu)


def test_the_context_menu_shows_what_applies(blender):
    def shown() -> list[str]:
        layout = Layout()
        bpy.types.MAQUETTE_MT_object.draw(SimpleNamespace(layout=layout), blender.view)
        return layout.buttons

    assert shown() == ["make_hulls", "save_asset"]
    bpy.ops.maquette.generate(prompt="a chair")
    every = ["regenerate", "regenerate", "vary", "remesh", "make_levels"]
    assert shown() == [*every, "make_hulls", "save_asset"]
    bpy.ops.maquette.forget_latent()
    assert shown() == ["regenerate", "regenerate", "make_hulls", "save_asset"]
    cube = bpy.data.objects["Cube"]
    bpy.context.view_layer.objects.active = cube
    bpy.context.object.select_set(True)
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    bpy.context.view_layer.objects.active = cube
    assert shown() == [*every, "restore", "make_hulls", "save_asset"]


def test_prompt_and_seed_can_be_copied(blender):
    bpy.ops.maquette.generate(prompt="a red chair", seed=5)
    layout = blender.draw("again")
    assert "a red chair" in layout.texts and "Seed: 5" in layout.texts
    assert layout.buttons.count("copy") == 2


def test_the_shortcut_waits_for_a_key(installed, monkeypatch):
    """Without a window Blender has no keymaps of add-ons: a stand-in takes what is put there."""
    made, removed = [], []
    items = SimpleNamespace(new=lambda *item: made.append(item) or item, remove=removed.append)
    keymaps = SimpleNamespace(new=lambda name: SimpleNamespace(keymap_items=items, name=name))
    configs = SimpleNamespace(addon=SimpleNamespace(keymaps=keymaps))
    shortcut = installed("panels.shortcut")
    manager = SimpleNamespace(keyconfigs=configs)
    around = SimpleNamespace(context=SimpleNamespace(window_manager=manager))
    monkeypatch.setattr(shortcut, "bpy", around)
    shortcut.register()
    assert made == [("maquette.add", "NONE", "PRESS")]
    shortcut.unregister()
    assert removed == made and not shortcut._items


def headings() -> set[str]:
    """Anchors of the manual, as forges make them."""
    lines = (ROOT / "panels/manual.md").read_text("utf-8").splitlines()
    titles = (line.lstrip("# ") for line in lines if line.startswith("#"))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_online_manual_opens_our_documentation(installed):
    manual = importlib.import_module("bpy.utils").manual_map
    (ours,) = (found for found in manual() if "maquette" in found[1][0][0])
    address, table = ours
    assert address.endswith("/panels/manual.md") and address.startswith("file:///")
    assert Path(unquote(urlsplit(address).path)).read_text("utf-8").startswith("# Maquette in")
    for name in ("bpy.ops.maquette.generate", "bpy.types.maquette_pg_settings.prompt"):
        assert any(fnmatchcase(name, pattern) for pattern, _ in table)
    assert set(installed("panels.manual").SECTIONS) <= headings()


def test_a_website_of_the_manifest_goes_first(installed, monkeypatch):
    manual = installed("panels.manual")
    site = {"website": "https://example.org/maquette"}
    monkeypatch.setattr(tomllib, "loads", lambda _text: site)
    address, table = manual.mapping()
    assert address == site["website"]
    found = [to for pattern, to in table if fnmatchcase("bpy.ops.maquette.save_asset", pattern)]
    assert found[0] == "#assets"


def test_names_that_say_nothing_are_told_before_they_are_prompts(blender):
    panel, cube = bpy.context.scene.maquette, bpy.data.objects["Cube"]
    panel.place, panel.names_as_prompts = "SELECTION", True
    cube.name = "Qwxyz.001"
    assert "Qwxyz.001: not learned" in blender.draw("main").texts
    cube.name = "Dog"
    assert not any("not learned" in text for text in blender.draw("main").texts)
    panel.names_as_prompts = False
    cube.name = "Qwxyz"
    assert not any("not learned" in text for text in blender.draw("main").texts)


class Sidebar:
    """Without a tab until it was drawn. Notes how often it is shown."""

    type, times, drawn = "UI", 0, False

    def __setattr__(self, name: str, value: object) -> None:
        if name == "active_panel_category" and not self.drawn:
            raise TypeError("it has no tabs")
        if name == "show_region_ui":
            object.__setattr__(self, "times", self.times + 1)
        object.__setattr__(self, name, value)


@pytest.mark.parametrize("hidden", [True, False])
def test_what_was_pressed_elsewhere_is_told_in_the_tab(blender, monkeypatch, hidden):
    sidebar, later = Sidebar(), []
    object.__setattr__(sidebar, "drawn", not hidden)
    object.__setattr__(sidebar, "show_region_ui", not hidden)
    area = SimpleNamespace(
        type="VIEW_3D", spaces=SimpleNamespace(active=sidebar), regions=[sidebar]
    )
    screen = SimpleNamespace(name="Layout", areas=[area])
    timers = SimpleNamespace(register=lambda again, **_when: later.append(again))
    ours = SimpleNamespace(
        data=SimpleNamespace(screens={"Layout": screen}), app=SimpleNamespace(timers=timers)
    )
    module = blender.module("operators.job_operator")
    monkeypatch.setattr(module, "bpy", ours)
    module.show_tab(SimpleNamespace(screen=screen))
    object.__setattr__(sidebar, "drawn", True)
    assert len(later) == hidden and all(again() is None for again in later)
    assert sidebar.active_panel_category == "Maquette" and sidebar.times == hidden
