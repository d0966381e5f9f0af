"""How samples came about, as a recording for Rerun (rerun.io): an .rrd file with a timeline of the
sampler's steps.

A `Recording` is one file. It has a `Listener` for each model, which hears of one job what there is
to look at, and logs it below the model's label:

    about            a text: what was asked of it
    image            as it saw it, where it was shown one
    stages           a line of text for each, as it begins, and for each number of points
    objects/seed 7   beside those of the other seeds
        preview      the mesh or the points that the sampler predicts, coarse, at its steps
        image        the same as an image, of families whose samples are images
        asset        what came of it, in model units: a step after the last, in the preview's place

Knows Rerun's SDK, which is the person's to install, and nothing of how samples are made.
"""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from .. import families
from ..asset import png_files
from ..asset.mesh import srgb_bytes
from ..asset.point_cloud import PointCloud
from ..compute.progress import Tracker
from ..shared import raster
from ..shared.errors import MaquetteError
from ..shared.request import GenerationRequest
from .live_preview import RESOLUTION

if TYPE_CHECKING:
    from .postprocessing import Asset

PACKAGE = "rerun-sdk==0.41.0"  # pyproject.toml's extra; a test compares
APPLICATION = "maquette"  # Rerun remembers a layout for each
TIMELINE = "step"
FRAMES = 128  # previews of one listener, of all its seeds; with more, steps are passed over
GAP = 2.2  # between the middles of two seeds' boxes, which are 2 on each side
STAGE = "recording"  # in the result's seconds: what it costs


class Listener:
    """Hears what there is to look at of one job. This one has no ears."""

    def begin(self, asked: GenerationRequest, said: Sequence[str], progress: Tracker) -> None:
        """The job begins, with settings as `said`, and reports to `progress`."""

    def condition(self, condition: families.Condition) -> None:
        """What the model gets to see."""

    def watch(
        self, loaded: families.LoadedModel, output: str, pictures: bool
    ) -> Callable[[int, Sequence[Any]], None] | None:
        """What `families.Sampling.watch` shall be, for previews as `output`; `pictures` is whether
        the family has the ability "image"."""

    def asset(self, k: int, asset: Asset) -> None:
        """What came of sample `k`."""

    def failed(self, error: MaquetteError) -> None:
        """Nothing came of any."""


NOBODY = Listener()


class Recording:
    """One .rrd, in memory until it is written: previews are coarse, and no more than `FRAMES`.

    Raises MaquetteError("request") where Rerun's SDK is not there, or turned off.
    """

    def __init__(self) -> None:
        self._rerun = _rerun()
        self._stream = self._rerun.RecordingStream(APPLICATION)
        if not self._stream.is_enabled():
            raise MaquetteError(
                "request",
                "The environment variable RERUN turns recordings off.",
                "Unset it, or leave out --rerun.",
            )
        self._content = self._stream.memory_recording()
        # The SDK warns of what is dropped, but a job that ends early does so on purpose.
        weakref.finalize(self, self._content.drain_as_bytes)
        self._listeners: list[_Recorder] = []

    def listener(self, label: str) -> Listener:
        """For the model of this label, of which there is one."""
        self._listeners.append(_Recorder(self._rerun, self._stream, label))
        return self._listeners[-1]

    def encoded(self) -> bytes:
        """The file's content. Nothing can be logged any more."""
        self._stream.send_blueprint(self._blueprint())
        return self._content.drain_as_bytes()

    def _blueprint(self) -> Any:
        """The models side by side, below them what is said of them, and the timeline."""
        views, heard = self._rerun.blueprint, self._listeners
        told: list[Any] = [
            views.TextDocumentView(origin=each.path("about"), name=each.label) for each in heard
        ]
        told += [
            views.Spatial2DView(origin=each.path("image"), name="Image")
            for each in heard
            if each.shown
        ][:1]  # it is the same for all
        told += [
            views.Spatial2DView(origin=each.first_image, name=each.label)
            for each in heard
            if each.first_image
        ]
        told.append(views.TextLogView(origin="/", name="Stages"))
        objects = [
            views.Spatial3DView(origin=each.path("objects"), name=each.label) for each in heard
        ]
        return views.Blueprint(
            views.Vertical(views.Horizontal(*objects), views.Horizontal(*told), row_shares=[3, 1]),
            views.TimePanel(state="expanded", timeline=TIMELINE),
            views.BlueprintPanel(state="collapsed"),
            views.SelectionPanel(state="collapsed"),
        )


def of(request: GenerationRequest) -> Recording | None:
    """The one that is asked for."""
    return Recording() if request.recording else None


class _Recorder(Listener):
    def __init__(self, rerun: Any, stream: Any, label: str) -> None:
        self._rerun, self._stream, self.label = rerun, stream, label
        self.shown = False  # an image
        self.first_image = ""  # of the first sample, where samples are images: its entity
        self._stage, self._step, self._total = "", 0, 0
        self._seen = set[int]()
        self._points = 0  # of the first stage's clouds, or of a later one's

    def path(self, *names: str) -> str:
        """Of an entity; anything may be in a label."""
        return self._rerun.new_entity_path([self.label, *names])

    def begin(self, asked: GenerationRequest, said: Sequence[str], progress: Tracker) -> None:
        rerun, self._asked, self._progress = self._rerun, asked, progress
        progress.listen(self._report)
        about = "\n\n".join((asked.prompt, self.label, ", ".join(said)))
        self._log(rerun.TextDocument(about.strip()), "about", static=True)
        self._log(rerun.ViewCoordinates.RIGHT_HAND_Z_UP, "objects", static=True)
        for k in range(asked.samples):
            beside = rerun.Transform3D(translation=[GAP * k, 0, 0])
            self._log(beside, *self._object(k), static=True)

    def condition(self, condition: families.Condition) -> None:
        if not isinstance(condition, str):
            self._log(self._image(png_files.encoded(condition)), "image", static=True)
            self.shown = True

    def watch(
        self, loaded: families.LoadedModel, output: str, pictures: bool
    ) -> Callable[[int, Sequence[Any]], None] | None:
        options = families.AssetOptions.of(self._asked, output).coarse(RESOLUTION)
        return partial(self._show, loaded, options, pictures)

    def asset(self, k: int, asset: Asset) -> None:
        self._at(self._total + 1)
        self._log(self._rerun.Clear(recursive=False), *self._object(k), "preview")
        self._log(self._form(asset), *self._object(k), "asset")

    def failed(self, error: MaquetteError) -> None:
        self._log(self._rerun.TextLog(error.at_terminal, level="ERROR"), "stages")

    def _report(self, stage: str, step: int, total: int, _eta: float | None) -> None:
        if stage == "sampling":
            self._step, self._total = step, total
        if stage != self._stage:
            self._stage = stage
            self._at(self._step if stage == "sampling" or not self._step else self._total + 1)
            self._log(self._rerun.TextLog(stage, level="INFO"), "stages")

    def _show(
        self,
        loaded: families.LoadedModel,
        options: families.AssetOptions,
        pictures: bool,
        step: int,
        samples: Sequence[Any],
    ) -> None:
        interval = max(math.ceil(self._total * len(samples) / FRAMES), 1)
        if step in self._seen or (step % interval and step != self._total):
            return  # the sampler may begin again, in smaller steps
        begun = time.perf_counter()
        self._seen.add(step)
        self._at(step)
        for k, sample in enumerate(samples):
            try:
                seen = loaded.asset(sample, options, lambda _step: None)
            except MaquetteError:  # nothing to be seen yet
                self._log(self._rerun.Clear(recursive=False), *self._object(k), "preview")
                continue
            self._count(seen)
            self._log(self._form(seen), *self._object(k), "preview")
            if pictures:
                png = cast("families.Pictures", loaded).image(sample)
                self._log(self._image(png), *self._object(k), "image")
                self.first_image = self.first_image or self.path(*self._object(k), "image")
        seconds = self._progress.seconds
        seconds[STAGE] = seconds.get(STAGE, 0.0) + time.perf_counter() - begun

    def _count(self, asset: Asset) -> None:
        """Points of a cloud: those of a later stage come among them."""
        if isinstance(asset, PointCloud) and len(asset.points) != self._points:
            self._points = len(asset.points)
            self._log(self._rerun.TextLog(f"{self._points:,} points", level="INFO"), "stages")

    def _image(self, png: bytes) -> Any:
        return self._rerun.EncodedImage(contents=png, media_type="image/png")

    def _form(self, asset: Asset) -> Any:
        """The same for Rerun, whose colors are sRGB bytes."""
        if isinstance(asset, PointCloud):
            radii = asset.radius
            if radii is None:
                radii = raster.usual_radius(asset.points)[:1]  # it holds for all
            return self._rerun.Points3D(asset.points, colors=srgb_bytes(asset.colors), radii=radii)
        return self._rerun.Mesh3D(
            vertex_positions=asset.vertices,
            triangle_indices=asset.faces,
            vertex_normals=asset.normals,
            vertex_colors=srgb_bytes(asset.colours),
        )

    def _object(self, k: int) -> tuple[str, str]:
        return "objects", f"seed {self._asked.seeds[k]}"

    def _at(self, step: int) -> None:
        self._stream.set_time(TIMELINE, sequence=step)

    def _log(self, what: Any, *names: str, static: bool = False) -> None:
        self._stream.log(self.path(*names), what, static=static, strict=True)


def _rerun() -> Any:
    try:
        import rerun  # pyright: ignore[reportMissingImports] - optional
        import rerun.blueprint  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise MaquetteError(
            "request",
            "Rerun's SDK is not installed, so there can be no recording.",
            f"Install it in the backend's Python (pip install {PACKAGE}), or leave out --rerun.",
        ) from error
    return rerun
