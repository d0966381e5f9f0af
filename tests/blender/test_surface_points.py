"""Points of any object, as a model reads them: where, how many of each part, in which colors."""

import bpy
import numpy as np
import pytest

COUNT = 2000


@pytest.fixture
def points(blender):
    module = blender.module("operators.scene.surface_points")

    def of(made, count=COUNT):
        bpy.context.view_layer.update()
        return module.of(made, bpy.context.evaluated_depsgraph_get(), count, seed=0)

    return of


@pytest.fixture
def refused(blender, points):
    """The sentence for an object that points cannot be taken from."""
    errors = blender.module("backend.shared.errors")

    def says(made) -> str:
        with pytest.raises(errors.MaquetteError) as caught:
            points(made)
        return caught.value.message

    return says


def object_of(places, faces=(), name="scan") -> bpy.types.Object:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(list(map(tuple, places)), [], list(faces))
    made = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(made)
    return made


def world(found) -> np.ndarray:
    """Where the points are in the scene."""
    return found.cube.place(found.points) + np.array(found.cube.origin)


def test_a_surface_is_sampled_evenly_by_its_area_in_the_world(points):
    """Two squares, of which the object's scale makes one four times as large as the other."""
    corners = [
        (0, 0, 0),
        (1, 0, 0),
        (1, 1, 0),
        (0, 1, 0),
        (5, 0, 0),
        (5, 1, 0),
        (5, 1, 1),
        (5, 0, 1),
    ]
    made = object_of(corners, [(0, 1, 2, 3), (4, 5, 6, 7)])
    made.scale, made.location, made.rotation_euler = (4, 1, 1), (100, 0, 7), (0, 0, np.pi / 2)
    found = points(made)
    assert found.points.shape == found.colors.shape == (COUNT, 3)
    assert np.abs(found.points).max() == pytest.approx(1, abs=1e-6)
    places = world(found)
    flat = places[:, 2] < 7 + 1e-5
    assert flat.mean() == pytest.approx(0.8, abs=0.002)
    assert np.allclose(places[:, 0].min(), 99, atol=0.01)  # turned by a quarter
    quarter = (places[flat, 1] < 1).mean(), (places[flat, 0] < 99.5).mean()
    assert quarter == pytest.approx((0.25, 0.5), abs=0.04)
    first = flat[: COUNT // 4].mean()  # in no order: any part of them is a sample of all
    assert first == pytest.approx(0.8, abs=0.06)


def test_modifiers_count_and_other_objects_with_a_surface_too(points):
    cube = bpy.data.objects["Cube"]
    cube.modifiers.new("Array", "ARRAY")
    assert np.ptp(world(points(cube)), axis=0)[0] == pytest.approx(4, abs=0.01)
    bpy.ops.object.text_add()
    assert len(points(bpy.context.object).points) == COUNT
    bpy.ops.surface.primitive_nurbs_surface_sphere_add()
    assert len(points(bpy.context.object).points) == COUNT


def test_vertices_without_faces_are_taken_and_evenly_where_there_are_more(points):
    places = np.random.default_rng(0).random((500, 3))
    few = points(object_of(places))
    there = world(few)
    assert np.allclose(there[there[:, 0].argsort()], places[places[:, 0].argsort()], atol=1e-5)
    assert len(few.notes) == 1
    line = np.linspace(0, 1, 50_000)[:, None] * [1, 0, 0]
    many = points(object_of(line))
    assert many.notes[0] == "2,000 of 50,000 points were used."
    along = np.sort(world(many)[:, 0])
    assert len(along) == COUNT and np.diff(along).max() < 2.1 / COUNT


def test_points_of_ours_are_taken_and_not_the_spheres_around_them(blender, points):
    mesh_import = blender.module("operators.scene.mesh_import")
    places = np.random.default_rng(0).random((600, 3), np.float32)
    data = mesh_import.MeshData(places, np.empty((0, 3), np.int32), places)
    made = mesh_import.make_object(data, "cloud")
    bpy.context.scene.collection.objects.link(made)
    found = points(made)
    assert len(found.points) == 600 and not found.notes
    order, expected = np.lexsort(found.colors.T), np.lexsort(places.T)
    assert np.allclose(found.colors[order], places[expected])
    ratio = (places - places.mean(0)) / np.ptp(places, axis=0).max() * 2
    there = found.points - found.points.mean(0)
    assert np.allclose(there[order], ratio[expected], atol=1e-4)


def quad() -> bpy.types.Object:
    made = object_of([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], [(0, 1, 2, 3)])
    layer = made.data.uv_layers.new(name="UVMap")
    layer.uv.foreach_set("vector", [0, 0, 1, 0, 1, 1, 0, 1])
    return made


def material(kind: str, **settings) -> bpy.types.Material:
    made = bpy.data.materials.new("Mine")
    made.use_nodes = True
    nodes = made.node_tree.nodes
    shader = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    if kind:
        node = nodes.new(kind)
        for name, value in settings.items():
            setattr(node, name, value)
        made.node_tree.links.new(node.outputs["Color"], shader.inputs["Base Color"])
    else:
        shader.inputs["Base Color"].default_value = (0.1, 0.2, 0.3, 1)
    return made


def test_colors_of_an_image_of_a_material_and_of_none(points):
    image = bpy.data.images.new("photo", 2, 2)  # sRGB; the lowest row first
    image.pixels.foreach_set([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0.5, 0.5, 0.5, 1])
    made = quad()
    made.data.materials.append(material("ShaderNodeTexImage", image=image))
    found = points(made)
    right, above = (world(found)[:, :2] > 0.5).T
    for color, where in (
        ((1, 0, 0), ~right & ~above),
        ((0, 1, 0), right & ~above),
        ((0, 0, 1), ~right & above),
        ((0.214, 0.214, 0.214), right & above),  # linear
    ):
        assert where.sum() > COUNT / 5
        assert np.allclose(found.colors[where], color, atol=2e-3)

    made.data.materials[0] = material("")
    assert np.allclose(points(made).colors, (0.1, 0.2, 0.3)) and not points(made).notes
    made.data.materials.clear()
    found = points(made)
    assert np.allclose(found.colors, 0.5)
    assert found.notes == ("scan has no colors, so it was taken to be gray.",)


@pytest.mark.parametrize("kind", ["FLOAT_COLOR", "BYTE_COLOR"])
@pytest.mark.parametrize("domain", ["POINT", "CORNER"])
def test_colors_of_an_attribute(points, kind, domain):
    made = quad()
    layer = made.data.color_attributes.new("Painted", kind, domain)
    linear = [(0, 0, 0, 1), (1, 0, 0, 1), (1, 1, 0, 1), (0, 1, 0, 1)]
    layer.data.foreach_set("color", np.ravel(linear))
    made.data.materials.append(material(""))  # of its own color, which the attribute goes before
    found = points(made)
    assert np.allclose(found.colors[:, :2], world(found)[:, :2], atol=0.01)
    named = made.data.color_attributes.new("Other", kind, domain)
    named.data.foreach_set("color", np.tile([0, 0, 1, 1], 4).astype(float))
    made.data.materials[0] = material("ShaderNodeVertexColor", layer_name="Other")
    assert np.allclose(points(made).colors, (0, 0, 1), atol=0.01)


def test_what_has_no_points_is_refused_in_a_sentence(refused):
    assert refused(object_of([])) == "scan has no faces and no vertices."
    assert refused(object_of([(1, 2, 3)])) == "scan.001 has only one point."
    assert refused(object_of([(1, 2, 3)] * 9)) == "All points of scan.002 are in one place."
    holes = [(0, 0, 0), (1, 0, 0), (float("nan"), 1, 0), (0, 1, 0)]
    assert "not finite numbers" in refused(object_of(holes))
    assert "not finite numbers" in refused(object_of(holes, [(0, 1, 2)]))
    many = np.random.default_rng(0).random((9000, 3))
    many[8888] = np.inf  # which a few of them would hardly hit
    assert "not finite numbers" in refused(object_of(many))
    assert "not finite numbers" in refused(object_of(many, [(0, 1, 2), (3, 4, 5)]))
    assert refused(bpy.data.objects["Camera"]) == "Camera has neither a surface nor points."
    bpy.ops.object.text_add()
    bpy.context.object.data.body = ""
    assert "has no faces and no vertices" in refused(bpy.context.object)


def test_a_mesh_of_them_comes_back_there_and_so_does_another_one(blender, points):
    """What a model makes of the cloud, here its own box, and then again for a remesh."""
    mesh_import = blender.module("operators.scene.mesh_import")
    made = object_of(np.random.default_rng(0).random((500, 3)) * [1, 2, 3] + [7, 0, 0])
    made.location = (1, 2, 3)
    found = points(made)
    low, high = found.points.min(0), found.points.max(0)
    corners = np.array([low, high, [low[0], high[1], low[2]]], np.float32)
    mesh = mesh_import.MeshData(corners, np.array([[0, 1, 2]], np.int32), corners * 0)
    for origin in ("BASE", "CENTER"):
        new = mesh_import.make_object(mesh, "new", None, 1.0, "SMOOTH", origin, cube=found.cube)
        there = np.array([tuple(vertex.co) for vertex in new.data.vertices])
        places = np.array([tuple(vertex.co) for vertex in made.data.vertices])
        assert there[:2] == pytest.approx(np.array([places.min(0), places.max(0)]), abs=1e-5)
        again = mesh_import.fitted(mesh, new, 1.0, origin, None)
        assert again.vertices == pytest.approx(there, abs=1e-5)


def test_faces_without_area_count_as_their_vertices(points):
    found = points(object_of([(0, 0, 0), (1, 0, 0), (2, 0, 0)], [(0, 1, 2)]))
    assert len(found.points) == 3
