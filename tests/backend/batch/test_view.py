"""What the page gets to see of an object."""

from __future__ import annotations

import base64
import json
import re

import numpy as np
import pytest
import trimesh

from backend.asset.mesh import Mesh
from backend.asset.point_cloud import PointCloud
from backend.batch import view
from backend.shared.request import GenerationRequest


def ball(subdivisions: int) -> Mesh:
    """Twice as high as wide, red above and linear half gray below."""
    found = trimesh.creation.icosphere(subdivisions)
    vertices = (found.vertices * [1, 1, 2]).astype(np.float32)
    colours = np.where(vertices[:, 2:] > 0, [1, 0, 0], [0.5, 0.5, 0.5]).astype(np.float32)
    return Mesh(vertices, found.faces.astype(np.int32), colours)


def decoded(script: bytes) -> tuple[str, np.ndarray, np.ndarray, np.ndarray]:
    found = re.fullmatch(r'maquette\((".*"), (\d+), (\d+), "(.*)"\)\n', script.decode("ascii"))
    assert found
    count, content = int(found[2]), base64.b64decode(found[4])
    places = np.frombuffer(content, "<u2", 3 * count).reshape(-1, 3)
    colors = np.frombuffer(content, np.uint8, 3 * count, 6 * count).reshape(-1, 3)
    corners = np.frombuffer(content, "<u2", offset=9 * count).reshape(-1, 3)
    assert len(corners) == int(found[3])
    return json.loads(found[1]), places, colors, corners


def test_a_mesh_fills_its_cube_in_srgb():
    name, places, colors, corners = decoded(view.encoded('a "chair" 椅子', ball(2)))
    assert name == 'a "chair" 椅子' and len(corners) == 320
    assert places.min(0).tolist() == [16384, 16384, 0]
    assert places.max(0).tolist() == [49151, 49151, 65535]
    assert {tuple(color) for color in colors} == {(255, 0, 0), (188, 188, 188)}


def test_a_fine_mesh_has_fewer_triangles_and_its_colors():
    fine = ball(6)
    assert len(fine.faces) > 10 * view.TRIANGLES
    _, places, colors, corners = decoded(view.encoded("a", fine))
    assert 0.9 * view.TRIANGLES < len(corners) <= view.TRIANGLES and corners.max() < len(places)
    far = np.abs(places[:, 2].astype(int) - 32767) > 2000
    assert (colors[far, 1] == np.where(places[far, 2] > 32767, 0, 188)).all()


def test_points():
    cloud = PointCloud.on(ball(3), 10_000)
    _, places, colors, corners = decoded(view.encoded("a", cloud))
    assert len(places) == len(colors) == 3334 and corners.shape == (0, 3)


@pytest.mark.parametrize("name", ["chair", "chair v1.5"])
def test_it_is_named_as_the_object_will_be(tmp_path, name):
    part = tmp_path / f"{name}.part"
    part.mkdir()
    view.write(GenerationRequest("a chair", folder=str(part)), ball(1))
    assert decoded((part / "view.js").read_bytes())[0] == name
