"""The n-th operation on a file fails: one sentence, nothing half done, and the next
run goes on."""

from __future__ import annotations

import errno
import hashlib
import itertools
import shutil

import pytest

from backend.compute.progress import Tracker
from backend.provisioning import hub as hubs
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog, hub_cache
from tests import faults

TEXT = "openai/shap-e"
CODES = itertools.cycle((errno.ENOSPC, errno.EIO, errno.EACCES))


def is_whole(blob) -> bool:
    content = blob.read_bytes()
    git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    return blob.name in (git, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(("name", "step"), [(TEXT, 4), ("openai/point-e", 13)])
def test_a_download_of_which_anything_fails(ask, cache, server, name, step):
    seen = set()
    for n in itertools.count(1, step):  # not every one: each takes half a second
        with faults.fail(n, next(CODES), cache) as fault:
            try:
                ask("download", name)
            except MaquetteError as error:
                assert error.code == "file" and error.remedy, error
                assert "\n" not in str(error) and str(cache) in str(error)
        if not fault.struck:
            break
        seen.add(fault.struck.partition(" ")[0])
        for blob in cache.rglob("blobs/*"):
            assert blob.suffix == ".incomplete" or is_whole(blob), (n, fault.struck)
        assert not list(cache.rglob(".maquette-*")), (n, fault.struck)
        if n % 7 == 1:  # the next run goes on from there
            ask("download", name)
        shutil.rmtree(cache, ignore_errors=True)
    assert {"open", "write"} <= seen
    assert step > 4 or {"mkdir", "symlink", "replace"} <= seen
    assert hub_cache.state(catalog.find(name)) == "ready"
    assert hubs.verify(catalog.find(name), Tracker())
