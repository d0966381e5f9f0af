"""Trains both networks of omages-mini, of which `export_omages.py` makes a model folder.

geometry  a class -> position and occupancy. It learns to say them without their noise: see
          `denoising.py`.
material  that, a class and words for colors -> base color, metallic and roughness. It learns to say
          the velocity, as the published one does.

    python -m training.omages geometry --minutes 60    goes on from training/state
    python -m training.omages material --every 4       of every fourth texel: colors are learned
    python -m training.omages material                 of all, for sharp edges
"""

from __future__ import annotations

from functools import partial

import numpy as np
import torch
from torch.nn.attention import sdpa_kernel

from backend.families.omages import diffusion
from backend.families.omages.components import GeometryNetwork, MaterialNetwork
from backend.families.omages.dit import CHANNELS, Geometry
from backend.families.omages.unet import Labeled

from . import denoising, loop, materials, omage_dataset, templates
from .captions import PARTS
from .loop import STATE

SHAPES = 30_000
BATCH = 16
STITCH = 0.1  # model units between borders that belong together: two texels are about so far apart

UNSEEN = 0.93
"""Time from which on an even color can not be seen through the noise: half of all times are later,
or words are hardly ever needed, and never learned."""
STRESS = 3.0  # of what a word means, beside what it will have learned


def networks() -> dict[str, GeometryNetwork | MaterialNetwork]:
    names = tuple(form.kind for form in omage_dataset.forms())
    return {
        "geometry": GeometryNetwork(
            templates.SIDE, templates.TOKEN, 144, 6, 6, names, "x_start", STITCH
        ),
        "material": MaterialNetwork(
            16,
            (1, 2, 2),
            1,
            (False, False, True),
            2,
            len(names),
            64,
            materials.WORDS,
            PARTS,
            steps=1,
            static=True,
        ),
    }


class _Drawn:
    """Shapes of a dataset."""

    def __init__(self, seed: int) -> None:
        self.data = omage_dataset.load_or_make(STATE / "omages", SHAPES, seed=3)
        self.random = np.random.default_rng(seed)

    def rows(self, count: int) -> list[int]:
        return self.random.integers(len(self.data), size=count).tolist()

    def geometry(self, rows: list[int]) -> torch.Tensor:
        return torch.from_numpy(np.stack([self.data.geometry(row) for row in rows]))


class Shapes:
    """What `loop.train` trains for "geometry"."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self.device, self.drawn = device, _Drawn(seed)
        self.model = torch.nn.ModuleDict({"geometry": start("geometry").to(device)})
        self.files = {"geometry": "omages_geometry"}

    def loss(self) -> torch.Tensor:
        network = self.model["geometry"]
        assert isinstance(network, Geometry)
        rows = self.drawn.rows(BATCH)
        image = self.drawn.geometry(rows).to(self.device)
        classes = torch.from_numpy(self.drawn.data.form[rows].astype(np.int64))
        classes[torch.rand(BATCH) < denoising.UNTOLD] = network.nothing
        classes = classes.to(self.device)
        with sdpa_kernel(denoising.ATTENTION):
            return denoising.loss(
                lambda noisy, time: network(noisy, time, classes)[:, :CHANNELS],
                image,
                diffusion.shares(),
                diffusion.STEPS,
            )


class Looks:
    """What `loop.train` trains for "material", of every `every`-th texel."""

    def __init__(self, seed: int, device: torch.device, every: int) -> None:
        self.device, self.drawn, self.every = device, _Drawn(seed), every
        self.names = [form.kind for form in omage_dataset.forms()]
        self.alike = {k: [n for n, name in enumerate(self.names) if name == k] for k in self.names}
        self.model = torch.nn.ModuleDict({"material": start("material").to(device)})
        self.files = {"material": "omages_material"}

    def loss(self) -> torch.Tensor:
        network = self.model["material"]
        assert isinstance(network, Labeled)
        count = BATCH * self.every
        data, random, rows = self.drawn.data, self.drawn.random, self.drawn.rows(count)
        first = random.integers(self.every, size=2)
        texels = (..., *(slice(each, None, self.every) for each in first))
        given = self.drawn.geometry(rows)[texels].to(self.device)
        paints = [omage_dataset.painted(data.described(row, random), random) for row in rows]
        forms = omage_dataset.forms()
        images = [
            omage_dataset.material(paint, forms[data.form[row]].template.part)
            for paint, row in zip(paints, rows, strict=True)
        ]
        image = torch.from_numpy(np.stack(images))[texels].to(self.device)
        classes = torch.tensor([self._alike(row) for row in rows], device=self.device)
        words = torch.tensor([paint.words for paint in paints], device=self.device)
        times = torch.rand(count)
        times = torch.where(torch.rand(count) < 0.5, times, UNSEEN + (1 - UNSEEN) * times)
        ratio = torch.tensor([diffusion.log_ratio(t) for t in times.tolist()])
        share = torch.sigmoid(ratio).to(self.device)[:, None, None, None]
        noise = torch.randn_like(image)
        noisy = share.sqrt() * image + (1 - share).sqrt() * noise
        velocity = share.sqrt() * noise - (1 - share).sqrt() * image
        with sdpa_kernel(denoising.ATTENTION):
            told = network.read(classes, words)
            said = network.unet(noisy, given, ratio.to(self.device), told)
        return (said.float() - velocity).square().mean()

    def _alike(self, row: int) -> int:
        """A class of the shape's kind: a prompt for a new material does not say which one its shape
        was made as."""
        kind = self.names[self.drawn.data.form[row]]
        return int(self.drawn.random.choice(self.alike[kind]))


def start(name: str) -> Geometry | Labeled:
    """The network to go on from."""
    network, path = networks()[name].make(), STATE / f"omages_{name}.pt"
    if path.exists():
        network.load_state_dict(torch.load(path, weights_only=True))
    elif isinstance(network, Geometry):
        _begin(network)
    else:
        _listen(network)
    return network


def _listen(network: Labeled) -> None:
    """What is said is not drowned by what is the same for all, and a word begins as what it means,
    in numbers of its part's own: from names alone the network had learned next to no color after
    1750 steps, from these it has after 200 (of every fourth texel)."""
    resampler = network.unet.attn_pool
    for same in (resampler.latents, resampler.pos_emb.weight):
        torch.nn.init.normal_(same, std=0.02)
    assert network.word_embedder is not None
    meant = torch.from_numpy(materials.meant())
    own = network.word_embedder.weight.detach().reshape(PARTS, *meant.shape[:1], -1)
    own.mul_(0.1)
    for part, numbers in enumerate(torch.arange(PARTS * meant.shape[1]).reshape(PARTS, -1)):
        own[part, 1:, numbers] = STRESS * meant[1:]
    numbers = range(PARTS * meant.shape[1])
    network.unet.text_to_cond.weight.detach()[numbers, :] = 0
    network.unet.text_to_cond.weight.detach()[numbers, numbers] = 1


def _begin(network: Geometry) -> None:
    """Blocks add nothing at first (adaLN-Zero, arXiv 2212.09748), and nothing is said of the
    variance, which is not learned: it stays midway between its bounds."""
    for block in [*network.blocks, network.final_layer]:
        for values in block.adaLN_modulation.parameters():
            torch.nn.init.zeros_(values)
    for values in network.final_layer.linear.parameters():
        torch.nn.init.zeros_(values)
    torch.nn.init.normal_(network.y_embedder.embedding_table.weight, std=0.02)


if __name__ == "__main__":
    parser = loop.options(__doc__.partition("\n")[0], minutes=60, rate=1e-3)
    parser.add_argument("part", choices=["geometry", "material"])
    parser.add_argument("--every", type=int, default=1, help="texel a row and column (material)")
    chosen = parser.parse_args()
    learn = {"geometry": Shapes, "material": partial(Looks, every=chosen.every)}
    loop.train(learn[chosen.part], chosen)
