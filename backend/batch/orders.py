"""Rows of a list -> what to make, and the folder of each object.

An object is told by its identity, a hash of all that decides what is made.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ..shared.errors import MaquetteError
from ..shared.lists import identities, rows
from ..shared.lists.table import Table
from ..shared.models.resolving import resolve
from ..shared.request import GenerationRequest, SourceImage
from ..shared.texts import PROMPT_CHARACTERS

STEM = "mesh"  # of the files


@dataclass(frozen=True)
class Order:
    """An object to make: for which row, in which folder, and what is asked. `model` is its id.
    Orders of one group can share a batch of the network."""

    number: int
    folder: str
    identity: str
    request: GenerationRequest
    model: str
    group: Hashable

    def failed(self, error: MaquetteError) -> Bad:
        image = self.request.image
        return Bad.of(self.number, error, self.request.prompt, image and image.file.name)

    @property
    def attempt(self) -> str:
        """What an earlier failure was one of: it depends on more than what is made does."""
        return f"{self.identity} {self.request.device} {self.request.anyway}"


@dataclass(frozen=True)
class Bad:
    """A row of which nothing can be made, or was made, and what it shows or describes."""

    number: int
    error: MaquetteError
    prompt: str = ""
    source: str = ""

    @classmethod
    def of(cls, number: int, error: MaquetteError, prompt: object, image: object) -> Bad:
        said = (str(each or "")[:PROMPT_CHARACTERS] for each in (prompt, image))
        return cls(number, error, *said)

    def __str__(self) -> str:
        return f"Row {self.number}: {self.error.at_terminal}"


@dataclass(frozen=True)
class Plan:
    """What a list comes to: each object once, however often it is `repeated`."""

    orders: tuple[Order, ...]
    bad: tuple[Bad, ...]
    repeated: int = 0

    def shard(self, k: int, of: int) -> Plan:
        """The k-th of so many parts, from 1: of n each gets every n-th object."""
        bad = tuple(each for each in self.bad if each.number % of == k % of)
        return Plan(self.orders[k - 1 :: of], bad)


def plan(table: Table, base: GenerationRequest, prepared: SourceImage, folder: Path) -> Plan:
    """`base`, `prepared` and `folder` are those of `rows.request_of`. Raises
    MaquetteError("request") for a table that is no list."""
    rows.check(table)
    found: dict[str, Order] = {}
    bad = []
    for row in table.rows:
        try:
            name, request = rows.request_of(row, base, prepared, folder)
            order = _order(row.number, name, request)
            earlier = found.setdefault(order.folder.casefold(), order)
            if (earlier.folder, earlier.identity) != (order.folder, order.identity):
                raise MaquetteError(
                    "request",
                    f"Its name {order.folder} is that of row {earlier.number}.",
                    "Give each row its own name.",
                )
        except MaquetteError as error:
            cells = row.cells
            bad.append(Bad.of(row.number, error, cells.get("prompt"), cells.get("image")))
    repeated = len(table.rows) - len(found) - len(bad)
    return Plan(tuple(_grouped(found.values())), tuple(bad), repeated)


def _order(number: int, name: str, request: GenerationRequest) -> Order:
    used, model, *how = resolve(request)
    identity = identities.identity(used)
    if name:
        identities.check_name(name)
    group = (model.id, used.modality, used.text_to_image, used.device, used.precision, *how[1:])
    folder = name or identities.folder_name(used, identity)
    return Order(number, folder, identity, request, model.id, group)


def _grouped(orders: Iterable[Order]) -> Iterable[Order]:
    """Those that can share a batch one after the other, in the order of the list."""
    groups: dict[Hashable, list[Order]] = {}
    for order in orders:
        groups.setdefault(order.group, []).append(order)
    for group in groups.values():
        yield from group


def to_write(order: Order, folder: Path) -> GenerationRequest:
    """What the generator is asked, to write into a folder."""
    image = str(folder / "image.png") if order.request.modality == "image" else ""
    return replace(
        order.request,
        folder=str(folder),
        name=STEM,
        latents=True,
        thumbnail=256,
        prepared_image=image,
    )
