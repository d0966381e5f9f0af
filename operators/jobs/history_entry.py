"""One entry of the history: a folder with a record of how it was made, what came of it, and the
panel's settings.

They are three lines of `entry.jsonl`, which is written last. Entries of earlier versions have two,
under other names.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...backend.shared import files, messages, old_names, record, strict_json
from ...backend.shared.artifact import Artifact, each
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import Result, Sample
from ...backend.shared.record import Record
from ...backend.shared.request import GenerationRequest, InitLatents, SourceImage
from ...backend.shared.texts import is_file_name
from ..images import icons

FILE = "entry.jsonl"
LARGEST = 1 << 22  # bytes of it
VERSION = 1  # of how the settings are kept
KINDS = ("thumbnail", "mesh", "points", "latent")  # of a sample's files


@dataclass(frozen=True)
class Entry:
    """One job that was done. The files in `result` are those in `folder`; `settings` are the
    panel's by name, none in entries of earlier versions."""

    folder: Path
    record: Record = field(hash=False)
    result: Result
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def request(self) -> GenerationRequest:
        """What the record says, with the image that is kept; of what began from the latents of
        other objects, which are not, with its own."""
        known = self.record
        shown = SourceImage(self.result.image, **known.image) if known.image else None
        own = tuple(sample.latent for sample in self.result.samples[:1])
        init = InitLatents(own, known.strength, known.retexture) if known.init_latents else None
        return known.asked(image=shown, init_latents=init)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def title(self) -> str:
        nameless = "Image" if self.record.image else "Points"
        return files.printable(str(self.record.request.get("prompt", ""))) or nameless

    def icon(self, sample: Sample) -> int:
        """Of its thumbnail, for `UILayout.template_icon`; 0 if there is none."""
        return icons.load(sample.thumbnail.path)


def written(entry: Entry) -> bytes:
    """The content of its file."""
    named = each(entry.result, lambda file: replace(file, path=""))
    made = record.encoded(entry.record).encode("ascii") + b"\n"
    return made + messages.encode(named) + _encoded(entry.settings)


def read(folder: Path) -> Entry | None:
    """None for what is no whole entry."""
    try:
        with open(folder / FILE, "rb") as file:
            asked, told, *more = file.read(LARGEST).splitlines(keepends=True)
        result = messages.decode(_present(told), messages.EVENTS)
        made = _record(asked)
        if not _is_sound(result):
            return None
        result = each(result, lambda file: replace(file, path=str(folder / file.name)))
        return Entry(folder, made, result, _decoded(more))
    except (OSError, ValueError, MaquetteError, AttributeError, TypeError):
        return None


def files_of(told: Result) -> list[Artifact]:
    """All that an entry keeps."""
    found = [file for sample in told.samples for file in files_of_sample(sample)]
    return [*found, told.image] if told.image else found


def files_of_sample(sample: Sample) -> list[Artifact]:
    return [file for kind in KINDS if (file := getattr(sample, kind))]


def _encoded(settings: Mapping[str, Any]) -> bytes:
    """A line. What JSON has no word for is a list, if it is a set of flags, or left out."""
    plain = {k: sorted(v) if isinstance(v, (set, frozenset)) else v for k, v in settings.items()}
    finite = {k: v for k, v in plain.items() if not isinstance(v, float) or abs(v) < float("inf")}
    return json.dumps({"version": VERSION, "settings": finite}).encode("ascii") + b"\n"


def _decoded(lines: list[bytes]) -> dict[str, Any]:
    """The settings of such a line; none where there is none, or it is damaged."""
    try:
        settings = json.loads(lines[0], parse_constant=int)["settings"]  # no int is NaN
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return old_names.renamed(settings, old_names.PANEL) if isinstance(settings, dict) else {}


def _record(line: bytes) -> Record:
    """In earlier versions it was the message `generate`."""
    with contextlib.suppress(ValueError):
        return record.decoded(line.decode("utf-8"))
    return record.of(messages.decode(_present(line), messages.COMMANDS).request, "")


def _present(line: bytes) -> bytes:
    """A message with the names of now. Raises ValueError for a line that is none."""
    said = strict_json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("it is no message")
    said = old_names.renamed(said, old_names.RESULT)
    if isinstance(said.get("request"), dict):
        said["request"] = old_names.renamed(said["request"], old_names.REQUEST)
    return json.dumps(said).encode("ascii") + b"\n"


def _is_sound(told: Any) -> bool:
    """Whether it has what panels show, and names no file outside of its folder. Earlier versions
    named files by what are paths now."""
    if not (isinstance(told, Result) and told.samples):
        return False
    return all(
        file.path in ("", file.name) and is_file_name(file.name) and file.name.isprintable()
        for file in files_of(told)
    )
