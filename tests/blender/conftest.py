"""The built zip, installed into a fresh Blender (the bpy wheel), with a stand-in for the worker."""

import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = "bl_ext.user_default.maquette"
TAB = ("main", "gallery", "advanced", "models")
STATUS = pytest.StashKey[int]()

if importlib.util.find_spec("bpy") is None:
    collect_ignore_glob = ["test_*.py"]
else:  # before bpy is imported: it reads this once
    _resources = tempfile.TemporaryDirectory(prefix="maquette-blender-")
    os.environ["BLENDER_USER_RESOURCES"] = _resources.name


def pytest_configure(config) -> None:
    config.addinivalue_line("markers", "model: runs the real worker with maquette-mini")


def pytest_sessionfinish(session, exitstatus: int) -> None:
    session.config.stash[STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config) -> None:
    """End here: as a Python module Blender 4.2 crashes at the interpreter's end over any property
    with an update callback, which would take the place of the tests' exit status."""
    if "bpy" in sys.modules:
        _resources.cleanup()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash.get(STATUS, 1))


@pytest.fixture(scope="session")
def zip_file(tmp_path_factory) -> Path:
    """The extension's zip, validated and built by Blender's own command."""
    file = tmp_path_factory.mktemp("zip") / "maquette.zip"
    build = ["build", "--source-dir", ROOT, "--output-filepath", file]
    for arguments in (["validate", ROOT], build):
        command = [sys.executable, HERE / "extension_cli.py", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file


@pytest.fixture(scope="session")
def installed(zip_file):
    """Maquette as a user gets it. Imports its modules: `installed("operators.session")`."""
    import bpy

    bpy.ops.extensions.package_install_files(
        repo="user_default", filepath=str(zip_file), enable_on_install=True
    )
    yield lambda name="": importlib.import_module(f"{PACKAGE}.{name}".rstrip("."))
    bpy.ops.preferences.addon_disable(module=PACKAGE)


@pytest.fixture(scope="session")
def stand_in_python(tmp_path_factory) -> Path:
    """A Python that runs the stand-in, whatever it is told to run."""
    python = tmp_path_factory.mktemp("stand-in") / "stand-in"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "stand_in_worker.py"}" "$@"\n')
    python.chmod(0o755)
    return python


@pytest.fixture
def stand_in(stand_in_python, tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("MAQUETTE_PYTHON", str(stand_in_python))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return stand_in_python


@pytest.fixture(scope="module")
def toy(installed, tmp_path_factory) -> str:
    """A model folder of the family; both are gone afterwards."""
    family = installed("backend.shared.models.family")
    copied = shutil.copytree(HERE / "toy_family", family.FOLDER / "toy")
    folder = tmp_path_factory.mktemp("models") / "boxes"
    (folder / "box").mkdir(parents=True)
    (folder / "model_index.json").write_text('{"_class_name": "ToyPipeline"}')
    (folder / "box" / "box.toml").write_text("points = 500")
    family.families.cache_clear()  # as Blender's next start does
    yield str(folder)
    shutil.rmtree(copied)
    family.families.cache_clear()


@pytest.fixture(scope="module")
def one_worker() -> bool:
    """Whether the tests of a module take the worker that those before them left, if it suits them:
    its start takes longer than most of them. Not those that look at its life."""
    return True


@pytest.fixture(scope="module")
def real_worker(installed):
    """True, for a module whose tests share a real one; stops it after the last of them."""
    yield True
    installed("operators.session").current.stop()


@pytest.fixture
def scene(installed, one_worker):
    """The factory scene; ends what goes on afterwards."""
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    yield bpy.context.scene
    _end(installed, one_worker)


@pytest.fixture
def blender(installed, stand_in, one_worker):
    """A Blender with its factory scene and no worker yet; stops the worker afterwards."""
    import bpy

    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.context.preferences.system.use_online_access = True
    yield Blender(installed)
    _end(installed, one_worker)
    installed("operators.jobs.history").clear()
    left = list(installed("operators.jobs.paths").user_folder("jobs").iterdir())
    assert not left, left


@pytest.fixture
def empty(blender):
    """The same without an object."""
    import bpy

    for made in list(bpy.data.objects):
        bpy.data.objects.remove(made)
    return blender


def _end(installed, one_worker: bool) -> None:
    """Stop the worker, or, if it is idle and others need it, at least forget all that it did."""
    current = installed("operators.session").current
    kept = current.connection if one_worker and not current.job else None
    if kept:
        current.connection = None
    current.stop()
    current.connection = kept


class Blender:
    """What the tests do with it."""

    def __init__(self, module) -> None:
        self.module = module
        self.session = module("operators.session")
        self.asked = []  # dialogs that a click opened, with what they say

    @property
    def current(self):
        return self.session.current

    def press(self, queue="BACK", **settings) -> None:
        """Fill the panel in and press Generate."""
        import bpy

        for name, value in settings.items():
            setattr(bpy.context.scene.maquette, name, value)
        self.click("generate", _set=dict, queue=queue)

    def settle(self) -> None:
        """Wait until all that was pressed is done and landed."""
        import bpy

        self.wait(lambda: not (self.current.job or self.current.queue.jobs))
        for _ in range(10):
            self.session.tick()
        bpy.context.view_layer.update()

    def click(self, operator: str, **properties) -> set[str]:
        """Press a button. Calls `invoke` itself: without a window Blender makes an execute of it.
        What it asks is kept in `asked`, and not answered."""
        import bpy

        kind = getattr(bpy.types, f"MAQUETTE_OT_{operator}")
        assert kind.poll(bpy.context)
        rooms = (PACKAGE, "bpy_extras")
        ours = [base for base in reversed(kind.__mro__) if base.__module__.startswith(rooms)]
        members = {k: v for base in ours for k, v in vars(base).items() if not k.startswith("__")}
        button = type("Button", (), {**members, **properties})()
        button.report = lambda kind, text: None
        button.properties = SimpleNamespace(is_property_set=properties.__contains__)

        def ask(button, *_event, **words) -> set[str]:
            self.asked.append((button, words))
            return {"RUNNING_MODAL"}

        ends = SimpleNamespace(invoke_props_dialog=ask, invoke_confirm=ask, fileselect_add=ask)
        context = self.view
        context.window_manager = ends
        return button.invoke(context, SimpleNamespace(shift=False))

    def draw(self, panel: str) -> "Layout":
        """What a panel shows."""
        import bpy

        layout = Layout()
        kind = getattr(bpy.types, f"MAQUETTE_PT_{panel}")
        kind.draw(SimpleNamespace(layout=layout), self.view)
        if panel == "gallery":
            kind.draw_header_preset(SimpleNamespace(layout=layout), self.view)
        return layout

    def draw_all(self) -> "Layout":
        """What the tab and the preferences show, of the panels that Blender would show now."""
        import bpy

        shown = [getattr(bpy.types, f"MAQUETTE_PT_{name}") for name in TAB]
        layout = Layout()
        for panel in shown:
            if not hasattr(panel, "poll") or panel.poll(self.view):
                panel.draw(SimpleNamespace(layout=layout), self.view)
        shown[1].draw_header_preset(SimpleNamespace(layout=layout), self.view)
        preferences = self.module("panels.preferences").MAQUETTE_AP_preferences
        preferences.draw(SimpleNamespace(layout=layout, **_values(preferences, self)), self.view)
        return layout

    @property
    def view(self) -> SimpleNamespace:
        """A context with a sidebar in it."""
        import bpy

        return SimpleNamespace(
            scene=bpy.context.scene,
            window=bpy.context.window,
            screen=bpy.context.window.screen,
            window_manager=bpy.context.window_manager,
            view_layer=bpy.context.view_layer,
            mode=bpy.context.mode,
            object=bpy.context.object,
            selected_objects=bpy.context.selected_objects,
            preferences=bpy.context.preferences,
            region=SimpleNamespace(width=300),
        )

    @property
    def preferences(self):
        import bpy

        return bpy.context.preferences.addons[PACKAGE].preferences

    def wait(self, until, seconds: float = 20.0) -> None:
        """Let the timer fire, which it does not do by itself without a window."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "waited too long"
            self.session.tick()
            time.sleep(0.02)

    def wait_for_end(self) -> None:
        self.wait(lambda: self.current.job is None)

    def said(self, made) -> dict[str, object]:
        """What the record of an object says."""
        known = self.module("operators.scene.provenance").of(made)
        more = {name: getattr(known, name) for name in ("version", "parents", "strength")}
        came = vars(known.mesh) | vars(known.form)
        return known.request | came | (known.image or {}) | more

    def rewrite(self, made, **request: object) -> None:
        """Other values in the record of an object, and beside it."""
        known = json.loads(made["maquette_record"])
        known["request"] |= request
        made["maquette_record"] = json.dumps(known)
        for name in {"model"} & set(request):
            made[f"maquette_{name}"] = request[name]

    def folders(self) -> list[Path]:
        """Of jobs whose meshes are still on the disk."""
        return list(self.module("operators.jobs.paths").user_folder("jobs").iterdir())


def _values(preferences: type, blender: Blender) -> dict[str, object]:
    """What an instance of them has beside its layout."""
    return {name: getattr(blender.preferences, name) for name in preferences.__annotations__}


class Layout:
    """Notes what a panel draws, as there is no window to draw in.

    texts    of labels and bars, and whether an icon is shown
    menus    by their names
    buttons  "operator" or "operator model" of each button
    props    names of the properties that are shown
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.menus: list[str] = []
        self.props: list[str] = []
        self._buttons: list[tuple[str, SimpleNamespace]] = []

    @property
    def buttons(self) -> list[str]:
        return [f"{name} {getattr(given, 'model', '')}".strip() for name, given in self._buttons]

    def column(self, **_words) -> "Layout":
        return self

    row = box = split = grid_flow = column

    def panel(self, _name: str, **_words) -> tuple["Layout", "Layout"]:
        return self, self

    def label(self, text="", **_words) -> None:
        text.encode()  # Blender takes no halves of characters
        self.texts.append(text)

    def operator(self, name: str, text="", **_words) -> SimpleNamespace:
        text.encode()
        self._buttons.append((name.removeprefix("maquette."), SimpleNamespace()))
        return self._buttons[-1][1]

    def operator_menu_enum(self, name: str, _choice: str, **words) -> SimpleNamespace:
        return self.operator(name, **words)

    def progress(self, text="", **_words) -> None:
        self.texts.append(text)

    def prop(self, data, name: str, **_words) -> None:
        assert hasattr(data, name)
        self.props.append(name)

    def separator(self, **_words) -> None:
        pass

    def template_icon(self, _icon, **_words) -> None:
        self.texts.append("icon")

    def menu(self, name: str, **_words) -> None:
        import bpy

        assert hasattr(bpy.types, name)
        self.menus.append(name)

    def context_string_set(self, name: str, value: str) -> None:
        pass

    def popover(self, panel: str, **_words) -> None:
        self.menu(panel)

    def prop_search(self, data, name: str, _owner, _list, **_words) -> None:
        assert hasattr(data, name)
