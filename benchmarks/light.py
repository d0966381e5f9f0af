"""Other ways to a light mesh, to compare with. None of these libraries is a dependency."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np

from backend.asset.mesh import Mesh


def peers(triangles: int) -> dict[str, Callable[[Mesh], Mesh]]:
    """Those that are installed, by their names: a mesh -> one of so many triangles at most."""
    found: dict[str, Callable[[Mesh], Mesh]] = {}
    try:
        import meshoptimizer  # pyright: ignore[reportMissingImports]

        def meshopt(mesh: Mesh) -> Mesh:
            kept = np.zeros(mesh.faces.size, np.uint32)
            count = meshoptimizer.simplify(
                kept,
                mesh.faces.astype(np.uint32).ravel(),
                mesh.vertices,
                target_index_count=3 * triangles,
                target_error=1.0,
            )
            faces = kept[:count].reshape(-1, 3).astype(np.int32)
            return Mesh(mesh.vertices, faces, mesh.colours).only(np.ones(len(faces), bool))

        found["meshoptimizer"] = meshopt
    except ImportError as error:
        print(error)
    try:
        import pymeshlab  # pyright: ignore[reportMissingImports]

        def meshlab(mesh: Mesh) -> Mesh:
            work = pymeshlab.MeshSet(verbose=False)
            work.add_mesh(pymeshlab.Mesh(mesh.vertices.astype(float), mesh.faces))
            work.meshing_decimation_quadric_edge_collapse(targetfacenum=triangles)
            light = work.current_mesh()
            return _painted(light.vertex_matrix(), light.face_matrix(), mesh)

        found["pymeshlab"] = meshlab
    except ImportError as error:
        print(error)
    try:
        import pyfqmr  # pyright: ignore[reportMissingImports]

        def fqmr(mesh: Mesh) -> Mesh:
            work = pyfqmr.Simplify()
            work.setMesh(mesh.vertices, mesh.faces)
            work.simplify_mesh(target_count=triangles, verbose=False)
            return _painted(*work.getMesh()[:2], mesh)

        found["pyfqmr"] = fqmr
    except ImportError as error:
        print(error)
    return found


def _painted(vertices: np.ndarray, faces: np.ndarray, mesh: Mesh) -> Mesh:
    vertices = vertices.astype(np.float32)
    return Mesh(vertices, faces.astype(np.int32), mesh.colours_at(vertices))


REMESH = """
import sys, time, bpy, numpy as np
quads = int(sys.argv[1])
for file in sys.argv[2:]:
    given = np.load(file)
    mesh = bpy.data.meshes.new("it")
    mesh.from_pydata(given["vertices"].tolist(), [], given["faces"].tolist())
    made = bpy.data.objects.new("it", mesh)
    bpy.context.collection.objects.link(made)
    bpy.context.view_layer.objects.active = made
    mesh.remesh_voxel_size = (sum(face.area for face in mesh.polygons) / quads / 0.7) ** 0.5
    mesh.remesh_voxel_adaptivity, mesh.use_remesh_preserve_volume = 0.0, True
    begun = time.process_time()
    bpy.ops.object.voxel_remesh()
    spent = time.process_time() - begun
    made.data.calc_loop_triangles()
    faces = [tuple(each.vertices) for each in made.data.loop_triangles]
    places = [tuple(each.co) for each in made.data.vertices]
    np.savez(file, vertices=np.float32(places), faces=np.int32(faces), spent=spent)
"""


def blender(python: Path, folder: Path, full: list[Mesh], quads: int) -> list[tuple[Mesh, float]]:
    """Its voxel remesh of each, of about so many quads, and seconds; files go to a folder."""
    files = [folder / f"{k}.npz" for k in range(len(full))]
    for file, mesh in zip(files, full, strict=True):
        np.savez(file, vertices=mesh.vertices, faces=mesh.faces)
    command = [python, "-c", REMESH, str(quads), *files]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=clean)
    found = []
    for file, mesh in zip(files, full, strict=True):
        with np.load(file) as arrays:
            light = _painted(arrays["vertices"], arrays["faces"], mesh)
            found.append((light, float(arrays["spent"])))
    return found
