"""What the command line writes is upright, smooth and coloured by Blender's own importers."""

import os
import subprocess
from pathlib import Path

import bpy
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
PYTHON = os.environ.get("MAQUETTE_PYTHON", "")
MAKE = """
import sys
import numpy as np
import trimesh
from backend.asset import mesh_files
from backend.asset.mesh import Mesh
ball = trimesh.creation.icosphere(2)
vertices = (ball.vertices * [0.2, 0.4, 1]).astype("f4")
mesh_files.write(Mesh(vertices, ball.faces.astype("i4"), (vertices > 0).astype("f4")), sys.argv[1])
"""
IMPORTERS = {
    "glb": lambda file: bpy.ops.import_scene.gltf(filepath=file),
    "ply": lambda file: bpy.ops.wm.ply_import(filepath=file),
    "obj": lambda file: bpy.ops.wm.obj_import(filepath=file),
}


@pytest.mark.skipif(not PYTHON, reason="MAQUETTE_PYTHON names no worker's Python")
@pytest.mark.parametrize("suffix", IMPORTERS)
def test_importers(tmp_path, suffix):
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    file = str(tmp_path / f"ball.{suffix}")
    subprocess.run([PYTHON, "-c", MAKE, file], cwd=ROOT, check=True)
    IMPORTERS[suffix](file)
    (made,) = (found for found in bpy.data.objects if found.type == "MESH")
    bpy.context.view_layer.update()
    turned = np.array(made.matrix_world.to_3x3())
    places = np.array([v.co for v in made.data.vertices]) @ turned.T
    assert np.allclose(np.abs(places).max(0), [0.2, 0.4, 1], atol=0.01)
    corners = np.array([c.vector for c in made.data.corner_normals]) @ turned.T
    vertex = np.array([loop.vertex_index for loop in made.data.loops])
    outward = places / np.array([0.2, 0.4, 1]) ** 2  # of an ellipsoid
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    assert (corners * outward[vertex]).sum(1).min() > 0.95, "smooth"
    colour = made.data.color_attributes[0]
    assert colour.domain in {"POINT", "CORNER"}
    at = np.arange(len(places)) if colour.domain == "POINT" else vertex
    shown = np.array([value.color[:3] for value in colour.data])
    off = np.abs(places[at]) > 0.001  # on an axis its sign is the rounding's
    assert np.allclose(shown[off], (places[at] > 0)[off], atol=0.01)
