"""An artist applies transforms and edits what Maquette made; then it is made again, or restored."""

import math

import bpy
import numpy as np
import pytest
from mathutils import Matrix

APPLY = {"location": False, "rotation": False, "scale": False}


@pytest.fixture
def box(blender):
    """A block of 2 x 6 x 4 metres in an empty scene, selected."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.mesh.primitive_cube_add()
    made = bpy.context.object
    made.name, made.scale = "box", (1, 3, 2)
    bpy.context.view_layer.update()
    return made


def world(made) -> np.ndarray:
    """Its vertices in the world."""
    bpy.context.view_layer.update()
    local = np.array([(*vertex.co, 1) for vertex in made.data.vertices])
    return (local @ np.array(made.matrix_world).T)[:, :3]


def sides(made) -> np.ndarray:
    return np.ptp(world(made), axis=0)


def bounds(made) -> np.ndarray:
    places = world(made)
    return np.array([places.min(0), places.max(0)])


def volume(made) -> float:
    """Negative where it is inside out."""
    made.data.calc_loop_triangles()
    places = world(made)
    return sum(
        float(np.linalg.det(places[list(triangle.vertices)]))
        for triangle in made.data.loop_triangles
    )


def fill(made, **how) -> None:
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", **how)


def _scaled(made):
    bpy.ops.object.transform_apply(**APPLY | {"scale": True})


def _mirrored(made):
    made.scale.x *= -1
    _scaled(made)


def _turned(made):
    made.rotation_euler = 0.3, 0.2, 0.5
    bpy.ops.object.transform_apply(**APPLY | {"rotation": True, "scale": True})


def _moved(made):
    made.location = 1, 2, 3
    bpy.ops.object.transform_apply(**APPLY | {"location": True, "scale": True})


def _origin(made):
    bpy.ops.object.origin_set(type="ORIGIN_GEOMETRY", center="BOUNDS")
    made.data.transform(Matrix.Translation((0.5, 0, 0)))
    made.location.x -= 0.5


def _edited(made):
    """Some vertices by themselves."""
    _scaled(made)
    for number in (0, 5):
        made.data.vertices[number].co.z += 0.3


def _twice(made):
    _scaled(made)
    bpy.ops.maquette.regenerate(new_seed=True)
    made.scale = 1, 2, 1
    _scaled(made)


WAYS = [_scaled, _mirrored, _turned, _moved, _origin, _twice]


@pytest.mark.parametrize(
    ("fit", "apply"),
    [
        (fit, way)
        for fit in ("STRETCH", "UNIFORM")
        for way in WAYS
        if (fit, way) != ("UNIFORM", _twice)
    ],
)
def test_it_fills_what_the_box_is_now(blender, box, fit, apply):
    """What was put in fills it as well as what is put in next: the stand-in's are all alike."""
    fill(box, fit=fit)
    apply(box)
    before = bounds(box)
    bpy.ops.maquette.regenerate(new_seed=True)
    assert bounds(box) == pytest.approx(before, abs=1e-4)
    assert volume(box) > 0
    bpy.ops.maquette.regenerate(new_seed=True)
    assert bounds(box) == pytest.approx(before, abs=1e-4)


@pytest.mark.parametrize("apply", WAYS)
def test_the_blockout_comes_back_where_it_was(blender, box, apply):
    """The stand-in's mesh has the corners of the box that it fills."""
    box.data.name = "Block"
    fill(box, fit="STRETCH")
    apply(box)
    there = corners(box)
    assert bpy.ops.maquette.restore() == {"FINISHED"}
    assert len(box.data.polygons) == 6 and box.data.name == "Block" and volume(box) > 0
    assert corners(box) == pytest.approx(there, abs=1e-4)
    assert not [key for key, _ in box.items() if key.startswith("maquette")]


def corners(made) -> list[float]:
    """Of a box in the world, in an order of their own."""
    return np.array(sorted(map(tuple, world(made).round(3)))).ravel().tolist()


def test_it_keeps_its_proportions_in_a_longer_box(blender, box):
    fill(box, fit="UNIFORM")
    _twice(box)
    bpy.ops.maquette.regenerate()
    assert sides(box) == pytest.approx([1, 2, 4], rel=1e-4)
    bpy.ops.maquette.restore()
    assert sides(box) == pytest.approx([2, 12, 4], rel=1e-4)


def test_a_box_of_others_is_not_changed(blender, box):
    other = box.copy()
    bpy.context.collection.objects.link(other)
    fill(box, fit="STRETCH")
    _scaled(box)
    before = bounds(other)
    bpy.ops.maquette.restore()
    assert bounds(other) == pytest.approx(before) and box.data != other.data
    assert sides(box) == pytest.approx([2, 6, 4])


def test_a_box_that_is_scaled_while_it_is_made_is_filled_as_it_is_then(blender, box):
    blender.press(prompt="a chair", place="SELECTION", fit="STRETCH")
    _scaled(box)
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    assert "maquette_original" in box and sides(box) == pytest.approx([2, 6, 4], rel=1e-4)


def test_a_box_without_height_by_then_gets_no_broken_mesh(blender, box):
    blender.press(prompt="a chair", place="SELECTION", fit="STRETCH")
    box.scale.z = 0
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    box.scale.z = 2
    assert np.isfinite(world(box)).all()
    assert sides(box) == pytest.approx([2, 6, 4], rel=1e-4)


def _half(made):
    """Half of the vertices are gone, and the others have other numbers."""
    import bmesh

    mesh = bmesh.new()
    mesh.from_mesh(made.data)
    bmesh.ops.delete(mesh, geom=[v for v in mesh.verts if v.co.x > 0], context="VERTS")
    mesh.to_mesh(made.data)
    mesh.free()


def _joined(made):
    bpy.ops.mesh.primitive_monkey_add(location=(9, 0, 0))
    made.select_set(True)
    bpy.context.view_layer.objects.active = made
    bpy.ops.object.join()


@pytest.mark.parametrize("edit", [_half, _joined, _edited])
def test_edits_say_nothing_of_the_box(blender, box, edit):
    fill(box, fit="STRETCH")
    edit(box)
    bpy.ops.maquette.regenerate()
    assert bounds(box) == pytest.approx(np.array([[-1, -3, -2], [1, 3, 2]]), abs=1e-4)


@pytest.mark.parametrize(("size", "origin"), [(2.0, "BASE"), (3.0, "MASS")])
@pytest.mark.parametrize("apply", [_scaled, _mirrored, _turned, _moved, _origin, _edited])
def test_what_fills_no_box_stays_where_it_is_too(blender, apply, size, origin):
    bpy.ops.maquette.generate(prompt="a chair", size=size, origin=origin)
    chair = bpy.context.object
    chair.scale = 1, 3, 2
    bpy.context.view_layer.update()
    untouched = bounds(chair)
    apply(chair)
    before = bounds(chair) if apply is not _edited else untouched
    for _ in range(2):
        bpy.ops.maquette.regenerate(new_seed=True)
        assert bounds(chair) == pytest.approx(before, abs=1e-4) and volume(chair) > 0


def test_a_size_given_by_hand_stays(blender):
    bpy.ops.maquette.generate(prompt="a chair", size=2.0)
    chair = bpy.context.object
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.transform.resize(value=(1, 1, 2))
    bpy.ops.object.mode_set(mode="OBJECT")
    before = sides(chair)
    assert before[2] == pytest.approx(4)
    bpy.ops.maquette.regenerate()
    assert sides(chair) == pytest.approx(before, rel=1e-4)


def test_materials_of_the_object_come_back(blender, box):
    mine, other = bpy.data.materials.new("Mine"), bpy.data.materials.new("Other")
    box.data.materials.append(other)
    box.data.materials.append(None)
    box.data.materials.append(other)
    for slot, kept in zip(box.material_slots, (mine, None), strict=False):
        slot.link, slot.material = "OBJECT", kept
    fill(box)
    assert [slot.material.name for slot in box.material_slots] == [box.name]
    bpy.ops.maquette.regenerate()
    bpy.ops.maquette.restore()
    told = [(slot.link, slot.material) for slot in box.material_slots]
    assert told == [("OBJECT", mine), ("OBJECT", None), ("DATA", other)]


def test_vertex_groups_come_along(blender, box):
    fill(box, fit="STRETCH")
    low = box.vertex_groups.new(name="low")
    low.add([v.index for v in box.data.vertices if v.co.z < 0], 0.5, "REPLACE")
    box.vertex_groups.new(name="empty").lock_weight = True
    pin = box.modifiers.new("Pin", "HOOK")
    pin.vertex_group = "low"
    bpy.ops.maquette.regenerate(new_seed=True)
    assert [group.name for group in box.vertex_groups] == ["low", "empty"]
    assert box.vertex_groups["empty"].lock_weight and box.modifiers["Pin"].vertex_group == "low"
    for vertex in box.data.vertices:
        weights = [(each.group, each.weight) for each in vertex.groups]
        assert weights == ([(0, 0.5)] if vertex.co.z < 0 else [])


def _uv(made):
    made.data.uv_layers.new(name="Mine")


def _key(made):
    made.shape_key_add(name="Basis")


def _painted(made):
    made.data.color_attributes.new("Paint", "BYTE_COLOR", "CORNER")


def _creased(made):
    made.data.attributes.new("crease_edge", "FLOAT", "EDGE")


def _assigned(made):
    made.data.materials.append(bpy.data.materials.new("Mine"))
    made.data.polygons[3].material_index = 1


def _nudged(made):
    made.data.vertices[3].co.x += 0.01


LOSSES = [
    (_creased, "attributes"),
    (_assigned, "face materials"),
    (_nudged, "mesh edits"),
    (_uv, "UV maps"),
    (_key, "shape keys"),
    (_painted, "color attributes"),
    (_joined, "mesh edits, UV maps"),
    (_edited, "mesh edits"),
]


@pytest.mark.parametrize(("do", "word"), LOSSES)
@pytest.mark.parametrize("operator", ["regenerate", "remesh"])
def test_what_would_be_lost_is_said_before_it_is(blender, do, word, operator):
    bpy.ops.maquette.generate(prompt="a chair")
    chair = bpy.context.object
    do(chair)
    before = chair.data
    given = {"new_seed": True}
    if operator == "remesh":
        given = {"detail": "custom", "resolution": 64, "triangles": 0, "texture": 0, "voxels": 0}
    assert blender.click(operator, **given) == {"RUNNING_MODAL"}
    assert blender.asked[0][1]["message"].startswith(f"Replacing the mesh discards: {word}")
    assert chair.data == before and blender.current.job is None
    assert getattr(bpy.ops.maquette, operator)() == {"FINISHED"}  # a script is not asked
    assert chair.data != before


@pytest.mark.parametrize("sculpted", [False, True])
def test_a_few_vertices_of_many_are_edits_too(blender, sculpted):
    """Of a mesh that was turned and scaled since, and none of them is one that is noted."""
    rest = blender.module("operators.scene.rest")
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=6)
    sphere = bpy.context.object
    sphere["maquette_rest"] = rest.note(sphere.data, np.eye(4), 2.0)
    noted = set(sphere["maquette_rest"]["which"])
    sphere.rotation_euler, sphere.scale = (0.3, 0.2, 0.5), (3, 1, 2)
    bpy.ops.object.transform_apply()
    if sculpted:
        for number in [k for k in range(1000, 1100) if k not in noted]:
            sphere.data.vertices[number].co.z += 0.05
    assert rest.edited(sphere) == sculpted
    sphere.data.transform(Matrix.Rotation(1, 4, "X"))
    assert rest.edited(sphere) == sculpted


@pytest.mark.parametrize("do", [None, _scaled, _turned, _mirrored])
def test_what_loses_nothing_is_not_asked_about(blender, do):
    bpy.ops.maquette.generate(prompt="a chair", texture=256)
    chair = bpy.context.object
    chair.scale = 1, 3, 2
    if do:
        do(chair)
    blender.click("regenerate", new_seed=True)
    assert not blender.asked
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))


@pytest.mark.parametrize("lose", ["removed", "library"])
def test_a_blockout_whose_mesh_is_lost_leaves_its_box(blender, box, lose, tmp_path):
    if lose == "library":
        library = tmp_path / "library.blend"
        bpy.data.libraries.write(str(library), {box.data})
        name = box.data.name
        with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
            wanted.meshes = [name]
        box.data = wanted.meshes[0]
        assert box.data.library
    fill(box, fit="STRETCH")
    if lose == "library":
        bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "room.blend"))
        library.unlink()
        bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "room.blend"))
        box = bpy.data.objects["box"]
        bpy.context.view_layer.objects.active = box
    else:
        bpy.data.meshes.remove(box["maquette_original"])
    _scaled(box)
    bpy.ops.maquette.regenerate(new_seed=True)
    assert sides(box) == pytest.approx([2, 6, 4], rel=1e-4)
    assert "restore" in blender.draw("again").buttons
    assert bpy.ops.maquette.restore() == {"FINISHED"}
    assert sides(box) == pytest.approx([2, 6, 4], rel=1e-4)
    assert len(box.data.polygons) == 6 and len(box.data.vertices) == 8 and volume(box) > 0
    assert not [key for key, _ in box.items() if key.startswith("maquette")]


def test_a_linked_blockout_is_the_linked_mesh_again(blender, box, tmp_path):
    library = tmp_path / "library.blend"
    bpy.data.libraries.write(str(library), {box.data})
    with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
        wanted.meshes = [box.data.name]
    linked = wanted.meshes[0]
    box.data = linked
    fill(box)
    bpy.ops.maquette.restore()
    assert box.data == linked


def test_a_turned_box_is_filled_as_it_is_turned(blender, box):
    """Half a turn about Z, applied: what was its front is its back."""
    fill(box, fit="STRETCH")
    green = {
        tuple(np.round(p, 3)): c.color[1] for p, c in zip(world(box), colours(box), strict=True)
    }
    box.rotation_euler.z = math.pi
    bpy.ops.object.transform_apply(**APPLY | {"rotation": True, "scale": True})
    bpy.ops.maquette.regenerate()
    for place, colour in zip(world(box), colours(box), strict=True):
        x, y, z = np.round(place, 3)
        assert colour.color[1] == pytest.approx(green[(-x + 0.0, -y + 0.0, z)])


def colours(made):
    return made.data.color_attributes["Color"].data
