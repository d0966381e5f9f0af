"""What may be asked of the worker, and what each setting is called where people set it."""

from .choices import (
    ACTIONS,
    ALL_STEPS,
    DEVICES,
    FORMATS,
    OUTPUTS,
    PRECISIONS,
    PREPARATION,
    SAMPLERS,
    SYMMETRIES,
    THUMBNAIL,
)
from .conversion import OMAGE, SIDES, ConversionRequest
from .detail import DETAILS
from .generation import UNSET, GenerationRequest
from .inputs import InitLatents, SourceImage
from .levels import Levels
from .management import InstallationRequest, ModelRequest, PreparationRequest
from .turntable import Turntable

__all__ = [
    "ACTIONS",
    "ALL_STEPS",
    "DETAILS",
    "DEVICES",
    "FORMATS",
    "OMAGE",
    "OUTPUTS",
    "PRECISIONS",
    "PREPARATION",
    "SAMPLERS",
    "SIDES",
    "SYMMETRIES",
    "THUMBNAIL",
    "UNSET",
    "ConversionRequest",
    "GenerationRequest",
    "InitLatents",
    "InstallationRequest",
    "Levels",
    "ModelRequest",
    "PreparationRequest",
    "SourceImage",
    "Turntable",
]
