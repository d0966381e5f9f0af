"""Buildings: their doors face -y."""

from __future__ import annotations

import numpy as np

from .kinds import Parts, extents, kind, mix, pick
from .solids import box, cylinder, frustum, mirror, prism, pyramid, union

_ROOF = ("red", "brown", "blue", "black", "orange")
_DOOR = ("brown", "blue", "black", "red")
_STONE = ("gray", "white", "brown")


@kind(
    "house",
    "home",
    height=7.0,
    senses=("house.n.01", "cottage.n.01", "hut.n.02"),
    walls=("white", "yellow", "brown", "orange"),
    roof=_ROOF,
    door=_DOOR,
    forms={"with a chimney": (5, 0.5, 1.0)},
)
def house(u: np.ndarray) -> Parts:
    """u3 roof pitch, u4 ridge along y or x, u5 chimney, u6 depth, u7 windows."""
    x, y, z = extents(u, 1.5, mix(u[6], 1.1, 1.6), 1.5)
    eaves = z * mix(u[3], 0.62, 0.46)
    wide, deep = x - 0.2, y - 0.2
    body = box(wide, deep, eaves + 0.05, (0, 0, (eaves + 0.05) / 2))
    low, rise = eaves - 0.06, z - eaves + 0.06
    if u[4] < 0.6:
        roof = prism(
            [(-x / 2, low), (x / 2, low), (x / 2, low + 0.1), (0, low + rise), (-x / 2, low + 0.1)],
            y,
            "y",
        )
    else:
        roof = prism(
            [(-y / 2, low), (y / 2, low), (y / 2, low + 0.1), (0, low + rise), (-y / 2, low + 0.1)],
            x,
            "x",
        )
    pieces: Parts = [(0, body), (1, roof)]
    if u[5] > 0.5:
        tall = rise * 0.85
        pieces.append((0, box(0.22, 0.22, tall, (0, y * 0.22, z - 0.06 - tall / 2))))
    high = min(eaves * 0.72, 0.75)
    pieces.append(
        (2, box(min(0.34, wide * 0.32), 0.14, high, (0, -deep / 2 + 0.035, high / 2), 0.03))
    )
    if u[7] > 0.4:
        pane = min(0.24, wide * 0.22)
        at = (wide / 2, 0, eaves * 0.52)
        pieces.append((2, mirror(box(0.14, pane * 1.6, pane, (at[0] - 0.035, 0, at[2]), 0.03))))
        if wide > 1.0:
            at = (wide * 0.33, -deep / 2 + 0.035, eaves * 0.52)
            pieces.append((2, mirror(box(pane, 0.14, pane, at, 0.03))))
    return pieces


@kind(
    "tower",
    "turret",
    height=30.0,
    senses=("tower.n.01",),
    walls=_STONE,
    roof=("red", "blue", "purple", "green"),
    door=_DOOR,
    forms={"round": (5, 0.0, 0.6), "square": (5, 0.6, 1.0)},
)
def tower(u: np.ndarray) -> Parts:
    """u3 roof height, u4 overhang of the roof, u5 round or square, u6 taper, u7 window height."""
    x, _, z = extents(u, 0.9, 0.9, 1.8)
    eaves = z * mix(u[3], 0.72, 0.56)
    r = x / 2 * mix(u[4], 0.86, 0.72)
    head = r * mix(u[6], 1.0, 0.85)
    high = min(z * 0.24, 0.5)
    window, reach = eaves * mix(u[7], 0.66, 0.74), 2 * r + 0.04
    door = box(r * 0.7, r, high, (0, 0.02 - r / 2 - 0.04, high / 2), 0.03)
    panes = box(max(r * 0.4, 0.14), reach * 0.985, 0.22, (0, 0, window), 0.03)
    if u[5] < 0.6:
        body, roof = frustum(r, head, 0, eaves + 0.05), frustum(x / 2, 0, eaves, z)
    else:
        body = pyramid(2 * r, 2 * head, 0, eaves + 0.05)
        roof = pyramid(x, 0, eaves, z)
    return [(0, body), (1, roof), (2, union(door, panes))]


@kind(
    "castle",
    "fortress",
    height=25.0,
    senses=("castle.n.02", "fortress.n.01"),
    walls=_STONE,
    roofs=("red", "blue", "purple"),
    gate=("brown", "black"),
)
def castle(u: np.ndarray) -> Parts:
    """u3 tower thickness, u4 wall height, u5 roof height, u6 roofs or battlements on a keep."""
    x, y, z = extents(u, 1.8, 1.8, 1.4)
    r = x * mix(u[3], 0.13, 0.16)
    cap = r + 0.03
    eaves, wall = z * mix(u[5], 0.72, 0.6), z * mix(u[4], 0.36, 0.48)
    cx, cy = x / 2 - cap, y / 2 - cap
    towers = mirror(cylinder(r, eaves, (cx, cy, eaves / 2)), "xy")
    roofs = mirror(frustum(cap, 0, eaves - 0.04, z).at(cx, cy, 0), "xy")
    block = box(2 * cx, 2 * cy, wall, (0, 0, wall / 2))
    tooth = min(0.16, cx * 0.3)
    front = [
        mirror(box(tooth, 0.15, 0.28, (at, cy - 0.075, wall), 0.03), "xy")
        for at in np.linspace(0, cx - r, 3)[:2] + tooth * 0.7
    ]
    high = min(wall * 0.7, 0.5)
    gate = box(min(0.36, cx * 0.7), 0.16, high, (0, -cy + 0.04, high / 2), 0.04)
    pieces: Parts = [(0, towers), (1, roofs), (0, union(block, *front)), (2, gate)]
    if u[6] > 0.5:
        side = cx * 0.95
        keep = z * 0.78
        pieces.append((0, box(side, side, keep, (0, cy * 0.15, keep / 2))))
        pieces.append((1, pyramid(side + 0.1, 0, keep - 0.04, z).at(0, cy * 0.15, 0)))
    return pieces


@kind(
    "windmill",
    "mill",
    height=18.0,
    senses=("windmill.n.02",),
    tower=("white", "brown", "gray", "yellow"),
    blades=("brown", "white", "red", "gray"),
    cap=("red", "brown", "blue", "black"),
)
def windmill(u: np.ndarray) -> Parts:
    """u3 taper, u4 blade width, u5 upright or slanted blades, u6 cap height."""
    x, _, z = extents(u, 1.5, 1.5, 1.85)
    r = min(x * 0.32, 0.45)
    head = r * mix(u[3], 0.6, 0.75)
    # The sweep decides the width; the hub sits high enough for the blades to clear the ground.
    hub, eaves = z * 0.62, z * 0.72
    top = min(z, eaves + z * mix(u[6], 0.18, 0.26))
    body, cap = frustum(r, head, 0, eaves), frustum(head + 0.07, 0.05, eaves - 0.05, top)
    wide, face = mix(u[4], 0.17, 0.25), -r - 0.06
    axle = cylinder(0.12, r + 0.12, (0, face / 2 - 0.06, hub), "y")
    reach, rise = x / 2, z - hub
    if u[5] < 1 / 3:
        blades = union(
            box(x, 0.14, wide, (0, face, hub)), box(wide, 0.14, 2 * rise, (0, face, hub))
        )
    else:
        a, b = reach - wide * 0.35, rise - wide * 0.35
        length = float(np.hypot(a, b))
        nx, nz = b / length * wide / 2, a / length * wide / 2
        arm = [(-nx, nz), (nx, -nz), (a + nx, b - nz), (a - nx, b + nz)]
        blades = mirror(prism(arm, 0.14, "y", (0, face, 0)), "xz").at(0, 0, hub)
    return [(0, body), (1, union(blades, axle)), (2, cap)]


@kind(
    "lighthouse",
    "beacon",
    height=20.0,
    senses=("beacon.n.03",),
    tower=("white",),
    stripes=("red", "black", "blue"),
    lamp=("yellow", "orange"),
)
def lighthouse(u: np.ndarray) -> Parts:
    """u3 taper, u4 one to three stripes, u5 gallery width, u6 lamp height."""
    x, _, z = extents(u, 0.8, 0.8, 1.9)
    r = x / 2
    head = r * mix(u[3], 0.5, 0.66)
    deck = z * mix(u[6], 0.74, 0.68)
    body = frustum(r, head, 0, deck)
    count = 2 + pick(u[4], 2)
    band = deck / (2 * count + 1)
    stripes = []
    for i in range(count):
        low, high = (2 * i + 1) * band, (2 * i + 2) * band
        a, b = (r + (head - r) * h / deck + 0.025 for h in (low, high))
        stripes.append(frustum(a, b, low, high, 0.02))
    gallery = cylinder(head * mix(u[5], 1.15, 1.4), 0.13, (0, 0, deck))
    lamp = cylinder(head * 0.72, z * 0.16 + 0.1, (0, 0, deck + z * 0.08 + 0.03))
    roof = frustum(head * 1.02, 0.03, deck + z * 0.15, z)
    return [(0, body), (1, union(*stripes, gallery, roof)), (2, lamp)]
