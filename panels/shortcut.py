"""A shortcut for the prompt: in Blender's keymap, without a key until somebody chooses one. Every
key that is near is somebody's already."""

from __future__ import annotations

import bpy

KEYMAP = "Object Mode"

_items: list[tuple[bpy.types.KeyMap, bpy.types.KeyMapItem]] = []


def draw(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """The key, as people have set it."""
    keymap = context.window_manager.keyconfigs.user.keymaps.get(KEYMAP)
    items = keymap.keymap_items if keymap else ()
    if own := next((each for each in items if each.idname == "maquette.add"), None):
        layout.prop(own, "type", text="Prompt Shortcut", full_event=True)


def register() -> None:
    config = bpy.context.window_manager.keyconfigs.addon
    if config is None:  # without a window
        return
    keymap = config.keymaps.new(KEYMAP)
    _items.append((keymap, keymap.keymap_items.new("maquette.add", "NONE", "PRESS")))


def unregister() -> None:
    while _items:
        keymap, item = _items.pop()
        keymap.keymap_items.remove(item)
