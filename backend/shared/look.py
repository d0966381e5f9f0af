"""How an object looks, in files and images and on both sides: its material, how large points are,
and from where its images show it."""

from __future__ import annotations

from dataclasses import dataclass

VIEW_DEG = 35.0, 25.0  # of its image: to the right of the front, and above it
LIGHT = -0.35, 0.55, 0.75  # towards it, in camera coordinates: right, up, to the viewer
IMAGES = ("base_colour", "metallic_roughness", "normal")  # of a material
NUMBERS = ("metallic", "roughness")


def point_radius(count: int, longest: float) -> float:
    """Of each of `count` points of a cloud whose box is `longest` on its longest side: with it the
    surface of a ball looks closed, on which they are spread evenly."""
    return longest / max(count, 1) ** 0.5


@dataclass(frozen=True)
class Material:
    """Physically based, as glTF 2.0, 3.9, has it. Images are PNG files, b"" for none; an image's
    values are multiplied by the number beside it.

    base_colour         sRGB
    metallic_roughness  roughness in green, metalness in blue, linear
    normal              in the tangent space of the mesh's uv, +Y up
    metallic            0..1
    roughness           0..1
    """

    base_colour: bytes = b""
    metallic_roughness: bytes = b""
    normal: bytes = b""
    metallic: float = 0.0
    roughness: float = 0.7

    @property
    def images(self) -> dict[str, bytes]:
        """Those that there are, by name."""
        named = {name: getattr(self, name) for name in IMAGES}
        return {name: image for name, image in named.items() if image}


PLAIN = Material()
