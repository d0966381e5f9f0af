"""What is asked for with one press of Generate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import MaquetteError
from ..files import printable
from ..setting import check, default_of, setting, settings_of
from ..texts import PROMPT_CHARACTERS, file_name, one_of, path, whole_characters
from ..typed import Range
from . import detail as details
from .choices import DEVICES, FORMATS, OUTPUTS, PRECISIONS, SAMPLERS, SYMMETRIES, THUMBNAIL
from .inputs import InitLatents, SourceImage
from .levels import Levels
from .turntable import Turntable


@dataclass(frozen=True)
class GenerationRequest:
    """One press of Generate. What people set says for itself what it is, by its help.

    image       shown instead of described; then the prompt is empty
    model       an id of the catalog, or a model folder; "": the bundled one for what is given
    sampler, steps, guidance  None: what the model recommends
    detail      None: as before there was this choice (see `detail.py`)
    seed        of the first sample; sample k has seed + k (modulo 2**64)
    resolution  samples of the signed distance a side of the cube [-1, 1]^3
    folder      the job's folder: the files are written here
    name        stem of the files, no path; sample k of several is `name-k`, counted from 1
    format      one of `FORMATS`, or one in capitals; npz is what the operator imports
    prepared_image  a PNG file to keep the image in, as the model saw it; "": it is not kept
    recording   an .rrd file for Rerun: how the samples came about, step by step; "": none is made
    mesh        whether meshes, or points, are made at all
    turntable   images of each sample, beside its mesh
    levels      of detail: that many meshes of each sample, named `name_LOD0` and so on
    init_latents  to begin from instead of noise
    latents     whether the latents are written too, each beside its mesh: `name.npy`
    thumbnail   pixels a side of an image of each mesh, written beside it; 0 for none
    """

    prompt: str = setting(
        "", "Prompt", "Describe what to make, for example: a red chair", flag=None
    )
    image: SourceImage | None = None
    text_to_image: str = setting(
        "",
        "Text-to-Image Model",
        "Draw the prompt first with this model: a folder or a Hugging Face ID. Leave"
        " empty to use the prompt directly",
        group="text",
    )
    model: str = setting(
        "",
        "Model",
        "Choose the model that makes the shape: an ID or a folder. Leave empty for"
        " the built-in model",
    )
    sampler: str | None = setting(
        None,
        "Sampler",
        "How to sample the shape",
        choices=SAMPLERS,
        recommended=True,
        group="sampling",
        of_family=True,
    )
    seed: int = setting(
        0,
        "Seed",
        "Change the seed to get a different shape",
        Range(0, 2**64 - 1),  # torch.Generator.manual_seed
    )
    samples: int = setting(
        1,
        "Samples",
        "How many objects to make side by side, with consecutive seeds",
        Range(1, 64),
        kept=False,
        slider={"soft_max": 8},
    )
    steps: int | None = setting(
        None,
        "Steps",
        "How many steps the sampler takes. More steps take longer",
        Range(1, 1024),  # the schedule's own number of training steps
        recommended=True,
        group="sampling",
        of_family=True,
        slider={"soft_max": 128},
    )
    guidance: float | None = setting(
        None,
        "Guidance",
        "How closely to follow the prompt or image. 1 turns guidance off",
        Range(0.0, 100.0),
        recommended=True,
        group="sampling",
        of_family=True,
        slider={"soft_min": 1.0, "soft_max": 30.0, "precision": 1, "step": 50},
    )
    preview_interval: int = setting(
        0,
        "Live Preview",
        "Update the preview in the viewport every N steps. 0 turns it off",
        Range(0, 1024),
        group="sampling",
        of_family=True,
        kept=False,
        flag=None,
        slider={"soft_max": 16},
    )
    keep_frames: bool = setting(
        False,
        "Keep Frames",
        "Keep the shapes of the live preview on the object, in a Growth modifier that"
        " can be animated",
        group="sampling",
        of_family=True,
        kept=False,
        flag=None,
    )
    device: str = setting(
        "auto",
        "Device",
        "Which device to compute on",
        choices=DEVICES,
        group="sampling",
        kept=False,
    )
    precision: str = setting(
        "auto",
        "Precision",
        "How precisely the model's weights are stored. 16-bit formats take half the GPU memory",
        choices=PRECISIONS,
        group="sampling",
    )
    anyway: bool = setting(
        False,
        "Guess Unknown Prompts",
        "Make something even if the model knows nothing in the prompt",
        kept=False,
    )
    detail: str | None = setting(
        None,
        "Detail",
        "How detailed the mesh is",
        choices=details.DETAILS,
        offered=details.OFFERED,
        everywhere=(details.OFFERED, details.CUSTOM),
        group="mesh",
        of_family=True,
    )
    resolution: int = setting(
        128,
        "Resolution",
        "How fine the mesh is. Twice the resolution takes eight times the memory",
        Range(8, 512),  # at 512 the field alone takes 0.5 GiB
        group="mesh",
        of_family=True,
        slider={"soft_min": 32, "soft_max": 256},
    )
    triangles: int | None = setting(
        None,
        "Triangles",
        "Reduce the mesh to this many triangles, at least 100",
        Range(100, 10_000_000),  # fewer keep no shape; more than 512^3 gives
        off="0 keeps them all",
        group="mesh",
        of_family=True,
        slider={"soft_max": 100_000, "step": 1000},
    )
    texture: int | None = setting(
        None,
        "Texture",
        "Bake the colors into a square image of this many pixels per side, at least"
        " 128. The mesh gets at most 30,000 triangles",
        Range(128, 4096),
        off="0 bakes no image",
        group="mesh",
        of_family=True,
        slider={"subtype": "PIXEL"},
    )
    loose_parts: bool = setting(
        True,
        "Loose Parts",
        "Keep pieces that are not connected to the largest one",
        group="mesh",
        of_family=True,
        flag="--largest",
        flag_help="keep only the largest connected piece",
    )
    symmetry: str = setting(
        "off",
        "Symmetry",
        "Make one half of the mesh and mirror it exactly",
        choices=SYMMETRIES,
        group="mesh",
        of_family=True,
    )
    output: str = setting(
        "auto",
        "Output",
        "What to make, if the model can make more than one thing",
        choices=OUTPUTS,
        of_family=True,
        group="object",
        flag="--as",
    )
    real_size: bool = setting(
        True,
        "Real-World Size",
        "Make the object as large as it usually is in real life. If this is off or"
        " the size is unknown, Size sets its longest side",
        group="object",
        kept=False,
        flag="--model-units",
        flag_help="keep the mesh in the model's own units, inside a box that is 2 on each side",
    )
    folder: str = "."
    name: str = "mesh"
    format: str = "npz"
    prepared_image: str = ""
    recording: str = ""
    mesh: bool = True
    turntable: Turntable | None = None
    levels: Levels = Levels()
    init_latents: InitLatents | None = None
    latents: bool = False
    thumbnail: int = 0

    @property
    def samples_anew(self) -> bool:
        """Whether prompt or image matter: not where latents are taken as they are."""
        init = self.init_latents
        return init is None or init.variations or init.retexturing

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple((self.seed + k) % 2**64 for k in range(self.samples))

    @property
    def meshing(self) -> details.Meshing:
        """What the chosen detail stands for."""
        return details.meshing(self.detail, vars(self))

    def at_level(self, level: int, first: int) -> dict[str, Any]:
        """What a request for one level of detail by itself says otherwise, where the first one has
        so many triangles."""
        if level == 0:
            return {}
        return {
            "detail": self.detail and details.CUSTOM,
            "resolution": self.meshing.resolution,
            "triangles": self.levels.triangles(level, first),
            "texture": self.meshing.texture,
        }

    @property
    def modality(self) -> str:
        """What the model gets to see: "text" or "image"."""
        return "image" if self.image or self.text_to_image else "text"

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        known = settings_of(GenerationRequest)
        for name, default in UNSET.items():
            details.check(self.detail, known[name].label, getattr(self, name), default)
        if self.init_latents:
            self.init_latents.validate()
        if self.image:
            self.image.validate()
        elif self.samples_anew and not self.prompt.strip():
            raise MaquetteError(
                "request",
                "The prompt is empty.",
                "Describe what to make, for example: a red chair.",
            )
        if self.image and self.text_to_image:
            raise MaquetteError(
                "request",
                "There is an image already, and a text-to-image model to draw one.",
                "Use only one of the two.",
            )
        if len(self.prompt) > PROMPT_CHARACTERS:
            raise MaquetteError(
                "request",
                f"The prompt has {len(self.prompt)} characters; the limit is {PROMPT_CHARACTERS}.",
                "Shorten it. Models read only a few dozen words.",
            )
        whole_characters("prompt", self.prompt)
        for name in ("text_to_image", "model", "folder", "prepared_image", "recording"):
            path(name, getattr(self, name))
        file_name("name", self.name)
        if self.thumbnail and not THUMBNAIL.lowest <= self.thumbnail <= THUMBNAIL.highest:
            raise MaquetteError(
                "request",
                f"thumbnail is {self.thumbnail}; it must be 0, or lie between {THUMBNAIL.lowest}"
                f" and {THUMBNAIL.highest}.",
            )
        one_of("format", self.format.lower(), FORMATS)
        if self.meshing.texture is not None and self.format.lower() in ("ply", "obj"):
            raise MaquetteError(
                "request",
                f"A .{self.format} file cannot contain a texture.",
                "Use .glb, or make it without a texture.",
            )
        if self.prepared_image and not (self.samples_anew and self.modality == "image"):
            raise MaquetteError(
                "request",
                "There is no prepared image to save.",
                "Give an image, or leave out the file for the prepared one.",
            )
        self.levels.validate()
        if self.recording and not self.recording.lower().endswith(".rrd"):
            raise MaquetteError(
                "request",
                f"{printable(self.recording)} is not the name of a recording.",
                "Use a name that ends in .rrd.",
            )
        if self.turntable:
            self.turntable.validate()
        elif not (self.mesh or self.recording):
            raise MaquetteError("request", "The request asks for neither a mesh nor a turntable.")


# Numbers that a detail has, as they are where nobody sets them.
UNSET = {name: default_of(GenerationRequest, name) for name in details.NUMBERS}
