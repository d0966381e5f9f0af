"""A setting is declared once, and everything that follows from it does follow."""

import argparse
from dataclasses import dataclass

import pytest

from backend.cli import options
from backend.shared.errors import MaquetteError
from backend.shared.request import GenerationRequest, SourceImage
from backend.shared.setting import Choice, check, limits, plain, setting, settings_of
from backend.shared.typed import Range


@dataclass(frozen=True)
class Fold:
    """A request that nobody asks."""

    folds: int = setting(3, "Folds", "How often it is folded", Range(1, 8), group="mesh")
    glue: float | None = setting(None, "Glue", "How much", Range(0.0, 1.0), off="0 takes none")
    style: str = setting(
        "plain", "Style", "How", choices=(Choice("plain", "Plain"), Choice("x", "X"))
    )
    dry: bool = setting(True, "Dry", "Dry it", flag="--wet", flag_help="leave it wet")
    inside: int = setting(0, limits=Range(0, 1))
    shown: bool = setting(False, "Shown", "Show it", flag=None)


def test_limits_and_choices_are_checked():
    check(Fold(8, 1.0, "x"))
    for fold, said in (
        (Fold(9), "folds is 9; it must lie between 1 and 8."),
        (Fold(glue=-0.1), "glue is -0.1; it must lie between 0.0 and 1.0."),
        (Fold(style="y"), "style is 'y'; it must be one of plain, x."),
        (Fold(inside=2), "inside is 2"),
        (Fold("3"), "folds is '3' and must be a whole number"),
        (Fold(glue=float("nan")), "glue is nan and must be a finite number"),
        (Fold(dry=None), "dry is missing and must be true or false"),
    ):
        with pytest.raises(MaquetteError) as caught:
            check(fold)
        assert caught.value.code == "request" and str(caught.value).startswith(said)


def test_the_command_line_follows():
    parser = argparse.ArgumentParser()
    options.add(parser, Fold)
    said = parser.parse_args([])
    assert options.taken(said, Fold) == {"folds": 3, "glue": None, "style": "plain", "dry": True}
    said = parser.parse_args(["--folds", "5", "--glue", "0.5", "--style", "x", "--wet"])
    assert Fold(**options.taken(said, Fold)) == Fold(5, 0.5, "x", False)
    text = " ".join(parser.format_help().split())
    assert "--folds N how often it is folded; default: 3" in text
    assert "--style plain|x" in text and "leave it wet" in text
    assert "inside" not in text and "shown" not in text


def test_what_is_declared_can_be_asked_for():
    assert list(settings_of(Fold)) == ["folds", "glue", "style", "dry", "inside", "shown"]
    assert limits(Fold, "folds") == Range(1, 8)
    assert [plain(Fold, name) for name in ("folds", "glue", "style", "dry")] == [
        int, float, str, bool,
    ]  # fmt: skip
    assert plain(SourceImage, "preparation") is tuple


def test_every_setting_of_a_request_has_a_help_and_fits_its_own_limits():
    GenerationRequest("a").validate()
    for request in (GenerationRequest, SourceImage):
        for name, known in settings_of(request).items():
            assert bool(known.label) == bool(known.help), name
            assert not known.help.endswith("."), name
