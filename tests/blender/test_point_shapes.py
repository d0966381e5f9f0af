"""Points as the artist chooses to see them: what views, renders and exporters get."""

import bpy
import numpy as np
import pytest

COUNT = 600


@pytest.fixture
def cloud(blender) -> bpy.types.Object:
    """Points of the colors of their places, half of them twice as large, in the factory scene."""
    mesh_import = blender.module("operators.scene.mesh_import")
    places = np.random.default_rng(0).random((COUNT, 3), np.float32)
    places[:8] = [[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    radius = np.where(np.arange(COUNT) % 2, 0.01, 0.02).astype(np.float32)
    given = mesh_import.MeshData(places, np.empty((0, 3), np.int32), places, radius=radius)
    made = mesh_import.make_object(given, "cloud", size=2.0)
    bpy.context.scene.collection.objects.link(made)
    mesh_import.select(bpy.context.view_layer, [made])
    return made


@pytest.fixture
def chosen(blender, cloud):
    """Sets an input of the modifier."""
    shapes = blender.module("operators.scene.point_shapes")

    def choose(name: str, value: object) -> None:
        modifier = cloud.modifiers["Points"]
        if name == "Shape":
            shapes.choose(modifier, value)
            assert shapes.chosen(modifier) == value
        else:
            shapes.geometry_nodes.set_input(modifier, name, value)
            assert shapes.geometry_nodes.input_of(modifier, name) == value
        cloud.update_tag()

    return choose


def seen(cloud) -> tuple[np.ndarray, np.ndarray, int]:
    """What a view shows as a mesh: places (V, 3), active colors (V, 3) and faces."""
    shown = cloud.evaluated_get(bpy.context.evaluated_depsgraph_get()).to_mesh()
    count = len(shown.vertices)
    places, colors = np.empty(3 * count, np.float32), np.empty(4 * count, np.float32)
    shown.vertices.foreach_get("co", places)
    shown.color_attributes[shown.color_attributes.active_color_index].data.foreach_get(
        "color", colors
    )
    return places.reshape(-1, 3), colors.reshape(-1, 4)[:, :3], len(shown.polygons)


def own_colors(cloud) -> np.ndarray:
    values = np.empty(4 * COUNT, np.float32)
    cloud.data.color_attributes["Color"].data.foreach_get("color", values)
    return values.reshape(-1, 4)[:, :3]


@pytest.mark.parametrize(("shape", "corners", "sides"), [("Spheres", 12, 20), ("Cubes", 8, 6)])
def test_solids_have_the_colors_and_radii_of_their_points(cloud, chosen, shape, corners, sides):
    chosen("Shape", shape)
    places, colors, faces = seen(cloud)
    assert faces == sides * COUNT and len(places) == corners * COUNT + 1  # one is the first point
    each = places[1:].reshape(COUNT, corners, 3)
    wide = np.linalg.norm(each - each.mean(1, keepdims=True), axis=2).max(1)
    radius = np.where(np.arange(COUNT) % 2, 0.02, 0.04) * (1 if shape == "Spheres" else 3**0.5)
    assert wide == pytest.approx(radius, abs=1e-5)  # twice as large as they came: the size is 2
    assert np.allclose(colors[1:].reshape(COUNT, corners, 3), own_colors(cloud)[:, None], atol=1e-6)
    painted = cloud.evaluated_get(bpy.context.evaluated_depsgraph_get()).data.materials
    assert {m.name for m in painted if m} == {"cloud"}


def test_spheres_are_what_a_new_cloud_shows(cloud):
    assert seen(cloud)[2] == 20 * COUNT


def test_many_points_are_shown_as_points(blender):
    mesh_import = blender.module("operators.scene.mesh_import")
    many = np.random.default_rng(0).random((20_001, 3), np.float32)
    given = mesh_import.MeshData(many, np.empty((0, 3), np.int32), many)
    made = mesh_import.make_object(given, "many")
    bpy.context.scene.collection.objects.link(made)
    assert seen(made)[2] == 0 and len(seen(made)[0]) == 20_001
    assert blender.module("operators.scene.point_cloud").is_gray(made)


def test_an_object_is_as_wide_as_a_sphere_and_keeps_its_material(cloud, chosen):
    cube = bpy.data.objects["Cube"]
    cube.location, cube.scale = (5, 5, 5), (3, 3, 3)  # which are its own, not the points'
    chosen("Shape", "Object")
    assert seen(cloud)[2] == 0  # nobody chose one
    chosen("Object", cube)
    places, colors, faces = seen(cloud)
    assert faces == 6 * COUNT
    each = places[1:].reshape(COUNT, 8, 3)
    sides = np.ptp(each, axis=1)
    wide = np.where(np.arange(COUNT) % 2, 0.04, 0.08)[:, None]
    assert sides == pytest.approx(wide.repeat(3, 1), abs=1e-5)
    painted = cloud.evaluated_get(bpy.context.evaluated_depsgraph_get()).data.materials
    assert "Material" in {material.name for material in painted if material}
    assert np.allclose(colors[1:].reshape(COUNT, 8, 3), own_colors(cloud)[:, None], atol=1e-6)


def test_fewer_are_chosen_evenly_and_are_among_more(cloud, chosen):
    chosen("Shape", "Points")
    before = own_colors(cloud)
    shown = {}
    for percent in (0.0, 10.0, 50.0, 100.0):
        chosen("Amount", percent)
        if not percent:
            mesh = cloud.evaluated_get(bpy.context.evaluated_depsgraph_get()).to_mesh()
            assert not mesh.vertices
            continue
        colors = seen(cloud)[1]
        assert len(colors) == pytest.approx(COUNT * percent / 100, abs=3)
        shown[percent] = {tuple(color) for color in colors.round(5)}
    assert shown[10.0] < shown[50.0] < shown[100.0]
    order = [k for k, color in enumerate(before.round(5)) if tuple(color) in shown[10.0]]
    assert np.diff(order).max() <= 21 and np.diff(order).min() >= 5


def test_radius_is_the_points_own_until_one_is_given(blender, cloud, chosen):
    geometry_nodes = blender.module("operators.scene.geometry_nodes")
    chosen("Scale", 3.0)
    each = seen(cloud)[0][1:].reshape(COUNT, 12, 3)
    assert np.ptp(each, axis=1).max(1)[0] == pytest.approx(6 * 0.04, rel=0.1)
    modifier = cloud.modifiers["Points"]
    geometry_nodes.use_attribute(modifier, "Radius", "")
    chosen("Radius", 0.5)
    each = seen(cloud)[0][1:].reshape(COUNT, 12, 3)
    wide = np.linalg.norm(each - each.mean(1, keepdims=True), axis=2).max(1)
    assert wide == pytest.approx(np.full(COUNT, 1.5), abs=1e-4)


def test_another_shape_is_exported_as_it_is_seen(cloud, chosen, tmp_path):
    """Points as vertices with their colors, the others as meshes."""

    def elements(shape: str) -> tuple[int, int]:
        chosen("Shape", shape)
        file = tmp_path / f"{shape}.ply"
        bpy.ops.wm.ply_export(filepath=str(file), export_selected_objects=True)
        header = file.read_bytes().partition(b"end_header")[0].decode().splitlines()
        assert "property uchar red" in header
        words = [line.split() for line in header if line.startswith("element")]
        return tuple(int(dict(line[1:] for line in words).get(n, 0)) for n in ("vertex", "face"))

    assert elements("Points") == (COUNT, 0)
    vertices, faces = elements("Spheres")
    assert vertices == 12 * COUNT + 1 and faces == 20 * COUNT
    chosen("Shape", "Cubes")
    bpy.ops.export_scene.gltf(
        filepath=str(tmp_path / "cubes.glb"), use_selection=True, export_apply=True
    )
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.ops.import_scene.gltf(filepath=str(tmp_path / "cubes.glb"))
    assert len(bpy.context.object.data.polygons) == 12 * COUNT


def test_the_shape_stays_as_it_was_chosen_in_a_file_and_in_a_copy(blender, cloud, chosen, tmp_path):
    chosen("Shape", "Cubes")
    chosen("Amount", 50.0)
    half = seen(cloud)[2]
    copy = cloud.copy()
    bpy.context.scene.collection.objects.link(copy)
    chosen("Shape", "Points")
    assert seen(copy)[2] == half and seen(cloud)[2] == 0
    assert copy.modifiers[0].node_group == cloud.modifiers[0].node_group
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "kept.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "kept.blend"))
    assert seen(bpy.data.objects["cloud.001"])[2] == half
    assert seen(bpy.data.objects["cloud"])[2] == 0


def test_a_point_cloud_of_blender_has_colors_radii_and_material(blender, cloud):
    if not blender.module("operators.points").makes_point_clouds():
        assert not bpy.ops.maquette.to_point_cloud.poll()
        return
    places, colors = [tuple(v.co) for v in cloud.data.vertices], own_colors(cloud)
    assert bpy.ops.maquette.to_point_cloud() == {"FINISHED"}
    made = bpy.context.object
    assert made.type == "POINTCLOUD" and not made.modifiers
    known = made.data.attributes
    there, painted, radius = (np.empty(size * COUNT, np.float32) for size in (3, 4, 1))
    known["position"].data.foreach_get("vector", there)
    known["Color"].data.foreach_get("color", painted)
    known["radius"].data.foreach_get("value", radius)
    assert np.allclose(there.reshape(-1, 3), places)
    assert np.allclose(painted.reshape(-1, 4)[:, :3], colors)
    assert radius[:2] == pytest.approx([0.04, 0.02])
    assert [material.name for material in made.data.materials] == ["cloud"]
    assert not bpy.ops.maquette.to_point_cloud.poll()


def test_clouds_share_one_group(blender, cloud):
    shapes = blender.module("operators.scene.point_shapes")
    assert shapes.group() == cloud.modifiers[0].node_group
