"""Shapes whose surfaces are easily lost, and full-size latents that draw them.

A full-size renderer with random weights can draw anything whose latent was fitted to it: the latent
writes four layers of its network, and is moved until the field is tanh(16 d) for the signed
distance d.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from diffusers.pipelines.shap_e.renderer import ShapERenderer

from training.marching_cubes_table import tables
from training.shapes.solids import Solid, box, cylinder, sphere, torus, tube, union

SHARPNESS = 16.0
REACH = 4.0  # farther away than tanh tells it does not matter what a fitted field is


def _rod(radius: float) -> Solid:
    return tube([(-0.8, -0.3, -0.6), (0.7, 0.8, 0.75)], radius)


_SIGNS = (-1, 1)
SOLIDS = {
    "rod": _rod(0.03),
    "hair": _rod(0.004),
    "plate": box(1.6, 1.2, 0.04, (0.013, 0, 0.31), 0.01),
    "ring": torus(0.7, 0.03, (0.1, 0, 0)),
    "far apart": union(
        *(sphere(0.07, (0.9 * x, 0.9 * y, 0.9 * z)) for x in _SIGNS for y in _SIGNS for z in _SIGNS)
    ),
    "crumbs beside a ball": union(
        sphere(0.5), sphere(0.012, (0.8, 0.8, 0.8)), sphere(0.012, (-0.9, 0.4, -0.77))
    ),
    "comb": union(
        *(box(0.02, 1.0, 0.5, (x / 10, 0, 0.3), 0.004) for x in range(-7, 8)), box(1.6, 1.0, 0.1)
    ),
    "wheel": union(cylinder(0.6, 0.03, axis="x"), torus(0.8, 0.04, axis="x")),
    "cut by the box": box(2.6, 0.4, 2.6),
    "everything": sphere(3.0),
    "nothing": sphere(0.1, (5.0, 0.0, 0.0)),
}
FITTED = ("rod", "plate", "ring", "far apart", "wheel")


def renderer() -> ShapERenderer:
    """The size of openai/shap-e's, with random weights, always the same; those that a latent
    generates are of a size that lets signals pass, and the position code's waves shorter than a
    sixteenth of the box, of which random weights make noise, are left out."""
    torch.manual_seed(0)
    made = ShapERenderer().requires_grad_(False)
    for projection in made.params_proj.projections.values():
        projection.norm.weight.fill_((2 / projection.channels) ** 0.5)
        projection.proj.bias.zero_()
    degree = torch.cat([torch.zeros(3), torch.arange(15.0).repeat_interleave(3).repeat(2)])
    first = next(iter(made.params_proj.projections.values()))
    first.norm.weight.copy_((degree < 5) * (2 / (degree < 5).sum()) ** 0.5)
    cases, masks = tables()  # of diffusers' own marching cubes
    made.mesh_decoder.cases.copy_(torch.as_tensor(cases))
    made.mesh_decoder.masks.copy_(torch.as_tensor(masks))
    return made


def latents(
    folder: Path, names: Sequence[str] = FITTED, steps: int = 400
) -> dict[str, torch.Tensor]:
    """A latent (1024, 1024) for each of the names, made once and kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    network, found = renderer(), {}
    for name in names:
        file = folder / f"{name.replace(' ', '-')}.pt"
        if not file.exists():
            torch.save(_fit(network, SOLIDS[name], steps), file)
        found[name] = torch.load(file, weights_only=True)
    return found


def _fit(network: ShapERenderer, solid: Solid, steps: int) -> torch.Tensor:
    from diffusers.pipelines.shap_e.renderer import encode_position

    torch.manual_seed(1)
    latent = torch.randn(1, 1024, 1024).mul_(0.3).requires_grad_()
    optimizer = torch.optim.Adam([latent], lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps, 1e-3)
    everywhere = torch.rand(1 << 18, 3) * 2 - 1
    distance = torch.from_numpy(solid.distance(everywhere.numpy()))
    near = everywhere[distance.abs().argsort()[: 1 << 15]]
    within = everywhere[distance.argsort()[: 1 << 11]]
    for _ in range(steps):
        points = torch.cat([
            near[torch.randint(len(near), (1536,))],
            within[torch.randint(len(within), (512,))],
            torch.rand(512, 3) * 2 - 1,
        ])  # fmt: skip
        wanted = -SHARPNESS * torch.from_numpy(solid.distance(points.numpy()))
        weights = network.params_proj(latent)
        h = encode_position(points)
        for k, layer in enumerate(network.mlp.mlp):
            if k == network.config.insert_direction_at:
                h = torch.cat([h, h.new_zeros(len(h), layer.in_features - h.shape[1])], dim=1)
            given = weights.get(f"nerstf.mlp.{k}.weight")
            h = torch.nn.functional.linear(h, layer.weight if given is None else given[0],
                                           layer.bias)  # fmt: skip
            if k < len(network.mlp.mlp) - 1:
                h = torch.nn.functional.silu(h)
        loss = (h[:, 0] - wanted.clamp(-REACH, REACH)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return latent.detach()[0]
