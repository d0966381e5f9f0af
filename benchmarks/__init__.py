"""Speed and memory, beside a peer's in the same run.

goals.py        what is to be reached, and what was
meshing.py      from a latent to a mesh
thin.py         shapes whose surfaces are easily lost, and full-size latents that draw them
prior.py        one call of the prior, and what each of its quickenings gives
mini.py         a prompt to a mesh with maquette-mini
batch.py        lists of objects: their rate, and what kills leave
cold_start.py   from the command to the first mesh
detail.py       how light a mesh can be, and stay what it was
light.py        by other libraries, and by Blender
omages.py       an object to its omage and back
full_size.py    networks of Shap-E's own size
main_thread.py  what Blender's window waits for
in_blender.py   and its part inside Blender
"""

from __future__ import annotations

import os

SLEEPING = "OMP_WAIT_POLICY"
PEER = "MAQUETTE_BESIDE"  # set for a process that measures the other one


def environment(who: str) -> dict[str, str]:
    """For a process that measures "maquette" or "diffusers": the worker's threads sleep while they
    wait (backend/compute/device.py says why), which is not diffusers' choice, and costs time."""
    others = {name: value for name, value in os.environ.items() if name != SLEEPING}
    return others | ({PEER: who} if who == "diffusers" else {SLEEPING: "PASSIVE"})


if PEER not in os.environ:  # and for this process, before torch is loaded
    os.environ.setdefault(SLEEPING, "PASSIVE")
