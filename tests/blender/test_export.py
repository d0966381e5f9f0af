"""What Maquette keeps on objects goes through every exporter, or is passed by."""

import json
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np
import pytest

HERE = Path(__file__).parent
ENDINGS = ("gltf", "fbx", "obj", "ply", "stl", "usda", "abc")
KINDS = {
    "plain": {},
    "textured": {"texture": 256},
    "voxels": {"voxels": 16},
    "frames": {"preview_interval": 2, "keep_frames": True},
    "filled": {"place": "SELECTION", "fit": "STRETCH"},
    "image": {"prompt": ""},
}


@pytest.fixture
def objects(blender, tmp_path) -> list[bpy.types.Object]:
    """One of each kind that Maquette makes; the filled one is the factory scene's cube."""
    image = bpy.data.images.new("photo", 8, 8)
    image.pixels.foreach_set(np.ones(256, np.float32))
    material = bpy.data.materials.new("Mine")
    cube = bpy.data.objects["Cube"]
    cube.material_slots[0].link, cube.material_slots[0].material = "OBJECT", material
    made = []
    for kind, asked in KINDS.items():
        if kind == "filled":
            bpy.ops.object.select_all(action="DESELECT")
            cube.select_set(True)
        start = {"image_name": "photo"} if kind == "image" else {"prompt": "a chair"}
        bpy.ops.maquette.generate(**{**asked, **start})
        made.append(bpy.context.object)
        made[-1].name = kind
    return made


def exported(folder: Path) -> tuple[int, str]:
    """The exit status and the output of the exporters, in a Blender of its own."""
    file = folder / "made.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(file), compress=False)
    command = [sys.executable, HERE / "export_all.py", file, folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def test_every_exporter_takes_every_kind(blender, objects, tmp_path):
    latents = [made["maquette_latent"].lines[0].body[:40].encode() for made in objects]
    status, output = exported(tmp_path)
    assert status == 0 and "exported all" in output, output[-2000:]
    assert "Couldn't determine USD type" not in output
    files = {ending: (tmp_path / f"made.{ending}").read_bytes() for ending in ENDINGS}
    saved = (tmp_path / "made.blend").read_bytes()
    for latent in latents:
        assert latent in saved and not [each for each, file in files.items() if latent in file]

    nodes = {node["name"]: node for node in json.loads(files["gltf"])["nodes"]}
    for made in objects:
        told = nodes[made.name]["extras"]
        assert told["maquette_prompt"] == made["maquette_prompt"]
        assert told["maquette_seed"] == made["maquette_seed"]
    usd = files["usda"].decode()
    assert usd.count('maquette_model = "maquette-mini') == len(objects)
    assert b"maquette_record" in files["abc"] and b"maquette_record" in files["fbx"]


def test_what_is_kept_is_text_numbers_and_pointers(blender, objects):
    def plain(value: object) -> bool:
        if hasattr(value, "to_dict"):
            return all(plain(each) for each in value.values())
        if hasattr(value, "to_list"):
            value = value.to_list()
        if isinstance(value, list):
            return all(plain(each) for each in value)
        return isinstance(value, str | int | float | bpy.types.ID)

    for made in objects:
        kept = {key: value for key, value in made.items() if key.startswith("maquette_")}
        assert kept and not [key for key, value in kept.items() if not plain(value)]
