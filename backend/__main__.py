"""The command line: python -m backend generate | batch | compare | convert | show | models |
bundle | install | worker.

Imports nothing heavy until a command needs it, so that help and errors come at once.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from .cli import batch, commands, compare, convert, options, streams
from .cli.terminal import tell
from .provisioning import network
from .shared import old_names
from .shared.errors import JobCancelled, MaquetteError
from .shared.files import explained
from .shared.messages import version
from .shared.request import (
    DEVICES,
    GenerationRequest,
    Levels,
    Turntable,
)

UNHEARD = 141  # what a shell makes of an output that was closed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status: 0 done, 1 failed, 2 asked wrongly, 128 and a signal's
    number: ended by it, as by Ctrl-C (130) or a closed output (141)."""
    try:
        with streams.ready():
            return _answer(arguments)
    except streams.Lost as error:
        if error.closed:
            return UNHEARD
        tell(f"The output cannot be written: {error}.")
        return 1


def _answer(arguments: Sequence[str] | None) -> int:
    network.tolerate()
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not chosen.command:
        parser.print_help()
        return 0
    serves = chosen.run is commands.worker  # it ends with its input, and at once by a signal
    try:
        streams.check_folder()
        with contextlib.nullcontext() if serves else streams.ends():
            if getattr(chosen, "like", None):
                chosen.parser.set_defaults(**commands.like(chosen.like, chosen))
                chosen = parser.parse_args(arguments)
            return int(chosen.run(chosen))
    except MaquetteError as error:
        tell(error.at_terminal)
        return 2 if error.code == "request" else 1
    except streams.Lost:
        raise
    except (KeyboardInterrupt, JobCancelled) as error:
        tell("cancelled")
        return getattr(error, "status", 128 + signal.SIGINT)
    except Exception as error:  # noqa: BLE001 - the last place that can say it in a sentence
        if os.environ.get("MAQUETTE_TRACEBACK"):
            traceback.print_exc()
        tell(str(_unforeseen(error)))
        return 1


def _unforeseen(error: Exception) -> MaquetteError:
    if isinstance(error, MemoryError):
        return MaquetteError(
            "memory",
            "There is not enough memory.",
            "Lower the resolution or the number of samples.",
        )
    if isinstance(error, OSError) and error.filename is not None:
        return explained(error.filename, error, "used")
    first = (str(error).strip() or "no details are known").splitlines()[0].rstrip(".")
    return MaquetteError(
        "internal",
        f"Something went wrong inside Maquette: {type(error).__name__}, {first}.",
        "Set MAQUETTE_TRACEBACK=1 to see where.",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backend",
        description="Maquette makes colored meshes from prompts and images.",
    )
    parser.add_argument("--version", action="version", version=f"Maquette {version()}")
    words = parser.add_subparsers(dest="command", metavar="command")
    _add_generate(words.add_parser("generate", help="make meshes from a prompt or an image"))
    batch.add(words.add_parser("batch", help="make an object for each row of a list"))
    _add_compare(words.add_parser("compare", help="make an object with each of several models"))
    convert.add(words.add_parser("convert", help="turn an omage into a mesh, or a mesh into one"))
    show = words.add_parser("show", help="show how Maquette made a .glb, .ply or .obj file")
    show.set_defaults(run=commands.show)
    show.add_argument("file", type=Path)
    show.add_argument("--json", action="store_true", help="print one line of JSON")
    models = words.add_parser("models", help="list, download, verify, remove or import models")
    models.set_defaults(run=commands.models, action="list")
    actions = models.add_subparsers(dest="action", metavar="action")
    actions.add_parser("list", help="list all models and what is on this computer")
    for name, does in (
        ("download", "download a model, or resume a download"),
        ("verify", "check every file of a model against its hash"),
        ("remove", "delete a model from this computer"),
    ):
        actions.add_parser(name, help=does).add_argument("model", help="the ID of the model")
    brought = actions.add_parser("import", help="make a model folder from its makers' files")
    brought.set_defaults(run=commands.import_model)
    brought.add_argument(
        "file",
        type=Path,
        help="text_cond.pt or image_cond.pt of Shap-E, base_….pt of Point-E,"
        " N2G_dit_allcate.ckpt of Omages",
    )
    for part, (does, beside) in commands.PARTS.items():
        brought.add_argument(
            f"--{part}", type=Path, help=f"file with the {does}; default: {beside} beside the first"
        )
    brought.add_argument("--clip", type=Path, help="folder with CLIP ViT-L/14")
    brought.add_argument("-o", "--output", type=Path, required=True, help="the folder to create")
    bundle = words.add_parser(
        "bundle",
        aliases=[old for old, new in old_names.COMMANDS.items() if new == "bundle"],
        help="pack the environment and models for an offline machine",
    )
    bundle.set_defaults(run=lambda _options: bundle.print_help() or 0)
    packs = bundle.add_subparsers(metavar="action")
    accelerators = ", ".join(device.value for device in DEVICES)
    export = packs.add_parser("export", help="create a bundle; needs internet access")
    export.set_defaults(run=commands.export_bundle)
    export.add_argument("file", type=Path, help="the file to create, such as maquette-bundle.zip")
    export.add_argument(
        "--models", nargs="*", default=[], help="IDs of the downloaded models to include"
    )
    export.add_argument("--accelerator", default="auto", help=accelerators)
    unpack = packs.add_parser("import", help="install from a bundle; works offline")
    unpack.set_defaults(run=commands.import_bundle)
    unpack.add_argument("file", type=Path)
    unpack.add_argument(
        "--folder", default=".venv", help="folder for the environment; default: %(default)s"
    )
    install = words.add_parser("install", help="install the worker's Python environment")
    install.set_defaults(run=commands.install)
    install.add_argument(
        "--folder", default=".venv", help="where to install it; default: %(default)s"
    )
    install.add_argument("--accelerator", default="auto", help=accelerators)
    worker = words.add_parser("worker", help="serve Blender over standard input and output")
    worker.set_defaults(run=commands.worker)
    worker.add_argument(
        "--remote",
        action="store_true",
        help="send and receive files by their contents, for a Blender on another computer",
    )
    return parser


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=commands.generate, parser=parser)
    add = parser.add_argument
    add("prompt", nargs="?", default="", help='what to make, such as "a red chair"')
    add("-o", "--output", type=Path, help="the file to write: .glb, .ply, .obj or .npz")
    options.add(parser, GenerationRequest)
    _add_recording(parser)
    add("--json", action="store_true", help="print one line of JSON")
    again = parser.add_argument_group("earlier results")
    add = again.add_argument
    add(
        "--like",
        metavar="FILE",
        help="make it with the prompt and settings stored in a .glb, .ply or .obj file",
    )
    add("--latents", action="store_true", help="save the latents beside the meshes, as .npy files")
    add(
        "--start",
        dest="init_latents",
        nargs="+",
        metavar="FILE",
        help="one latent (.npy) to start from, or two to blend; or points or a surface (.ply, .glb,"
        " .obj, .stl, .npz), for models that take points",
    )
    add(
        "--strength",
        type=float,
        default=0.0,
        help="how much to change it (0 = not at all, 1 = completely)",
    )
    add(
        "--retexture",
        action="store_true",
        help="keep its shape and make a new material for it, by the seed; for models that can",
    )
    options.add(parser, Levels)
    image = _add_image(parser)
    add = image.add_argument
    add("--prepared", default="", help="save the prepared image to this .png file")
    turntable = parser.add_argument_group("turntable")
    add = turntable.add_argument
    add(
        "--turntable",
        help="the file to write: turn.gif, turn.png (a strip) or turn-####.png (a sequence)",
    )
    options.add(turntable, Turntable)


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=compare.run)
    add = parser.add_argument
    add("prompt", nargs="?", default="", help='what to make, such as "a red chair"')
    add("--models", nargs="+", required=True, metavar="MODEL", help="IDs or folders, at least two")
    add(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="the folder for a .glb of each model and compare.png, which shows them",
    )
    options.add(parser, GenerationRequest, compare.WITHOUT)
    _add_recording(parser)
    add("--json", action="store_true", help="print one line of JSON")
    _add_image(parser)


def _add_recording(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rerun",
        default="",
        metavar="FILE",
        help="record how it came about, step by step, for Rerun (rerun.io): the .rrd file to write",
    )


def _add_image(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    image = parser.add_argument_group("an image instead of a prompt")
    add = image.add_argument
    add("--image", help="make an object from this image")
    options.add_preparation(image)
    return image


if __name__ == "__main__":
    sys.exit(main())
