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
    "backend/provisioning/test_bundle.py",
    "backend/serve/test_worker.py",
    "backend/test_anomalies.py",
    "backend/test_main.py",
    "training",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and item.path.relative_to(HERE).as_posix().startswith(SLOW):
            item.add_marker(pytest.mark.slow)
