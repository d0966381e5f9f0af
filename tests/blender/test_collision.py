"""Collision hulls: children of an object, convex, around it, named as engines know them."""

import bpy
import numpy as np
import pytest

import bmesh  # isort: skip - bpy brings it


@pytest.fixture
def table(scene):
    """A top of 2 x 1 x 0.1 m on four legs, one mesh, moved and turned."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    mesh = bmesh.new()
    for middle, sides in [
        ((0, 0, 0.95), (2, 1, 0.1)),
        *(((x, y, 0.45), (0.1, 0.1, 0.9)) for x in (-0.95, 0.95) for y in (-0.45, 0.45)),
    ]:
        cube = bmesh.ops.create_cube(mesh, size=1)["verts"]
        bmesh.ops.scale(mesh, vec=sides, verts=cube)
        bmesh.ops.translate(mesh, vec=middle, verts=cube)
    made = bpy.data.objects.new("table", bpy.data.meshes.new("table"))
    mesh.to_mesh(made.data)
    bpy.context.collection.objects.link(made)
    bpy.context.view_layer.objects.active = made
    made.location, made.rotation_euler = (1, 2, 3), (0.1, 0.2, 0.3)
    return made


def hulls(made) -> list:
    bpy.context.view_layer.update()
    return sorted(made.children, key=lambda each: each.name)


def places(made) -> np.ndarray:
    return np.array([tuple(vertex.co) for vertex in made.data.vertices])


def volume(made) -> float:
    mesh = bmesh.new()
    mesh.from_mesh(made.data)
    found = mesh.calc_volume()
    mesh.free()
    return found


def outside(made, points: np.ndarray) -> np.ndarray:
    """(N,) how far points are outside of a convex mesh with its normals outward."""
    faces = made.data.polygons
    normals = np.array([tuple(face.normal) for face in faces])
    on = np.array([tuple(face.center) for face in faces])
    return (points @ normals.T - (on * normals).sum(1)).max(1)


@pytest.mark.parametrize("shape", ["BOX", "CONVEX", "PARTS"])
def test_they_are_convex_and_around_it(table, shape):
    assert bpy.ops.maquette.make_hulls(shape=shape) == {"FINISHED"}
    for number, made in enumerate(hulls(table)):
        assert made.name == made.data.name == f"UCX_table_{number:02d}"
        assert made.display_type == "WIRE" and made.hide_render and not made.data.materials
        assert made.matrix_world == table.matrix_world
        assert made.users_collection == table.users_collection
        assert volume(made) > 0 and outside(made, places(made)).max() < 1e-5
        assert len(made.data.vertices) <= 64 and not made.data.validate()
    covered = np.min([outside(made, places(table)) for made in hulls(table)], axis=0)
    assert covered.max() < (0.01 if shape == "PARTS" else 1e-5)


def test_all_that_is_selected_gets_them(table):
    """But hulls themselves; what is flat gets none, and hinders nobody."""
    bpy.ops.mesh.primitive_plane_add()
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    for _ in range(2):
        bpy.ops.object.select_all(action="SELECT")
        assert bpy.ops.maquette.make_hulls(shape="BOX") == {"FINISHED"}
        names = {each.name for each in bpy.data.objects if each.name.startswith("UCX_")}
        assert names == {"UCX_table_00", f"UCX_{cube.name}_00"}
    bpy.context.view_layer.objects.active = bpy.data.objects["UCX_table_00"]
    assert not bpy.ops.maquette.make_hulls.poll()


def test_a_box_has_eight_corners_and_a_hull_is_tighter_where_it_can_be(table):
    bpy.ops.maquette.make_hulls(shape="BOX")
    (box,) = hulls(table)
    assert len(box.data.vertices) == 8 and volume(box) == pytest.approx(2.0)
    bpy.ops.mesh.primitive_uv_sphere_add()
    bpy.ops.maquette.make_hulls(shape="CONVEX")
    (ball,) = hulls(bpy.context.object)
    assert 0.85 * 4.19 < volume(ball) < 4.19


def test_parts_follow_the_shape(table):
    """The table has 0.236 m³ and its hull 2 m³."""
    bpy.ops.maquette.make_hulls(shape="PARTS", parts=8)
    made = hulls(table)
    assert 3 <= len(made) <= 8
    assert sum(map(volume, made)) < 0.75
    under = np.array([[0.0, 0.0, 0.3], [0.5, 0.0, 0.5]])  # somebody sits there
    assert (np.min([outside(each, under) for each in made], axis=0) > 0).all()
    bpy.ops.maquette.make_hulls(shape="PARTS", parts=1)
    assert len(hulls(table)) == 1


def test_what_is_convex_has_one_part(scene):
    bpy.ops.mesh.primitive_uv_sphere_add()
    bpy.ops.maquette.make_hulls(shape="PARTS", parts=1)
    bpy.ops.mesh.primitive_cube_add()
    bpy.ops.maquette.make_hulls(shape="PARTS")
    assert len(hulls(bpy.context.object)) == 1


def test_modifiers_count(table):
    table.modifiers.new("Twice", "ARRAY").relative_offset_displace = (1, 0, 0)
    bpy.ops.maquette.make_hulls(shape="BOX")
    assert np.ptp(places(hulls(table)[0]), axis=0) == pytest.approx([4, 1, 1])


def test_earlier_ones_are_replaced_and_nobody_else_s(table):
    bpy.ops.maquette.make_hulls(shape="PARTS")
    own = bpy.data.objects.new("lamp", None)
    own.parent = table
    meshes = len(bpy.data.meshes)
    bpy.ops.maquette.make_hulls(shape="BOX")
    assert [made.name for made in hulls(table)] == ["UCX_table_00", "lamp"]
    assert len(bpy.data.meshes) < meshes
    hulls(table)[0].name = "mine"
    bpy.data.objects.new("UCX_table_00", None)
    with pytest.raises(RuntimeError, match="UCX_table_00 is already there. Delete or rename it"):
        bpy.ops.maquette.make_hulls()
    assert [made.name for made in hulls(table)] == ["lamp", "mine"]


@pytest.mark.parametrize("add", ["primitive_plane_add", "primitive_circle_add"])
def test_what_has_no_volume(scene, add):
    getattr(bpy.ops.mesh, add)()
    with pytest.raises(RuntimeError, match="is flat or empty. Choose a solid object"):
        bpy.ops.maquette.make_hulls(shape="PARTS")
    bpy.context.object.data.clear_geometry()
    with pytest.raises(RuntimeError, match="is flat or empty."):
        bpy.ops.maquette.make_hulls(shape="BOX")
    assert not bpy.context.object.children


def test_undo_takes_them_away(table):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.make_hulls(shape="PARTS")
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()
    assert not bpy.data.objects["table"].children


def test_only_meshes_of_this_file(scene):
    bpy.ops.object.light_add()
    assert not bpy.ops.maquette.make_hulls.poll()
