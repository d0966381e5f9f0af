"""Temples, pavilions and mosques; their faces at -y."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, difference, mirror, union

_ROOF = ("red", "green", "brown", "blue", "black")
_STONE = ("white", "gray", "yellow", "brown")


@kind(
    "pagoda",
    "japanese temple",
    "chinese temple",
    height=30.0,
    senses=("pagoda.n.01",),
    walls=("red", "white", "brown", "orange"),
    roofs=("black", "green", "brown", "blue", "gray"),
    spire=("yellow", "same", "red"),
    forms={"with three roofs": (3, 0.0, 1 / 3), "with five roofs": (3, 2 / 3, 1.0)},
)
@cast(1.0)
def pagoda(u: np.ndarray, c: Kit) -> Parts:
    """u3 three to five roofs, u4 how far they reach out, u5 how much they shrink, u6 how their
    corners turn up, u7 height of the spire."""
    count = 3 + pick(u[3], 3)
    out, small, lift = mix(u[4], 0.2, 0.3), mix(u[5], 0.5, 0.66), mix(u[6], 0.04, 0.12)
    base = 0.12
    step = 1.44 / count
    walls = [c.box(1.2, 1.2, 0.12, (0, 0, 0.06), 0.02)]
    roofs = []
    for i in range(count):
        half = 0.42 * (1 - (1 - small) * i / (count - 1))
        z = base + step * i
        walls.append(c.box(2 * half, 2 * half, step, (0, 0, z + step * 0.5 - 0.02), 0.015))
        eaves, reach = z + step * 0.58, half + out * (1 - 0.25 * i / count)
        top = z + step + 0.03
        rise = top - eaves
        line = [
            (reach, eaves + lift * 0.4), (reach * 0.99, eaves + lift * 0.4 + 0.09),
            (half + 0.06, eaves + rise * 0.62 + 0.03), (half * 0.62, top + 0.05),
        ]  # fmt: skip
        roofs.append(_hip(c, [(half * 0.8, eaves), *line]))
        tip = c.bar(
            (reach * 0.7, reach * 0.7, eaves + rise * 0.34),
            (reach * 0.96, reach * 0.96, eaves + lift + 0.06),
            radius=0.055,
        )
        roofs.append(mirror(tip, "xy"))
    door = c.box(0.2, 0.12, step * 0.4, (0, -0.42, base + step * 0.2), 0.01)
    top, high = base + step * count, mix(u[7], 0.26, 0.42)
    spire = c.turned(
        [(0.14, top), (0.12, top + 0.08), (0.06, top + 0.12), (0.06, top + high * 0.6)],
        rounding=0.02,
    )
    beads = [
        c.can(r, 0.1, (0, 0, top + high * t), "z", 0.03) for t, r in ((0.45, 0.1), (0.75, 0.085))
    ]
    point = c.bar((0, 0, top + high * 0.6), (0, 0, top + high + 0.08), radius=[0.06, 0.045])
    return [(0, union(*walls)), (1, union(*roofs)), (2, union(spire, *beads, point, door))]


def _hip(c: Kit, profile: list[tuple[float, float]]) -> Solid:
    """A roof of four equal sides that have this (distance from the middle, z) profile."""
    round_one = c.turned(profile, rounding=0.012)
    reach, heights = max(r for r, _ in profile), [z for _, z in profile]
    low, high = min(heights), max(heights)
    around_it = c.box(2 * reach, 2 * reach, high - low, (0, 0, (low + high) / 2), 0.012)

    def distance(points: np.ndarray) -> np.ndarray:
        # What is round becomes square where the larger coordinate takes the radius's place.
        away = np.maximum(np.abs(points[:, 0]), np.abs(points[:, 1]))
        return round_one.distance(np.stack([away, np.zeros_like(away), points[:, 2]]).T)

    return Solid(distance, around_it.support)


@kind(
    "greek temple",
    "parthenon",
    "roman temple",
    "temple",
    height=14.0,
    senses=("temple.n.01", "temple.n.03"),
    columns=_STONE,
    roof=("same", "red", "white", "gray"),
    steps=("same", "gray", "white"),
    forms={
        "with four columns": (3, 0.0, 0.5),
        "with six columns": (3, 0.5, 1.0),
    },
)
@cast()
def greek_temple(u: np.ndarray, c: Kit) -> Parts:
    """u3 four or six columns in front, u4 their thickness, u5 pitch of the roof, u6 steps, u7
    depth."""
    front = 4 if u[3] < 0.5 else 6
    r = mix(u[4], 0.062, 0.075) * (1.25 if front == 4 else 1.0)
    pitch, deep = mix(u[5], 0.24, 0.36), mix(u[7], 1.3, 1.7)
    rows = 2 + pick(u[6], 2)
    rise = 0.24 / rows
    steps = [
        c.box(1.5 + 0.16 * (rows - i), deep + 0.16 * (rows - i), rise + 0.02,
              (0, 0, rise * (i + 0.5)), 0.012)
        for i in range(rows)
    ]  # fmt: skip
    low, top = 0.24, 0.94
    half, edge = 0.72 - r, deep / 2 - r - 0.04
    xs = np.linspace(-half, half, front)[front // 2 :]
    side = np.linspace(-edge, edge, 5 if front == 4 else 6)

    def column(x: float, y: float) -> Solid:
        return union(
            c.turned([(r * 1.1, low - 0.02), (r * 0.85, top)], (x, y, 0), 0.01),
            c.box(r * 2.6, r * 2.6, 0.12, (x, y, top - 0.02), 0.015),
        )

    columns = [mirror(union(*(column(float(x), edge) for x in xs)), "xy")]
    inner = [float(y) for y in side[1:-1] if y > -1e-6]
    columns.append(mirror(union(*(column(half, y) for y in inner)), "xy"))
    cell = c.box(0.72, deep - 0.6, top - low + 0.1, (0, 0.06, (top + low) / 2), 0.015)
    door = c.box(0.26, 0.3, 0.5, (0, 0.06 - (deep - 0.6) / 2, low + 0.24), 0.01)
    columns.append(difference(cell, door, 0.01))
    beam = c.box(1.5, deep, 0.16, (0, 0, top + 0.1), 0.015)
    eaves = top + 0.16
    gable = [(-0.82, eaves), (0.82, eaves), (0.82, eaves + 0.07), (0, eaves + pitch + 0.08),
             (-0.82, eaves + 0.07)]  # fmt: skip
    roof = c.plate(gable, deep + 0.14, "y", rounding=0.015)
    field = [(-0.58, eaves + 0.09), (0.58, eaves + 0.09), (0, eaves + pitch - 0.03)]
    cut = mirror(c.plate(field, 0.12, "y", (0, deep / 2 + 0.07, 0), 0.005), "y")
    return [(0, union(*columns)), (1, union(beam, difference(roof, cut, 0.01))), (2, union(*steps))]


@kind(
    "gazebo",
    "garden pavilion",
    "bandstand",
    "pergola",
    height=3.5,
    senses=("gazebo.n.01", "bandstand.n.01"),
    posts=("white", "brown", "green"),
    roof=("red", "green", "gray", "brown", "blue"),
    floor=("gray", "brown", "same"),
    forms={"domed": (3, 0.6, 1.0)},
)
@cast(1.0)
def gazebo(u: np.ndarray, c: Kit) -> Parts:
    """u3 a pointed roof or a dome, u4 its height, u5 height of the railing, u6 overhang, u7 knob on
    top."""
    rise, rail, out = mix(u[4], 0.42, 0.58), mix(u[5], 0.36, 0.5), mix(u[6], 0.84, 0.94)
    low, top = 0.16, 1.06
    base = union(
        c.can(0.84, 0.12, (0, 0, 0.06), "z", 0.02), c.can(0.76, 0.2, (0, 0, 0.1), "z", 0.02)
    )
    stair = c.box(0.4, 0.3, 0.12, (0, -0.84, 0.06), 0.02)
    turn = 22.5
    post = around(c.box(0.12, 0.12, top - low + 0.1, (0, -0.68, (top + low) / 2), 0.015), 8)
    beam = difference(c.can(0.74, 0.12, (0, 0, top), "z", 0.02), c.can(0.6, 1, (0, 0, top)), 0.01)
    hole = c.box(0.5, 1.4, 1.0, (0, -0.9, low + 0.3), 0.01)
    band = difference(
        c.can(0.72, 0.11, (0, 0, low + rail), "z", 0.02), c.can(0.61, 2, (0, 0, 0.5)), 0.01
    )
    wall = difference(
        c.can(0.7, 0.12, (0, 0, low + rail * 0.4), "z", 0.02), c.can(0.59, 2, (0, 0, 0.5)), 0.01
    )
    rails = difference(union(band, wall), hole, 0.01)
    if u[3] < 0.6:
        roof = c.turned(
            [(out, top + 0.04), (out, top + 0.11), (0.06, top + 0.08 + rise)], rounding=0.02
        )
        ribs = around(
            c.bar((0, -out + 0.03, top + 0.1), (0, -0.06, top + 0.08 + rise), radius=0.05), 8
        ).rotated(turn)
        roof = union(roof, ribs)
    else:
        roof = union(
            c.dome(out * 0.92, out * 0.92, rise, (0, 0, top + 0.08)),
            c.can(out, 0.12, (0, 0, top + 0.08), "z", 0.02),
        )
    end = top + 0.08 + rise
    knob = c.bar((0, 0, end - 0.05), (0, 0, end + mix(u[7], 0.08, 0.2)), radius=[0.075, 0.06])
    return [
        (0, union(post.rotated(turn), beam, rails)),
        (1, union(roof, knob)),
        (2, union(base, stair)),
    ]


@kind(
    "mosque",
    "masjid",
    "taj mahal",
    height=25.0,
    senses=("mosque.n.01",),
    walls=("white", "yellow", "white", "brown"),
    domes=("yellow", "cyan", "green", "blue", "same"),
    doors=("brown", "green", "blue", "black"),
    forms={"with two minarets": (3, 0.0, 0.5), "with four minarets": (3, 0.5, 1.0)},
)
@cast()
def mosque(u: np.ndarray, c: Kit) -> Parts:
    """u3 two or four minarets, u4 their height, u5 size of the dome, u6 small domes, u7 height of
    the walls."""
    high, r, tall = mix(u[4], 1.2, 1.45), mix(u[5], 0.36, 0.44), mix(u[7], 0.5, 0.62)
    deep = 1.0
    hall = c.box(1.24, deep, tall, (0, 0, tall / 2), 0.02)
    porch = c.box(0.56, 0.2, tall + 0.16, (0, -deep / 2, tall / 2 + 0.08), 0.02)
    drum = c.can(r * 0.9, 0.24, (0, 0, tall + 0.08), "z", 0.02)
    edge = c.box(1.3, deep + 0.06, 0.12, (0, 0, tall - 0.02), 0.02)

    def onion(size: float, low: float) -> list[tuple[float, float]]:
        return [
            (size * 0.88, low), (size, low + size * 0.4), (size * 0.9, low + size * 0.75),
            (size * 0.6, low + size * 1.08), (size * 0.2, low + size * 1.32),
            (size * 0.1, low + size * 1.6),
        ]  # fmt: skip

    domes = [c.turned(onion(r, tall + 0.18), rounding=0.02)]
    if u[6] > 0.4:
        small = c.turned(onion(0.15, tall + 0.02), (0.44, -0.32, 0), 0.02)
        domes.append(mirror(small, "xy"))
    x, y = 0.8, -0.42
    tower = [
        c.turned([(0.12, 0), (0.12, 0.1), (0.085, 0.14), (0.075, high)], (x, y, 0), 0.01),
        c.can(0.125, 0.11, (x, y, high * 0.62), "z", 0.02),
        c.can(0.125, 0.11, (x, y, high), "z", 0.02),
        c.box(0.3, 0.2, 0.3, (0.68, y, 0.15), 0.02),
    ]
    cap = c.turned(onion(0.1, high + 0.04), (x, y, 0), 0.015)
    towers = mirror(union(*tower), "x")
    caps = mirror(cap, "x")
    if u[3] >= 0.5:
        towers, caps = union(towers, towers.rotated(180)), union(caps, caps.rotated(180))
    turns = np.linspace(0, math.pi, 9)

    def arch(half: float, top: float, at: tuple[float, float, float]) -> Solid:
        span = [
            (half * math.cos(t), top - half * 0.5 + half * math.sin(t) ** 0.8 * 0.9) for t in turns
        ]
        return c.plate([(half, 0.0), *span, (-half, 0.0)], 0.14, "y", at, 0.015)

    doors = union(
        arch(0.17, tall * 0.85, (0, -deep / 2 - 0.08, 0)),
        pairs(arch(0.09, tall * 0.7, (0.44, -deep / 2 + 0.03, 0.04))),
    )
    return [
        (0, union(hall, porch, drum, edge, towers)),
        (1, union(*domes, caps)),
        (2, doors),
    ]
