"""What may be asked of the worker, and what each setting is called where people set it."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import MaquetteError
from .setting import Choice, check, setting
from .texts import PROMPT_CHARACTERS, file_name, one_of, path, whole_characters
from .typed import Range

DEVICES = (
    Choice("auto", "Automatic", "The fastest one this machine has"),
    Choice("cuda", "CUDA", "An NVIDIA graphics card"),
    Choice("mps", "Metal", "The graphics of an Apple computer"),
    Choice("cpu", "CPU", "Works everywhere, slowly"),
)
PRESETS = (
    Choice("exact", "Exact", "As the model's makers do it"),
    Choice("fast", "Fast", "In a fraction of the time, nearly as good"),
)
PRECISIONS = (
    Choice("auto", "Automatic"),
    Choice("fp32", "FP32"),
    Choice("fp16", "FP16"),
    Choice("bf16", "BF16"),
)
PREPARATION = (
    Choice("orient", "Upright", "Turn it as the camera was held"),
    Choice("composite", "On White", "Put what is transparent on white"),
    Choice("background", "Background", "Make the background white"),
    Choice("crop", "Crop", "Cut off what is not the object"),
    Choice("pad", "Margin", "Make it square, with white around the object"),
)
SYMMETRIES = (
    Choice("off", "Off", "The mesh is as it was sampled"),
    Choice("x", "X", "Left and right: the half at X above 0 is mirrored"),
    Choice("y", "Y", "Front and back: the half at Y above 0 is mirrored"),
)
ALL_STEPS = tuple(step.value for step in PREPARATION)
FORMATS = ("npz", "glb", "ply", "obj")
ACTIONS = ("download", "verify", "remove")
THUMBNAIL = Range(16, 512)  # pixels a side


@dataclass(frozen=True)
class Picture:
    """A picture to make an object of, and what is done to it before.

    file         of any format that Pillow reads
    preparation  steps of `PREPARATION`; they are taken in that order:
                 orient, as the camera was held; composite, transparency on white; background,
                 made white where nothing is transparent; crop, to the object; pad, to a square
    remover      of the background: "classical", "rembg", or the folder of a segmentation model
    margin       fraction of the square's side that stays white on each side of the object
    """

    file: str
    preparation: tuple[str, ...] = setting(
        ALL_STEPS,
        "Preparation",
        "What is done to the picture before it is used",
        choices=PREPARATION,
        flag=None,
    )
    remover: str = setting(
        "classical",
        "Remover",
        "Of the background: classical, rembg (which downloads its model u2net once: 176 MB,"
        " Apache-2.0), or the folder of a segmentation model",
        group="image",
    )
    margin: float = setting(
        0.1,
        "Margin",
        "White on each side of the object, as a part of the picture's side",
        Range(0.0, 0.4),
        group="image",
        slider={"subtype": "FACTOR"},
    )

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if not self.file.strip():
            raise MaquetteError("request", "No picture is chosen.", "Choose a picture.")
        path("picture", self.file)
        if not self.remover.strip():
            raise MaquetteError("request", "No background remover is named.", "Take: classical.")
        path("remover", self.remover)


@dataclass(frozen=True)
class Turntable:
    """Pictures of the object from all around it.

    file    turn.gif is an animation, turn.png a strip, turn-####.png a sequence
    size    pixels a side
    frames  how many make one turn
    """

    file: str
    size: int = setting(
        128,
        "Size",
        "Of each picture, in pixels; twice as much takes four times as long",
        Range(16, 512),
        flag="--frame-size",
        slider={"subtype": "PIXEL"},
    )
    frames: int = setting(20, "Frames", "How many make one turn", Range(2, 120))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        path("turntable", self.file)
        if not self.file.lower().endswith((".gif", ".png")):
            raise MaquetteError(
                "request",
                f"The format of the turntable {self.file[-200:]!r} is not known.",
                "Let its name end with .gif, .png (a strip) or -####.png (a sequence).",
            )


@dataclass(frozen=True)
class Start:
    """What was made before, to begin from instead of noise.

    files     of latents: one, or two to make what lies between
    strength  how much of the sampler's way is gone again: 0 none, 1 all of it
    """

    files: tuple[str, ...]
    strength: float = setting(0.0, limits=Range(0.0, 1.0))

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        for file in self.files:
            path("A latent's file", file)
        if len(self.files) not in (1, 2):
            raise MaquetteError(
                "request",
                f"{len(self.files)} latents are given.",
                "Give one to take up, or two to blend.",
            )


@dataclass(frozen=True)
class GenerationRequest:
    """One press of Generate.

    prompt      what to make; 1 to 2000 characters, or none where a picture says it
    picture     what to make, shown
    drawer      a text-to-image model that draws the prompt first: a folder, or an id on the hub
    model       an id of the catalogue, or a model folder; "": the bundled one for what is given
    preset      one of `PRESETS`: OpenAI's sampler, or one that asks the network far less often;
                None: what the model recommends
    seed        of the first sample; sample k has seed + k (modulo 2**64)
    samples     how many objects, sampled in one batch
    steps       of the sampler; None: what the model recommends for the preset
    guidance    classifier-free guidance scale, 1 for none; None: what the model recommends
    resolution  samples of the signed distance a side of the cube [-1, 1]^3
    triangles   how many to leave of a mesh's, 100 or more; None: as meshed
    texture     texels a side of an image with the colours; None: no image. It takes a mesh of
                at most 30 000 triangles, and one that has more gets that many
    anyway      whether something is made of a prompt that names nothing the model knows
    loose       whether parts stay that lie apart from the largest one
    device      one of `DEVICES`
    precision   one of `PRECISIONS`, of the weights
    folder      the job's folder: the meshes are written here
    name        stem of the files, no path; sample k of several is `name-k`, counted from 1
    format      one of `FORMATS`, or one in capitals; npz is what the operator imports
    prepared    a PNG file to keep the picture in, as the model saw it; "": it is not kept
    mesh        whether meshes are made at all
    turntable   pictures of each sample, beside the mesh
    start       latents to begin from
    latents     whether the latents are written too, each beside its mesh: `name.npy`
    ghost       a coarse mesh of the first sample is shown every so many steps; 0 for never
    keep_frames whether the files of these meshes stay, for the result to name
    thumbnail   pixels a side of a picture of each mesh, written beside it; 0 for none
    """

    prompt: str = setting("", "Prompt", "What to make, for example: a red chair", flag=None)
    picture: Picture | None = None
    drawer: str = setting(
        "",
        "Drawer",
        "A text-to-image model that draws the prompt first: a folder, or an id of the Hugging Face"
        " hub. Empty: the prompt goes to the model itself",
        group="text",
    )
    model: str = setting(
        "",
        "Model",
        "What makes the shape: an id, or a model folder. Empty: the one in the box",
    )
    preset: str | None = setting(
        None,
        "Sampler",
        "How to search for the shape",
        choices=PRESETS,
        recommended=True,
        group="sampling",
    )
    seed: int = setting(
        0,
        "Seed",
        "Another seed, another shape",
        Range(0, 2**64 - 1),  # torch.Generator.manual_seed
    )
    samples: int = setting(
        1,
        "Samples",
        "How many objects to make, side by side, with seeds that count up",
        Range(1, 64),
        kept=False,
        slider={"soft_max": 8},
    )
    steps: int | None = setting(
        None,
        "Steps",
        "Of the sampler; more take longer",
        Range(1, 1024),  # the schedule's own number of training steps
        recommended=True,
        group="sampling",
        slider={"soft_max": 128},
    )
    guidance: float | None = setting(
        None,
        "Guidance",
        "How closely to follow what is said or shown; 1 is no guidance",
        Range(0.0, 100.0),
        recommended=True,
        group="sampling",
        slider={"soft_min": 1.0, "soft_max": 30.0, "precision": 1, "step": 50},
    )
    ghost: int = setting(
        0,
        "Preview Every",
        "Every how many steps the views show the shape as it is so far; 0: never",
        Range(0, 1024),
        group="sampling",
        kept=False,
        flag=None,
        slider={"soft_max": 16},
    )
    keep_frames: bool = setting(
        False,
        "Keep Frames",
        "What Preview Every shows stays: a modifier of the object goes through it",
        group="sampling",
        kept=False,
        flag=None,
    )
    device: str = setting(
        "auto", "Device", "Where to compute", choices=DEVICES, group="sampling", kept=False
    )
    precision: str = setting(
        "auto",
        "Precision",
        "Of the weights: halves take half the memory of a graphics card",
        choices=PRECISIONS,
        group="sampling",
    )
    anyway: bool = setting(
        False,
        "Guess Unknown Prompts",
        "Make something even if the model knows nothing that the prompt names",
        kept=False,
    )
    resolution: int = setting(
        128,
        "Resolution",
        "Fineness of the mesh; twice as much takes eight times the memory",
        Range(8, 512),  # at 512 the field alone takes 0.5 GiB
        group="mesh",
        slider={"soft_min": 32, "soft_max": 256},
    )
    triangles: int | None = setting(
        None,
        "Triangles",
        "How many to leave, 100 or more",
        Range(100, 10_000_000),  # fewer keep no shape; more than 512^3 gives
        off="0 leaves all that were meshed",
        group="mesh",
        slider={"soft_max": 100_000, "step": 1000},
    )
    texture: int | None = setting(
        None,
        "Texture",
        "Bake the colours into an image with so many pixels a side, 128 or more, for a mesh of"
        " 30,000 triangles at most",
        Range(128, 4096),
        off="0 bakes none",
        group="mesh",
        slider={"subtype": "PIXEL"},
    )
    loose: bool = setting(
        True,
        "Loose Parts",
        "Keep parts that lie apart from the largest one",
        group="mesh",
        flag="--largest",
        flag_help="leave out all parts but one",
    )
    symmetry: str = setting(
        "off",
        "Symmetry",
        "Make one half of the mesh and mirror it, exactly",
        choices=SYMMETRIES,
        group="mesh",
    )
    real_size: bool = setting(
        True,
        "Real-World Size",
        "Make the object as large as such a thing usually is. Otherwise, or where that is not"
        " known, its longest side is Size",
        group="object",
        kept=False,
        flag="--model-units",
        flag_help="leave the mesh in the model's units: the box that it knows is 2 on each side",
    )
    folder: str = "."
    name: str = "mesh"
    format: str = "npz"
    prepared: str = ""
    mesh: bool = True
    turntable: Turntable | None = None
    start: Start | None = None
    latents: bool = False
    thumbnail: int = 0

    @property
    def samples_anew(self) -> bool:
        """Whether prompt or picture matter: not where latents are taken as they are."""
        return self.start is None or self.start.strength > 0

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple((self.seed + k) % 2**64 for k in range(self.samples))

    @property
    def gives(self) -> str:
        """What the model gets to see: "text" or "image"."""
        return "image" if self.picture or self.drawer else "text"

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        if self.start:
            self.start.validate()
        if self.picture:
            self.picture.validate()
        elif self.samples_anew and not self.prompt.strip():
            raise MaquetteError(
                "request", "The prompt is empty.", "Type what to make: a red chair."
            )
        if self.picture and self.drawer:
            raise MaquetteError(
                "request", "A picture is given and one is to be drawn.", "Leave one of them out."
            )
        if len(self.prompt) > PROMPT_CHARACTERS:
            raise MaquetteError(
                "request",
                f"The prompt has {len(self.prompt)} characters; {PROMPT_CHARACTERS} are the most.",
                "Say it shorter: models read a few dozen words.",
            )
        whole_characters("prompt", self.prompt)
        for name in ("drawer", "model", "folder", "prepared"):
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
                "request", f"A .{self.format} file holds no texture.", "Take .glb, or none."
            )
        if self.prepared and not (self.samples_anew and self.gives == "image"):
            raise MaquetteError(
                "request",
                "There is no picture that could be kept.",
                "Give a picture, or leave the file of the prepared one out.",
            )
        if self.turntable:
            self.turntable.validate()
        elif not self.mesh:
            raise MaquetteError("request", "Neither a mesh nor a turntable is asked for.")


@dataclass(frozen=True)
class PreparationRequest:
    """Show a picture as the model will see it: written to `output`, a PNG."""

    picture: Picture
    output: str

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        check(self)
        self.picture.validate()
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
            raise MaquetteError("request", "No folder is named.", "Choose where to install.")
        path("folder", self.folder)
