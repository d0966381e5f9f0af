"""What a running job's shape looks like so far: drawn, never in the file."""

from pathlib import Path

import bpy
import numpy as np
import pytest
from mathutils import Matrix, Vector


def drawn(blender):
    """What a view would draw now: vertices, matrix, colours."""
    job, preview = blender.current.job, blender.module("operators.scene.live_preview")
    mesh = blender.module("operators.scene.mesh_import").read(Path(job.preview.mesh))
    fitted, where = preview.placed(job, mesh)
    vertices = fitted.vertices
    return vertices, where, blender.module("operators.scene.ghost").shaded(vertices, mesh)


def test_it_stands_where_the_object_will(blender):
    bpy.context.scene.cursor.location = (3, 4, 5)
    before = set(bpy.data.objects), set(bpy.data.meshes)
    blender.press(prompt="a slow chair", preview_interval=2, size=4.0, real_size=False)
    blender.wait(lambda: blender.current.job.preview)
    vertices, where, colours = drawn(blender)
    assert np.ptp(vertices, axis=0) == pytest.approx([1, 2, 4]) and vertices[:, 2].min() == 0
    assert tuple(where.translation) == (3, 4, 5)
    assert colours.shape == (8, 4) and colours.min() > 0.2 and colours.max() <= 1
    assert (set(bpy.data.objects), set(bpy.data.meshes)) == before
    blender.wait(lambda: blender.current.job.preview.step == 4)


def test_it_fills_the_box_of_its_target(blender):
    cube = bpy.data.objects["Cube"]
    cube.location.x = 7
    cube.select_set(True)
    bpy.context.view_layer.update()
    blender.press(prompt="a slow chair", preview_interval=2, place="SELECTION", fit="STRETCH")
    blender.wait(lambda: blender.current.job.preview)
    vertices, where, _ = drawn(blender)
    assert np.ptp(vertices, axis=0) == pytest.approx([2, 2, 2]) and where.translation.x == 7


def test_what_it_takes_the_place_of_does_not_hide_it(blender):
    """Of two points at one place of a view, the one drawn in front of all has the lesser depth,
    however far behind it is; among themselves they keep their order."""
    nearer = blender.module("operators.scene.ghost").in_front
    near, far = 0.1, 1000.0
    lens = [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, -2 * near], [0, 0, -1, 0]
    flat = [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1 / far, 0], [0, 0, 0, 1]
    for projection in map(Matrix, (lens, flat)):
        box, preview, behind = (Vector((0.5, 0.2, -z, 1)) for z in (0.3, 2.0, 900.0))
        plain = projection @ box
        shown, hidden = nearer(projection) @ preview, nearer(projection) @ behind
        assert -1 < depth(shown) < depth(hidden) < depth(plain)
        assert shown.xy / shown.w == (projection @ preview).xy / (projection @ preview).w


def depth(point: Vector) -> float:
    return point.z / point.w


def test_a_sample_that_is_an_image_is_shown_in_the_panel(blender, monkeypatch):
    icons = blender.module("operators.images.icons")
    read = []
    monkeypatch.setattr(icons, "_read", read.append)
    before = set(icons._previews)
    blender.press(prompt="a slow chair", preview_interval=2)
    blender.wait(lambda: blender.current.job.preview)
    assert "icon" not in blender.draw("main").texts
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    blender.press(prompt="a slow pictured chair", preview_interval=2)
    step = 0
    for _ in range(2):
        blender.wait(lambda last=step: getattr(blender.current.job.preview, "step", 0) > last)
        step = blender.current.job.preview.step
        assert "icon" in blender.draw("main").texts
        (shown,) = set(icons._previews) - before  # that of the step before is gone
        assert shown.endswith(f"/{step}")
        assert read[-1] == shown  # at once: no turning wheel is in its place
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert set(icons._previews) == before


def test_none_without_asking_and_none_left(blender):
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress and blender.current.job.progress.step > 2)
    assert blender.current.job.preview is None
    blender.module("operators.scene.live_preview")._draw()
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    blender.module("operators.scene.live_preview")._draw()
    assert blender.module("operators.scene.live_preview")._shape is None
