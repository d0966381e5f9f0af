"""Trains the three networks of point-e-mini, of which `export_point_e.py` makes a model folder. The
first learns the kinds that are `TAUGHT`, the other two, for which a surface is a surface, all.

base       a caption -> the first points. It learns to say the points without their noise: see
           `denoising.py`. Kind and color are decided above sigma 3.
upsampler  points -> more points among them; it is told nothing else
sdf        points -> signed distance of any place

    python -m training.point_e base --minutes 60       goes on from training/state/point_e_base.pt
    python -m training.point_e base --points 128       fewer, at first: a step takes less
    python -m training.point_e upsampler
    python -m training.point_e sdf --points 512
"""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from torch.nn import functional
from torch.nn.attention import sdpa_kernel

from backend.families.point_e import diffusion
from backend.families.point_e.components import SCHEDULES, Network
from backend.families.point_e.denoiser import CHANNELS, Denoiser
from backend.families.point_e.sdf import SignedDistance

from . import clouds, denoising, kernels, loop, text_encoder
from .captions import draw, say
from .loop import STATE
from .shapes import KINDS, TAUGHT

FIRST, MORE = 512, 1536  # points of the two stages
NETWORKS = {
    "base": Network("vector", 192, 6, 6, (text_encoder.EMBEDDING,), points=FIRST, mean="x_start"),
    "upsampler": Network(
        "nothing", 96, 4, 4, upsamples=True, points=MORE, mean="x_start", schedule="linear"
    ),
    "sdf": Network("cloud", 96, 4, 4, points=FIRST + MORE),
}
SHAPES = 24_000
BATCH = 16
JITTER = 0.01  # of the points that the upsampler is given: in use a network has drawn them
CLOSE = {"power": 1.0, "heaviest": 100.0}  # the upsampler's points have to lie on the surface
NEAR = 0.1  # raw units: further away it is learned to say this distance
RAW = 0.5  # raw units in a model unit
SHARP = 20.0  # of the line between the sides: in raw units a twentieth
FITTED = 300  # shapes from which output layers begin


class Drawn:
    """Shapes of a dataset in colors drawn anew, with captions: all of them, or those `TAUGHT`."""

    def __init__(self, seed: int, taught: bool = False) -> None:
        self.data = clouds.load_or_make(STATE / "clouds", SHAPES, seed=2)
        self.rows = np.flatnonzero(self.data.kind < (len(TAUGHT) if taught else len(KINDS)))
        self.random = np.random.default_rng(seed)
        self.captions = text_encoder.Captions(seed)

    def draw(self, count: int, points: int) -> tuple[torch.Tensor, list[str]]:
        """Clouds (count, 6, points) in the denoisers' own space, and what they are called."""
        rows = self.random.choice(self.rows, count)
        chosen = [self._one(int(row), points) for row in rows]
        return torch.from_numpy(np.stack([one for one, _ in chosen])), [said for _, said in chosen]

    def _one(self, row: int, points: int) -> tuple[np.ndarray, str]:
        said = self.data.described(row, self.random)
        colours = draw(said, self.random)[1]
        at = self.random.choice(self.data.points.shape[1], points, replace=False)
        places = self.data.points[row][at].astype(np.float32)
        if self.random.random() < 0.5:
            places[:, 0] *= -1  # every shape is its own mirror image
        tint = colours[self.data.part[row][at]] * 2 - 1
        cloud = np.concatenate([places, tint], axis=1).T.astype(np.float32)
        return cloud, self.captions.spoilt(say(said, self.random))


class Denoising:
    """What `loop.train` trains for "base" and "upsampler"."""

    def __init__(self, name: str, points: int, seed: int, device: torch.device) -> None:
        self.device, self.points = device, points
        self.own, self.drawn = NETWORKS[name], Drawn(seed, taught=name == "base")
        self.schedule = SCHEDULES[self.own.schedule]()
        self.model = torch.nn.ModuleDict({name: start(name).to(device)})
        self.network = self.model[name]
        self.files = {name: f"point_e_{name}"}
        if name == "base":
            self.tokenizer, text = text_encoder.load()
            self.text = text.to(device)

    def loss(self) -> torch.Tensor:
        given = FIRST * self.points // MORE if self.own.upsamples else 0
        batch = max(BATCH * FIRST // max(given + self.points, FIRST), 1)
        cloud, captions = self.drawn.draw(batch, given + self.points)
        cloud = cloud.to(self.device)
        low_res = _raw(cloud[..., :given]) if given else None
        if low_res is not None:
            low_res[:, :3] += JITTER * RAW * torch.randn_like(low_res[:, :3])
        told = None if given else self._told(captions)
        with sdpa_kernel(denoising.ATTENTION):
            return denoising.loss(
                lambda noisy, time: self.network(noisy, time, told, low_res)[:, :CHANNELS],
                cloud[..., given:],
                self.schedule.alphas,
                diffusion.STEPS - 8,
                **(CLOSE if given else {}),
            )

    @torch.no_grad()
    def _told(self, captions: list[str]) -> torch.Tensor:
        ids = text_encoder.tokens(self.tokenizer, captions).to(self.device)
        said = torch.nn.functional.normalize(text_encoder.embed(self.text, ids).float())
        return said * (torch.rand(len(said), 1, device=self.device) >= denoising.UNTOLD)


class Distances:
    """What `loop.train` trains for "sdf": distances near the surface, and sides everywhere. The
    sides as a question of yes or no: who is judged by distances alone says "outside" of all that is
    in doubt, and learns nothing there.

    It computes in fp32: halves of coordinates are too coarse for the nearest points of a place.
    """

    def __init__(self, points: int, seed: int, device: torch.device) -> None:
        self.device, self.points = device, points
        self.data = clouds.load_or_make(STATE / "clouds", SHAPES, seed=2)
        self.random = np.random.default_rng(seed)
        network = start("sdf").to(device)
        assert isinstance(network, SignedDistance)
        self.network, self.model = network, torch.nn.ModuleDict({"sdf": network})
        self.files = {"sdf": "point_e_sdf"}
        if not (STATE / "point_e_sdf.pt").exists():
            kernels.begin(network)
            kernels.fit(network, (self._drawn() for _ in range(FITTED // self._batch)))

    def loss(self) -> torch.Tensor:
        points, places, right = self._drawn()
        points = points + JITTER * RAW * torch.randn_like(points)
        with sdpa_kernel(denoising.ATTENTION), torch.autocast(self.device.type, enabled=False):
            found = self.network(places, self.network.read(points))
            sides = functional.binary_cross_entropy_with_logits(
                SHARP * found, (SHARP * right).sigmoid()
            )
            return sides + 0.3 * (found - right).clamp(-2 * NEAR, 2 * NEAR).abs().mean() / NEAR

    def _drawn(self) -> tuple[torch.Tensor, ...]:
        """Points (N, points, 3), places (N, AROUND, 3), and their distance (N, AROUND), which is
        positive inside as the network says it, to `NEAR`; raw."""
        rows = np.sort(self.random.integers(len(self.data), size=self._batch))
        at = self.random.choice(clouds.SURFACE, self.points, replace=False)
        parts = self.data.points[rows][:, at], self.data.places[rows], -self.data.distance[rows]
        points, places, right = (
            torch.from_numpy(np.ascontiguousarray(part, np.float32)).to(self.device) * RAW
            for part in parts
        )
        return points, places, right.clamp(-NEAR, NEAR)

    @property
    def _batch(self) -> int:
        return max(BATCH // 2 * FIRST // self.points, 1)


def _raw(cloud: torch.Tensor) -> torch.Tensor:
    """Of clouds (N, 6, points) in the denoisers' space: coordinates in about +-0.5, sRGB 0..255."""
    return torch.cat([cloud[:, :3] * RAW, (cloud[:, 3:] + 1) * 127.5], dim=1)


def start(name: str) -> Denoiser | SignedDistance:
    """The network to go on from."""
    network, path = NETWORKS[name].make(), STATE / f"point_e_{name}.pt"
    if path.exists():
        network.load_state_dict(torch.load(path, weights_only=True))
    return network


if __name__ == "__main__":
    parser = loop.options(__doc__.partition("\n")[0], minutes=60, rate=1e-3)
    parser.add_argument("part", choices=NETWORKS)
    parser.add_argument("--points", type=int, default=0, help="0: as many as it will draw")
    chosen = parser.parse_args()
    points = chosen.points or NETWORKS[chosen.part].points
    sdf = chosen.part == "sdf"
    chosen.adam |= sdf  # it begins by formula
    made = partial(Distances, points) if sdf else partial(Denoising, chosen.part, points)
    loop.train(made, chosen)
