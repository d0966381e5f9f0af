"""What is asked of the worker besides objects: prepare an image, fetch a model, install."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import MaquetteError
from ..setting import check, setting
from ..texts import one_of, path
from .choices import ACTIONS, DEVICES
from .inputs import SourceImage


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
