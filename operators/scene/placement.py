"""What becomes of a result: an object of which form, and where. It belongs into what the artist had
before them as they pressed, not into what they have before them when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_
from mathutils import Vector

from ...backend.shared.errors import MaquetteError
from . import units
from .fitting import Box
from .references import Reference

if TYPE_CHECKING:  # they know what is here
    from .asset_file import Shelf
    from .row import Row

SHADINGS = (
    ("FLAT", "Flat", "Shade every face flat"),
    ("SMOOTH", "Smooth", "Shade all faces smooth"),
    ("AUTO", "Auto Smooth", "Shade smooth, except at edges sharper than 30°"),
)
ORIGINS = (
    ("BASE", "Base", "Use the center of the underside, so that the object stands on the cursor"),
    ("CENTER", "Center", "Use the center of the bounding box"),
    ("MASS", "Center of Mass", "Use the center of mass of the volume"),
)


class Attention(NamedTuple):
    """What somebody has in hand: a view layer, its active object, the mode, what is selected.
    Objects are `session_uid`s. Jobs of one press share the same one."""

    scene: int
    layer: str
    active: int | None
    mode: str
    selected: frozenset[int]

    def among(self, there: set[int]) -> Attention:
        """Without what is gone."""
        if self.active not in there:
            self = self._replace(active=None, mode="OBJECT")
        return self._replace(selected=self.selected & there)


@dataclass(frozen=True)
class Press:
    """What was there as a button was pressed.

    scene       where the press was
    layer       name of its view layer
    collection  the active one; None: the scene's own
    cursor      of that scene, in metres
    attention   what the artist had in hand
    """

    scene: Reference
    layer: str
    collection: Reference | None
    cursor: tuple[float, float, float]
    attention: Attention


@dataclass(frozen=True)
class Form:
    """How an object is made of a mesh.

    size     length of its longest side, in metres
    shading  of `SHADINGS`
    origin   of `ORIGINS`: what of the mesh lies in the object's origin
    voxels   along its longest side, for `voxel_remesh`; 0: it stays as it is
    material  of `material.KINDS`
    """

    size: float = 2.0
    shading: str = "SMOOTH"
    origin: str = "BASE"
    voxels: int = 0
    material: str = "OWN"

    @classmethod
    def of(cls, given: Mapping[str, Any], scene: bpy.types.Scene, meters: float = 0.0) -> Form:
        """Of the settings by these names; a usual length in meters goes before their size."""
        own = {each.name: given[each.name] for each in fields(cls)}
        return cls(**own | ({"size": units.from_meters(scene, meters)} if meters else {}))


@dataclass(frozen=True)
class Cube:
    """Where the model's cube [-1, 1]^3 is in the world, upright: what was taken from a scene comes
    back exactly there.

    origin  of the object that it was taken from, in metres
    middle  of the cube, in metres from there
    scale   metres a unit
    """

    origin: tuple[float, float, float]
    middle: tuple[float, float, float]
    scale: float

    def place(self, vertices: np.ndarray) -> np.ndarray:
        """Vertices (V, 3) of the cube in metres from the origin."""
        return vertices * np.float32(self.scale) + np.array(self.middle, np.float32)


@dataclass(frozen=True)
class Placement:
    """What becomes of a job's result.

    target   an object that shall get the mesh
    box      of that object, which the mesh shall fill
    material_only  whether the object keeps its mesh, and gets the material alone
    beside   an object that the new ones stand beside
    scatter_on  an object on whose surface the new ones are instanced
    cube     that the new ones come back into; they have neither a size nor an origin of their own
    levels_of  an object whose levels of detail the new ones are
    instead  an object that is hidden once the new ones are there
    parents  names of the objects that the new ones were made from
    slot     of the grid at the cursor, where a script says exactly where things stand
    row      at the cursor, that the new ones become the next ones of
    exact    whether the first stands right at the cursor of the press, whatever is there
    shelf    where it becomes an asset, in no scene
    press    where the press was; None: it is now
    """

    form: Form = Form()
    target: Reference | None = None
    box: Box | None = None
    material_only: bool = False
    beside: Reference | None = None
    scatter_on: Reference | None = None
    cube: Cube | None = None
    levels_of: Reference | None = None
    instead: Reference | None = None
    parents: str = ""
    slot: int = 0
    row: Row | None = None
    exact: bool = False
    shelf: Shelf | None = None
    press: Press | None = None

    def pressed(self, press: Press) -> Placement:
        return replace(self, press=press)


@dataclass
class Spot:
    """What is there of a press.

    windows  that show this view layer
    notes    sentences about what is not there any more
    """

    scene: bpy.types.Scene
    layer: bpy.types.ViewLayer
    collection: bpy.types.Collection
    cursor: Vector
    attention: Attention
    windows: list[bpy.types.Window]
    notes: list[str] = field(default_factory=list)


def press(context: bpy.types.Context) -> Press:
    """A press right now."""
    scene, layer = context.scene, context.view_layer
    chosen = layer.active_layer_collection.collection
    own = chosen == scene.collection
    return Press(
        Reference.to(scene),
        layer.name,
        None if own else Reference.to(chosen),
        tuple(scene.cursor.location),
        attention(scene, layer),
    )


def pressed_again(placed: Placement, now: Attention) -> Placement:
    """The same place, asked for once more: it is now that the artist expects it."""
    return replace(placed, press=placed.press and replace(placed.press, attention=now))


def attention(scene: bpy.types.Scene, layer: bpy.types.ViewLayer) -> Attention:
    active = layer.objects.active
    return Attention(
        scene.session_uid,
        layer.name,
        active.session_uid if active else None,
        active.mode if active else "OBJECT",
        frozenset(made.session_uid for made in layer.objects.selected),
    )


def spot(context: bpy.types.Context, placed: Press | None) -> Spot:
    """Where it can be put: there, or as near to it as what is left allows.

    Raises MaquetteError("request") if that scene takes nothing.
    """
    notes: list[str] = []
    scene = placed.scene.find(bpy.data.scenes) if placed else None
    if placed is None or scene is None:
        here = press(context)
        if placed and placed.scene.opening == here.scene.opening:
            gone = iface_("The scene {} is gone. The result is in {}.")
            notes.append(gone.format(placed.scene.name, here.scene.name))
        placed, scene = here, context.scene
    layer = scene.view_layers.get(placed.layer) or scene.view_layers[0]
    windows = bpy.context.window_manager.windows
    showing = [w for w in windows if (w.scene, w.view_layer.name) == (scene, layer.name)]
    chosen = placed.collection and placed.collection.find(bpy.data.collections)
    if not (chosen and takes(chosen, layer)):
        if not scene.collection.is_editable:
            raise MaquetteError(
                "request",
                "This scene is linked from another file.",
                "Choose a scene of this file, then press Import Result.",
            )
        if placed.collection:
            taken_by = (chosen or placed.collection).name, scene.collection.name
            notes.append(
                iface_("No objects can be added to the collection {}. The result is in {}.").format(
                    *taken_by
                )
            )
        chosen = scene.collection
    cursor = Vector(placed.cursor)
    return Spot(scene, layer, chosen, cursor, placed.attention, showing, notes)


def takes(collection: bpy.types.Collection, layer: bpy.types.ViewLayer) -> bool:
    """Whether a new object can be linked there, is seen in this view layer, and can be selected."""
    if not collection.is_editable or collection.override_library or collection.hide_select:
        return False
    places = (each for each in branches(layer.layer_collection) if each.collection == collection)
    return any(each.is_visible and not each.exclude for each in places)


def branches(branch: bpy.types.LayerCollection) -> Iterator[bpy.types.LayerCollection]:
    yield branch
    for child in branch.children:
        yield from branches(child)
