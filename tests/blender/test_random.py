"""Everything at once, at random: no result is lost, no folder and no process is left.

A walk takes the actions of `ACTIONS` in an order that its seed says, and looks at everything after
each one. What fails shows the steps so far.
"""

import os
import random
import signal
import time
from pathlib import Path

import bpy
import pytest

from tests.blender.accounts import Accounts, is_sentence, workers

PACKAGE = "bl_ext.user_default.maquette"
ACTIONS = {  # how often a walk does each
    **{"at_cursor": 35, "instead": 1, "into_selection": 8, "to_choose": 12, "crowd": 3},
    **{"cancel": 10, "cancel_waiting": 8, "cancel_all": 1, "go_on": 28, "import_result": 10},
    **{"again": 32, "pick": 10, "recall": 4, "clear_history": 2},
    **{"ticks": 60, "rest": 16, "kill": 10, "unload": 4, "disable": 1},
    **{"factory": 4, "save": 4, "open": 8, "undo": 26, "redo": 14},
    **{"add": 20, "delete": 10, "rename": 8, "edit_mode": 14, "spoil": 8},
}
BUTTONS = {  # actions that are one press
    **{name: f"maquette.{name}" for name in ("cancel", "cancel_all", "go_on", "import_result")},
    **{name: f"maquette.{name}" for name in ("recall", "clear_history", "unload")},
    **{"undo": "ed.undo", "redo": "ed.redo", "edit_mode": "object.editmode_toggle"},
}
DROPPING = {"cancel", "cancel_waiting", "cancel_all", "disable", "instead"}
THINGS = ("Chair", "Table", "Lamp", "Vase", "Red chair")
MANNERS = (*("",) * 10, "brief", "brief", "slow", "open", "fail", "die", "garbage", "broken")
PLACES = (*("BACK",) * 6, "FRONT", "FRONT")
AGAIN = {  # presses on what was made, and what they are given; nothing: not a job
    "regenerate": {"new_seed": True},
    "remesh": {"detail": "custom", "resolution": 64, "triangles": 0, "texture": 0, "voxels": 0},
    "vary": {"strength": 0.5, "samples": 2},
    "blend": {"samples": 1},
    "restore": {},
    "forget_latent": {},
}
PATIENCE = 120  # seconds for all that is left at the end


class Walk:
    """done   what was done, a line each
    loads  how many files were opened
    """

    def __init__(self, blender, seed: int, folder: Path, monkeypatch) -> None:
        self.blender, self.seed, self.folder = blender, seed, folder
        self.accounts = Accounts(blender, monkeypatch)
        self.done, self.loads = [], 0

    def do(self, action: str, **given) -> None:
        """With chances of its own, which what came of the steps before does not change."""
        self.random = random.Random(f"{self.seed} {len(self.done)}")
        self.done.append(action)
        self.accounts.dropping = action in DROPPING
        if action in BUTTONS:
            self.script(BUTTONS[action])
        else:
            getattr(self, action)(**given)
        self.accounts.dropping = False
        self.accounts.check()
        self.blender.draw("main")
        if bpy.types.MAQUETTE_PT_again.poll(self.blender.view):
            self.blender.draw("again")

    def tick(self) -> None:
        """As Blender does it: the timer goes on as long as it says so."""
        tick = self.blender.session.tick
        if bpy.app.timers.is_registered(tick) and tick() is None:
            bpy.app.timers.unregister(tick)

    def press(self, queue: str, **settings) -> None:
        prompt = f"{self.random.choice(MANNERS)} {self.random.choice(THINGS)}".strip()
        settings = {"prompt": prompt, "samples": 1, "names_as_prompts": False, **settings}
        self.done[-1] += f" {queue} {settings}"
        self.blender.press(queue, **settings)

    def script(self, operator: str, **given) -> None:
        """Call an operator as the user does, with an undo step; what it refuses, it must say."""
        kind, name = operator.split(".")
        known = getattr(getattr(bpy.ops, kind), name)
        if not known.poll():
            self.done[-1] += f" ({operator} cannot)"
            return
        try:
            known("EXEC_DEFAULT", True, **given)
        except RuntimeError as error:
            self.done[-1] += f" ({error})"
            assert is_sentence(str(error).removeprefix("Error: ").strip())

    def at_cursor(self) -> None:
        self.press(self.random.choice(PLACES), place="CURSOR", samples=self.random.randint(1, 3))

    def instead(self) -> None:
        self.press("REPLACE", place="CURSOR")

    def into_selection(self) -> None:
        self.select(self.random.randint(1, 4))
        names = self.random.random() < 0.7
        self.press(self.random.choice(PLACES), place="SELECTION", names_as_prompts=names)

    def to_choose(self) -> None:
        differ = self.random.choice(("SEED", "GUIDANCE"))
        self.press(self.random.choice(PLACES), place="SHEET", samples=2, variation=differ)

    def crowd(self) -> None:
        for _ in range(22):
            self.press("BACK", place="CURSOR")

    def again(self) -> None:
        made = bpy.context.view_layer.objects
        self.select(2, [each for each in made if "maquette_model" in each])
        name = self.random.choice(list(AGAIN))
        self.done[-1] += f" {name}"
        if not AGAIN[name]:
            self.script(f"maquette.{name}")
        elif getattr(bpy.types, f"MAQUETTE_OT_{name}").poll(bpy.context):
            self.blender.click(name, **AGAIN[name])

    def pick(self) -> None:
        entries = self.blender.module("operators.jobs.history").entries()
        entry = self.random.choice(entries).name if entries else ""
        self.script("maquette.pick", entry=entry, sample=self.random.randint(0, 2))

    def cancel_waiting(self, which: int | None = None) -> None:
        if jobs := self.blender.current.queue.jobs:
            job = self.random.choice(jobs) if which is None else jobs[which]
            self.script("maquette.cancel_waiting", job=job.name)

    def kill(self) -> None:
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
            while pid in workers():
                time.sleep(0.01)

    def disable(self) -> None:
        bpy.ops.preferences.addon_disable(module=PACKAGE)
        assert not workers() and not self.blender.folders()
        bpy.ops.preferences.addon_enable(module=PACKAGE)

    def ticks(self) -> None:
        for _ in range(self.random.randint(1, 16)):
            self.tick()
            time.sleep(0.02)

    def rest(self) -> None:
        """Until some are done, or nothing goes on."""
        fates, end = self.accounts.fates, time.monotonic() + 2
        enough = len(fates) + 8
        while self.blender.current.job and len(fates) < enough and time.monotonic() < end:
            self.tick()
            time.sleep(0.02)

    def factory(self) -> None:
        self.loads += 1
        bpy.ops.wm.read_homefile(use_factory_startup=True)

    def save(self) -> None:
        file = self.folder / f"{self.random.randint(0, 2)}.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(file))

    def open(self) -> None:
        if not (saved := sorted(self.folder.glob("*.blend"))):
            return self.factory()
        self.loads += 1
        bpy.ops.wm.open_mainfile(filepath=str(self.random.choice(saved)))

    def add(self) -> None:
        kinds = ("mesh.primitive_cube_add", "mesh.primitive_plane_add", "object.light_add")
        self.script(self.random.choice((kinds[0], *kinds)))

    def delete(self) -> None:
        self.select(self.random.randint(1, 2))
        self.script("object.delete")

    def rename(self) -> None:
        if made := self.select(1):
            made[0].name = self.random.choice(THINGS)
            bpy.ops.ed.undo_push(message="Rename")

    def spoil(self) -> None:
        """What an object is made of may go at any time."""
        ways = {
            "empty": lambda each: each.type == "MESH" and each.data.clear_geometry(),
            "flat": lambda each: setattr(each.scale, "z", 0.0),
            "hidden": lambda each: each.hide_set(True),
            "unlinked": lambda each: each.users_collection[0].objects.unlink(each),
            "no blockout": lambda each: (
                each.get("maquette_original") and bpy.data.meshes.remove(each["maquette_original"])
            ),
        }
        for each in self.select(1):
            way = self.random.choice(list(ways))
            self.done[-1] += f" {way}"
            ways[way](each)
            bpy.ops.ed.undo_push(message=way)

    def select(self, most: int, among=None) -> list[bpy.types.Object]:
        """Some objects, the last of them the active one; in edit mode what is selected stays."""
        layer = bpy.context.view_layer
        among = list(layer.objects) if among is None else among
        if layer.objects.active and layer.objects.active.mode != "OBJECT":
            return []
        chosen = self.random.sample(among, min(most, len(among)))
        for each in list(layer.objects):
            each.select_set(each in chosen)
        layer.objects.active = chosen[-1] if chosen else layer.objects.active
        self.done[-1] += f" {[each.name for each in chosen]}"
        return chosen

    def settle(self) -> None:
        """What a patient user does until nothing is left to do."""
        current, end = self.blender.current, time.monotonic() + PATIENCE
        while current.job or current.queue or current.waiting:
            assert time.monotonic() < end, "it does not come to its end"
            if current.queue.held:
                deadly = {"die", "garbage"} & set(current.queue.jobs[0].request.prompt.split())
                self.do("cancel_waiting", which=0) if deadly else self.do("go_on")
            elif bpy.context.mode != "OBJECT":  # a result may wait for the object that is edited
                self.do("edit_mode")
            elif current.waiting and not any(map(current.lands, current.waiting)):
                self.do("import_result")
            self.tick()
            time.sleep(0.02)
        self.accounts.check()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk(blender, seed, tmp_path, monkeypatch):
    walk = Walk(blender, seed, tmp_path, monkeypatch)
    actions = [name for name, times in ACTIONS.items() for _ in range(times)]
    random.Random(seed).shuffle(actions)
    try:
        for action in actions:
            walk.do(action)
        walk.settle()
    finally:
        print(f"seed {seed}:", *walk.done, sep="\n")
    accounts = walk.accounts
    assert accounts.longest >= 20 and walk.loads >= 10
    assert set(accounts.fates.values()) >= {"landed", "kept", "failed", "cancelled"}
    blender.current.stop()
    assert accounts.pids and not any(Path(f"/proc/{pid}").exists() for pid in accounts.pids)
