"""Every exporter of this Blender on a .blend, with custom properties on, without Maquette.

python export_all.py FILE.blend FOLDER: names each exporter as it begins, for one may abort Blender.
"""

import os
import sys
from pathlib import Path

import bpy

EXPORTERS = {
    "gltf": lambda file: bpy.ops.export_scene.gltf(
        filepath=file, export_format="GLTF_SEPARATE", export_extras=True, export_attributes=True
    ),
    "fbx": lambda file: bpy.ops.export_scene.fbx(filepath=file, use_custom_props=True),
    "obj": lambda file: bpy.ops.wm.obj_export(filepath=file),
    "ply": lambda file: bpy.ops.wm.ply_export(filepath=file),
    "stl": lambda file: bpy.ops.wm.stl_export(filepath=file),
    "usda": lambda file: bpy.ops.wm.usd_export(filepath=file, export_custom_properties=True),
    "abc": lambda file: bpy.ops.wm.alembic_export(filepath=file, export_custom_properties=True),
}

if __name__ == "__main__":
    bpy.ops.wm.open_mainfile(filepath=sys.argv[1])
    for ending, export in EXPORTERS.items():
        print("exporting", ending, flush=True)
        assert export(str(Path(sys.argv[2], f"made.{ending}"))) == {"FINISHED"}
    print("exported all", flush=True)
    os._exit(0)  # as a Python module Blender 4.2 crashes at the interpreter's end
