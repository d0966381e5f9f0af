"""A field on a grid, evaluated only where its zero level can be.

The box is cut into blocks of about an eighth of a unit. A block whose middle has the value v is
left out if |v| > L r: a field that is nowhere steeper than L then has no zero within r of there,
which is as far as the block's outermost samples; all are on the side of its middle. What stays is
cut into eight, down to single samples. Then all sides are known, and of the cells that have both,
the corners that lie in blocks left out are evaluated too. Marching cubes finds the same cells as on
the full grid, for about g^2 evaluations instead of g^3.

L is measured: `SAFETY` times the steepest slope at the middles of blocks next to the surface, for
the coarsest blocks; for finer ones that between the middles around each. Should they show a steeper
field than the coarsest were judged by, the descent begins again with what was learned. Where a
corner shows another side than its block's, the cells around it are looked at again. So only a whole
separate part could be missed, smaller than a block and steeper than all that is near the surface.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

Field = Callable[[torch.Tensor], torch.Tensor]

BLOCK = 0.125  # about the side of the coarsest blocks, in the box's units
SAFETY = 1.5
PROBES = 2048  # blocks of each level whose slope is measured: those nearest to the surface
CORNERS = torch.cartesian_prod(*(torch.arange(2),) * 3)  # (8, 3)


def sample(
    field: Field,
    resolution: int,
    device: torch.device | str = "cpu",
    advance: Callable[[float], None] = lambda done: None,
    chunk: int = 32768,
    half: int | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The side of every sample of [-1, 1]^3, and the values of those that the surface needs.

    field    points (N, 3) -> (N,), positive inside, in a scale in which it is no flatter far from
             the surface than near it: not squashed
    advance  called now and then with the share that is done, 0..1
    half     an axis: samples below the middle of it are taken to be outside, and not looked at

    Returns `inside` (g, g, g) bool and `values` (g, g, g) fp32, NaN where none was needed. Of every
    cell whose corners are not all on one side, all corners have values.
    """
    grid = _Grid(field, resolution, torch.device(device), advance, chunk, half)
    while not grid.descend():
        pass
    grid.follow()
    return grid.inside, grid.values


class _Grid:
    def __init__(
        self,
        field: Field,
        resolution: int,
        device: torch.device,
        advance: Callable[[float], None],
        chunk: int,
        half: int | None,
    ) -> None:
        self.field, self.resolution, self.device = field, resolution, device
        self.first = torch.zeros(3, dtype=torch.long, device=device)  # sample that is looked at
        if half is not None:
            self.first[half] = resolution // 2
        self.advance, self.chunk = advance, chunk
        self.step = 2 / (resolution - 1)
        self.slope = 0.0  # L

    def descend(self) -> bool:
        """From the coarsest blocks to samples. False: those were judged by too low a slope."""
        size = 2 ** max(0, round(math.log2(BLOCK / self.step)))
        count = -(-self.resolution // size)
        blocks = torch.cartesian_prod(*(torch.arange(count, device=self.device),) * 3)
        blocks = self._looked_at(blocks, size)
        inside = torch.zeros((count,) * 3, dtype=torch.bool, device=self.device)
        coarsest = True
        while True:
            values = self._evaluate(blocks, size)
            inside[tuple(blocks.T)] = values > 0
            if size == 1:
                break
            steepest = self._steepest(blocks, size, values)
            if steepest > self.slope:
                # Half as much again at least, or a field that is steeper at each look never ends.
                known, self.slope = self.slope, max(SAFETY * steepest, 1.5 * self.slope)
                if known:
                    return False
            slope = self.slope if coarsest else self._slopes(blocks, size, values, count)
            blocks = blocks[values.abs() <= slope * self._reach(size)]
            coarsest = False
            size, count = size // 2, -(-self.resolution // (size // 2))
            blocks = (blocks[:, None] * 2 + CORNERS.to(self.device)).reshape(-1, 3)
            blocks = blocks[(blocks < count).all(dim=1)]
            blocks = self._looked_at(blocks, size)
            for axis in range(3):
                inside = inside.repeat_interleave(2, axis).narrow(axis, 0, count)
            inside = inside.contiguous()
        for axis, first in enumerate(self.first.tolist()):
            inside.narrow(axis, 0, first).fill_(False)
        self.inside = inside
        self.values = torch.full(inside.shape, torch.nan, device=self.device)
        self.values[tuple(blocks.T)] = values
        return True

    def follow(self) -> None:
        """Evaluate the corners that cells with two sides still lack, until none does. What lies
        inside at the faces of the box has the other side beyond them."""
        while True:
            around = bounds(self.inside)
            low = torch.tensor([part.start for part in around], device=self.device)
            inside = self.inside[around]
            needed = _corners(_both_sides(inside)) | (inside & self._faces(around))
            wanted = (needed & self.values[around].isnan()).nonzero() + low
            wanted = self._looked_at(wanted, 1)
            if not len(wanted):
                return
            values = self._evaluate(wanted, 1)
            place = tuple(wanted.T)
            right = torch.equal(self.inside[place], values > 0)
            self.values[place], self.inside[place] = values, values > 0
            if right:
                return

    def _faces(self, around: tuple[slice, ...]) -> torch.Tensor:
        """Which samples of a part of the grid are among the whole grid's outermost."""
        end = torch.zeros(self.resolution, dtype=torch.bool, device=self.device)
        end[0] = end[-1] = True
        x, y, z = (end[part] for part in around)
        return x[:, None, None] | y[:, None] | z

    def _looked_at(self, blocks: torch.Tensor, size: int) -> torch.Tensor:
        return blocks[((blocks + 1) * size > self.first).all(dim=1)]

    def _reach(self, size: int) -> float:
        """From a block's middle to the outermost samples in it."""
        return (size - 1) / 2 * self.step * math.sqrt(3)

    def _middles(self, blocks: torch.Tensor, size: int) -> torch.Tensor:
        if size == 1:  # bit for bit the points of a full grid
            axis = torch.linspace(-1, 1, self.resolution, device=self.device)
            return axis[blocks]
        return (blocks * size + (size - 1) / 2) * self.step - 1

    def _evaluate(self, blocks: torch.Tensor, size: int) -> torch.Tensor:
        found = []
        pieces = blocks.split(self.chunk)
        for number, piece in enumerate(pieces):
            found.append(self.field(self._middles(piece, size)))
            self.advance((number + 1) / len(pieces) if size == 1 else 0.0)
        return torch.cat(found)

    def _steepest(self, blocks: torch.Tensor, size: int, values: torch.Tensor) -> float:
        """The steepest slope at the middles of the blocks next to the surface."""
        count = min(PROBES, len(values))
        if not count:
            return 0.0
        nearest = values.abs().topk(count, largest=False).indices
        points = self._middles(blocks[nearest], size)
        shifts = torch.eye(3, device=self.device) * (self.step / 2)
        around = self.field((points[:, None] + shifts).reshape(-1, 3)).reshape(-1, 3)
        return float(((around - values[nearest, None]) / (self.step / 2)).norm(dim=1).max())

    def _slopes(
        self, blocks: torch.Tensor, size: int, values: torch.Tensor, count: int
    ) -> torch.Tensor:
        """For every block, `SAFETY` times the steepest slope between the middles around it."""
        known = torch.full((count,) * 3, torch.nan, device=self.device)
        known[tuple(blocks.T)] = values
        squares = torch.zeros_like(known)
        for axis in range(3):
            slope = known.diff(dim=axis).abs().nan_to_num(0.0) / (size * self.step)
            ahead, behind = [0] * 6, [0] * 6
            ahead[5 - 2 * axis], behind[4 - 2 * axis] = 1, 1
            pad = torch.nn.functional.pad
            squares += torch.maximum(pad(slope, ahead), pad(slope, behind)).square()
        for axis in range(3):  # one axis after the other: a third of the comparisons
            window, margin = [1] * 3, [0] * 3
            window[axis], margin[axis] = 3, 1
            squares = torch.nn.functional.max_pool3d(squares[None], window, 1, margin)[0]
        return SAFETY * squares[tuple(blocks.T)].sqrt()


def bounds(inside: torch.Tensor) -> tuple[slice, slice, slice]:
    """The part of a grid that holds all that is inside, and a sample more to each side
    where there is one; the first two samples of each axis where nothing is."""
    found = []
    for axis in range(3):
        others = [other for other in range(3) if other != axis]
        some = inside.amax(others).nonzero()
        low, high = (int(some[0]), int(some[-1])) if len(some) else (0, 0)
        found.append(slice(max(low - 1, 0), min(high + 2, inside.shape[axis])))
    return found[0], found[1], found[2]


def _both_sides(inside: torch.Tensor) -> torch.Tensor:
    """(g, g, g) bool -> (g - 1, g - 1, g - 1): cells whose corners are not all alike."""
    return ~(_all_corners(inside) | _all_corners(~inside))


def _corners(cells: torch.Tensor) -> torch.Tensor:
    """(g - 1, g - 1, g - 1) bool -> (g, g, g): the samples around the cells."""
    for axis in range(3):
        nothing = torch.zeros_like(cells.narrow(axis, 0, 1))
        cells = torch.cat([cells, nothing], axis) | torch.cat([nothing, cells], axis)
    return cells


def _all_corners(samples: torch.Tensor) -> torch.Tensor:
    for axis in range(3):
        long = samples.shape[axis] - 1
        samples = samples.narrow(axis, 0, long) & samples.narrow(axis, 1, long)
    return samples
