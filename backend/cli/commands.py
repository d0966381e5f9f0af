"""What each command of the command line does, with what argparse made of its arguments.

Imports nothing heavy before it must. Each returns the process's exit status.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..compute.progress import Tracker
from ..shared import record
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import printable
from ..shared.messages import Result
from ..shared.models import catalog, hub_cache
from ..shared.request import (
    ALL_STEPS,
    FORMATS,
    UNSET,
    GenerationRequest,
    InitLatents,
    InstallationRequest,
    Levels,
    ModelRequest,
    SourceImage,
    Turntable,
)
from ..shared.request.detail import settled
from ..shared.setting import settings_of
from .options import defaults as options_of
from .options import named, prepared, taken
from .terminal import Lines, reporter, tell

PARTS = {  # of what `models import` takes: what the file holds, and its name beside the first one
    "decoder": ("decoder of Shap-E", "transmitter.pt"),
    "upsampler": ("upsampler of Point-E", "upsample_40m.pt"),
    "sdf": ("signed distances of Point-E", "sdf.pt"),
    "geometry": ("geometry network of Omages", "N2G_dit_allcate.ckpt"),
    "material": ("material network of Omages", "G2M_imagen_allcate.ckpt"),
}
STATES = {"ready": "ready", "partial": "incomplete", "absent": "not downloaded"}


def worker(options: argparse.Namespace) -> int:
    from ..serve import worker

    return worker.main(options.remote)


def models(options: argparse.Namespace) -> int:
    if options.action in (None, "list"):
        for model in catalog.models():
            bundled = isinstance(model.source, Path)
            state = "built in" if bundled else STATES[hub_cache.state(model)]
            size = f"{model.size / 1e9:.1f} GB" if model.size else ""
            print(f"{model.id:28} {state:16} {size:7} {model.licence:18} {model.label}")
        return 0
    from ..provisioning import hub

    model = catalog.find(options.model)
    if options.action == "download" and hub_cache.state(model) == "absent":
        print(f"{model.label}: license {model.licence}. {model.advice}", file=sys.stderr)
    with contextlib.closing(reporter()) as report:
        notes = hub.manage(ModelRequest(options.action, model.id), Tracker(report))
    print(*notes, sep="\n")
    return 0


def import_model(options: argparse.Namespace) -> int:
    with contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from ..families import importing

        given = {name: getattr(options, name) for name in PARTS}
        parts = {name: file for name, file in given.items() if file}
        notes = importing.convert(
            options.file, parts, options.clip, options.output, Tracker(report)
        )
    print(*notes, sep="\n")
    return 0


def export_bundle(options: argparse.Namespace) -> int:
    from ..provisioning import bundle

    print(*bundle.export(options.file, options.models, options.accelerator, Tracker(Lines())))
    return 0


def import_bundle(options: argparse.Namespace) -> int:
    from ..provisioning import bundle

    print(*bundle.unpack(options.file, options.folder, Tracker(Lines())), sep="\n")
    return 0


def install(options: argparse.Namespace) -> int:
    from ..provisioning import installation

    request = InstallationRequest(options.folder, options.accelerator)
    for note in installation.install(request, Tracker(Lines())):
        print(note)
    return 0


def generate(options: argparse.Namespace) -> int:
    request = _request(options)
    request.validate()
    # Libraries may print what they like, but not into our one line of JSON.
    with contextlib.redirect_stdout(sys.stderr), contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from ..serve.worker import new_generator  # torch comes with the first job

        result = new_generator().generate(request, Tracker(report))
    for file in _files(request, result):
        if not Path(file).is_file():
            raise MaquetteError(
                "file", f"The file {printable(file)} was not written.", "Try again."
            )
    for note in result.notes:
        tell(note)
    if options.json:
        print(json.dumps(_summary(request, result)))
    else:
        for sample in result.samples:
            if sample.mesh:
                what = "vertices" if sample.faces else "points"
                file = printable(sample.mesh.path)
                print(f"{file}  seed {sample.seed}, {sample.vertices} {what}")
            if sample.points:
                print(f"{printable(sample.points.path)}  seed {sample.seed}, its points")
            for file in sample.turntable:
                print(f"{printable(file.path)}  seed {sample.seed}")
        if request.recording:
            print(printable(request.recording))
    return 0


def show(options: argparse.Namespace) -> int:
    """What a file says of itself: a setting a line, or as JSON."""
    made = record.read(options.file)
    if options.json:
        print(record.encoded(made))
        return 0
    rows = {"Maquette": made.version, "License of the model": made.license}
    for kind, said in ((GenerationRequest, made.request), (SourceImage, made.image or {})):
        known = settings_of(kind)
        rows |= {known[name].label or name: value for name, value in said.items() if name in known}
    for label, value in rows.items():
        if value not in ("", None):
            print(f"{label:24} {', '.join(value) if isinstance(value, tuple) else value}")
    return 0


def like(file: str, options: argparse.Namespace) -> dict[str, Any]:
    """Defaults of the options, as a file says that it was made. Raises MaquetteError("request") for
    one whose file alone does not say it."""
    made = record.read(file)
    if made.init_latents and not options.init_latents:
        raise MaquetteError(
            "request",
            f"{printable(file)} was made from the latents of other objects, which it"
            " does not contain.",
            "Pass them with --start.",
        )
    if made.image is not None and options.image is None:
        raise MaquetteError(
            "request",
            f"{printable(file)} was made from an image, which it does not contain.",
            "Pass the image with --image.",
        )
    shown = made.image or {}
    skip = tuple(s for s in ALL_STEPS if s not in shown["preparation"]) if shown else ()
    return {
        "prompt": made.request.get("prompt", ""),
        "skip": skip,
        **options_of(GenerationRequest, {"detail": None, **made.request}),
        **options_of(SourceImage, shown),
    }


def _files(request: GenerationRequest, result: Result) -> list[str]:
    named = [
        file
        for made in result.samples
        for file in (made.mesh, made.points, *made.turntable, made.latent)
    ]
    files = [file.path for file in (*named, result.image) if file]
    return [*files, request.recording] if request.recording else files


def _request(options: argparse.Namespace) -> GenerationRequest:
    """Raises MaquetteError("request") for a file name that says no known format."""
    output = options.output or Path("mesh.npz")
    kind = output.suffix.removeprefix(".")
    if kind.lower() not in FORMATS:
        raise MaquetteError(
            "request",
            f"The format of {printable(output)} is not supported.",
            f"Use a name that ends in {', '.join('.' + name for name in FORMATS)}.",
        )
    if not (options.output or options.turntable or options.rerun):
        raise MaquetteError(
            "request", "No output file is given.", "Give one, for example: -o chair.glb"
        )
    return GenerationRequest(
        prompt_of(options),
        image=image_of(options),
        folder=str(output.parent),
        name=output.stem,
        format=kind,
        mesh=bool(options.output),
        turntable=_turntable(options),
        levels=Levels(**taken(options, Levels)),
        init_latents=InitLatents(
            tuple(map(Artifact.of, options.init_latents)), options.strength, options.retexture
        )
        if options.init_latents
        else None,
        prepared_image=options.prepared,
        recording=options.rerun,
        latents=options.latents,
        **settings_from(options),
    )


def settings_from(options: argparse.Namespace, without: Collection[str] = ()) -> dict[str, Any]:
    """Those of a request, by their names."""
    values, said = taken(options, GenerationRequest, without), named(options, GenerationRequest)
    return settled(values, said, UNSET)


def prompt_of(options: argparse.Namespace) -> str:
    """An argument that is not of the terminal's encoding has halves of characters in it."""
    prompt: str = options.prompt
    return prompt.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def image_of(options: argparse.Namespace) -> SourceImage | None:
    if options.image is None:
        return None
    return prepared(options, Artifact.of(options.image))


def _turntable(options: argparse.Namespace) -> Turntable | None:
    if options.turntable is None:
        return None
    return Turntable(options.turntable, **taken(options, Turntable))


def _summary(request: GenerationRequest, result: Result) -> dict[str, Any]:
    """What was asked, what was made, and what it took."""
    return {
        "prompt": request.prompt,
        "image": request.image.file.path if request.image else "",
        **_reading(request, result),
        "model": result.model,
        "device": result.device,
        "sampler": result.sampler,
        "steps": result.steps,
        "guidance": result.guidance,
        "resolution": request.meshing.resolution,
        "detail": request.detail,
        "files": _files(request, result),
        "seeds": [sample.seed for sample in result.samples],
        "vertices": [sample.vertices for sample in result.samples],
        "faces": [sample.faces for sample in result.samples],
        "watertight": [sample.watertight for sample in result.samples],
        "seconds": {stage: round(spent, 3) for stage, spent in result.seconds.items()},
        "notes": list(result.notes),
        "peak_memory": _peak_memory(),
    }


def _reading(request: GenerationRequest, result: Result) -> dict[str, Any]:
    """How the model read the prompt: what it named, and the words that were left out."""
    if not request.prompt or request.text_to_image or not request.samples_anew:
        return {"things": [], "left_out": []}
    model = catalog.choose(result.model, request.modality)
    reading = model.vocabulary.read(request.prompt)
    return {
        "things": [thing._asdict() for thing in reading.things],
        "left_out": list(reading.left_out),
    }


def _peak_memory() -> int | None:
    """The most main memory that this process has held, in bytes; None where nobody counts."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
