"""Everything the user can set: one list of properties for the panel and the operator.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from collections.abc import Collection
from types import SimpleNamespace

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from ..backend.shared import prompt
from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog, family
from ..backend.shared.models.catalog import Model
from ..backend.shared.models.family import Family
from ..backend.shared.old_names import PANEL
from ..backend.shared.prompt import Reading, scene_line
from ..backend.shared.prompt.scene_line import SceneLine
from ..backend.shared.request import UNSET, GenerationRequest, SourceImage, detail
from ..backend.shared.setting import limits
from . import old_names, properties
from .scene import material, voxel_remesh
from .scene.fitting import FITS, FRONTS
from .scene.placement import ORIGINS, SHADINGS

DEFAULT = catalog.default("text")
SEEDS = properties.HIGHEST
NUMBERS = {name: value or 0 for name, value in UNSET.items()} | {"voxels": 0}  # as they are unset
OF_SURFACES = ("voxels", "shading")  # what is done to a mesh in Blender, and to no points
STARTS = (
    ("PROMPT", "Prompt", "Describe the object in words"),
    ("IMAGE", "Image", "Use an image of the object"),
)
PLACES = (
    ("CURSOR", "At Cursor", "Add new objects at the 3D cursor"),
    (
        "SELECTION",
        "Into Selection",
        "Give each selected object a new mesh that fits its bounding box",
    ),
    ("SHEET", "Contact Sheet", "Show thumbnails; import only the ones you pick"),
)
DIFFERENCES = (
    ("SEED", "Seed", "Use a different seed for each candidate"),
    ("GUIDANCE", "Guidance", "Use the same seed with stronger and stronger guidance"),
)
SOURCES = (
    ("FILE", "File", "Use an image file", "FILE_IMAGE", 0),
    (
        "IMAGE",
        "Image",
        "Use an image in this .blend file: loaded, painted or rendered",
        "IMAGE_DATA",
        1,
    ),
    ("VIEWPORT", "Viewport", "Use what the 3D viewport shows", "VIEW3D", 2),
    ("CAMERA", "Camera", "Use what the active camera sees", "CAMERA_DATA", 3),
    ("CLIPBOARD", "Clipboard", "Use the image that was copied last", "PASTEDOWN", 4),
)
# Since 4.5 Blender warns of a script's "//" unless a property says that it may stand there.
BESIDE = {"options": {"PATH_SUPPORTS_BLEND_RELATIVE"}} if bpy.app.version >= (4, 5) else {}


def completions(settings: "Settings", _context: object, typed: str) -> list[str]:
    """How the prompt could go on. Enter takes the only one that Blender is given: then what is
    typed is offered too, and "a lamp" is not made "a lamppost"."""
    model = model_of(settings) if settings.model else catalog.taught_most()
    found = prompt.completions(model.vocabulary.names, typed)
    return [typed, *found] if len(found) == 1 else found


@old_names.answered
@properties.declared(
    GenerationRequest,
    SourceImage,
    sampler={"default": DEFAULT.sampler},
    steps={"default": DEFAULT.recommended_steps()},
    prompt={"search": completions, "search_options": {"SUGGESTION"}},
    guidance={"default": DEFAULT.guidance},
)
class Settings:
    """The properties of one press of Generate: those of the request, and what becomes of it in
    Blender. In a script, what a model recommends is what it recommends where nothing is said."""

    start_from: EnumProperty(
        name="Start From",
        description="Describe the object in words, or show an image of it",
        items=STARTS,
    )
    source: EnumProperty(name="Source", description="Where to get the image", items=SOURCES)
    image_file: StringProperty(
        name="Image",
        description="Choose an image file that shows one object",
        subtype="FILE_PATH",
        **BESIDE,
    )
    image_name: StringProperty(name="Image", description="Choose an image in this .blend file")
    place: EnumProperty(name="Place", description="Where to put the result", items=PLACES)
    variation: EnumProperty(
        name="Variation",
        description="How the candidates differ",
        items=DIFFERENCES,
    )
    fit: EnumProperty(
        name="Fit",
        description="How to fit the new mesh into the box of a selected object",
        items=FITS,
    )
    front: EnumProperty(
        name="Front",
        description="Which side of the box the front of the object faces",
        items=FRONTS,
    )
    best_of: IntProperty(
        name="Best Of",
        description="How many candidates to make for each box. The best fit goes into the box, the"
        " others go to the gallery",
        default=1,
        min=1,
        soft_max=16,
    )
    names_as_prompts: BoolProperty(
        name="Names as Prompts", description="Use the name of each selected object as its prompt"
    )
    voxels: IntProperty(
        name="Voxel Remesh",
        description="Rebuild the mesh as quads, with this many voxels along its longest side (at"
        " least 16; 0 turns it off). Blender freezes meanwhile, for seconds at 256",
        default=0,
        min=0,
        max=voxel_remesh.MOST,
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
        name="Shading", description="How to shade the surface", items=SHADINGS, default="SMOOTH"
    )
    origin: EnumProperty(
        name="Origin", description="Which point of the mesh to put at the 3D cursor", items=ORIGINS
    )
    material: EnumProperty(
        name="Material", description="Which material shows the colors", items=material.KINDS
    )


NAMES = tuple(name for name in Settings.__annotations__ if name not in PANEL)


def check_best_of(amount: int) -> None:
    """Raise MaquetteError("request") for more candidates than one job makes."""
    most = int(limits(GenerationRequest, "samples").highest)
    if amount > most:
        raise MaquetteError(
            "request",
            f"Best Of is {amount}; it must lie between 1 and {most}.",
            "Choose a value in that range.",
        )


def modality(settings: Settings) -> str:
    """What the model gets to see: "text" or "image"."""
    return "image" if settings.start_from == "IMAGE" or settings.text_to_image.strip() else "text"


def scene_of(settings: Settings) -> SceneLine | None:
    """The objects at the cursor that the prompt names, where it names several: "a kitchen: a table,
    four chairs"."""
    if settings.place != "CURSOR" or settings.start_from != "PROMPT":
        return None
    return scene_line.read(settings.prompt, catalog.taught_most().vocabulary)


def understood(settings: Settings, line: SceneLine) -> tuple[SceneLine, list[str]]:
    """The line without what the model does not know, and what that is. Nothing is left out where
    it knows nothing: Generate says so."""
    known = [item for item in line.items if settings.anyway or reading(settings, item.prompt).known]
    left = [item.name for item in line.items if item not in known]
    return (line._replace(items=tuple(known)), left) if known else (line, [])


def reading(settings: Settings, text: str) -> Reading:
    """How the model reads a prompt: the chosen one, or the one in the box for it."""
    model = model_of(settings) if settings.model else catalog.default("text", text)
    return model.vocabulary.read(text)


def prompts_of(settings: Settings) -> list[str]:
    """What is to be made: the objects of a scene; for a contact sheet semicolons part several."""
    if line := scene_of(settings):
        return [item.prompt for item in line.items]
    if settings.place != "SHEET":
        return [settings.prompt]
    return [part.strip() for part in settings.prompt.split(";") if part.strip()] or [""]


def uses_names(settings: Settings) -> bool:
    """Whether each selected object's name is its prompt, and the panel's is not read."""
    into_selection = settings.place == "SELECTION" and settings.start_from == "PROMPT"
    return into_selection and settings.names_as_prompts


def model_of(settings: Settings) -> Model:
    """The chosen model, or the one in the box for what is given. One that is gone or takes other
    things is still the chosen one: Generate says so."""
    try:
        return catalog.find(settings.model or boxed_of(settings).id)
    except MaquetteError:
        return boxed_of(settings)


def boxed_of(settings: Settings) -> Model:
    """The one in the box for what is given, whichever is chosen."""
    return catalog.default(modality(settings), prompts_of(settings)[0])


def family_of(settings: Settings) -> Family | None:
    """Of the chosen model; None for one that Generate will refuse."""
    return family.families().get(model_of(settings).family)


def has(settings: Settings, name: str) -> bool:
    """Whether the chosen model has a setting, for the chosen output: panels show no other."""
    known = family_of(settings)
    if known is None:
        return True
    output = settings.output if known.makes(settings.output) else "auto"
    if name in OF_SURFACES:
        return known.output(output) != "points"
    return name not in family.SETTINGS or known.has(name, output)


def shows(settings: Settings, name: str) -> bool:
    """Whether a setting is there: a number is, where it is what was chosen."""
    numbers = settings.detail == detail.CUSTOM or not has(settings, "detail")
    return has(settings, name) and (numbers or name not in NUMBERS)


def fitted(given: dict[str, object], said: Collection[str] = ()) -> dict[str, object]:
    """What the panel is set to, some of it `said` by whoever presses, without what it does not
    show."""
    given = detail.settled(given, said, NUMBERS) if said else given
    shown = SimpleNamespace(**given)
    hidden = {"voxels": 0} if not has(shown, "voxels") else {}
    known = family_of(shown)
    given = (known.fitted(given) if known else given) | hidden
    return detail.settled(given, (*said, "detail"), NUMBERS)


def usual_length(settings: Settings) -> float:
    """Meters that what the panel asks for will be long whatever Size says; 0: Size is taken."""
    if not settings.real_size or modality(settings) == "image":
        return 0.0
    return model_of(settings).vocabulary.read(prompts_of(settings)[0]).length


def take_recommended(settings: Settings, _context: object = None) -> None:
    """Another model is to work: one that takes what is given, and sampler, steps and guidance
    become what it recommends."""
    model = model_of(settings)
    if settings.model and modality(settings) not in model.inputs:
        settings["model"] = ""  # not by attribute, which would call this again
        model = model_of(settings)
    settings.sampler = model.sampler  # which takes its steps along
    settings.guidance = model.guidance


def take_sampler(settings: Settings, _context: object = None) -> None:
    """Another sampler takes another number of steps."""
    settings.steps = model_of(settings).recommended_steps(settings.sampler)


def take_custom(settings: Settings, _context: object = None) -> None:
    """Whoever sets a number wants that one: a script, or a preset of before there was Detail."""
    settings.detail = detail.CUSTOM


class MAQUETTE_PG_settings(Settings, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""

    start_from: EnumProperty(name="Start From", items=STARTS, update=take_recommended)
    sampler: EnumProperty(**Settings.__annotations__["sampler"].keywords, update=take_sampler)
    text_to_image: StringProperty(
        **Settings.__annotations__["text_to_image"].keywords, update=take_recommended
    )
    model: StringProperty(**Settings.__annotations__["model"].keywords, update=take_recommended)
    resolution: IntProperty(**Settings.__annotations__["resolution"].keywords, update=take_custom)
    triangles: IntProperty(**Settings.__annotations__["triangles"].keywords, update=take_custom)
    texture: IntProperty(**Settings.__annotations__["texture"].keywords, update=take_custom)
    voxels: IntProperty(**Settings.__annotations__["voxels"].keywords, update=take_custom)


CLASSES = (MAQUETTE_PG_settings,)


def register() -> None:
    bpy.types.Scene.maquette = PointerProperty(type=MAQUETTE_PG_settings)


def unregister() -> None:
    del bpy.types.Scene.maquette
