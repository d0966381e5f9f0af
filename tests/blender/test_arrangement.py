"""Nothing stands inside something else: beside what is there, in a grid, on the same floor."""

import math

import bpy
import numpy as np
import pytest
from mathutils import Matrix


def press(blender, **settings) -> None:
    blender.press(**settings)
    blender.settle()


def ours() -> list[bpy.types.Object]:
    made = [each for each in bpy.data.objects if "maquette_prompt" in each]
    return sorted(made, key=lambda each: each.session_uid)


def box(made) -> np.ndarray:
    """Of what can be seen: (2, 3) in metres."""
    matrix = np.array(made.matrix_world)
    places = np.array([tuple(vertex.co) for vertex in made.data.vertices])
    world = places @ matrix[:3, :3].T + matrix[:3, 3]
    return np.array([world.min(0), world.max(0)])


def apart(objects) -> bool:
    boxes = [box(made) for made in objects]
    pairs = [(a, b) for k, a in enumerate(boxes) for b in boxes[:k]]
    return all((a[1] <= b[0] + 1e-4).any() or (b[1] <= a[0] + 1e-4).any() for a, b in pairs)


def block(name: str, size, location=(0, 0, 0)) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add(size=1, location=location)
    made = bpy.context.object
    made.name, made.scale = name, size
    bpy.context.view_layer.update()
    return made


def test_the_first_one_stands_beside_the_default_cube(blender):
    press(blender, prompt="a chair")
    (made,) = ours()
    assert apart([made, bpy.data.objects["Cube"]]) and made.location.z == 0
    assert made.location.length < 4


def test_presses_with_an_unmoved_cursor_stand_side_by_side(empty):
    bpy.context.scene.cursor.location = (3, 4, 5)
    for k in range(5):
        empty.press(prompt=f"a chair {k}")
    empty.settle()
    assert len(ours()) == 5 and apart(ours())
    assert tuple(ours()[0].location) == (3, 4, 5)
    assert {made.location.z for made in ours()} == {5}


def test_where_one_was_moved_away_the_next_one_stands(empty):
    press(empty, prompt="a chair")
    ours()[0].location.x = 8
    press(empty, prompt="a table")
    assert tuple(ours()[1].location) == (0, 0, 0)


def test_a_small_one_is_not_hidden_in_the_default_cube(blender):
    """A mug of 10 cm at the cursor, in the middle of a cube of 2 m; but in a room it may stand."""
    press(blender, prompt="a mug")
    (mug,) = ours()
    assert apart([mug, bpy.data.objects["Cube"]]) and mug.location.length < 2
    bpy.data.objects["Cube"].scale = (2, 2, 2)
    bpy.context.view_layer.update()
    press(blender, prompt="a bowl")
    assert tuple(ours()[1].location) == (0, 0, 0)


def test_a_small_one_may_stand_under_a_table(blender):
    table = bpy.data.objects["Cube"]  # a board above the cursor
    for vertex in table.data.vertices:
        vertex.co.z = 0.7 + 0.05 * (vertex.co.z > 0)
    leg = table.data.vertices.add  # its box reaches down to the ground
    leg(1)
    table.data.vertices[-1].co = (0.9, 0.9, 0.0)
    table.data.update()
    bpy.context.view_layer.update()
    press(blender, prompt="a mug")
    assert tuple(ours()[0].location) == (0, 0, 0)


def test_samples_stand_in_a_grid(empty):
    press(empty, prompt="a chair", samples=8, size=2.0, real_size=False)
    places = np.array([made.location for made in ours()])
    assert apart(ours()) and np.ptp(places, axis=0) == pytest.approx([5, 5, 0])
    assert tuple(places[0]) == (0, 0, 0)


def test_results_of_the_sheet_do_not_pile_up(empty):
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET", samples=3)
    for sample in range(3):
        empty.click("pick", entry="", sample=sample)
    empty.settle()
    assert len(ours()) == 3 and apart(ours())


@pytest.mark.parametrize(
    ("name", "size", "location", "cursor"),
    [
        ("ground", (40, 40, 0.2), (0, 0, 0), (0, 0, 0.1)),
        ("thick ground", (40, 40, 1), (0, 0, 0), (0, 0, 0)),
        ("carpet", (3, 3, 0.02), (0, 0, 0.01), (0, 0, 0)),
        ("table, on top", (2, 2, 1), (0, 0, 0.5), (0, 0, 1)),
        ("beside the cursor", (2, 2, 2), (1.2, 0, 0), (0, 0, 0)),
        ("lamp above", (2, 2, 2), (0, 0, 4), (0, 0, 0)),
    ],
)
def test_what_it_may_stand_on_or_near(empty, name, size, location, cursor):
    block(name, size, location)
    bpy.context.scene.cursor.location = cursor
    press(empty, prompt="a chair")
    assert tuple(ours()[0].location) == pytest.approx(cursor, abs=1e-6)


def test_on_a_seat_inside_the_chair_s_box(empty):
    """A step: its lower half is below the cursor, its upper half behind it."""
    seat, back = block("seat", (2, 2, 1), (0, 0, 0.5)), block("back", (2, 0.2, 2), (0, 0.9, 1))
    for each in (seat, back):
        each.select_set(True)
    bpy.context.view_layer.objects.active = seat
    bpy.ops.object.join()
    bpy.context.scene.cursor.location = (0, -0.3, 1)
    press(empty, prompt="a cup", size=0.3)
    assert tuple(ours()[0].location) == pytest.approx((0, -0.3, 1))
    press(empty, prompt="a cup", size=0.3)
    assert apart(ours())


def test_beside_a_shelf_that_is_wide_one_way(empty):
    shelf = block("shelf", (9, 1, 3), (0, 0, 1.5))
    press(empty, prompt="a book")
    assert apart([ours()[0], shelf])


def test_what_is_not_seen_takes_no_room(blender):
    cube = bpy.data.objects["Cube"]
    cube.hide_set(True)
    press(blender, prompt="a chair")
    assert tuple(ours()[0].location) == (0, 0, 0)


@pytest.fixture
def chair(empty):
    """Turned, moved up and twice as large."""
    bpy.ops.maquette.generate(prompt="a chair", size=1.5)
    made = ours()[0]
    made.location, made.scale = (1, 2, 3), (2, 2, 2)
    made.rotation_euler.z = math.radians(40)
    bpy.context.view_layer.update()
    return made


def longest(made) -> float:
    sides = np.ptp([tuple(vertex.co) for vertex in made.data.vertices], axis=0)
    return max(sides * made.matrix_world.to_scale())


@pytest.mark.parametrize("operator", ["vary", "blend"])
def test_others_are_as_large_turned_and_on_the_same_floor(empty, chair, operator):
    if operator == "blend":
        bpy.context.scene.cursor.location = (20, 0, 0)
        bpy.ops.maquette.generate(prompt="a table")
        chair.select_set(True)
        bpy.context.view_layer.objects.active = chair
    known = set(bpy.data.objects)
    getattr(bpy.ops.maquette, operator)(samples=5)
    empty.settle()
    made = sorted(set(bpy.data.objects) - known, key=lambda each: each.session_uid)
    assert len(made) == 5 and apart([chair, *made])
    for each in made:
        assert longest(each) == pytest.approx(longest(chair), rel=1e-4)
        turned = each.matrix_world.to_quaternion() @ chair.matrix_world.to_quaternion().inverted()
        assert abs(turned.angle) < 1e-3
        assert box(each)[0, 2] == pytest.approx(3, abs=1e-4)
    width = np.ptp([tuple(each.location) for each in made], axis=0)
    assert width.max() < 3 * longest(chair)


@pytest.mark.parametrize("origin", ["CENTER", "MASS"])
def test_whatever_their_origin_they_stand(empty, origin):
    bpy.ops.maquette.generate(prompt="a chair", origin=origin)
    floor = box(ours()[0])[0, 2]
    bpy.ops.maquette.vary(samples=2)
    empty.settle()
    assert [box(each)[0, 2] for each in ours()] == pytest.approx([floor] * 3, abs=1e-4)


def test_of_a_child_of_something_large(empty):
    """Its own numbers say little: the world's count."""
    bpy.ops.object.empty_add(location=(5, 5, 1))
    parent = bpy.context.object
    parent.scale, parent.rotation_euler.z = (3, 3, 3), 1.0
    bpy.ops.maquette.generate(prompt="a chair", size=1.0)
    chair = ours()[0]
    chair.parent = parent
    chair.matrix_parent_inverse = Matrix.Identity(4)
    bpy.context.view_layer.update()
    bpy.ops.maquette.vary(samples=1)
    empty.settle()
    other = ours()[1]
    assert longest(other) == pytest.approx(3, rel=1e-4) and apart(ours())
    assert box(other)[0, 2] == pytest.approx(box(chair)[0, 2], abs=1e-4)


def test_of_a_mirrored_one_they_stand_upright(empty):
    bpy.ops.maquette.generate(prompt="a chair")
    chair = ours()[0]
    chair.scale.x = -1
    bpy.context.view_layer.update()
    bpy.ops.maquette.vary(samples=1)
    empty.settle()
    assert ours()[1].matrix_world.col[2].xyz.to_tuple(3) == (0, 0, 1) and apart(ours())


def test_of_a_filled_box_they_look_the_same_way(empty):
    target = block("box", (2, 6, 4), (0, 0, 2))
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", front="X")
    bpy.ops.maquette.vary(samples=1)
    empty.settle()
    other = next(made for made in ours() if made != target)
    sides, own = np.ptp(box(other), axis=0), np.ptp(box(target), axis=0)
    assert sides == pytest.approx(own, rel=1e-3)
    assert box(other)[0, 2] == pytest.approx(0, abs=1e-4)
