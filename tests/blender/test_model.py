"""The whole line with nothing faked: the installed zip, a real worker, maquette-mini."""

import os
from pathlib import Path

import bpy
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif("MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"),
    pytest.mark.skipif(
        not (ROOT / "backend/models/maquette-mini/model_index.json").exists(),
        reason="maquette-mini is not trained yet",
    ),
]


def test_a_prompt_becomes_a_coloured_object(installed):
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    try:
        prompt = "a red chair"
        assert bpy.ops.maquette.generate(prompt=prompt, resolution=64, device="cpu") == {"FINISHED"}
    finally:
        installed("operators.session").stop()
    made = bpy.context.object
    assert made.name == prompt and max(made.dimensions) == pytest.approx(2.0)
    corners = [vertex.co.z for vertex in made.data.vertices]
    assert len(corners) > 500 and min(corners) == pytest.approx(0, abs=1e-5)
    values = np.empty(len(corners) * 4, np.float32)
    made.data.color_attributes["Color"].data.foreach_get("color", values)
    red, green, blue, _ = values.reshape(-1, 4).mean(0)
    assert red > 2 * green and red > 2 * blue
