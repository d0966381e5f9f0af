"""Networks this small take many times as long on several cores as on one."""

import pytest
import torch


@pytest.fixture(autouse=True)
def one_core():
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(cores)
