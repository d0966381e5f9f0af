"""An object as the page shows it: fewer triangles or points, in a script of one line.

A page that is opened from a disk may read no file but images and scripts, so this is one:

    maquette("a-red-chair-0123456789ab", 3000, 6000, "AAAA...")

with the number of vertices, of triangles (0: points), and in base64 the vertices (uint16 x, y, z in
the cube around the object, Z up), their colors (uint8 sRGB) and the triangles (uint16).
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np

from ..asset.mesh import srgb_bytes
from ..asset.point_cloud import PointCloud
from ..pipeline.postprocessing import Asset, coarse
from ..shared.files import fill
from ..shared.request import GenerationRequest
from .objects import VIEW

TRIANGLES = 6000
POINTS = 4096
MOST = 65535  # vertices that uint16 can name


def write(request: GenerationRequest, asset: Asset) -> None:
    """Beside the files of this request. Raises MaquetteError("file")."""
    folder = Path(request.folder)
    fill(folder / VIEW, encoded(folder.stem, asset))


def encoded(name: str, asset: Asset) -> bytes:
    if isinstance(asset, PointCloud):
        step = -(-len(asset.points) // POINTS)
        places, colours = asset.points[::step], asset.colors[::step]
        corners = np.empty((0, 3), np.uint16)
    else:
        asset = coarse(asset, TRIANGLES)
        places, colours, corners = asset.vertices, asset.colours, asset.faces
        if len(places) > MOST:  # of many pieces, which cannot be made fewer
            corners = corners[(corners < MOST).all(axis=1)]
            places, colours = places[:MOST], colours[:MOST]
    low, high = places.min(0), places.max(0)
    side = max(float((high - low).max()), 1e-9)
    cube = 0.5 + (places - (low + high) / 2) / side
    content = b"".join(
        (
            np.rint(cube * 65535).astype("<u2").tobytes(),
            srgb_bytes(colours).tobytes(),
            corners.astype("<u2").tobytes(),
        )
    )
    said = ", ".join((json.dumps(name), str(len(places)), str(len(corners)), f'"{_text(content)}"'))
    return f"maquette({said})\n".encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
