"""The command `compare`: one object of each of several models, and a sheet of them."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

from ..compute.progress import Tracker
from ..shared.files import printable
from ..shared.models import comparison
from ..shared.request import GenerationRequest
from .commands import image_of, prompt_of, settings_from
from .terminal import reporter, tell

if TYPE_CHECKING:  # it takes NumPy along
    from ..pipeline.comparison import Comparison, Entry

# What each model has its own of, and what is not asked of several.
WITHOUT = ("model", "samples", "sampler", "steps", "guidance", "text_to_image")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 where a model failed, whatever the others made."""
    request = GenerationRequest(
        prompt_of(options),
        image=image_of(options),
        folder=str(options.output),
        recording=options.rerun,
        **settings_from(options, WITHOUT),
    )
    request.validate()
    models = comparison.chosen(options.models, request.modality, request.prompt)
    # Libraries may print what they like, but not into our one line of JSON.
    with contextlib.redirect_stdout(sys.stderr), contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from ..serve.worker import new_generator  # torch comes with the first job

        generator = new_generator()
        from ..pipeline.comparison import compare

        def tracker(label: str) -> Tracker:
            report.close()
            tell(label)
            return Tracker(report)

        made = compare(request, models, generator, tracker)
    for entry in made.entries:
        if entry.error:
            tell(f"{entry.label}: {entry.error.at_terminal}")
    if options.json:
        print(json.dumps(_summary(request, made)))
    else:
        for entry in made.entries:
            if entry.result:
                print(f"{printable(entry.file)}  {entry.label}: {', '.join(entry.told)}")
        if made.sheet:
            print(printable(made.sheet))
        if made.recording:
            print(printable(made.recording))
    return 1 if any(entry.error for entry in made.entries) else 0


def _summary(request: GenerationRequest, made: Comparison) -> dict[str, Any]:
    """What was asked, and what came of each model."""
    return {
        "prompt": request.prompt,
        "image": request.image.file.path if request.image else "",
        "seed": request.seed,
        "sheet": str(made.sheet or ""),
        "recording": str(made.recording or ""),
        "models": [_told(entry) for entry in made.entries],
    }


def _told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"model": entry.model.id, "label": entry.label}
    if entry.error:
        return {**told, "file": "", "error": entry.error.at_terminal}
    assert entry.result
    (sample,), used = entry.result.samples, entry.result
    return {
        **told,
        "file": str(entry.file),
        "error": "",
        "device": used.device,
        "sampler": used.sampler,
        "steps": used.steps,
        "guidance": used.guidance,
        "vertices": sample.vertices,
        "faces": sample.faces,
        "watertight": sample.watertight,
        "seconds": {stage: round(spent, 3) for stage, spent in used.seconds.items()},
        "notes": list(used.notes),
    }
