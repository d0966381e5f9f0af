"""What is in a folder of objects: index.jsonl, an object or a failed row a line, and index.html,
which shows them without a server and without a network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..shared.files import printable, write_whole
from ..shared.request import GenerationRequest
from ..shared.setting import settings_of
from .objects import KEY, Objects, read
from .orders import Bad, Plan

LINES, PAGE = "index.jsonl", "index.html"
LOCK = ".index"  # no object's name
PARTS = Path(__file__).parent / "index_page"
LABELS = {name: known.label for name, known in settings_of(GenerationRequest).items()}


def write(objects: Objects, plan: Plan) -> Path:
    """Both files, of all that is there; the page's place. `plan` is the whole one: it says the
    order, and what failed. The last process to end has seen what all others made. Raises
    MaquetteError("file")."""
    lock = objects.lock(LOCK, wait=True)
    assert lock  # it was waited for
    with lock:
        found = [*_entries(objects, plan)]
        lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in found)
        write_whole(objects.folder / LINES, lines.encode())
        write_whole(objects.folder / PAGE, _page(objects.folder.name, found).encode())
    return objects.folder / PAGE


def _entries(objects: Objects, plan: Plan) -> Iterator[dict[str, Any]]:
    """Those of the list in its order, then what else there is by name."""
    orders = {order.folder: order for order in plan.orders}
    failed = {bad.number: bad for bad in plan.bad}
    numbered: dict[int, dict[str, Any]] = {k: _failed(bad) for k, bad in failed.items()}
    others = []
    made = set()
    for name in objects.made():
        if (said := read(objects.folder / name)) is None:
            continue
        order = orders.get(name)
        mine = order is not None and said[KEY]["identity"] == order.identity
        entry = _made(name, said, order.number if order and mine else None)
        if order and mine:
            made.add(name)
            numbered[order.number] = entry
        else:
            others.append(entry)
    for name, order in orders.items():
        if name not in made and (error := objects.trouble(order)):
            numbered[order.number] = _failed(order.failed(error))
    yield from (numbered[k] for k in sorted(numbered))
    yield from others


def _made(folder: str, said: dict[str, Any], number: int | None) -> dict[str, Any]:
    """Paths are relative to the index."""
    told = said[KEY]
    files = {what: f"{folder}/{name}" for what, name in told["files"].items()}
    return {
        "row": number,
        "folder": folder,
        **files,
        "record": f"{folder}/record.json",
        "source": told.get("source", ""),
        **said.get("mesh", {}),
        "settings": said["request"],
        "notes": told.get("notes", []),
    }


def _failed(bad: Bad) -> dict[str, Any]:
    return {
        "row": bad.number,
        "error": printable(bad.error.at_terminal),
        "source": printable(bad.source),
        "settings": {"prompt": printable(bad.prompt)},
    }


def _page(title: str, entries: Sequence[dict[str, Any]]) -> str:
    """The page with all that it needs in it, but images and meshes."""
    parts = {part.name: part.read_text("utf-8") for part in PARTS.iterdir()}
    page = parts["page.html"]
    for name in ("page.css", "view.js", "page.js"):
        page = page.replace(f"<!--{name}-->", parts[name])
    said = {"labels": LABELS, "entries": entries}
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title = printable(title).replace("&", "&amp;").replace("<", "&lt;")
    return page.replace("<!--title-->", title).replace("<!--data-->", data)
