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
from .generation import GenerationRequest
from .inputs import InitLatents, SourceImage
from .management import InstallationRequest, ModelRequest, PreparationRequest
from .turntable import Turntable

__all__ = [
    "ACTIONS",
    "ALL_STEPS",
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
    "ConversionRequest",
    "GenerationRequest",
    "InitLatents",
    "InstallationRequest",
    "ModelRequest",
    "PreparationRequest",
    "SourceImage",
    "Turntable",
]
