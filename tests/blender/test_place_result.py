"""Place Under Mouse: a result of the gallery stands where one clicks."""

import os
from types import SimpleNamespace

import bpy
import numpy as np
import pytest
from mathutils import Vector


@pytest.fixture
def placing(blender, monkeypatch):
    """A press of Place Under Mouse on the only result of the gallery. What is under the mouse is
    told by the test: without a window no view is anywhere."""
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET")
    module = blender.module("operators.place_result")
    shown = []
    monkeypatch.setattr(module, "_show", shown.append)
    monkeypatch.setattr(module, "place", lambda _context, event: event.under)
    handlers, texts = [], []
    context = SimpleNamespace(
        scene=bpy.context.scene,
        view_layer=bpy.context.view_layer,
        window=SimpleNamespace(
            screen=bpy.context.window.screen,
            cursor_modal_set=texts.append,
            cursor_modal_restore=lambda: texts.append(""),
        ),
        workspace=SimpleNamespace(status_text_set=texts.append),
        window_manager=SimpleNamespace(modal_handler_add=handlers.append),
    )
    kind = bpy.types.MAQUETTE_OT_place_result
    ours = [base for base in reversed(kind.__mro__) if base.__module__.startswith("bl_ext")]
    members = {k: v for base in ours for k, v in vars(base).items() if not k.startswith("__")}
    button = type("Button", (), {**members, "entry": "", "sample": 0, "report": print})()
    assert button.invoke(context, None) == {"RUNNING_MODAL"} and handlers == [button]

    def tell(kind: str, value: str = "PRESS", under: Vector | None = None, alt=False) -> set[str]:
        event = SimpleNamespace(type=kind, value=value, under=under, alt=alt)
        return button.modal(context, event)

    return SimpleNamespace(tell=tell, shown=shown, texts=texts, button=button)


def test_it_stands_where_the_click_was(blender, placing):
    """Though the cube stands there already; the click that chose it in a menu is none."""
    assert placing.tell("MOUSEMOVE", "NOTHING", Vector((9, 9, 0))) == {"RUNNING_MODAL"}
    assert tuple(placing.button.carried.where) == (9, 9, 0) and placing.shown[-1]
    assert placing.tell("LEFTMOUSE", "RELEASE") == {"RUNNING_MODAL"}
    assert placing.tell("LEFTMOUSE", under=Vector((0.5, 0.25, 1))) == {"FINISHED"}
    made = bpy.context.scene.objects["a chair"]
    assert tuple(made.location) == (0.5, 0.25, 1) and made.select_get()
    assert placing.shown[-1] is None and placing.texts[-2:] == ["", None]
    assert tuple(bpy.context.scene.cursor.location) == (0, 0, 0)


@pytest.mark.parametrize("origin", ["CENTER", "MASS"])
def test_it_stands_on_it_whatever_its_origin_is(blender, request, origin):
    bpy.context.scene.maquette.origin = origin
    placing = request.getfixturevalue("placing")
    assert placing.tell("LEFTMOUSE", under=Vector((0, 0, 3))) == {"FINISHED"}
    made = bpy.context.scene.objects["a chair"]
    bpy.context.view_layer.update()
    lowest = min((made.matrix_world @ Vector(corner)).z for corner in made.bound_box)
    assert lowest == pytest.approx(3) and made.location.z > 3.1


def test_it_can_be_left_and_the_view_turned(blender, placing):
    before = set(bpy.data.objects)
    for kind in ("MIDDLEMOUSE", "WHEELUPMOUSE", "NUMPAD_1", "TIMER"):
        assert placing.tell(kind) == {"PASS_THROUGH"}
    assert placing.tell("LEFTMOUSE", alt=True) == {"PASS_THROUGH"}
    assert placing.tell("X") == {"RUNNING_MODAL"}  # deletes nothing meanwhile
    assert placing.tell("ESC") == {"CANCELLED"}
    assert set(bpy.data.objects) == before and placing.shown[-1] is None


def test_a_click_beside_all_viewports_ends_it(blender, placing):
    before = set(bpy.data.objects)
    assert placing.tell("LEFTMOUSE") == {"CANCELLED"} and set(bpy.data.objects) == before


def test_a_mesh_that_is_gone_from_the_disk_is_not_carried(blender):
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET")
    (entry,) = blender.module("operators.jobs.history").entries()
    os.unlink(entry.result.samples[0].mesh)
    assert blender.click("place_result", entry="", sample=0) == {"CANCELLED"}
    assert "no longer on the disk" in str(blender.current.error)


@pytest.mark.parametrize(
    ("origin", "direction", "found"),
    [
        ((0, 0, 9), (0, 0, -1), (0, 0, 1)),  # the top of the cube
        ((5, 0, 9), (0, 0, -1), (5, 0, 0)),  # the floor beside it
        ((5, 0, 9), (0, 0, 1), None),  # the sky
        ((5, 0, 9), (1, 0, 0), None),  # along the floor
    ],
)
def test_what_is_under_the_mouse(blender, origin, direction, found):
    under = blender.module("operators.place_result").under
    scene, depsgraph = bpy.context.scene, bpy.context.evaluated_depsgraph_get()
    point = under(scene, depsgraph, Vector(origin), Vector(direction))
    assert point == found if found is None else np.allclose(point, found)
