"""The Advanced sub-panel: sections, and nothing enabled that has no effect."""

import bpy
import pytest

from tests.blender.conftest import Layout


class Rows(Layout):
    """Which settings are enabled."""

    def __init__(self) -> None:
        super().__init__()
        self.enabled: dict[str, bool] = {}

    def row(self, **_words) -> "Rows":
        row = Rows()
        row.enabled = self.enabled
        row.prop = lambda _data, name, **_words: self.enabled.update({name: vars(row)["is_on"]})
        return row

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(
            "is_on" if name == "enabled" and isinstance(value, bool) else name, value
        )


@pytest.fixture
def enabled(blender):
    def of(**settings) -> set[str]:
        for name, value in settings.items():
            setattr(bpy.context.scene.maquette, name, value)
        layout = Rows()
        panel = type("Panel", (), {"layout": layout})()
        bpy.types.MAQUETTE_PT_advanced.draw(panel, blender.view)
        shown.update(layout.enabled)
        return {name for name, on in layout.enabled.items() if on}

    shown: dict[str, bool] = {}
    of.shown = shown
    return of


@pytest.mark.parametrize(
    ("name", "without", "having"),
    [
        ("material", {"texture": 256}, {"texture": 0}),
        ("keep_frames", {"preview_interval": 0}, {"preview_interval": 4}),
        ("material", {"detail": "game"}, {"detail": "blockout"}),
        ("origin", {"place": "SELECTION"}, {"place": "CURSOR"}),
    ],
)
def test_what_has_no_effect_is_disabled(enabled, name, without, having):
    assert name not in enabled(**without) and name in enabled.shown
    assert name in enabled(**having)
