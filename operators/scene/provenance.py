"""How an object was made: its record, kept with it (`backend/shared/record.py`), and read to make
it again.

The latent, what the sampler found, is kept too: with it another resolution takes no sampling, and
what lies near or between can be made, after saving, elsewhere, with the same model.

Exporters take custom properties along: what is kept is text, numbers, and what an object points to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import bpy

from ...backend.shared import record
from ...backend.shared.artifact import Artifact
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import Sample
from ...backend.shared.models import family
from ...backend.shared.record import ObjectForm, Record
from ...backend.shared.request import GenerationRequest, InitLatents, SourceImage
from ..jobs import history, installed_models, paths
from ..jobs.job import Job
from . import former_properties, latent

RECORD = "maquette_record"
MARK = 16  # digits of a mesh file's hash, by which its object is known
HIGHEST = 2**31 - 1  # of a whole number in a custom property
REMEDY = "Generate a new object, and use that one."


def told(
    job: Job, sample: Sample, image: bpy.types.Image | None, source: bpy.types.Object | None
) -> dict[str, object]:
    """What an object of this sample keeps, without the prefix `maquette_`: its record; prompt,
    seed and model once more, for people and scripts; which mesh file it is; its image and its
    latent. Nothing where it was not generated, but read from a file.

    source  the object that it takes the place of, or was made from
    """
    if not isinstance(job.request, GenerationRequest):
        return {}
    form = ObjectForm(job.placement.form.origin, job.placement.form.voxels)
    made = replace(job.record.of_sample(sample), parents=job.placement.parents, form=form)
    made = replace(made, request=made.request | _of_level(job, sample))
    if source is not None and (before := found(source)):
        made = _inherited(made, before, job)
    said = made.request
    seed = said["seed"]
    return {
        "record": record.encoded(made),
        "prompt": said["prompt"],
        "model": said["model"],
        "seed": seed if seed <= HIGHEST else str(seed),
        **({"mesh": mark} if (mark := mark_of(sample)) else {}),
        **_image(image, source),
        **({"latent": latent.keep(sample.latent.read_bytes())} if sample.latent else {}),
    }


def mark_of(sample: Sample) -> str:
    """By which an object tells that it was made of this sample; "" where nobody can say."""
    return sample.mesh.sha256[:MARK]


def marks(scene: bpy.types.Scene) -> set[str]:
    """Of all objects in a scene."""
    return {str(made.get("maquette_mesh", "")) for made in scene.objects}


def _of_level(job: Job, sample: Sample) -> dict[str, object]:
    """What the request would say for the sample's level of detail alone."""
    samples, levels = job.result.samples, job.request.levels.count
    number = samples.index(sample)
    level = number % levels
    return job.request.at_level(level, samples[number - level].faces)


def _inherited(made: Record, before: Record, job: Job) -> Record:
    """What the object keeps of the one before: what both were made from."""
    request = made.request | {"text_to_image": before.request.get("text_to_image", "")}
    same = job.placement.target or job.placement.levels_of
    if not (same and job.request.init_latents):
        return replace(made, request=request, image=before.image or made.image)
    # The same shape, meshed again, or with another material.
    request["seed"] = before.request.get("seed", request["seed"])
    return replace(
        made,
        request=request,
        image=before.image,
        init_latents=before.init_latents,
        parents=before.parents,
        strength=before.strength,
        retexture=made.retexture or before.retexture,
    )


def _image(
    image: bpy.types.Image | None, source: bpy.types.Object | None
) -> dict[str, bpy.types.Image]:
    image = image or (source.get("maquette_image") if source else None)
    return {"image": image} if image else {}


def ours(made: bpy.types.Object | None) -> bool:
    """Whether the object says how Maquette made it."""
    return made is not None and "maquette_model" in made


def found(made: bpy.types.Object) -> Record | None:
    """The object's record; None if it has none that can be read."""
    try:
        return of(made)
    except MaquetteError:
        return None


def of(made: bpy.types.Object) -> Record:
    """The object's record. Raises MaquetteError("request") if it has none that can be read."""
    try:
        if RECORD not in made:
            return former_properties.read(made)
        return _decoded(str(made[RECORD]))
    except (KeyError, TypeError, ValueError) as error:
        raise MaquetteError(
            "request", f"{made.name} does not say how it was made: {error}.", REMEDY
        ) from error


_decoded = lru_cache(maxsize=64)(record.decoded)  # panels ask at every draw


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
    retexture: bool = False,
    **changes: object,
) -> GenerationRequest:
    """What made this object, asked again, in a job folder of its own, beginning from the latents of
    the `sources`, if there are any, as `InitLatents` says; `changes` replace fields.

    Raises MaquetteError if the object does not say enough, its model is gone, or the changes cannot
    be asked for.
    """

    def begin(folder: Path) -> InitLatents | None:
        files = tuple(Artifact.of(unpack_latent(each, folder)) for each in sources)
        return InitLatents(files, strength, retexture) if files else None

    known = of(made)
    known = replace(known, request=known.request | {"model": str(made["maquette_model"])})
    return asked(known, device, lambda: _image_of(made), begin, **changes)


def asked(
    known: Record,
    device: str,
    image: Callable[[], bytes],
    begin: Callable[[Path], InitLatents | None],
    **changes: object,
) -> GenerationRequest:
    """What a record says, asked again, in a job folder of its own: from the image as its model saw
    it, if that one sees images, beginning from what `begin` puts into the folder; `changes` replace
    fields. Raises MaquetteError if it cannot be asked for."""
    model = installed_models.installed(str(known.request.get("model", "")))
    known = replace(known, request=family.of(model.family).fitted(known.request))
    own: dict[str, object] = {}
    shown = image() if "image" in model.inputs else b""
    with paths.job_folder() as folder:
        if shown:
            file = folder / "image.png"
            file.write_bytes(shown)
            own["image"] = SourceImage(Artifact.of(file, shown), preparation=())
        if init := begin(folder):
            own["init_latents"] = init
        own |= {"model": model.id, "device": device, "folder": str(folder), "text_to_image": ""}
        own["anyway"] = True  # whatever its prompt says, it was made
        own["real_size"] = False  # it is as large as it is
        own["thumbnail"] = history.SIDE if changes.get("mesh", True) else 0
        anew = known.asked(**own | changes)
        anew.validate()
    return anew


def is_of_points(made: bpy.types.Object) -> bool:
    """Whether it was made from points of the scene: there is no prompt and no image to sample it
    anew from. False for an object that does not say how it was made."""
    try:
        known = of(made)
    except MaquetteError:
        return False
    asked = known.strength or known.image or known.request.get("prompt")
    return bool(known.init_latents and not asked)


def check_start(made: bpy.types.Object) -> None:
    """Raise MaquetteError("request") for an object that `is_of_points`."""
    if is_of_points(made):
        raise MaquetteError(
            "request",
            f"{made.name} was made from points, not from a prompt or an image.",
            "Use Points to Mesh on those points again.",
        )


def again(
    sources: Sequence[bpy.types.Object],
    strength: float,
    device: str,
    retexture: bool = False,
    **changes: object,
) -> GenerationRequest:
    """What made the first of these objects, asked again beginning from their latents."""
    if strength > 0 or retexture:
        check_start(sources[0])
    return request(sources[0], device, sources, strength, retexture, latents=True, **changes)


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
