"""A small picture of a mesh."""

import io

import numpy as np
from PIL import Image

from backend.asset import thumbnail
from backend.asset.mesh import Mesh, srgb_to_linear

TRIANGLE = np.array([[-0.5, 0, -0.5], [0.5, 0, -0.5], [0, 0, 0.6]], np.float32)
FACES = np.array([[0, 1, 2]], np.int32)
RED = np.tile(np.float32([1.0, 0, 0]), (3, 1))


def test_render():
    image = thumbnail.render(TRIANGLE, FACES, RED, 32, 0, 0)
    assert image.shape == (32, 32, 3) and image.dtype == np.uint8
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[16, 16, 0] > 2 * image[16, 16, 1]


def test_a_thumbnail_fills_the_picture_and_is_clear_around_it():
    far_away = Mesh(TRIANGLE * 9 + 40, FACES, srgb_to_linear(RED).astype(np.float32))
    file = io.BytesIO(thumbnail.encoded(far_away, 64))
    picture = np.asarray(Image.open(file)).astype(int)
    assert picture.shape == (64, 64, 4)
    assert picture[0, 0, 3] == 0 and picture[32, 32, 3] == 255
    inside = picture[..., 3] > 0
    assert inside.any(0).sum() > 35
    assert (picture[inside][:, 0] > 2 * picture[inside][:, 1]).all()  # no white rim


def test_it_is_seen_from_the_front_from_the_right_and_from_above():
    """A box with a color a side: what is seen are the front, right of it the right, and the top."""
    sides = {  # name: axis, end, color
        "front": (1, -1, (1, 0, 0)),
        "back": (1, 1, (0, 0, 1)),
        "right": (0, 1, (0, 1, 0)),
        "left": (0, -1, (1, 0, 1)),
        "top": (2, 1, (1, 1, 0)),
        "bottom": (2, -1, (0, 1, 1)),
    }
    vertices, faces, colours = [], [], []
    for axis, end, colour in sides.values():
        a, b = (other for other in range(3) if other != axis)
        corners = np.zeros((4, 3), np.float32)
        corners[:, axis] = end
        corners[:, [a, b]] = [[-1, -1], [1, -1], [1, 1], [-1, 1]]
        faces += [[len(vertices) + k for k in face] for face in ((0, 1, 2), (0, 2, 3))]
        vertices += [*corners]
        colours += [colour] * 4
    mesh = Mesh(np.array(vertices), np.array(faces, np.int32), np.array(colours, np.float32))
    picture = np.asarray(Image.open(io.BytesIO(thumbnail.encoded(mesh, 96)))).astype(float)
    bright = picture[..., :3] > 100
    seen = {
        name: np.argwhere((bright == np.array(colour, bool)).all(-1) & (picture[..., 3] > 250))
        for name, (_, _, colour) in sides.items()
    }
    count = {name: len(places) for name, places in seen.items()}
    assert count["front"] > count["right"] > count["top"] > 200
    assert max(count[name] for name in ("back", "left", "bottom")) < 30
    row, column = (
        {name: places[:, axis].mean() for name, places in seen.items() if count[name] > 100}
        for axis in (0, 1)
    )
    assert column["front"] < column["right"] and row["top"] < min(row["front"], row["right"])
