"""What a mesh's own images and colors say of points of its surface."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np

from ..shared.errors import foreign
from ..shared.look import Material
from .mesh import Mesh, srgb_to_linear

REMEDY = "Save the images of the object's material as PNG, and try again."


class Texture:
    """The material of a mesh, with its images, or the colors of its vertices where it has none.

    Raises MaquetteError("file") for images that cannot be read.
    """

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        look = mesh.material if mesh.uv is not None else None
        self._colour = _image(look.base_colour) if look else None
        if self._colour is not None:
            self._colour = srgb_to_linear(self._colour).astype(np.float32)
        self._surface = _image(look.metallic_roughness) if look else None

    def at(self, face: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of points of faces (N,), by the weights (N, 3) of their corners: the color (N, 3) linear,
        and metallic and roughness (N, 2), 0..1. Between texels as a renderer has it, bilinear in
        linear light."""
        mesh, look = self._mesh, self._mesh.material
        if self._colour is None:
            colour = np.einsum("nk,nkc->nc", weights, mesh.colours[mesh.faces[face]])
        else:
            colour = _between(self._colour, self._place(face, weights))
        surface = np.ones((len(face), 2))
        if self._surface is not None:
            surface = _between(self._surface, self._place(face, weights))[:, [2, 1]]
        return colour.clip(0, 1), (surface * [look.metallic, look.roughness]).clip(0, 1)

    def at_vertices(self) -> Mesh:
        """The mesh without uv and images: each vertex has the color of one of its corners, and
        metallic and roughness are the mean."""
        mesh, count = self._mesh, len(self._mesh.faces)
        face, corner = np.zeros(len(mesh.vertices), int), np.zeros(len(mesh.vertices), int)
        for k in range(3):
            face[mesh.faces[:, k]], corner[mesh.faces[:, k]] = np.arange(count), k
        colours, _ = self.at(face, np.eye(3)[corner])
        _, surface = self.at(np.arange(count), np.full((count, 3), 1 / 3))
        metallic, roughness = map(float, surface.mean(axis=0))
        look = Material(metallic=metallic, roughness=roughness)
        return replace(mesh, colours=colours.astype(np.float32), uv=None, material=look)

    def _place(self, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """(N, 2); beyond the images, which repeat there, where they are the same."""
        assert self._mesh.uv is not None
        place = np.einsum("nk,nkc->nc", weights, self._mesh.uv[face])
        return np.where((place < 0) | (place > 1), place % 1, place)


def _image(png: bytes) -> np.ndarray | None:
    """(H, W, 3) float32, 0..1, the first row at the bottom; None of b""."""
    if not png:
        return None
    from PIL import Image

    with foreign("file", "An image of the material cannot be read", REMEDY):
        pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    return (pixels[::-1] / np.float32(255)).astype(np.float32)


def _between(image: np.ndarray, place: np.ndarray) -> np.ndarray:
    """(N, C) of an image (H, W, C) at places (N, 2), u and v in 0..1; beyond its border the border
    goes on."""
    height, width = image.shape[:2]
    x, y = (place * [width, height] - 0.5).T
    left, low = np.floor(x), np.floor(y)
    across, up = (x - left)[:, None], (y - low)[:, None]
    columns = [(left + k).astype(int).clip(0, width - 1) for k in (0, 1)]
    rows = [(low + k).astype(int).clip(0, height - 1) for k in (0, 1)]
    lower = image[rows[0], columns[0]] * (1 - across) + image[rows[0], columns[1]] * across
    upper = image[rows[1], columns[0]] * (1 - across) + image[rows[1], columns[1]] * across
    return lower * (1 - up) + upper * up
