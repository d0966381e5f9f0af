"""The same limits for every door."""

import pytest

from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import (
    ConversionRequest,
    GenerationRequest,
    InitLatents,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
    SourceImage,
    Turntable,
)
from backend.shared.setting import settings_of

LIMITS = {
    name: known.limits
    for request in (GenerationRequest, SourceImage, InitLatents, Turntable)
    for name, known in settings_of(request).items()
    if known.limits
}
OWNERS = {  # of the limited values that are not the request's own
    "margin": lambda value: {"image": SourceImage(Artifact.of("a.png"), margin=value)},
    "strength": lambda value: {"init_latents": InitLatents((Artifact.of("a.npy"),), value)},
    "frame_size": lambda value: {"turntable": Turntable("a.gif", frame_size=value)},
    "frames": lambda value: {"turntable": Turntable("a.gif", frames=value)},
}


def limited(name, value):
    return OWNERS.get(name, lambda value: {name: value})(value)


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
        GenerationRequest("a", **limited(name, end)).validate()
    for beyond in (limit.lowest - 1, limit.highest + 1, 10**40, -(10**40)):
        assert name in refused(**limited(name, beyond))


def test_the_ends_that_people_are_told_of():
    assert LIMITS["resolution"] == (8, 512) and LIMITS["samples"] == (1, 64)
    assert LIMITS["triangles"] == (100, 10_000_000) and LIMITS["texture"] == (128, 4096)
    assert LIMITS["seed"] == (0, 2**64 - 1) and LIMITS["steps"] == (1, 1024)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "3", True, [1]])
def test_what_is_no_number(value):
    for name in LIMITS:
        assert name in refused(**limited(name, value))


@pytest.mark.parametrize("triangles", [0, 99, 10**9])
def test_a_target_that_is_no_mesh(triangles):
    said = f"triangles is {triangles}; it must lie between 100 and 10000000."
    assert refused(triangles=triangles).startswith(said)


def test_steps_and_guidance_may_be_left_to_the_model_and_nothing_else():
    GenerationRequest("a", steps=None, guidance=None, triangles=None).validate()
    assert "seed" in refused(seed=None)


@pytest.mark.parametrize(
    "changes", [{"device": "tpu"}, {"format": "stl"}, {"device": None}, {"precision": "int8"}]
)
def test_choices(changes):
    (name,) = changes
    assert name in refused(**changes)


def test_seeds_go_round_at_64_bits():
    assert GenerationRequest("a", seed=2**64 - 1, samples=3).seeds == (2**64 - 1, 0, 1)


def test_a_picture_needs_no_prompt():
    request = GenerationRequest(image=SourceImage(Artifact.of("a.png")))
    request.validate()
    assert (
        request.modality == "image"
        and GenerationRequest("a", text_to_image="x").modality == "image"
    )
    assert GenerationRequest("a").modality == "text"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"image": SourceImage(Artifact.of(" "))}, "No image"),
        ({"image": SourceImage(Artifact.of("a.png"), preparation=("sharpen",))}, "preparation"),
        ({"image": SourceImage(Artifact.of("a.png"), remover="")}, "remover"),
        ({"image": SourceImage(Artifact.of("a.png")), "text_to_image": "sd"}, "to draw one"),
        ({"turntable": Turntable("turn.mp4")}, "turn.mp4"),
        ({"mesh": False}, "neither"),
        ({"texture": 512, "format": "ply"}, "A .ply file cannot contain a texture"),
        ({"texture": 0}, "texture is 0; it must lie between 128 and 4096"),
    ],
)
def test_pictures_and_turntables_that_cannot_be(changes, said):
    assert said in refused(**changes)


def test_other_requests():
    PreparationRequest(SourceImage(Artifact.of("a.png")), "b.png").validate()
    ModelRequest("download", "openai/shap-e").validate()
    with pytest.raises(MaquetteError, match="action"):
        ModelRequest("burn", "openai/shap-e").validate()


def conversion(**changes):
    own = {"source": Artifact.of("a.npz"), "folder": ".", "name": "a", "format": "glb"}
    return ConversionRequest(**{**own, **changes})


@pytest.mark.parametrize("changes", [{"format": "omage", "side": 1024}, {"format": "GLB"}, {}])
def test_conversions(changes):
    conversion(**changes).validate()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": Artifact()}, "No file is chosen"),
        ({"source": Artifact.of("a\0.npz")}, "NUL"),
        ({"format": "stl"}, "format is 'stl'; it must be one of npz, glb, ply, obj, omage"),
        ({"name": "../a"}, "not a file name"),
        ({"side": 100}, "side is 100; an omage has 64, 256, 1024 texels a side"),
        ({"side": 2048}, "between 0 and 1024"),
        ({"stitch": -0.1}, "stitch is -0.1"),
        ({"stitch": float("nan")}, "finite"),
        ({"member": "a" * 5000}, "too long"),
    ],
)
def test_conversions_that_cannot_be(changes, said):
    with pytest.raises(MaquetteError) as caught:
        conversion(**changes).validate()
    assert caught.value.code == "request" and said in str(caught.value)


def test_installation_requests():
    InstallationRequest("folder", "cpu").validate()
    for request in (InstallationRequest(" "), InstallationRequest("f", "rocm")):
        with pytest.raises(MaquetteError) as caught:
            request.validate()
        assert caught.value.code == "request"


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "/etc/x", "..", ".", "", " ", "a\\b", "a\0b", "\ud800", "x" * 5000]
)
def test_a_name_stays_in_its_folder(name):
    assert "name" in refused(name=name)


@pytest.mark.parametrize("text", ["a\0b", "x" * 5000, "\ud800"])
def test_texts_that_no_system_takes_for_a_path(text):
    for changes in (
        {"model": text},
        {"text_to_image": text},
        {"folder": text},
        {"prepared_image": text},
        {"image": SourceImage(Artifact.of(text))},
        {"image": SourceImage(Artifact.of("a.png"), remover=text)},
        {"turntable": Turntable(text + ".gif")},
        {"init_latents": InitLatents((Artifact.of(text),))},
    ):
        refused(**changes)
    for request in (
        PreparationRequest(SourceImage(Artifact.of("a.png")), text),
        ModelRequest("download", text),
        InstallationRequest(text),
    ):
        with pytest.raises(MaquetteError) as caught:
            request.validate()
        assert caught.value.code == "request"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prompt": None}, "prompt"),
        ({"prompt": 3}, "prompt"),
        ({"prompt": "a \ud800"}, "half a character"),
        ({"loose_parts": "no"}, "loose_parts"),
        ({"image": "a.png"}, "image"),
        ({"image": SourceImage(None)}, "image.file"),
        ({"image": SourceImage(Artifact.of("a"), preparation=(1,))}, "image.preparation[0]"),
        ({"init_latents": InitLatents("a.npy", None)}, "init_latents.files"),
        ({"guidance": 10**400}, "guidance"),
        ({"folder": None}, "folder"),
    ],
)
def test_values_of_other_types_are_named(changes, said):
    assert said in refused(**changes)
