"""The small picture of an object: what is in front, lit, in its colour, and nothing around it."""

import bpy
import numpy as np
import pytest

MIDDLE = slice(118, 138)
SQUARE = ((-1, -1), (1, -1), (1, 1), (-1, 1))


@pytest.fixture
def thumbnail(blender):
    return blender.module("operators.scene.thumbnail")


def draw(thumbnail, made) -> np.ndarray:
    """Rows from the top, and not premultiplied."""
    picture = thumbnail.draw(made, bpy.context.evaluated_depsgraph_get())[::-1]
    assert picture.shape == (256, 256, 4) and picture.min() >= 0 and picture.max() <= 1
    assert (picture[..., :3] <= picture[..., 3:] + 1e-6).all()
    return np.concatenate(
        [picture[..., :3] / np.maximum(picture[..., 3:], 1e-6), picture[..., 3:]], axis=2
    )


def paint(made, *colour) -> None:
    material = bpy.data.materials.new("paint")
    material.diffuse_color = (*colour, 1)
    made.data.materials.clear()
    made.data.materials.append(material)


def test_a_cube_without_vertex_colours_has_its_material_s(thumbnail):
    cube = bpy.context.object
    paint(cube, 0.05, 0.1, 0.8)
    shown = draw(thumbnail, cube)
    red, green, blue, alpha = shown[MIDDLE, MIDDLE].mean((0, 1))
    assert alpha == 1 and blue > 2 * green > 2 * red
    assert shown[:4, :, 3].max() == shown[:, :4, 3].max() == 0
    rows, columns = np.nonzero(shown[..., 3] > 0)
    assert max(np.ptp(rows), np.ptp(columns)) == pytest.approx(0.88 * 256, abs=2)
    assert rows.min() + rows.max() == pytest.approx(255, abs=2)
    assert columns.min() + columns.max() == pytest.approx(255, abs=2)
    # Light from the left and above: the top is the brightest, the right side the darkest.
    top, left, right = shown[40, 130, 2], shown[150, 60, 2], shown[150, 200, 2]
    assert top > left > 1.2 * right


def test_without_anything_it_is_grey(thumbnail):
    cube = bpy.context.object
    cube.data.materials.clear()
    middle = draw(thumbnail, cube)[MIDDLE, MIDDLE].mean((0, 1))
    assert np.ptp(middle[:3]) < 1e-3 and 0.5 < middle[0] < 1


@pytest.mark.parametrize("kind", ["FLOAT_COLOR", "BYTE_COLOR"])
@pytest.mark.parametrize("domain", ["POINT", "CORNER"])
def test_vertex_colours_of_every_kind(thumbnail, kind, domain):
    cube = bpy.context.object
    layer = cube.data.color_attributes.new("Paint", kind, domain)
    layer.data.foreach_set("color", [0.8, 0.02, 0.02, 1.0] * len(layer.data))
    red, green, blue, _ = draw(thumbnail, cube)[MIDDLE, MIDDLE].mean((0, 1))
    assert red > 3 * green and green == pytest.approx(blue, abs=0.01)


def test_the_front_is_minus_y_and_hides_what_is_behind(thumbnail):
    """A red plate before a larger green one; turned around the green one hides the red."""
    corners = [(x * side, y, z * side) for y, side in ((-0.2, 1), (0.2, 2)) for x, z in SQUARE]
    mesh = bpy.data.meshes.new("plates")
    mesh.from_pydata(corners, [], [(0, 1, 2, 3), (4, 5, 6, 7)])
    layer = mesh.color_attributes.new("Paint", "FLOAT_COLOR", "POINT")
    red, green = (0.8, 0.02, 0.02, 1.0), (0.02, 0.8, 0.02, 1.0)
    layer.data.foreach_set("color", [*red * 4, *green * 4])
    plates = bpy.data.objects.new("plates", mesh)
    bpy.context.collection.objects.link(plates)
    seen = draw(thumbnail, plates)
    assert (reddish(seen) > 0.1).sum() < (reddish(seen) < -0.1).sum()
    assert reddish(seen)[128, 128] > 0.3
    plates.rotation_euler.z = np.pi
    assert (reddish(draw(thumbnail, plates)) <= 0).all()


def reddish(shown: np.ndarray) -> np.ndarray:
    """How much more red than green."""
    return shown[..., 0] - shown[..., 1]


def test_modifiers_and_scale_are_seen(thumbnail):
    def height_to_width() -> float:
        rows, columns = np.nonzero(draw(thumbnail, cube)[..., 3] > 0)
        return np.ptp(rows) / np.ptp(columns)

    cube = bpy.context.object
    cube.modifiers.new("Row", "ARRAY").count = 4
    assert height_to_width() < 0.8
    cube.scale = 1, 1, 10
    assert height_to_width() > 2


def test_what_cannot_be_seen_is_left_out(thumbnail):
    """No faces; corners that are nowhere; a scale of nothing."""
    cube = bpy.context.object
    cube.data = bpy.data.meshes.new("empty")
    assert draw(thumbnail, cube).max() == 0
    corners = [(x, 0, z) for x, z in SQUARE] + [(np.nan, 0, 0)]
    cube.data.from_pydata(corners, [], [(0, 1, 2, 3), (0, 1, 4)])
    assert draw(thumbnail, cube)[128, 128, 3] == 1
    cube.scale = 0, 0, 0
    draw(thumbnail, cube)
