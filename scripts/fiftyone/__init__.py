"""Generate with Maquette in FiftyOne's app: new objects for a dataset that `batch --fiftyone` made.

docs/batch.md says how to set it up. Runs the command line, and knows no more of Maquette than that.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fiftyone import operators
from fiftyone.operators import types

# FiftyOne's folder of plugins has a link to this one.
MAQUETTE = Path(__file__).resolve().parents[2]
FOLDER = "maquette"  # in the dataset's info


class Generate(operators.Operator):
    @property
    def config(self) -> operators.OperatorConfig:
        return operators.OperatorConfig(
            name="generate",
            label="Generate with Maquette",
            description="Make an object of a prompt, and add it to this dataset",
            allow_delegated_execution=True,
        )

    def resolve_input(self, ctx: Any) -> types.Property:
        inputs = types.Object()
        shown = types.Property(inputs, view=types.View(label="Generate with Maquette"))
        if not _folder(ctx):
            inputs.view(
                "none",
                types.Error(
                    label="Open a dataset of Maquette",
                    description="python -m backend batch LIST -o FOLDER --fiftyone NAME makes one.",
                ),
            )
            shown.invalid = True
            return shown
        like = ctx.dataset[ctx.selected[0]] if ctx.selected else {}
        inputs.str("prompt", required=True, label="Prompt", default=_of(like, "prompt"))
        inputs.int("seed", label="Seed", default=0, min=0)
        inputs.int("samples", label="Samples", default=1, min=1, max=64)
        inputs.str(
            "model",
            label="Model",
            description="An ID or a folder. Leave empty for the built-in model",
            default=_of(like, "model"),
        )
        return shown

    def execute(self, ctx: Any) -> dict[str, Any]:
        asked = ctx.params
        settings = {"prompt": asked["prompt"], "model": asked.get("model") or ""}
        seed = int(asked.get("seed") or 0)
        rows = [{**settings, "seed": seed + k} for k in range(int(asked.get("samples") or 1))]
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder, "list.jsonl")
            listed.write_text("\n".join(map(json.dumps, rows)), "utf-8")
            goal = ["-o", _folder(ctx), "--fiftyone", ctx.dataset.name, "--json"]
            command = [sys.executable, "-m", "backend", "batch", str(listed), *goal]
            done = subprocess.run(command, cwd=MAQUETTE, capture_output=True, text=True)
        if not done.stdout:
            sentence = done.stderr.strip().splitlines()[-1].removeprefix("maquette: ")
            return {"made": 0, "there": 0, "failed": sentence}
        said = json.loads(done.stdout)
        if not ctx.delegated:
            ctx.ops.reload_dataset()
        failed = "\n".join(each["error"] for each in said["failed"])
        return {"made": said["made"], "there": said["there"], "failed": failed}

    def resolve_output(self, ctx: Any) -> types.Property:
        outputs = types.Object()
        outputs.int("made", label="Objects made")
        outputs.int("there", label="Objects that were there already")
        outputs.str("failed", label="Failed")
        return types.Property(outputs, view=types.View(label="Generate with Maquette"))


def _folder(ctx: Any) -> str:
    """The folder that the dataset shows, or ""."""
    return (ctx.dataset.info.get(FOLDER) or "") if ctx.dataset else ""


def _of(sample: Any, field: str) -> str:
    """What the selected sample has there."""
    return (sample and sample.has_field(field) and sample[field]) or ""


def register(plugin: Any) -> None:
    plugin.register(Generate)
