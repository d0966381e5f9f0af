"""Blender's properties, made of the settings that requests declare: `backend/shared/setting.py`.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from collections.abc import Callable
from typing import Any

from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty, StringProperty

from ..backend.shared.setting import default_of, plain, settings_of

CONTEXT = "Maquette"  # of translations: Blender's own words often mean something else
HIGHEST = 2**31 - 1  # that a property holds
NUMBERS = {int: IntProperty, float: FloatProperty}


def of(request: type, name: str, **own: Any) -> Any:
    """The property for one of a request's settings; `own` goes before what the setting says."""
    known, kind = settings_of(request)[name], plain(request, name)
    default = known.offered or default_of(request, name)
    text = f"{known.help}; {known.off}" if known.off else known.help
    told = {
        "name": known.label,
        "description": text,
        "translation_context": CONTEXT,
        **known.slider,
    }
    if known.choices and kind is tuple:
        items = [(*choice, 1 << k) for k, choice in enumerate(known.choices)]
        told |= {"items": items, "options": {"ENUM_FLAG"}, "default": set(default)}
        return EnumProperty(**told | own)
    if known.choices:
        return EnumProperty(
            **told
            | {"items": [tuple(choice) for choice in known.choices], "default": default}
            | own
        )
    if kind in NUMBERS:
        lowest, highest = known.limits
        ends = {"min": 0 if known.off else kind(lowest), "max": kind(min(highest, HIGHEST))}
        return NUMBERS[kind](**told | ends | {"default": default or kind(0)} | own)
    return (BoolProperty if kind is bool else StringProperty)(**told | {"default": default} | own)


def declared(*requests: type, **own: dict[str, Any]) -> Callable[[type], type]:
    """Decorate a class with the properties for all settings of these requests that have a label;
    `own` holds what goes before what a setting says, by its name."""

    def decorate(kind: type) -> type:
        made = {
            name: of(request, name, **own.get(name, {}))
            for request in requests
            for name, known in settings_of(request).items()
            if known.label
        }
        kind.__annotations__ = made | kind.__annotations__
        return kind

    return decorate


def group(*requests: type, name: str) -> tuple[str, ...]:
    """The settings of these requests that stand in one group of rows."""
    return tuple(
        each
        for request in requests
        for each, known in settings_of(request).items()
        if known.group == name
    )
