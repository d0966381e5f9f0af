"""Meshes that tests of more than one file are about."""

from __future__ import annotations

import numpy as np
import torch

from backend.asset import isosurface
from backend.asset.mesh import Mesh

BALLS = [((0.0, 0.0, 0.0), 0.5), ((0.55, 0.1, 0.2), 0.25), ((-0.55, 0.1, 0.2), 0.25)]
STRIPE = 0.12  # half its width


def balls(resolution: int = 64, shift: float = 0.0) -> Mesh:
    """Three of them, left and right alike, with a red stripe around a white rest; `shift`ed along x
    they are not."""

    def field(points: torch.Tensor) -> torch.Tensor:
        each = [
            radius - (points - torch.tensor([at[0] + shift, *at[1:]])).norm(dim=1)
            for at, radius in BALLS
        ]
        return torch.stack(each).amax(0)

    def colour(points: torch.Tensor) -> torch.Tensor:
        red = torch.tensor([1.0, 0.0, 0.0])
        return torch.where(points[:, 2:].abs() < STRIPE, red, torch.ones(3))

    return isosurface.extract(field, colour, resolution)


def angles(mesh: Mesh) -> np.ndarray:
    """(F, 3) in degrees."""
    corners = mesh.vertices[mesh.faces].astype(np.float64)
    sides = np.roll(corners, -1, axis=1) - corners
    sides /= np.maximum(np.linalg.norm(sides, axis=2, keepdims=True), 1e-30)
    cosine = -np.einsum("fkc,fkc->fk", sides, np.roll(sides, 1, axis=1))
    return np.degrees(np.arccos(cosine.clip(-1, 1)))


def slivers(mesh: Mesh) -> float:
    """Which share of its triangles has an angle of less than 5 degrees."""
    return float((angles(mesh).min(1) < 5).mean())


def rows(mesh: Mesh, axis: int | None = None) -> set[tuple[float, ...]]:
    """Its vertices with their colors, mirrored across an axis."""
    flip = np.ones(6, np.float32)
    if axis is not None:
        flip[axis] = -1
    return {tuple(row) for row in (np.c_[mesh.vertices, mesh.colours] * flip + 0.0).tolist()}
