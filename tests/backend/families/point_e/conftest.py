"""Networks this small take many times as long on several cores as on one."""

import pytest


@pytest.fixture(autouse=True)
def _one_core(one_core): ...
