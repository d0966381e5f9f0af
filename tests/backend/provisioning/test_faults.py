"""The n-th operation on a file fails: one sentence, nothing half done, and the next
run goes on."""

from __future__ import annotations

import errno
import hashlib
import itertools
import shutil

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


def test_a_download_of_which_anything_fails(ask, cache):
    seen = set()
    for n in itertools.count(1, 4):  # every fourth: each takes half a second
        with faults.fail(n, next(CODES), cache) as fault:
            try:
                ask("download")
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
            ask("download")
        shutil.rmtree(cache, ignore_errors=True)
    assert {"open", "write", "mkdir", "symlink", "replace"} <= seen
    assert hub_cache.state(catalog.find(TEXT)) == "ready"
    assert hubs.verify(catalog.find(TEXT), Tracker())
