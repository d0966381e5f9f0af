"""Everything the user can set: one list of properties for the panel and the operator.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..backend.protocol import catalogue
from ..backend.protocol.catalogue import Model
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.limits import LIMITS, PRECISIONS, PREPARATION
from . import voxel_remesh
from .fitting import FITS, FRONTS

DEFAULT = catalogue.default("text")
SEEDS = 2**31 - 1  # the highest a Blender property holds
DEVICES = (
    ("auto", "Automatic", "The fastest one this machine has"),
    ("cuda", "CUDA", "An NVIDIA graphics card"),
    ("mps", "Metal", "The graphics of an Apple computer"),
    ("cpu", "CPU", "Works everywhere, slowly"),
)
PRESETS = (
    ("exact", "Exact", "As the model's makers do it"),
    ("fast", "Fast", "In a fraction of the time, nearly as good"),
)
STARTS = (
    ("PROMPT", "Prompt", "Say what to make"),
    ("PICTURE", "Picture", "Show what to make"),
)
PLACES = (
    ("CURSOR", "At Cursor", "New objects at the 3D cursor"),
    ("SELECTION", "Into Selection", "Each selected object gets a mesh of its own, in its box"),
    ("SHEET", "To Choose", "Small pictures to choose from; nothing is imported before"),
)
DIFFERENCES = (
    ("SEED", "Seed", "Other shapes of the same prompt"),
    ("GUIDANCE", "Guidance", "The same seed, followed more and more closely"),
)
SOURCES = (
    ("FILE", "File", "A picture on the disk", "FILE_IMAGE", 0),
    ("IMAGE", "Image", "An image of this file: loaded, painted or rendered", "IMAGE_DATA", 1),
    ("VIEWPORT", "Viewport", "What the 3D viewport shows", "VIEW3D", 2),
    ("CAMERA", "Camera", "What the active camera sees", "CAMERA_DATA", 3),
    ("CLIPBOARD", "Clipboard", "The picture that was copied last", "PASTEDOWN", 4),
)
SHADINGS = (
    ("FLAT", "Flat", "Every face for itself"),
    ("SMOOTH", "Smooth", "Round everywhere"),
    ("AUTO", "Auto Smooth", "Round, but for edges where faces meet at more than 30\u00b0"),
)
ORIGINS = (
    ("BASE", "Base", "The middle of its underside: it stands there"),
    ("CENTER", "Center", "The middle of its bounding box"),
    ("MASS", "Center of Mass", "Of its volume"),
)
STEPS = {
    "orient": ("Upright", "Turn it as the camera was held"),
    "composite": ("On White", "Put what is transparent on white"),
    "background": ("Background", "Make the background white"),
    "crop": ("Crop", "Cut off what is not the object"),
    "pad": ("Margin", "Make it square, with white around the object"),
}
# Since 4.5 Blender warns of a script's "//" unless a property says that it may stand there.
OURS = {"translation_context": "Maquette"}  # where Blender's own word would mean something else
BESIDE = {"options": {"PATH_SUPPORTS_BLEND_RELATIVE"}} if bpy.app.version >= (4, 5) else {}


def _whole(name: str) -> dict[str, int]:
    lowest, highest = LIMITS[name]
    return {"min": int(lowest), "max": min(int(highest), SEEDS)}


class Settings:
    """The properties of one press of Generate. In a script, steps and guidance that are not given
    are the ones that the model recommends."""

    prompt: StringProperty(name="Prompt", description="What to make, for example: a red chair")
    start: EnumProperty(name="Start From", description="What says what to make", items=STARTS)
    source: EnumProperty(name="Source", description="Where the picture comes from", items=SOURCES)
    picture: StringProperty(
        name="Picture",
        description="A file with a picture of one object",
        subtype="FILE_PATH",
        **BESIDE,
    )
    image: StringProperty(name="Image", description="The name of an image of this file")
    preparation: EnumProperty(
        name="Preparation",
        description="What is done to the picture before it is used",
        items=[(step, *STEPS[step], 1 << k) for k, step in enumerate(PREPARATION)],
        options={"ENUM_FLAG"},
        default=set(PREPARATION),
    )
    remover: StringProperty(
        name="Remover",
        description="Of the background: classical, rembg (which downloads its model u2net once:"
        " 176 MB, Apache-2.0), or the folder of a segmentation model",
        default="classical",
    )
    margin: FloatProperty(
        name="Margin",
        description="White on each side of the object, as a part of the picture's side",
        default=0.1,
        min=LIMITS["margin"].lowest,
        max=LIMITS["margin"].highest,
        subtype="FACTOR",
    )
    drawer: StringProperty(
        name="Drawer",
        description="A text-to-image model that draws the prompt first: a folder, or an id of the"
        " Hugging Face hub. Empty: the prompt goes to the model itself",
    )
    model: StringProperty(
        name="Model",
        description="What makes the shape: an id, or a model folder. Empty: the one in the box",
    )
    preset: EnumProperty(
        name="Sampler",
        description="How to search for the shape",
        items=PRESETS,
        default=DEFAULT.preset,
        **OURS,
    )
    seed: IntProperty(
        name="Seed", description="Another seed, another shape", default=0, **_whole("seed")
    )
    samples: IntProperty(
        name="Samples",
        description="How many objects to make, side by side, with seeds that count up",
        default=1,
        soft_max=8,
        **_whole("samples"),
        **OURS,
    )
    steps: IntProperty(
        name="Steps",
        description="Of the sampler; more take longer",
        default=DEFAULT.recommended_steps(),
        soft_max=128,
        **_whole("steps"),
    )
    guidance: FloatProperty(
        name="Guidance",
        description="How closely to follow what is said or shown; 1 is no guidance",
        default=DEFAULT.guidance,
        min=LIMITS["guidance"].lowest,
        max=LIMITS["guidance"].highest,
        soft_min=1.0,
        soft_max=30.0,
        precision=1,
        step=50,
    )
    resolution: IntProperty(
        name="Resolution",
        description="Fineness of the mesh; twice as much takes eight times the memory",
        default=128,
        soft_min=32,
        soft_max=256,
        **_whole("resolution"),
    )
    place: EnumProperty(name="Place", description="Where it is put", items=PLACES)
    differ: EnumProperty(
        name="Differ by",
        description="What tells the samples to choose from apart",
        items=DIFFERENCES,
    )
    fit: EnumProperty(
        name="Fit", description="How it fills the box of a selected object", items=FITS
    )
    front: EnumProperty(
        name="Front", description="The side of the box that its front looks to", items=FRONTS
    )
    names: BoolProperty(
        name="Names as Prompts", description="Each object's name says what it becomes"
    )
    triangles: IntProperty(
        name="Triangles",
        description="How many to leave, 100 or more; 0 leaves all that were meshed",
        default=0,
        min=0,
        max=int(LIMITS["triangles"].highest),
        soft_max=100_000,
        step=1000,
        **OURS,
    )
    texture: IntProperty(
        name="Texture",
        description="Bake the colours into an image with so many pixels a side, 128 or more, for a"
        " mesh of 30,000 triangles at most. 0 bakes none",
        default=0,
        min=0,
        max=int(LIMITS["texture"].highest),
        subtype="PIXEL",
    )
    voxels: IntProperty(
        name="Voxel Remesh",
        description="Make the mesh anew of quads, by so many voxels along its longest side, 16 or"
        " more; 0: as it was meshed. Blender waits for it, at 256 for seconds",
        default=0,
        min=0,
        max=voxel_remesh.MOST,
    )
    anyway: BoolProperty(
        name="Guess Unknown Prompts",
        description="Make something even if the model knows nothing that the prompt names",
    )
    loose: BoolProperty(
        name="Loose Parts",
        description="Keep parts that lie apart from the largest one",
        default=True,
    )
    ghost: IntProperty(
        name="Preview Every",
        description="Every how many steps the views show the shape as it is so far; 0: never",
        default=0,
        soft_max=16,
        **_whole("ghost"),
    )
    keep_frames: BoolProperty(
        name="Keep Frames",
        description="What Preview Every shows stays: a modifier of the object goes through it",
    )
    device: EnumProperty(name="Device", description="Where to compute", items=DEVICES, **OURS)
    precision: EnumProperty(
        name="Precision",
        description="Of the weights: halves take half the memory of a graphics card",
        items=[(name, name.upper() if name != "auto" else "Automatic", "") for name in PRECISIONS],
    )
    size: FloatProperty(
        name="Size",
        description="Length of the longest side",
        subtype="DISTANCE",
        unit="LENGTH",
        default=2.0,
        min=0.001,
        max=10_000.0,
        soft_min=0.1,
        soft_max=10.0,
    )
    shading: EnumProperty(
        name="Shading", description="How faces meet", items=SHADINGS, default="SMOOTH"
    )
    origin: EnumProperty(
        name="Origin", description="What of the mesh is at the 3D cursor", items=ORIGINS
    )


NAMES = tuple(Settings.__annotations__)


def gives(settings: Settings) -> str:
    """What the model gets to see: "text" or "image"."""
    return "image" if settings.start == "PICTURE" or settings.drawer.strip() else "text"


def prompts_of(settings: Settings) -> list[str]:
    """What is to be made; for a contact sheet semicolons part several."""
    if settings.place != "SHEET":
        return [settings.prompt]
    return [part.strip() for part in settings.prompt.split(";") if part.strip()] or [""]


def model_of(settings: Settings) -> Model:
    """The chosen model, or the one in the box for what is given. One that is gone or takes other
    things is still the chosen one: Generate says so."""
    try:
        return catalogue.find(settings.model or catalogue.default(gives(settings)).id)
    except MaquetteError:
        return catalogue.default(gives(settings))


def take_recommended(settings: Settings, _context: object = None) -> None:
    """Another model is to work: one that takes what is given, and sampler, steps and guidance
    become what it recommends."""
    model = model_of(settings)
    if settings.model and gives(settings) not in model.inputs:
        settings["model"] = ""  # not by attribute, which would call this again
        model = model_of(settings)
    settings.preset = model.preset  # which takes its steps along
    settings.guidance = model.guidance


def take_preset(settings: Settings, _context: object = None) -> None:
    """Another sampler takes another number of steps."""
    settings.steps = model_of(settings).recommended_steps(settings.preset)


class MAQUETTE_PG_settings(Settings, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""

    start: EnumProperty(name="Start From", items=STARTS, update=take_recommended)
    preset: EnumProperty(**Settings.__annotations__["preset"].keywords, update=take_preset)
    drawer: StringProperty(**Settings.__annotations__["drawer"].keywords, update=take_recommended)
    model: StringProperty(**Settings.__annotations__["model"].keywords, update=take_recommended)


CLASSES = (MAQUETTE_PG_settings,)


def register() -> None:
    bpy.types.Scene.maquette = PointerProperty(type=MAQUETTE_PG_settings)


def unregister() -> None:
    del bpy.types.Scene.maquette
