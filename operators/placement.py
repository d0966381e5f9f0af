"""Where the objects of a job go. It is decided as the button is pressed, for the artist works on
meanwhile: another window, scene, cursor, collection, selection or mode changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import bpy
from bpy.app.translations import pgettext_iface as iface_
from mathutils import Vector

from ..backend.protocol.errors import MaquetteError


class Reference(NamedTuple):
    """A scene or a collection: by its `session_uid`, which renaming and undo leave as it is; by its
    name where its file was loaded anew."""

    uid: int
    name: str

    def find(self, among: bpy.types.bpy_prop_collection, same_file: bool) -> bpy.types.ID | None:
        if same_file:
            return next((each for each in among if each.session_uid == self.uid), None)
        return among.get((self.name, None))


class State(NamedTuple):
    """What the artist has before him: if it changes, he works on, and is not interrupted."""

    scene: int
    mode: str
    active: int
    selected: frozenset[int]


@dataclass(frozen=True)
class Placement:
    """What was there at the press.

    objects  names of objects that the job knows by their `session_uid`
    window   of the press, as a pointer
    state    None: a script asked, which gets its object selected and active
    """

    scene: Reference
    layer: str
    collection: Reference
    cursor: tuple[float, float, float]
    objects: Mapping[int, str] = field(default_factory=dict)
    window: int = 0
    state: State | None = None


@dataclass
class Site:
    """Where the objects of a job go now, and sentences where that is not as it was chosen.

    quiet  whether somebody works here: selection, active object and mode stay theirs
    free   whether a place is looked for that nothing else takes
    """

    scene: bpy.types.Scene
    layer: bpy.types.ViewLayer
    collection: bpy.types.Collection
    cursor: Vector
    quiet: bool = False
    free: bool = False
    notes: list[str] = field(default_factory=list)

    def link(self, made: bpy.types.Object) -> None:
        """Put an object into the scene, where one can be put."""
        for collection in dict.fromkeys((self.collection, self.scene.collection)):
            try:
                collection.objects.link(made)
            except RuntimeError as refusal:  # an override, or what Blender thinks of next
                self.notes.append(str(refusal).partition("\n")[0])
            else:
                return
        raise MaquetteError(
            "request",
            f"The scene {self.scene.name} takes no objects.",
            "Choose a scene of this file, then press Import Result.",
        )

    def show(self, made: bpy.types.Object) -> None:
        """Views that show only some objects (local view) show the new one too."""
        for window in bpy.context.window_manager.windows:
            if window.scene != self.scene:
                continue
            for area in window.screen.areas:
                if area.type == "VIEW_3D" and area.spaces.active.local_view:
                    made.local_view_set(area.spaces.active, True)

    def select(self, objects: list[bpy.types.Object]) -> None:
        """Select these objects and nothing else; the last of them becomes active."""
        for selected in list(self.layer.objects.selected):
            selected.select_set(False, view_layer=self.layer)
        for made in objects:
            try:
                made.select_set(True, view_layer=self.layer)
            except RuntimeError:  # what it takes the place of is not in this view layer
                continue
            self.layer.objects.active = made


def take(context: bpy.types.Context, script: bool, *objects: int | None) -> Placement:
    """Where a job that is asked for now shall go, which knows some objects."""
    scene, layer = context.scene, context.view_layer
    collection = layer.active_layer_collection.collection
    return Placement(
        Reference(scene.session_uid, scene.name),
        layer.name,
        Reference(collection.session_uid, collection.name),
        tuple(scene.cursor.location),
        {each.session_uid: each.name for each in bpy.data.objects if each.session_uid in objects},
        context.window.as_pointer() if context.window else 0,
        None if script else state(context),
    )


def state(context: bpy.types.Context) -> State:
    objects = context.view_layer.objects
    return State(
        context.scene.session_uid,
        context.mode,
        objects.active.session_uid if objects.active else 0,
        frozenset(each.session_uid for each in objects.selected),
    )


def window_of(placement: Placement | None) -> bpy.types.Window | None:
    """The one that the button was pressed in, or any."""
    windows = list(bpy.context.window_manager.windows)
    pressed = [w for w in windows if placement and w.as_pointer() == placement.window]
    return next(iter([*pressed, *windows]), None)


def resolve(context: bpy.types.Context, chosen: Placement, same_file: bool = True) -> Site:
    """The place as it is now. What is gone since is replaced, and that is told."""
    notes: list[str] = []
    scene = chosen.scene.find(bpy.data.scenes, same_file)
    if scene is None:
        scene = context.scene
        notes.append(
            iface_("The scene {} is gone. The result is in {}.").format(
                chosen.scene.name, scene.name
            )
        )
    layer = scene.view_layers.get(chosen.layer) or scene.view_layers[0]
    if scene == context.scene and chosen.layer not in scene.view_layers:
        layer = context.view_layer
    collection = chosen.collection.find(bpy.data.collections, same_file)
    if chosen.collection.uid == getattr(scene.collection, "session_uid", None) or (
        not same_file and chosen.collection.name == scene.collection.name
    ):
        collection = scene.collection
    if not _takes(layer, collection):
        if collection != scene.collection:
            notes.append(
                iface_("The collection {} takes no objects. The result is in {}.").format(
                    chosen.collection.name, scene.collection.name
                )
            )
        collection = scene.collection
    script = chosen.state is None
    working = context.mode != "OBJECT" or state(context) != chosen.state
    quiet = not script and (working or context.scene != scene)
    return Site(scene, layer, collection, Vector(chosen.cursor), quiet, not script, notes)


def _takes(layer: bpy.types.ViewLayer, collection: bpy.types.Collection | None) -> bool:
    """Whether a collection is in a view layer, to be seen and changed."""
    if collection is None or collection.library or collection.override_library:
        return False
    rows = [layer.layer_collection]
    for each in rows:
        rows.extend(each.children)
        if each.collection == collection:
            shown = each.is_visible and not each.exclude and not collection.hide_select
            return shown and collection.is_editable
    return False
