"""What is shown while the sampler runs is coarse, whatever is asked for at the end."""

from types import SimpleNamespace

import numpy as np

from backend.asset.mesh import Mesh
from backend.compute.progress import Tracker
from backend.pipeline.live_preview import LivePreview
from backend.shared.files import Outputs
from backend.shared.request import DETAILS, GenerationRequest

TRIANGLE = Mesh(
    np.eye(3, dtype=np.float32), np.array([[0, 1, 2]], np.int32), np.ones((3, 3), np.float32)
)


def test_an_image_comes_with_it_where_samples_are_images(tmp_path):
    """Not where nothing is to be seen, and never kept."""
    seen, made = [], SimpleNamespace(asset=lambda *_asked: TRIANGLE, image=lambda sample: sample)

    def show(preview) -> None:
        seen.append((preview.step, preview.image and preview.image.read_bytes()))

    for keep in (False, True):
        request = GenerationRequest("a", preview_interval=1, keep_frames=keep, folder=str(tmp_path))
        with Outputs() as outputs:
            preview = LivePreview(request, "mesh", Tracker(show=show), "job", outputs)
            for pictures in (True, False):
                watch = preview.of(made, pictures)
                assert watch
                for step in (1, 2):
                    watch(step + 2 * (not pictures), [b"%d" % step])
    assert seen[:2] == [(1, b"1"), (2, b"2")]
    assert [bool(image) for _, image in seen] == [True, True, False, False] * 2
    assert not list(tmp_path.glob("*.png"))


def test_no_detail_makes_it_slower(tmp_path):
    asked = []

    def asset(_sample, options, _advance) -> Mesh:
        asked.append(options)
        return TRIANGLE

    for choice in DETAILS:
        request = GenerationRequest(
            "a", detail=choice.value, preview_interval=1, folder=str(tmp_path)
        )
        with Outputs() as outputs:
            preview = LivePreview(request, "mesh", Tracker(), "job", outputs)
            watch = preview.of(SimpleNamespace(asset=asset))
            assert watch
            watch(1, [None])
    assert {(options.resolution, options.quads) for options in asked} == {(32, 0)}
    assert len(asked) == len(DETAILS)
