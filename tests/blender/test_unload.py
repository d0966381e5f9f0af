"""Devices are named, long runs announced, and a model leaves memory when it should."""

import time

import bpy
import pytest


@pytest.fixture(scope="module")
def one_worker() -> bool:
    return False


@pytest.fixture
def estimate(blender):
    return blender.module("operators.estimate")


@pytest.fixture
def shap_e(blender):
    return blender.module("backend.shared.models.catalog").find("openai/shap-e")


def device(blender, **given):
    messages = blender.module("backend.shared.messages")
    return messages.Device(**{"name": "cpu", "label": "CPU, 2 cores", "speed": 0.1, **given})


def test_shap_e_on_a_slow_cpu(blender, estimate, shap_e):
    cpu = device(blender)
    duration = estimate.seconds(shap_e, "exact", None, None, 1, cpu)
    assert duration == 1850  # 185 TFLOP at 0.1 TFLOP/s
    assert estimate.warning(duration, cpu) == "About 31 min on this CPU"


@pytest.mark.parametrize(
    ("steps", "guidance", "samples", "factor"),
    [(64, 15.0, 4, 4), (64, 1.0, 1, 0.5), (1, 15.0, 1, 1 / 127), (128, None, 2, 2 * 255 / 127)],
)
def test_work_grows_with_steps_guidance_and_samples(
    blender, estimate, shap_e, steps, guidance, samples, factor
):
    duration = estimate.seconds(shap_e, "exact", steps, guidance, samples, device(blender))
    assert duration == pytest.approx(1850 * factor)


def test_the_fast_sampler_calls_the_network_once_a_step(blender, estimate, shap_e):
    duration = estimate.seconds(shap_e, "fast", 16, None, 1, device(blender))
    assert duration == pytest.approx(1850 * 16 / 127)
    assert estimate.seconds(shap_e, "fast", None, None, 1, device(blender)) == duration


def test_a_fast_device_is_not_warned_of(blender, estimate, shap_e):
    gpu = device(blender, name="cuda", label="A GPU", speed=100.0)
    assert estimate.warning(estimate.seconds(shap_e, "exact", None, None, 1, gpu), gpu) == ""
    assert "on this GPU" in estimate.warning(61.0, gpu)
    assert estimate.warning(60.0, gpu) == estimate.warning(None, gpu) == ""


def test_what_is_not_known_is_not_estimated(blender, estimate, shap_e):
    mini = blender.module("backend.shared.models.catalog").models()[0]
    assert estimate.seconds(shap_e, "exact", None, None, 1, device(blender, speed=0.0)) is None
    assert estimate.seconds(mini, "exact", None, None, 1, device(blender)) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(40.4, "40 s"), (89, "89 s"), (1850, "31 min"), (3599, "1 h 0 min"), (7500, "2 h 5 min")],
)
def test_durations_are_spoken(estimate, seconds, text):
    assert estimate.spoken(seconds) == text


def test_a_turntable_takes_its_time_too(blender, estimate):
    blender.current.devices = (device(blender),)
    asked = blender.module("backend.shared.request").Turntable("turn.gif", 128, 10)
    turning = 15.4 * 4 / 2 / 0.1

    def seconds(made_with: str, sampler: str | None) -> float | None:
        run = estimate.of_turntable(made_with, sampler, "auto", asked)
        return run and run.seconds

    assert seconds("openai/shap-e", "exact") == pytest.approx(185 / 0.1 + turning)
    shap_e = blender.module("backend.shared.models.catalog").find("openai/shap-e")
    fast = estimate.seconds(shap_e, "fast", None, None, 1, device(blender))
    assert seconds("openai/shap-e", "fast") == pytest.approx(fast + turning)
    assert seconds("openai/shap-e", None) == pytest.approx(turning)
    assert seconds("/gone", "exact") is seconds("maquette-mini", "exact") is None


def test_what_has_a_latent_is_not_sampled_for_a_turntable(blender, estimate):
    blender.current.devices = (device(blender),)
    bpy.ops.maquette.generate(prompt="a chair", sampler="fast")
    made, sampled = bpy.context.object, blender.module("operators.turntable").sampled
    assert sampled(made) is None
    made["maquette_model"] = "openai/shap-e"
    blender.current.devices = (device(blender, speed=1.3),)
    assert not any(text.startswith("About") for text in blender.draw("turntable").texts)
    bpy.ops.maquette.forget_latent()
    assert sampled(made) == "fast"
    assert any(text.startswith("About") for text in blender.draw("turntable").texts)


def test_a_model_larger_than_the_free_memory(blender, estimate, shap_e):
    small = device(blender, name="cuda", label="A GPU", free=1_000_000_000)
    told = "Shap-E (OpenAI) needs 1.3 GB of memory; 1.0 GB is free on A GPU."
    assert estimate.shortage(shap_e, "auto", small) == told
    assert "2.7 GB" in estimate.shortage(shap_e, "fp32", small)
    assert estimate.shortage(shap_e, "auto", device(blender, free=8_000_000_000)) == ""
    assert estimate.shortage(shap_e, "auto", device(blender)) == ""  # not known


def test_the_worker_tells_its_devices_once(blender):
    current = blender.current
    current.devices = ()
    current.wake()
    blender.wait(lambda: current.devices)
    assert [d.label for d in current.devices] == ["CPU, 2 cores"]
    assert "CPU, 2 cores: 8.0 GB free" in blender.draw("models").texts
    current.stop_worker()
    current.wake()
    assert current.connection is None and current.devices


def test_waking_without_a_backend_is_silent(blender, monkeypatch, tmp_path):
    monkeypatch.setenv("MAQUETTE_PYTHON", str(tmp_path / "missing"))
    blender.current.devices = ()
    blender.current.wake()
    assert blender.current.connection is None and blender.current.error is None


def test_the_panel_warns_of_a_long_run(blender, estimate):
    scene = bpy.context.scene.maquette
    scene.model = "openai/shap-e"
    blender.current.devices = (device(blender, free=8_000_000_000),)
    layout = type(blender.draw("models"))()
    blender.module("panels.models").draw_device(blender.view, layout)
    assert layout.texts == ["CPU, 2 cores: 8.0 GB free", "About 31 min on this CPU"]
    assert estimate.of(scene).asks
    scene.device = "cuda"  # which is not there
    assert estimate.of(scene) is None


def test_free_memory(blender):
    blender.current.stop_worker()
    assert not bpy.ops.maquette.unload.poll()
    bpy.ops.maquette.generate(prompt="a chair")
    assert bpy.ops.maquette.unload() == {"FINISHED"}
    assert blender.current.connection is None
    blender.press(prompt="a slow chair")
    assert not bpy.ops.maquette.unload.poll()


def test_an_idle_model_leaves(blender, monkeypatch):
    monkeypatch.setattr(blender.module("operators.jobs.worker_process"), "MINUTE", 0.05)
    blender.preferences.unload_after = 0
    bpy.ops.maquette.generate(prompt="a chair")
    time.sleep(0.1)
    blender.session.tick()
    assert blender.current.connection
    blender.preferences.unload_after = 10
    assert blender.session.tick() is not None and blender.current.connection  # 0.5 s are not over
    blender.wait(lambda: blender.current.connection is None)
    assert blender.session.tick() is None and blender.current.error is None
    blender.press(prompt="a slow chair")  # 2 s
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert bpy.context.object.name == "a slow chair"


def render() -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 1
    scene.render.resolution_x = scene.render.resolution_y = 16
    bpy.ops.render.render()


def test_a_render_gets_the_memory(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    blender.preferences.unload_to_render = False
    render()
    assert blender.current.connection
    blender.preferences.unload_to_render = True
    render()
    assert blender.current.connection is None


def test_a_render_does_not_end_a_job(blender):
    blender.press(prompt="a slow chair")
    render()
    assert blender.current.connection and blender.current.job
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert bpy.context.object.name == "a slow chair"


def test_half_an_hour_is_asked_about_first(blender, monkeypatch):
    find = blender.module("backend.shared.models.catalog").find
    monkeypatch.setattr(blender.module("operators.jobs.installed_models"), "installed", find)
    blender.current.devices = (device(blender),)
    blender.press(prompt="a chair", model="openai/shap-e")
    button, words = blender.asked.pop()
    assert words["message"].startswith("About 31 min on this CPU")
    assert blender.current.job is None and blender.folders() == []
    assert button.execute(bpy.context) == {"FINISHED"}
    assert blender.current.job.request.model == "openai/shap-e"
    blender.wait_for_end()


def test_a_short_run_is_not_asked_about(blender):
    blender.current.devices = (device(blender),)
    blender.press(prompt="a chair")
    assert not blender.asked and blender.current.job
    blender.wait_for_end()
