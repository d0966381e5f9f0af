"""Landing interrupts nobody: what the artist has in hand stays as it is."""

import contextlib
import time
from types import SimpleNamespace

import bpy
import pytest

PENCIL = bpy.app.version >= (4, 3)
MODES = [
    *[("cube", mode) for mode in ("EDIT", "SCULPT", "WEIGHT_PAINT", "VERTEX_PAINT")],
    *[("cube", "TEXTURE_PAINT"), ("armature", "POSE"), ("armature", "EDIT"), ("curve", "EDIT")],
    ("pencil", "PAINT_GREASE_PENCIL" if PENCIL else "PAINT_GPENCIL"),
]
MAKE = {
    "cube": lambda: bpy.ops.mesh.primitive_cube_add(),
    "armature": lambda: bpy.ops.object.armature_add(),
    "curve": lambda: bpy.ops.curve.primitive_bezier_curve_add(),
    "pencil": lambda: (
        bpy.ops.object.grease_pencil_add(type="STROKE")
        if PENCIL
        else bpy.ops.object.gpencil_add(type="STROKE")
    ),
}


def ours() -> list[bpy.types.Object]:
    return [each for each in bpy.data.objects if "maquette_prompt" in each]


def in_hand() -> tuple[object, ...]:
    context = bpy.context
    active = context.view_layer.objects.active
    selected = sorted(each.name for each in context.view_layer.objects.selected)
    return context.scene.name, context.mode, active and active.name, selected


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize(("kind", "mode"), MODES)
def test_a_mode_stays_and_the_object_is_there(blender, kind, mode, before):
    """Entered before or after the press; one undo step takes the object away and brings it back,
    and the mode with it stays."""
    MAKE[kind]()
    if not before:
        blender.press(prompt="a brief chair")
    bpy.ops.object.mode_set(mode=mode)
    bpy.ops.ed.undo_push(message="mode")
    hand = in_hand()
    if before:
        blender.press(prompt="a brief chair")
    blender.settle()
    assert in_hand() == hand and len(ours()) == 1
    bpy.ops.ed.undo()
    assert in_hand() == hand and not ours()
    bpy.ops.ed.redo()
    assert in_hand() == hand and len(ours()) == 1
    assert not blender.current.error and not blender.current.waiting


def test_edits_around_a_landing_are_undone_one_by_one(blender):
    cube = bpy.data.objects["Cube"]
    bpy.context.view_layer.objects.active = cube

    def push() -> float:
        bpy.ops.mesh.select_all(action="SELECT")
        bpy.ops.transform.translate(value=(1, 0, 0))
        bpy.ops.ed.undo_push(message="translate")
        return x()

    def x() -> float:
        mesh = bpy.data.objects["Cube"]
        mesh.update_from_editmode()
        return max(vertex.co.x for vertex in mesh.data.vertices)

    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.ed.undo_push(message="mode")
    first = push()
    blender.press(prompt="a chair")
    blender.settle()
    assert push() == first + 1
    for moved, there in ((first, 1), (first, 0), (first - 1, 0)):
        bpy.ops.ed.undo()
        assert (x(), len(ours())) == (moved, there) and bpy.context.mode == "EDIT_MESH"
    for moved, there in ((first, 0), (first, 1), (first + 1, 1)):
        bpy.ops.ed.redo()
        assert (x(), len(ours())) == (moved, there) and bpy.context.mode == "EDIT_MESH"
    bpy.ops.object.mode_set(mode="OBJECT")
    assert x() == first + 1


def _another(_cube, light):
    bpy.ops.object.select_all(action="DESELECT")
    light.select_set(True)
    bpy.context.view_layer.objects.active = light


def _one_more(_cube, light):
    light.select_set(True)


def _none(_cube, _light):
    bpy.ops.object.select_all(action="DESELECT")


def _only_active(_cube, light):
    bpy.context.view_layer.objects.active = light


@pytest.mark.parametrize("change", [_another, _one_more, _none, _only_active])
def test_another_selection_stays(blender, change):
    blender.press(prompt="a brief chair")
    change(bpy.data.objects["Cube"], bpy.data.objects["Light"])
    hand = in_hand()
    blender.settle()
    assert in_hand() == hand and len(ours()) == 1


def test_who_waits_sees_it_selected(blender):
    for prompt in ("a chair", "a table", "a lamp"):
        blender.press(prompt=prompt)
    blender.settle()
    assert bpy.context.object["maquette_prompt"] == "a lamp"
    assert bpy.context.selected_objects == [bpy.context.object]


def test_who_selects_between_two_results_keeps_it(blender):
    blender.press(prompt="a chair")
    blender.press(prompt="a brief table")
    blender.wait(lambda: len(ours()) == 1)
    _another(None, bpy.data.objects["Light"])
    hand = in_hand()
    blender.settle()
    assert in_hand() == hand and len(ours()) == 2


def test_filled_boxes_stay_selected(blender):
    for k in (1, 2):
        bpy.ops.mesh.primitive_cube_add(location=(5 * k, 0, 0))
    bpy.ops.object.select_by_type(type="MESH")
    hand = in_hand()
    blender.press(prompt="a chair", place="SELECTION")
    blender.settle()
    assert in_hand() == hand and len(ours()) == 3


def test_a_script_keeps_its_new_object(blender):
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    bpy.ops.object.mode_set(mode="SCULPT")
    bpy.ops.maquette.generate(prompt="a chair")
    assert in_hand() == ("Scene", "OBJECT", "a chair", ["a chair"])


def test_a_press_on_the_sheet_leaves_the_mode(blender):
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET")
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    bpy.ops.object.mode_set(mode="SCULPT")
    hand = in_hand()
    assert blender.click("pick", entry="", sample=0) == {"FINISHED"}
    assert in_hand() == hand and len(ours()) == 1


class Modal(bpy.types.Operator):
    """As add-ons have them: it stands and passes everything on."""

    bl_idname = "object.standing_by"
    bl_label = "Standing"


@pytest.fixture
def tools(blender, monkeypatch):
    """Tools that seem to run, as there is no window in which they could."""
    busy, running = blender.module("operators.scene.busy"), []
    windows = [SimpleNamespace(modal_operators=running)]
    seen = SimpleNamespace(
        app=bpy.app,
        types=bpy.types,
        context=SimpleNamespace(window_manager=SimpleNamespace(windows=windows)),
    )
    monkeypatch.setattr(busy, "bpy", seen)
    return running


def running(name: str) -> SimpleNamespace:
    return SimpleNamespace(bl_idname=name)


def test_standing_operators_hold_nothing_up(blender, tools):
    bpy.utils.register_class(Modal)
    try:
        names = ("OBJECT_OT_standing_by", "WM_OT_screencast_keys", "VIEW3D_OT_fly")
        tools += map(running, names)
        blender.press(prompt="a chair")
        blender.settle()
    finally:
        bpy.utils.unregister_class(Modal)
    assert len(ours()) == 1


@pytest.mark.parametrize(
    "name",
    ["TRANSFORM_OT_translate", "VIEW3D_OT_select_box", "SCULPT_OT_brush_stroke", "MESH_OT_knife"],
)
def test_tools_that_hold_the_scene_do_and_the_panel_says_so(blender, tools, name):
    tools.append(running(name))
    blender.press(prompt="a chair")
    blender.settle()
    assert not ours() and len(blender.current.waiting) == 1
    layout = blender.draw("main")
    assert "It will be added when the running tool is done." in layout.texts
    assert {"import_result", "discard_result"} <= set(layout.buttons)
    assert blender.session.tick() is not None
    tools.clear()
    blender.settle()
    assert len(ours()) == 1 and "import_result" not in blender.draw("main").buttons


def test_a_tool_that_is_forgotten_holds_it_up_for_seconds_and_a_stroke_as_long_as_it_is(
    blender, tools, monkeypatch
):
    monkeypatch.setattr(blender.module("operators.scene.busy"), "PATIENCE", 0.3)
    tools.append(running("TRANSFORM_OT_translate"))
    blender.press(prompt="a chair")
    began = time.monotonic()
    hand = in_hand()
    blender.wait(ours, 10)
    assert time.monotonic() - began > 0.3 and in_hand() == hand
    tools[:] = [running("PAINT_OT_image_paint")]
    blender.press(prompt="a table")
    blender.settle()
    time.sleep(0.4)
    blender.session.tick()
    assert len(ours()) == 1 and blender.current.waiting
    with contextlib.suppress(RuntimeError):
        bpy.ops.maquette.import_result()
    assert len(ours()) == 2
