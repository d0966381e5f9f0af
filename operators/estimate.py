"""How long a run will take, and whether its model fits into memory; told before it starts.

Work is in TFLOP, counted for OpenAI's models: `Model.work` is one object at the recommended steps
and guidance, and a device's speed is what its worker measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.messages import Device
from ..backend.shared.models import catalog
from ..backend.shared.models.catalog import Model
from ..backend.shared.request import Turntable
from . import session
from .settings import Settings, model_of

LONG = 60.0  # seconds; what takes longer is told beforehand
VERY_LONG = 300.0  # and what takes longer than this is asked about
TURN_WORK = 15.4  # TFLOP of 20 images of 64 x 64 pixels


class Estimate(NamedTuple):
    """Of one run: where, how many seconds (None: not known), and what lacks there, if anything."""

    device: Device
    seconds: float | None
    shortage: str

    @property
    def warning(self) -> str:
        """What to say before it starts; nothing where it does not take long."""
        return warning(self.seconds, self.device)

    @property
    def asks(self) -> bool:
        """Whether it takes so long that it should not start on one press."""
        return (self.seconds or 0.0) > VERY_LONG


def of(settings: Settings) -> Estimate | None:
    """Of a press of Generate with these settings; None while the devices are not known, or where
    there is no such device."""
    device = choose(session.current.devices, settings.device)
    if device is None:
        return None
    model = model_of(settings)
    duration = seconds(
        model, settings.sampler, settings.steps, settings.guidance, settings.samples, device
    )
    return Estimate(device, duration, shortage(model, settings.precision, device))


def of_turntable(
    made_with: str, sampler: str | None, device_name: str, turntable: Turntable
) -> Estimate | None:
    """Of a press of Turntable: an object of the model `made_with` is sampled again, taken to be as
    the model recommends for the sampler, or not at all where that is None, and the images are
    made. None as in `of`, or without that model."""
    device = choose(session.current.devices, device_name)
    try:
        model = catalog.find(made_with)
    except MaquetteError:
        return None
    if device is None:
        return None
    duration = seconds(model, sampler or "exact", None, None, 1, device)
    if duration is not None:
        duration = duration if sampler else 0.0
        work = TURN_WORK * (turntable.frame_size / 64) ** 2 * turntable.frames / 20
        duration += work / device.speed
    return Estimate(device, duration, shortage(model, "auto", device))


def choose(devices: Sequence[Device], name: str) -> Device | None:
    """The device that a request for `name` gets: "auto" is the first, which is the fastest."""
    return next((device for device in devices if name in ("auto", device.name)), None)


def seconds(
    model: Model,
    sampler: str,
    steps: int | None,
    guidance: float | None,
    samples: int,
    device: Device,
) -> float | None:
    """Of the sampling, which outlasts all else; None where the model's work or the device's speed
    is not known. None for steps and guidance is what the model recommends.

    Heun's method calls the network twice a step but the last, the fast sampler once, and guidance
    doubles each call.
    """
    if not (model.work and device.speed):
        return None
    steps = steps or model.recommended_steps(sampler)
    calls = (steps if sampler == "fast" else 2 * steps - 1) / (2 * model.steps - 1)
    guided = (model.guidance if guidance is None else guidance) > 1
    return model.work * calls * (1.0 if guided else 0.5) * samples / device.speed


def warning(duration: float | None, device: Device) -> str:
    """What to say before a run that takes that many seconds; nothing where that is not long."""
    if duration is None or duration <= LONG:
        return ""
    cpu = device.name == "cpu"
    about = iface_("About {} on this CPU") if cpu else iface_("About {} on this GPU")
    return about.format(spoken(duration))


def shortage(model: Model, precision: str, device: Device) -> str:
    """What to say where the model's weights are larger than the memory that is free."""
    if precision == "auto":
        precision = "fp32" if device.name == "cpu" else "fp16"
    needed = model.memory.get(precision, 0)
    if not (device.free and needed > device.free):
        return ""
    return iface_("{} needs {} of memory; {} is free on {}.").format(
        model.label, gigabytes(needed), gigabytes(device.free), device.label
    )


def spoken(duration: float) -> str:
    """Seconds as a person says them: 40 s, 31 min, 2 h 5 min."""
    if duration < 90:
        return f"{duration:.0f} s"
    hours, minutes = divmod(round(duration / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
