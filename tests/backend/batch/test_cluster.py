"""Lists on a Ray cluster of two actors: what is there afterwards is what one process makes."""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import signal
import tomllib
from pathlib import Path

import pytest

from backend.batch import cluster, orders
from backend.batch.objects import Objects
from backend.batch.run import Outcome, Run
from backend.compute.progress import Tracker
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.lists import table
from backend.shared.request import GenerationRequest, SourceImage
from tests.backend.batch.test_run import contents

ROOT = Path(__file__).parents[3]
PROMPTS = ["a red chair", "a blue vase", "a bad table", "a lamp", "a house", "a green car"]
needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None,
    reason=f"{cluster.PACKAGE} is not installed here; see `make test-ray`",
)
cli = importlib.import_module("backend.__main__")


@pytest.fixture(scope="module")
def here():
    """A cluster of this process: two cores, whatever the machine has."""
    ray = importlib.import_module("ray")
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture
def plan(tmp_path) -> orders.Plan:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(PROMPTS))
    prepared = SourceImage(Artifact())
    return orders.plan(table.read(file), GenerationRequest(), prepared, tmp_path)


@pytest.fixture
def spread(plan):
    """Makes the plan's objects in a folder, by two actors, and tells of each step."""

    def making(folder: Path, generator: type, told: list | None = None, **how) -> Outcome:
        made = cluster.ClusterRun(plan, Objects(folder), generator, actors=2, **how)
        return made(Tracker(lambda *step: told is not None and told.append(step)))

    return making


def names(plan: orders.Plan) -> list[str]:
    return [order.folder for order in plan.orders if "bad" not in order.request.prompt]


@needs_ray
def test_an_actor_that_dies_costs_nothing(here, spread, plan, stand_in, tmp_path):
    mark = tmp_path / "died"

    class Dying(stand_in):
        """Dies once, when the files of its second object are there, and it is not in place."""

        def generate_each(self, requests, progress, seen):
            for k, found in enumerate(super().generate_each(requests, progress, seen)):
                if k == 1 and not mark.exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
                yield found

    serial, out = tmp_path / "serial", tmp_path / "out"
    Run(plan, Objects(serial), stand_in)(Tracker())
    steps = []
    done = spread(out, Dying, steps)
    assert mark.exists()
    assert [bad.number for bad in done.failed] == [3] and done.made + done.there == 5
    assert {step[1:3] for step in steps} <= {(k, 6) for k in range(7)} and steps[-1][1] == 6
    Objects(out).tidy()
    assert contents(out) == contents(serial)
    again = spread(out, Dying)
    assert (again.made, again.there, again.earlier) == (0, 5, 1)
    assert contents(out) == contents(serial)


@needs_ray
def test_only_what_is_missing_is_made(here, spread, plan, stand_in, tmp_path):
    first, *_, last = names(plan)
    Run(orders.Plan(plan.orders[:1], ()), Objects(tmp_path / "out"), stand_in)(Tracker())
    before = os.stat(tmp_path / "out" / first).st_mtime_ns
    done = spread(tmp_path / "out", stand_in)
    assert (done.made, done.there) == (4, 1)
    assert os.stat(tmp_path / "out" / first).st_mtime_ns == before
    assert (tmp_path / "out" / last / "record.json").exists()


@needs_ray
def test_what_no_row_is_to_blame_for_ends_the_run(here, spread, stand_in, tmp_path):
    class Missing(stand_in):
        def generate_each(self, requests, progress, seen):
            yield MaquetteError("device", "There is no CUDA device here.", "Choose the CPU.")

    with pytest.raises(MaquetteError, match="There is no CUDA device here. Choose the CPU."):
        spread(tmp_path / "out", Missing)


@needs_ray
def test_defects_are_a_sentence(here, spread, stand_in, tmp_path):
    class Defect(stand_in):
        def __init__(self):
            raise ZeroDivisionError("by nothing")

    with pytest.raises(MaquetteError, match="Ray failed: .* must be at the same paths"):
        spread(tmp_path / "out", Defect)


@needs_ray
def test_the_command_makes_the_same_bytes(here, tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_text("prompt,name,seed\na red chair,chair,1\na blue vase,vase,2\na lamp,lamp,3\n")
    for folder, *how in (("serial",), ("ray", "--ray", "--actors", "2")):
        asked = [str(file), "-o", str(tmp_path / folder / "out"), *how, "--json"]
        assert cli.main(["batch", *asked, "--resolution", "32"]) == 0
    assert [json.loads(line)["made"] for line in capsys.readouterr().out.splitlines()] == [3, 3]
    assert contents(tmp_path / "ray") == contents(tmp_path / "serial")


@needs_ray
def test_no_cluster_is_a_sentence(plan, stand_in, tmp_path):
    ray = importlib.import_module("ray")
    if ray.is_initialized():
        ray.shutdown()
    before = signal.getsignal(signal.SIGTERM)
    asked = cluster.ClusterRun(plan, Objects(tmp_path), stand_in, address="127.0.0.1:9")
    with pytest.raises(
        MaquetteError, match="The Ray cluster cannot be reached: Connection refused. "
    ):
        asked(Tracker())
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_actor_gets_its_share():
    small, large = {"CPU": 4.0}, {"CPU": 16.0, "GPU": 2.0}
    assert cluster.shares([small], False, 0) == ("CPU", 4, 1)
    assert cluster.shares([small], False, 2) == ("CPU", 2, 2)
    assert cluster.shares([small], False, 8) == ("CPU", 0.5, 8)
    assert cluster.shares([small, large], False, 0) == ("CPU", 4, 2)
    assert cluster.shares([small, large], False, 3) == ("CPU", 2, 3)
    assert cluster.shares([small, large], True, 0) == ("GPU", 1, 2)
    assert cluster.shares([small, large], True, 4) == ("GPU", 0.5, 4)
    assert cluster.shares([small], True, 0) == ("CPU", 4, 1)
    assert cluster.shares([{"CPU": 0.0}, small], False, 0) == (
        "CPU",
        4,
        1,
    )  # a head that only leads


def test_batches_are_even_and_of_one_group(plan):
    def sizes(count: int, size: int, actors: int, *groups: str) -> list[int]:
        each = [dataclasses.replace(plan.orders[0], group=group) for group in groups or "a"]
        listed = [order for order in each for _ in range(count // len(each))]
        return [len(part.orders) for part in cluster.batches(listed, size, actors)]

    assert sizes(20, 8, 2) == [5, 5, 5, 5]
    assert sizes(6, 8, 2) == [3, 3]
    assert sizes(1, 8, 4) == [1]
    assert sizes(10, 4, 1) == [4, 4, 2]
    assert sizes(12, 8, 1, "a", "b") == [6, 6]
    assert sizes(12, 4, 1, "a", "b") == [4, 2, 4, 2]


def test_folders_that_are_not_on_this_machine(stand_in, tmp_path):
    job = cluster._Job(stand_in, tmp_path / "out", 8, False, tmp_path)
    outcome = cluster.Maker()({"part": [orders.Plan((), ())]}, job)["outcome"][0]
    assert isinstance(outcome, MaquetteError) and not (tmp_path / "out").exists()
    assert f"of the Ray cluster has no folder {tmp_path / 'out'}." in str(outcome)


def test_where_it_is_not_installed(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(importlib.sys.modules, "ray", None)
    monkeypatch.setitem(importlib.sys.modules, "ray.data", None)
    file = tmp_path / "list.txt"
    file.write_text("a red chair")
    assert cli.main(["batch", str(file), "-o", str(tmp_path / "out"), "--ray"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "maquette: Ray is not installed, so there is no cluster to make objects on. Install it in"
        f' the backend\'s Python (pip install "{cluster.PACKAGE}"), or leave out --ray.'
    )


def test_actors_without_a_cluster_are_refused(tmp_path, capsys):
    asked = [str(tmp_path / "list.txt"), "-o", str(tmp_path / "out"), "--actors"]
    assert cli.main(["batch", *asked, "2"]) == 2
    assert "--actors goes with --ray." in capsys.readouterr().err
    assert cli.main(["batch", *asked, "-1", "--ray"]) == 2
    assert "--actors must be at least 1." in capsys.readouterr().err


def test_the_version_is_that_of_the_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"]["ray"] == [cluster.PACKAGE]
