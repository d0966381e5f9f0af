"""What may be asked of the worker, and what each setting is called where people set it."""

from __future__ import annotations

from dataclasses import dataclass

from .artifact import Artifact
from .errors import MaquetteError
from .setting import Choice, check, setting
from .texts import PROMPT_CHARACTERS, file_name, one_of, path, whole_characters
from .typed import Range

DEVICES = (
    Choice("auto", "Automatic", "Use the fastest device on this computer"),
    Choice("cuda", "CUDA", "Compute on an NVIDIA graphics card"),
    Choice("mps", "Metal", "Compute on the GPU of a Mac"),
    Choice("cpu", "CPU", "Compute on the CPU, which works everywhere but is slow"),
)
SAMPLERS = (
    Choice("exact", "Exact", "Use the sampler of the model's authors"),
    Choice("fast", "Fast", "Take a fraction of the time, with nearly the same quality"),
)
PRECISIONS = (
    Choice("auto", "Automatic"),
    Choice("fp32", "FP32"),
    Choice("fp16", "FP16"),
    Choice("bf16", "BF16"),
)
PREPARATION = (
    Choice("orient", "Upright", "Rotate the image the way the camera was held"),
    Choice("composite", "On White", "Replace transparency with white"),
    Choice("background", "Background", "Replace the background with white"),
    Choice("crop", "Crop", "Crop the image to the object"),
    Choice("pad", "Margin", "Make the image square, with white around the object"),
)
SYMMETRIES = (
    Choice("off", "Off", "Keep the mesh as it was generated"),
    Choice("x", "X", "Left and right: mirror the half where X is positive"),
    Choice("y", "Y", "Front and back: mirror the half where Y is positive"),
)
OUTPUTS = (
    Choice("auto", "Automatic", "Make what the model makes by default"),
    Choice("mesh", "Mesh", "Make a surface of triangles"),
    Choice("points", "Points", "Make a cloud of colored points"),
)
ALL_STEPS = tuple(step.value for step in PREPARATION)
FORMATS = ("npz", "glb", "ply", "obj")
ACTIONS = ("download", "verify", "remove")
THUMBNAIL = Range(16, 512)  # pixels a side


@dataclass(frozen=True)
class SourceImage:
    """An image to make an object of, and what is done to it before.

    file         of any format that Pillow reads
    preparation  steps of `PREPARATION`; they are taken in that order:
                 orient, as the camera was held; composite, transparency on white; background,
                 made white where nothing is transparent; crop, to the object; pad, to a square
    remover      of the background: "classical", "rembg", or the folder of a segmentation model
    margin       fraction of the square's side that stays white on each side of the object
    """

    file: Artifact
    preparation: tuple[str, ...] = setting(
        ALL_STEPS,
        "Preparation",
        "How to prepare the image before it is used",
        choices=PREPARATION,
        flag=None,
    )
    remover: str = setting(
        "classical",
        "Background Remover",
        "How to remove the background: classical, rembg (it downloads its model u2net"
        " once: 176 MB, Apache-2.0), or the folder of a segmentation model",
        group="image",
    )
    margin: float = setting(
        0.1,
        "Margin",
        "How much white to leave on each side of the object, as a fraction of the image's side",
        Range(0.0, 0.4),
        group="image",
        slider={"subtype": "FACTOR"},
    )

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if not self.file:
            raise MaquetteError("request", "No image is chosen.", "Choose an image.")
        path("image", self.file.path)
        if not self.remover.strip():
            raise MaquetteError("request", "No background remover is set.", "Use classical.")
        path("remover", self.remover)


@dataclass(frozen=True)
class Turntable:
    """Images of the object from all around it.

    file    turn.gif is an animation, turn.png a strip, turn-####.png a sequence
    frame_size  pixels a side
    frames  how many make one turn
    """

    file: str
    frame_size: int = setting(
        128,
        "Size",
        "Set the size of each image in pixels. Twice the size takes four times as long",
        Range(16, 512),
        slider={"subtype": "PIXEL"},
    )
    frames: int = setting(20, "Frames", "How many images make one full turn", Range(2, 120))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        path("turntable", self.file)
        if not self.file.lower().endswith((".gif", ".png")):
            raise MaquetteError(
                "request",
                f"The format of the turntable {self.file[-200:]!r} is not supported.",
                "Use a name that ends in .gif, .png (a strip) or -####.png (a sequence).",
            )


@dataclass(frozen=True)
class InitLatents:
    """What was made before, to begin from instead of noise.

    files     of latents: one, or two to make what lies between
    strength  how much of the sampler's way is gone again: 0 none, 1 all of it
    """

    files: tuple[Artifact, ...]
    strength: float = setting(0.0, limits=Range(0.0, 1.0))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        for file in self.files:
            path("A latent's file", file.path)
        if len(self.files) not in (1, 2):
            raise MaquetteError(
                "request",
                f"The number of latents is {len(self.files)}.",
                "Give one to start from, or two to blend.",
            )


@dataclass(frozen=True)
class GenerationRequest:
    """One press of Generate.

    prompt      what to make; 1 to 2000 characters, or none where an image says it
    image     what to make, shown
    text_to_image  a model that draws the prompt first: a folder, or an id on the hub
    model       an id of the catalogue, or a model folder; "": the bundled one for what is given
    sampler      one of `SAMPLERS`: OpenAI's sampler, or one that asks the network far less often;
                None: what the model recommends
    seed        of the first sample; sample k has seed + k (modulo 2**64)
    samples     how many objects, sampled in one batch
    steps       of the sampler; None: what the model recommends for the sampler
    guidance    classifier-free guidance scale, 1 for none; None: what the model recommends
    resolution  samples of the signed distance a side of the cube [-1, 1]^3
    triangles   how many to leave of a mesh's, 100 or more; None: as meshed
    texture     texels a side of an image with the colours; None: no image. It takes a mesh of
                at most 30 000 triangles, and one that has more gets that many
    output      "mesh", "points", or "auto": the first one of the model's family
    anyway      whether something is made of a prompt that names nothing the model knows
    loose_parts whether parts stay that lie apart from the largest one
    device      one of `DEVICES`
    precision   one of `PRECISIONS`, of the weights
    folder      the job's folder: the meshes are written here
    name        stem of the files, no path; sample k of several is `name-k`, counted from 1
    format      one of `FORMATS`, or one in capitals; npz is what the operator imports
    prepared_image  a PNG file to keep the image in, as the model saw it; "": it is not kept
    mesh        whether meshes are made at all
    turntable   images of each sample, beside the mesh
    init_latents  to begin from instead of noise
    latents     whether the latents are written too, each beside its mesh: `name.npy`
    preview_interval  a coarse mesh of the first sample is shown every so many steps; 0: never
    keep_frames whether the files of these meshes stay, for the result to name
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
    mesh: bool = True
    turntable: Turntable | None = None
    init_latents: InitLatents | None = None
    latents: bool = False
    thumbnail: int = 0

    @property
    def samples_anew(self) -> bool:
        """Whether prompt or image matter: not where latents are taken as they are."""
        return self.init_latents is None or self.init_latents.strength > 0

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple((self.seed + k) % 2**64 for k in range(self.samples))

    @property
    def modality(self) -> str:
        """What the model gets to see: "text" or "image"."""
        return "image" if self.image or self.text_to_image else "text"

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
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
        for name in ("text_to_image", "model", "folder", "prepared_image"):
            path(name, getattr(self, name))
        file_name("name", self.name)
        if self.thumbnail and not THUMBNAIL.lowest <= self.thumbnail <= THUMBNAIL.highest:
            raise MaquetteError(
                "request",
                f"thumbnail is {self.thumbnail}; it must be 0, or lie between {THUMBNAIL.lowest}"
                f" and {THUMBNAIL.highest}.",
            )
        one_of("format", self.format.lower(), FORMATS)
        if self.texture is not None and self.format.lower() in ("ply", "obj"):
            raise MaquetteError(
                "request",
                f"A .{self.format} file cannot contain a texture.",
                "Use .glb, or turn the texture off.",
            )
        if self.prepared_image and not (self.samples_anew and self.modality == "image"):
            raise MaquetteError(
                "request",
                "There is no prepared image to save.",
                "Give an image, or leave out the file for the prepared one.",
            )
        if self.turntable:
            self.turntable.validate()
        elif not self.mesh:
            raise MaquetteError("request", "The request asks for neither a mesh nor a turntable.")


@dataclass(frozen=True)
class PreparationRequest:
    """Show an image as the model will see it: written to `output`, a PNG."""

    image: SourceImage
    output: str

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        self.image.validate()
        path("output", self.output)


@dataclass(frozen=True)
class ModelRequest:
    """Do one of `ACTIONS` with a model of the catalogue."""

    action: str
    model: str

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        one_of("action", self.action, ACTIONS)
        path("model", self.model)


@dataclass(frozen=True)
class InstallationRequest:
    """Make the worker's Python environment.

    folder       where; made if it does not exist
    accelerator  which torch: "auto" asks the machine, else cuda, mps or cpu
    """

    folder: str
    accelerator: str = setting("auto", choices=DEVICES)

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if not self.folder.strip():
            raise MaquetteError("request", "No folder is given.", "Choose where to install.")
        path("folder", self.folder)
