"""The same limits for every door."""

import pytest

from backend.protocol.errors import MaquetteError
from backend.protocol.request import LIMITS, GenerationRequest, InstallationRequest


def refused(**changes):
    request = GenerationRequest(**{"prompt": "a red chair", **changes})
    with pytest.raises(MaquetteError) as caught:
        request.validate()
    assert caught.value.code == "request"
    return str(caught.value)


@pytest.mark.parametrize("prompt", ["a", "x" * 2000, "\U0001fa91", "كرسي أحمر", "a\nb"])
def test_prompts_that_are_fine(prompt):
    GenerationRequest(prompt).validate()


@pytest.mark.parametrize("prompt", ["", " ", "\n\t", "\u3000"])
def test_empty_prompts(prompt):
    assert "empty" in refused(prompt=prompt)


def test_ten_thousand_characters():
    assert "10000" in refused(prompt="x" * 10_000)


@pytest.mark.parametrize("name", LIMITS)
def test_both_ends_are_allowed_and_nothing_beyond(name):
    limit = LIMITS[name]
    for end in limit:
        GenerationRequest("a", **{name: end}).validate()
    for beyond in (limit.lowest - 1, limit.highest + 1, 10**40, -(10**40)):
        assert name in refused(**{name: beyond})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "3", True, [1]])
def test_what_is_no_number(value):
    for name in LIMITS:
        assert name in refused(**{name: value})


def test_steps_and_guidance_may_be_left_to_the_model_and_nothing_else():
    GenerationRequest("a", steps=None, guidance=None).validate()
    assert "seed" in refused(seed=None)


@pytest.mark.parametrize("changes", [{"device": "tpu"}, {"format": "stl"}, {"device": None}])
def test_choices(changes):
    (name,) = changes
    assert name in refused(**changes)


def test_seeds_go_round_at_64_bits():
    assert GenerationRequest("a", seed=2**64 - 1, samples=3).seeds == (2**64 - 1, 0, 1)


def test_installation_requests():
    InstallationRequest("folder", "cpu").validate()
    for request in (InstallationRequest(" "), InstallationRequest("f", "rocm")):
        with pytest.raises(MaquetteError) as caught:
            request.validate()
        assert caught.value.code == "request"
