"""Which tests are slow: those that load torch's larger parts, models or pip, by file or folder.

`make test-fast` leaves them out; `make test` runs all.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
SLOW = (
    "backend/families",
    "backend/models",
    "backend/provisioning/test_installation.py",
    "backend/pipeline/test_comparison.py",
    "backend/pipeline/test_generator.py",
    "backend/pipeline/test_postprocessing.py",
    "backend/pipeline/test_recording.py",
    "backend/provisioning/test_bundle.py",
    "backend/serve/test_worker.py",
    "backend/test_anomalies.py",
    "backend/test_main.py",
    "training",
)


def is_slow(path: Path) -> bool:
    return HERE in path.parents and path.relative_to(HERE).as_posix().startswith(SLOW)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where they are left out, they are not even imported: most bring torch's larger parts."""
    return True if config.option.markexpr == "not slow" and is_slow(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if is_slow(item.path):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def one_core():
    """Small networks take many times as long on several cores as on one."""
    import torch  # which Blender's Python lacks

    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(cores)


@pytest.fixture(scope="session")
def bank():
    """True shapes to compare with: fewer than the figures in the docs are measured with."""
    from training.evaluate import Bank  # and torch, which Blender's Python lacks

    return Bank.make(draws=40)
