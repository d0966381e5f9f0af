"""Names of before, for scripts and presets: `backend/shared/old_names.py` has the table.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from typing import Any

from ..backend.shared import old_names


def answered(kind: type) -> type:
    """Decorate a class of properties: it also answers to the names that they had, which are shown
    nowhere and say the same."""
    for old, new in old_names.PANEL.items():
        present = kind.__annotations__.get(new)
        if present is not None and old not in kind.__annotations__:
            kind.__annotations__[old] = _alias(present, new)
    return kind


def _alias(present: Any, new: str) -> Any:
    told = dict(present.keywords)
    options = {*told.get("options", ()), "HIDDEN", "SKIP_SAVE"}
    kept = {name: told[name] for name in ("name", "subtype", "unit") if name in told}
    if "items" not in told:
        return present.function(
            **kept,
            options=options,
            get=lambda self: getattr(self, new),
            set=lambda self, value: setattr(self, new, value),
        )
    names = [item[0] for item in told["items"]]
    before = {value: old for old, value in old_names.CHOICES.get(new, {}).items()}
    return present.function(
        **kept,
        options=options,
        items=[(before.get(item[0], item[0]), *item[1:3]) for item in told["items"]],
        get=lambda self: names.index(getattr(self, new)),
        set=lambda self, value: setattr(self, new, names[value]),
    )


def operators(*kinds: type) -> tuple[type, ...]:
    """Those operators once more, under the names that they had."""
    present = {kind.bl_idname.partition(".")[2]: kind for kind in kinds}
    return tuple(
        type(
            f"MAQUETTE_OT_{old}",
            present[new].__bases__,
            {**_own(present[new]), "bl_idname": f"maquette.{old}", "bl_options": {"INTERNAL"}},
        )
        for old, new in old_names.OPERATORS.items()
        if new in present
    )


def _own(kind: type) -> dict[str, Any]:
    return {k: v for k, v in vars(kind).items() if k not in ("__dict__", "__weakref__")}
