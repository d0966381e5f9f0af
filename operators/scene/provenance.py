"""How an object was made: kept with it as custom properties, and read to make it again.

The latent, what the sampler found, is kept too: with it another resolution takes no sampling, and
what lies near or between can be made, after saving, elsewhere, with the same model.

Exporters take custom properties along: what is kept is text, numbers, what an object points to, and
groups of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy

from ...backend.shared.artifact import Artifact
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import Sample, version
from ...backend.shared.request import GenerationRequest, InitLatents, SourceImage
from ...backend.shared.setting import default_of, plain, settings_of
from ..jobs import history, installed_models, paths
from ..jobs.job import Job
from . import latent

HIGHEST = 2**31 - 1  # of a whole number in a custom property
KEPT = [name for name, it in settings_of(GenerationRequest).items() if it.label and it.kept]
USED = [name for name in KEPT if settings_of(GenerationRequest)[name].recommended]
ALWAYS = ("prompt", "seed", "steps", "guidance", "resolution")  # objects of every version say these
BEFORE = {"sampler": "exact"}  # what objects had that do not say
REMEDY = "Generate a new object, and use that one."


def told(job: Job, sample: Sample, image: bpy.types.Image | None) -> dict[str, object]:
    """What an object of this sample keeps, without the prefix `maquette_`."""
    seed, shown, parents = sample.seed, job.request.image, job.placement.parents
    asked = {name: getattr(job.request, name) for name in KEPT}
    return {
        **{name: 0 if value is None else value for name, value in asked.items()},
        **{name: getattr(job.result, name) for name in USED},
        "model": job.result.model or job.request.model,
        "seed": seed if seed <= HIGHEST else str(seed),
        **({"image": image} if image else {}),
        **({"preparation": ", ".join(shown.preparation)} if shown else {}),
        "watertight": sample.watertight,
        "origin": job.placement.form.origin,
        "voxels": job.placement.form.voxels,
        "version": version(),
        **({"parents": parents, "strength": job.request.init_latents.strength} if parents else {}),
        **({"latent": latent.keep(sample.latent.read_bytes())} if sample.latent else {}),
    }


def inherited(source: bpy.types.Object, job: Job) -> dict[str, object]:
    """What an object keeps of the one that it takes the place of, or was made from."""
    names = ["image", "preparation", "text_to_image"]
    if job.placement.target and job.request.init_latents:  # the same shape, meshed again
        names += ["seed", "parents", "strength"]
    return {name: source[f"maquette_{name}"] for name in names if f"maquette_{name}" in source}


def ours(made: bpy.types.Object | None) -> bool:
    """Whether the object says how Maquette made it."""
    return made is not None and "maquette_model" in made


def why_not_ours(made: bpy.types.Object | None) -> str:
    """The sentence for an object that Maquette did not make; empty for one that it made."""
    return "" if ours(made) else "The active object was not made by Maquette"


def unpack_latent(made: bpy.types.Object, folder: Path) -> str:
    """The object's latent as a file in `folder`. Raises MaquetteError if there is none that can be
    read, OSError if the folder cannot be written."""
    file = folder / f"{made.session_uid}.npy"
    file.write_bytes(latent.read(made))
    return str(file)


def request(
    made: bpy.types.Object,
    device: str,
    sources: Sequence[bpy.types.Object] = (),
    strength: float = 0.0,
    **changes: object,
) -> GenerationRequest:
    """What made this object, asked again, in a job folder of its own, beginning from the latents of
    the `sources`, if there are any; `changes` replace fields.

    Raises MaquetteError if the object does not say enough, or if its model is gone.
    """
    model = installed_models.installed(str(made["maquette_model"]))
    try:
        asked = {name: _read(made, name) for name in KEPT}
    except (KeyError, TypeError, ValueError) as error:
        raise MaquetteError(
            "request", f"{made.name} does not say how it was made: {error}.", REMEDY
        ) from error
    shown = _image_of(made) if "image" in model.inputs else b""
    with paths.job_folder() as folder:
        if shown:
            file = folder / "image.png"
            file.write_bytes(shown)
            asked["image"] = SourceImage(Artifact.of(file, shown), preparation=())
        if sources:
            files = tuple(Artifact.of(unpack_latent(each, folder)) for each in sources)
            asked["init_latents"] = InitLatents(files, strength)
    asked |= {"model": model.id, "device": device, "folder": str(folder), "text_to_image": ""}
    asked["anyway"] = True  # whatever its prompt says, it was made
    asked["real_size"] = False  # it is as large as it is
    asked["thumbnail"] = history.SIDE if changes.get("mesh", True) else 0
    return GenerationRequest(**asked | changes)


def again(
    sources: Sequence[bpy.types.Object], strength: float, device: str, **changes: object
) -> GenerationRequest:
    """What made the first of these objects, asked again beginning from their latents."""
    return request(sources[0], device, sources, strength, latents=True, **changes)


def _read(made: bpy.types.Object, name: str) -> Any:
    """What an object says of one setting. Raises KeyError, TypeError or ValueError."""
    known, kind = settings_of(GenerationRequest)[name], plain(GenerationRequest, name)
    key = f"maquette_{name}"
    if key not in made and name not in ALWAYS:
        return BEFORE.get(name, default_of(GenerationRequest, name))
    return known.meant(kind(made[key]))


def _image_of(made: bpy.types.Object) -> bytes:
    """The prepared image that an object was made of, as a file."""
    image = made.get("maquette_image")
    try:
        if image.packed_file:
            return image.packed_file.data
        return Path(bpy.path.abspath(image.filepath)).read_bytes()
    except (AttributeError, OSError) as error:
        raise MaquetteError(
            "request", f"The image that {made.name} was made from is gone.", REMEDY
        ) from error
