"""Makes docs/pictures/point-e-mini.png: points of shapes, and the meshes that point-e-mini makes of
them. One draw of every eighth kind, unpicked, that no training saw.

    python -m docs.point_e
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from backend.asset.thumbnail import render
from backend.families.point_e import clouds as raw
from training import captions, clouds, evaluate_point_e
from training.captions import KIND_NAMES, Description
from training.shapes import TAUGHT, build

SIZE = 200
KINDS = TAUGHT[::8]
GRAY = 0.6
PICTURE = Path(__file__).parent / "pictures/point-e-mini.png"


def main() -> None:
    folder = Path(__file__).parents[1] / "backend/models/point-e-mini"
    subject, random = evaluate_point_e.Subject(folder, None, None), np.random.default_rng(8)
    columns = []
    for kind in KINDS:
        said = Description(KIND_NAMES.index(kind))
        shape = build(kind, captions.draw(said, random)[0])
        cloud = evaluate_point_e.gray(clouds.on_surface(shape, clouds.SURFACE, random))
        meshes = raw.placed(cloud).octahedra, subject.mesh(cloud)
        columns.append(
            np.concatenate(
                [
                    render(mesh.vertices, mesh.faces, np.full_like(mesh.vertices, GRAY), SIZE)
                    for mesh in meshes
                    if mesh
                ]
            )
        )
    Image.fromarray(np.concatenate(columns, axis=1)).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
