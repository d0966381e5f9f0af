"""The command line: python -m backend generate | models | install | worker.

Imports nothing heavy until a command needs it, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .progress import Progress
from .protocol import catalogue
from .protocol.errors import Cancelled, MaquetteError
from .protocol.messages import Result, version
from .protocol.request import DEVICES, FORMATS, GenerationRequest, InstallationRequest

CANCELLED = 130  # what a shell makes of Ctrl-C


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
        prog="python -m backend", description="Maquette makes coloured meshes from words."
    )
    parser.add_argument("--version", action="version", version=f"Maquette {version()}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    generate = commands.add_parser("generate", help="make meshes from a prompt")
    generate.set_defaults(run=_generate)
    generate.add_argument("prompt", help='what to make, such as "a red chair"')
    generate.add_argument(
        "-o", "--output", type=Path, required=True, help="the file: .glb, .ply, .obj or .npz"
    )
    generate.add_argument("--seed", type=int, default=0, help="of the first sample")
    generate.add_argument("--samples", type=int, default=1, help="how many; numbered files")
    generate.add_argument("--steps", type=int, help="of the sampler; default: the model's")
    generate.add_argument("--guidance", type=float, help="default: the model's")
    generate.add_argument("--resolution", type=int, default=128, help="grid samples a side")
    generate.add_argument("--model", default="maquette-mini", help="an id or a model folder")
    generate.add_argument("--device", default="auto", help=", ".join(DEVICES))
    generate.add_argument("--json", action="store_true", help="print one line of JSON")
    models = commands.add_parser("models", help="list the models")
    models.set_defaults(run=_models)
    install = commands.add_parser("install", help="make the worker's Python environment")
    install.set_defaults(run=_install)
    install.add_argument("--folder", default=".venv", help="where; default: %(default)s")
    install.add_argument("--accelerator", default="auto", help=", ".join(DEVICES))
    worker = commands.add_parser("worker", help="serve Blender over standard input and output")
    worker.set_defaults(run=_worker)
    return parser


def _worker(options: argparse.Namespace) -> int:
    from . import worker

    return worker.main()


def _models(options: argparse.Namespace) -> int:
    for model in catalogue.models():
        print(f"{model.id:20} {model.label}")
    return 0


def _install(options: argparse.Namespace) -> int:
    from . import installation

    request = InstallationRequest(options.folder, options.accelerator)
    for note in installation.install(request, Progress(Lines())):
        print(note)
    return 0


def _generate(options: argparse.Namespace) -> int:
    request = _request(options)
    request.validate()
    # Libraries may print what they like, but not into our one line of JSON.
    with contextlib.redirect_stdout(sys.stderr), contextlib.closing(_reporter()) as report:
        report("starting", 0, 0, None)
        from .worker import new_generator  # torch comes with the first job

        result = new_generator().generate(request, Progress(report))
    for sample in result.samples:
        if not Path(sample.mesh).is_file():
            raise MaquetteError("file", f"The file {sample.mesh} was not written.", "Try again.")
    for note in result.notes:
        print(f"maquette: {note}", file=sys.stderr)
    if options.json:
        print(json.dumps(_summary(request, result)))
    else:
        for sample in result.samples:
            print(f"{sample.mesh}  seed {sample.seed}, {sample.vertices} vertices")
    return 0


def _request(options: argparse.Namespace) -> GenerationRequest:
    """Raises MaquetteError("request") for a file name that says no known format."""
    kind = options.output.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise MaquetteError(
            "request",
            f"The format of {options.output} is not known.",
            f"Let the name end with {', '.join('.' + name for name in FORMATS)}.",
        )
    # An argument that is not of the terminal's encoding has halves of characters in it.
    prompt = options.prompt.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    names = ("model", "seed", "samples", "steps", "guidance", "resolution", "device")
    return GenerationRequest(
        prompt,
        folder=str(options.output.parent),
        name=options.output.stem,
        format=kind,
        **{name: getattr(options, name) for name in names},
    )


def _summary(request: GenerationRequest, result: Result) -> dict[str, Any]:
    """What was asked, what was made, and what it took."""
    return {
        "prompt": request.prompt,
        "model": result.model,
        "device": result.device,
        "steps": result.steps,
        "guidance": result.guidance,
        "resolution": request.resolution,
        "files": [sample.mesh for sample in result.samples],
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


class Lines:
    """Reports each stage, and each tenth of a long one, as a line on standard error."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        tenths = 10 * step // total if total >= 10 else 0
        line = f"maquette: {stage} {10 * tenths}%" if tenths else f"maquette: {stage}"
        if line != self._said:
            self._said = line
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """A line needs no end."""


class Bar:
    """Reports the steps of each stage as a bar on a terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._new = tqdm
        self._bar: Any = None

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        if self._bar is None or self._bar.desc != stage or self._bar.total != (total or None):
            self.close()
            self._bar = self._new(total=total or None, file=sys.stderr)
            self._bar.set_description_str(stage)
        self._bar.update(step - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _reporter() -> Lines | Bar:
    """A bar on a terminal, lines elsewhere and where tqdm is not installed."""
    bar = sys.stderr.isatty() and importlib.util.find_spec("tqdm")
    return Bar() if bar else Lines()


if __name__ == "__main__":
    sys.exit(main())
