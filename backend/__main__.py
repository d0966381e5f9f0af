"""The command line: python -m backend generate | models | kit | install | worker.

Imports nothing heavy until a command needs it, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .progress import Progress
from .protocol import catalogue, store
from .protocol.errors import Cancelled, MaquetteError
from .protocol.messages import Result, version
from .protocol.request import (
    DEVICES,
    FORMATS,
    PRECISIONS,
    PREPARATION,
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    Picture,
    Turntable,
)
from .terminal import Lines, reporter

CANCELLED = 130  # what a shell makes of Ctrl-C
STATES = {"ready": "ready", "partial": "partly there", "absent": "not downloaded"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 failed, 2 asked wrongly, 130 cancelled."""
    for stream in (sys.stdout, sys.stderr):  # a prompt may hold what the terminal cannot show
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.command:
        parser.print_help()
        return 0
    try:
        return int(options.run(options))
    except MaquetteError as error:
        print(f"maquette: {error}", file=sys.stderr)
        return 2 if error.code == "request" else 1
    except (KeyboardInterrupt, Cancelled):
        print("maquette: cancelled", file=sys.stderr)
        return CANCELLED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backend",
        description="Maquette makes coloured meshes from words and pictures.",
    )
    parser.add_argument("--version", action="version", version=f"Maquette {version()}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    _add_generate(commands.add_parser("generate", help="make meshes from a prompt or a picture"))
    models = commands.add_parser("models", help="list, download, verify, remove or import models")
    models.set_defaults(run=_models, action="list")
    actions = models.add_subparsers(dest="action", metavar="action")
    actions.add_parser("list", help="all of them, and what is on this machine")
    for name, does in (
        ("download", "fetch one from the Hugging Face hub; goes on where it stopped"),
        ("verify", "compare every file with the hub's hash"),
        ("remove", "delete one from this machine"),
    ):
        actions.add_parser(name, help=does).add_argument("model", help="its id")
    brought = actions.add_parser("import", help="make a model folder of OpenAI's .pt files")
    brought.set_defaults(run=_import)
    brought.add_argument("prior", type=Path, help="text_cond.pt or image_cond.pt")
    brought.add_argument("--decoder", type=Path, help="default: transmitter.pt beside it")
    brought.add_argument("--clip", type=Path, required=True, help="folder of CLIP ViT-L/14")
    brought.add_argument("-o", "--output", type=Path, required=True, help="the folder to make")
    kit = commands.add_parser("kit", help="carry environment and models to where no internet is")
    kit.set_defaults(run=lambda _options: kit.print_help() or 0)
    packs = kit.add_subparsers(metavar="action")
    export = packs.add_parser("export", help="write a kit; needs the internet")
    export.set_defaults(run=_export_kit)
    export.add_argument("file", type=Path, help="the file to make, such as maquette-kit.zip")
    export.add_argument("--models", nargs="*", default=[], help="ids of downloaded models")
    export.add_argument("--accelerator", default="auto", help=", ".join(DEVICES))
    unpack = packs.add_parser("import", help="install from a kit; needs no internet")
    unpack.set_defaults(run=_import_kit)
    unpack.add_argument("file", type=Path)
    unpack.add_argument("--folder", default=".venv", help="of the environment; %(default)s")
    install = commands.add_parser("install", help="make the worker's Python environment")
    install.set_defaults(run=_install)
    install.add_argument("--folder", default=".venv", help="where; default: %(default)s")
    install.add_argument("--accelerator", default="auto", help=", ".join(DEVICES))
    worker = commands.add_parser("worker", help="serve Blender over standard input and output")
    worker.set_defaults(run=_worker)
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_generate)
    add = parser.add_argument
    add("prompt", nargs="?", default="", help='what to make, such as "a red chair"')
    add("-o", "--output", type=Path, help="the file: .glb, .ply, .obj or .npz")
    add("--seed", type=int, default=0, help="of the first sample")
    add("--samples", type=int, default=1, help="how many; numbered files")
    add("--steps", type=int, help="of the sampler; default: the model's")
    add("--guidance", type=float, help="default: the model's")
    add("--resolution", type=int, default=128, help="grid samples a side")
    add("--model", default="", help="an id or a model folder; default: the one in the box")
    add("--device", default="auto", help=", ".join(DEVICES))
    add("--precision", default="auto", help=", ".join(PRECISIONS))
    add("--json", action="store_true", help="print one line of JSON")
    picture = parser.add_argument_group("a picture instead of a prompt")
    add = picture.add_argument
    add("--image", help="make an object of this picture")
    add("--skip", nargs="+", default=(), choices=PREPARATION, help="steps of its preparation")
    add("--remover", default="classical", help="of the background: classical, rembg or a folder")
    add("--margin", type=float, default=0.1, help="of white around the object, of the side")
    add("--prepared", default="", help="keep the prepared picture in this .png file")
    add("--drawer", default="", help="a text-to-image model that draws the prompt first")
    turntable = parser.add_argument_group("pictures from all around")
    add = turntable.add_argument
    add("--turntable", help="turn.gif, turn.png (a strip) or turn-####.png (a sequence)")
    add("--frame-size", type=int, default=128, help="pixels a side")
    add("--frames", type=int, default=20, help="how many make one turn")


def _worker(options: argparse.Namespace) -> int:
    from . import worker

    return worker.main()


def _models(options: argparse.Namespace) -> int:
    if options.action in (None, "list"):
        for model in catalogue.models():
            bundled = isinstance(model.source, Path)
            state = "in the box" if bundled else STATES[store.state(model)]
            size = f"{model.size / 1e9:.1f} GB" if model.size else ""
            print(f"{model.id:24} {state:16} {size:7} {model.licence:18} {model.label}")
        return 0
    from .provisioning import hub

    model = catalogue.find(options.model)
    if options.action == "download" and store.state(model) == "absent":
        print(f"{model.label}: licence {model.licence}. {model.advice}", file=sys.stderr)
    with contextlib.closing(reporter()) as report:
        notes = hub.manage(ModelRequest(options.action, model.id), Progress(report))
    print(*notes, sep="\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    with contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from .families.shap_e import originals

        notes = originals.convert(
            options.prior, options.decoder, options.clip, options.output, Progress(report)
        )
    print(*notes, sep="\n")
    return 0


def _export_kit(options: argparse.Namespace) -> int:
    from .provisioning import kit

    print(*kit.export(options.file, options.models, options.accelerator, Progress(Lines())))
    return 0


def _import_kit(options: argparse.Namespace) -> int:
    from .provisioning import kit

    print(*kit.unpack(options.file, options.folder, Progress(Lines())), sep="\n")
    return 0


def _install(options: argparse.Namespace) -> int:
    from .provisioning import installation

    request = InstallationRequest(options.folder, options.accelerator)
    for note in installation.install(request, Progress(Lines())):
        print(note)
    return 0


def _generate(options: argparse.Namespace) -> int:
    request = _request(options)
    request.validate()
    # Libraries may print what they like, but not into our one line of JSON.
    with contextlib.redirect_stdout(sys.stderr), contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from .worker import new_generator  # torch comes with the first job

        result = new_generator().generate(request, Progress(report))
    for file in _files(result):
        if not Path(file).is_file():
            raise MaquetteError("file", f"The file {file} was not written.", "Try again.")
    for note in result.notes:
        print(f"maquette: {note}", file=sys.stderr)
    if options.json:
        print(json.dumps(_summary(request, result)))
    else:
        for sample in result.samples:
            if sample.mesh:
                print(f"{sample.mesh}  seed {sample.seed}, {sample.vertices} vertices")
            for file in sample.turntable:
                print(f"{file}  seed {sample.seed}")
    return 0


def _files(result: Result) -> list[str]:
    named = [file for sample in result.samples for file in (sample.mesh, *sample.turntable)]
    return [file for file in (*named, result.picture) if file]


def _request(options: argparse.Namespace) -> GenerationRequest:
    """Raises MaquetteError("request") for a file name that says no known format."""
    output = options.output or Path("mesh.npz")
    kind = output.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise MaquetteError(
            "request",
            f"The format of {output} is not known.",
            f"Let the name end with {', '.join('.' + name for name in FORMATS)}.",
        )
    if not (options.output or options.turntable):
        raise MaquetteError("request", "No file is named.", "Say where to: -o chair.glb")
    # An argument that is not of the terminal's encoding has halves of characters in it.
    prompt = options.prompt.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    names = ("model", "seed", "samples", "steps", "guidance", "resolution", "device", "precision")
    return GenerationRequest(
        prompt,
        picture=_picture(options),
        folder=str(output.parent),
        name=output.stem,
        format=kind,
        mesh=bool(options.output),
        turntable=_turntable(options),
        **{name: getattr(options, name) for name in (*names, "drawer", "prepared")},
    )


def _picture(options: argparse.Namespace) -> Picture | None:
    if options.image is None:
        return None
    steps = tuple(step for step in PREPARATION if step not in options.skip)
    return Picture(options.image, steps, options.remover, options.margin)


def _turntable(options: argparse.Namespace) -> Turntable | None:
    if options.turntable is None:
        return None
    return Turntable(options.turntable, options.frame_size, options.frames)


def _summary(request: GenerationRequest, result: Result) -> dict[str, Any]:
    """What was asked, what was made, and what it took."""
    return {
        "prompt": request.prompt,
        "image": request.picture.file if request.picture else "",
        "model": result.model,
        "device": result.device,
        "steps": result.steps,
        "guidance": result.guidance,
        "resolution": request.resolution,
        "files": _files(result),
        "seeds": [sample.seed for sample in result.samples],
        "vertices": [sample.vertices for sample in result.samples],
        "faces": [sample.faces for sample in result.samples],
        "seconds": {stage: round(spent, 3) for stage, spent in result.seconds.items()},
        "notes": list(result.notes),
        "peak_memory": _peak_memory(),
    }


def _peak_memory() -> int | None:
    """The most main memory that this process has held, in bytes; None where nobody counts."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    sys.exit(main())
