"""A small picture of a mesh."""

import io

import numpy as np
from PIL import Image

from backend import thumbnail
from backend.mesh import Mesh, srgb_to_linear

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
