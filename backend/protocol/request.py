"""What may be asked of the worker."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import MaquetteError
from .limits import (
    ACTIONS,
    DEVICES,
    FORMATS,
    PRECISIONS,
    PREPARATION,
    PRESETS,
    PROMPT_CHARACTERS,
    file_name,
    one_of,
    path,
    typed,
    whole_characters,
    within,
)


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
    preparation: tuple[str, ...] = PREPARATION
    remover: str = "classical"
    margin: float = 0.1

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        typed(self)
        if not self.file.strip():
            raise MaquetteError("request", "No picture is chosen.", "Choose a picture.")
        path("picture", self.file)
        for step in self.preparation:
            one_of("A step of preparation", step, PREPARATION)
        if not self.remover.strip():
            raise MaquetteError("request", "No background remover is named.", "Take: classical.")
        path("remover", self.remover)
        within("margin", self.margin, fraction=True)


@dataclass(frozen=True)
class Turntable:
    """Pictures of the object from all around it.

    file    turn.gif is an animation, turn.png a strip, turn-####.png a sequence
    size    pixels a side
    frames  how many make one turn
    """

    file: str
    size: int = 128
    frames: int = 20

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        typed(self)
        path("turntable", self.file)
        if not self.file.lower().endswith((".gif", ".png")):
            raise MaquetteError(
                "request",
                f"The format of the turntable {self.file[-200:]!r} is not known.",
                "Let its name end with .gif, .png (a strip) or -####.png (a sequence).",
            )
        within("size", self.size)
        within("frames", self.frames)


@dataclass(frozen=True)
class Start:
    """What was made before, to begin from instead of noise.

    files     of latents: one, or two to make what lies between
    strength  how much of the sampler's way is gone again: 0 none, 1 all of it
    """

    files: tuple[str, ...]
    strength: float = 0.0

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        typed(self)
        for file in self.files:
            path("A latent's file", file)
        if len(self.files) not in (1, 2):
            raise MaquetteError(
                "request",
                f"{len(self.files)} latents are given.",
                "Give one to take up, or two to blend.",
            )
        within("strength", self.strength, fraction=True)


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

    prompt: str = ""
    picture: Picture | None = None
    drawer: str = ""
    model: str = ""
    preset: str | None = None
    seed: int = 0
    samples: int = 1
    steps: int | None = None
    guidance: float | None = None
    resolution: int = 128
    triangles: int | None = None
    anyway: bool = False
    loose: bool = True
    texture: int | None = None
    device: str = "auto"
    precision: str = "auto"
    folder: str = "."
    name: str = "mesh"
    format: str = "npz"
    prepared: str = ""
    mesh: bool = True
    turntable: Turntable | None = None
    start: Start | None = None
    latents: bool = False
    thumbnail: int = 0
    ghost: int = 0
    keep_frames: bool = False

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
        typed(self)
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
        if self.thumbnail:
            within("thumbnail", self.thumbnail)
        for name in ("seed", "samples", "resolution", "ghost"):
            within(name, getattr(self, name))
        for name in ("steps", "triangles", "texture"):
            if getattr(self, name) is not None:
                within(name, getattr(self, name))
        if self.guidance is not None:
            within("guidance", self.guidance, fraction=True)
        if self.preset is not None:
            one_of("preset", self.preset, PRESETS)
        one_of("device", self.device, DEVICES)
        one_of("precision", self.precision, PRECISIONS)
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
        typed(self)
        self.picture.validate()
        path("output", self.output)


@dataclass(frozen=True)
class ModelRequest:
    """Do one of `ACTIONS` with a model of the catalogue."""

    action: str
    model: str

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        typed(self)
        one_of("action", self.action, ACTIONS)
        path("model", self.model)


@dataclass(frozen=True)
class InstallationRequest:
    """Make the worker's Python environment.

    folder       where; made if it does not exist
    accelerator  which torch: "auto" asks the machine, else cuda, mps or cpu
    """

    folder: str
    accelerator: str = "auto"

    def validate(self) -> None:
        """Raise MaquetteError("request") for the first value outside its limits."""
        typed(self)
        if not self.folder.strip():
            raise MaquetteError("request", "No folder is named.", "Choose where to install.")
        path("folder", self.folder)
        one_of("accelerator", self.accelerator, DEVICES)
