"""Small buildings: huts of wood and glass, stalls and booths; their faces at -y."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix
from .solids import Solid, difference, mirror, union

_WOOD = ("brown", "brown", "orange", "red")
_ROOF = ("red", "green", "brown", "gray", "black")


def _gable(
    c: Kit, half: float, eaves: float, rise: float, out: float, long: float, axis: str = "y"
) -> Solid:
    """A roof of two slopes, 0.12 thick, whose ridge runs along an axis."""
    drop = rise * out / half
    t = 0.15
    outline = [
        (-half - out, eaves - drop), (-half - out, eaves - drop + t), (0, eaves + rise + t),
        (half + out, eaves - drop + t), (half + out, eaves - drop), (0, eaves + rise),
    ]  # fmt: skip
    return c.plate(outline, long, axis, rounding=0.015)


def _house(c: Kit, half: float, eaves: float, rise: float, long: float, axis: str = "y") -> Solid:
    """The walls below such a roof."""
    outline = [(-half, 0), (-half, eaves), (0, eaves + rise), (half, eaves), (half, 0)]
    return c.plate(outline, long, axis, rounding=0.015)


@kind(
    "log cabin",
    "cabin",
    "cottage",
    "hut",
    "wooden cabin",
    "blockhouse",
    height=4.5,
    senses=("log_cabin.n.01", "cabin.n.02", "hut.n.02"),
    logs=("brown", "brown", "orange"),
    roof=("green", "red", "gray", "black"),
    door=("red", "white", "yellow", "black"),
    forms={"with a stone chimney": (6, 0.5, 1.0)},
)
@cast()
def log_cabin(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of logs, u4 pitch of the roof, u5 depth, u6 chimney, u7 overhang."""
    count = 4 if u[3] < 0.5 else 5
    rise, deep, out = mix(u[4], 0.42, 0.56), mix(u[5], 1.1, 1.3), mix(u[7], 0.1, 0.18)
    half, eaves = 0.64, 0.68
    r = eaves / count / 2
    pieces = [_house(c, half - 0.02, eaves, rise, deep - 0.06)]
    y = deep / 2 - r
    for i in range(count):
        z = r * (2 * i + 1)
        end = half + 0.14
        pieces.append(mirror(c.bar((-end, y, z), (end, y, z), radius=r * 1.05), "y"))
        x = half - r * 0.6
        z += r * 0.5
        pieces.append(pairs(c.bar((x, -deep / 2 - 0.13, z), (x, deep / 2 + 0.13, z), radius=r)))
    for i in range(2):
        z = eaves + r * (2 * i + 1) + 0.02
        w = half * (1 - (z - eaves) / rise) - 0.04
        pieces.append(mirror(c.bar((-w, y, z), (w, y, z), radius=r), "y"))
    roof = [_gable(c, half, eaves + 0.06, rise, out + 0.06, deep + 0.36)]
    face = -deep / 2 - r * 0.4
    door = [
        c.box(0.3, 0.16, 0.52, (0, face, 0.26), 0.015),
        pairs(c.box(0.22, 0.16, 0.22, (0.4, face, 0.38), 0.015)),
    ]
    if u[6] > 0.5:
        roof.append(c.box(0.24, 0.24, 0.5, (0, 0.26, eaves + rise + 0.2), 0.02))
        roof.append(c.box(0.3, 0.3, 0.12, (0, 0.26, eaves + rise + 0.42), 0.02))
    return [(0, union(*pieces)), (1, union(*roof)), (2, union(*door))]


@kind(
    "greenhouse",
    "glasshouse",
    "hothouse",
    "conservatory",
    height=3.0,
    senses=("greenhouse.n.01",),
    glass=("cyan", "cyan", "white", "green"),
    frame=("white", "green", "gray", "brown"),
    base=("brown", "gray", "red", "same"),
)
@cast()
def greenhouse(u: np.ndarray, c: Kit) -> Parts:
    """u3 pitch of the roof, u4 depth, u5 number of bays, u6 height of the base, u7 wall height."""
    rise, deep = mix(u[3], 0.3, 0.46), mix(u[4], 1.5, 1.9)
    bays, low, eaves = (3 if u[5] < 0.5 else 4), mix(u[6], 0.14, 0.28), mix(u[7], 0.66, 0.8)
    half = 0.6
    glass = _house(c, half, eaves, rise, deep)
    t, w = 0.1, 0.055
    frame = []
    ys = np.linspace(0, deep / 2 - 0.02, bays // 2 + 1) if bays % 2 == 0 else [
        (deep / 2 - 0.02) * q for q in (1 / 3, 1.0)
    ]  # fmt: skip
    for y in ys:
        rib = c.bar((0, y, eaves + rise), (half, y, eaves), (half, y, 0.05), radius=w)
        frame.append(mirror(rib, "xy") if y > 0.01 else mirror(rib, "x"))
    end = deep / 2
    frame += [
        c.bar((0, -end, eaves + rise), (0, end, eaves + rise), radius=w + 0.015),
        pairs(c.bar((half, -end, eaves), (half, end, eaves), radius=w)),
        mirror(c.box(2 * half, t, t, (0, end, eaves), 0.015), "y"),
        mirror(c.box(t, t, 2 * rise, (0, end, eaves), 0.015), "y"),
        pairs(c.box(t, t, eaves, (0.18, -end, eaves / 2), 0.015)),
        c.box(0.12, 0.12, 0.12, (0.0, -end - 0.02, eaves * 0.5), 0.02),
    ]
    sill = c.box(2 * half + 0.08, deep + 0.08, low, (0, 0, low / 2), 0.02)
    gap = c.box(0.26, 0.3, low * 2, (0, -end, low), 0.01)
    return [(0, glass), (1, union(*frame)), (2, difference(sill, gap, 0.01))]


@kind(
    "shed",
    "garden shed",
    "tool shed",
    "outhouse",
    height=2.6,
    senses=("outbuilding.n.01",),
    walls=("brown", "green", "blue", "red", "gray"),
    roof=("gray", "black", "brown", "red"),
    doors=("white", "same", "brown", "green"),
    forms={"with a lean-to roof": (3, 0.0, 0.4), "with a gable roof": (3, 0.4, 1.0)},
)
@cast()
def shed(u: np.ndarray, c: Kit) -> Parts:
    """u3 a single slope or a gable, u4 its rise, u5 depth, u6 width of the doors, u7 windows."""
    rise, deep, wide = mix(u[4], 0.26, 0.42), mix(u[5], 0.9, 1.2), mix(u[6], 0.24, 0.3)
    half, eaves = 0.6, 0.92
    face = -deep / 2
    if u[3] < 0.4:
        slope = [(face, 0), (face, eaves + rise * 0.8), (-face, eaves - 0.06), (-face, 0)]
        walls = c.plate(slope, 2 * half, rounding=0.015)
        k = (rise * 0.8 + 0.06) / deep
        a, b = eaves + rise * 0.8, eaves - 0.06
        roof = c.plate(
            [(face - 0.16, a + 0.16 * k - 0.02), (face - 0.16, a + 0.16 * k + 0.12),
             (-face + 0.12, b - 0.12 * k + 0.12), (-face + 0.12, b - 0.12 * k - 0.02)],
            2 * half + 0.2, rounding=0.015,
        )  # fmt: skip
    else:
        walls = _house(c, half, eaves, rise, deep)
        roof = _gable(c, half, eaves, rise, 0.12, deep + 0.2)
    # Grooves between upright boards.
    xs = np.linspace(0.1, 0.5, 3)
    lines = [pairs(c.box(0.03, 0.5, 3, (float(x), face, 0), 0.005)) for x in xs]
    skin = c.box(2 * half - 0.02, deep - 0.05, 4, (0, 0, 1), 0.01)
    walls = difference(walls, difference(union(*lines), skin, 0.005), 0.005)
    leaf = c.box(wide, 0.14, 0.76, (wide / 2 + 0.01, face - 0.01, 0.4), 0.015)
    bars = [c.box(wide - 0.04, 0.12, 0.08, (wide / 2 + 0.01, face - 0.06, z), 0.01)
            for z in (0.2, 0.62)]  # fmt: skip
    pieces = [pairs(leaf, *bars), pairs(c.bead(0.05, (0.06, face - 0.1, 0.42), 0.05))]
    if u[7] > 0.5:
        pieces.append(pairs(c.box(0.12, 0.34, 0.3, (half - 0.01, 0.04, 0.58), 0.015)))
    return [(0, walls), (1, roof), (2, union(*pieces))]


@kind(
    "garage",
    "carport",
    "car garage",
    height=3.2,
    senses=("garage.n.01", "garage.n.02"),
    walls=("white", "gray", "yellow", "red"),
    roof=("gray", "red", "brown", "black"),
    door=("white", "gray", "brown", "blue", "green"),
    forms={"with a flat roof": (3, 0.0, 0.4), "with a pitched roof": (3, 0.4, 1.0)},
)
@cast()
def garage(u: np.ndarray, c: Kit) -> Parts:
    """u3 flat or pitched roof, u4 its rise, u5 depth, u6 door width, u7 panels of the door."""
    rise, deep, wide = mix(u[4], 0.28, 0.42), mix(u[5], 1.2, 1.5), mix(u[6], 1.0, 1.2)
    half, eaves = 0.76, 0.86
    face = -deep / 2
    hole = c.box(wide, 0.24, 0.66, (0, face, 0.32), 0.01)
    if u[3] < 0.4:
        walls = c.box(2 * half, deep, eaves, (0, 0, eaves / 2), 0.015)
        roof = c.box(2 * half + 0.16, deep + 0.16, 0.14, (0, 0, eaves + 0.02), 0.02)
    else:
        walls = _house(c, half, eaves, rise, deep)
        roof = _gable(c, half, eaves, rise, 0.12, deep + 0.18)
    rows = 3 if u[7] < 0.5 else 4
    tall = 0.64 / rows
    panels = [
        c.box(wide + 0.02, 0.13, tall - 0.03, (0, face + 0.1, tall * (i + 0.5)), 0.015)
        for i in range(rows)
    ]
    back = c.box(wide + 0.02, 0.12, 0.64, (0, face + 0.13, 0.32), 0.01)
    grip = c.box(0.24, 0.12, 0.07, (0, face + 0.03, 0.12), 0.02)
    return [(0, difference(walls, hole, 0.01)), (1, roof), (2, union(*panels, back, grip))]


@kind(
    "phone booth",
    "telephone booth",
    "telephone box",
    "phone box",
    height=2.4,
    senses=("telephone_booth.n.01",),
    booth=("red", "red", "blue", "green"),
    windows=("white", "cyan", "black"),
    sign=("white", "yellow", "same"),
)
@cast(1.0)
def phone_booth(u: np.ndarray, c: Kit) -> Parts:
    """u3 rows of panes, u4 dome of the roof, u5 height of the foot, u6 width of the panes."""
    rows, dome, low = (3 if u[3] < 0.5 else 4), mix(u[4], 0.1, 0.2), mix(u[5], 0.3, 0.44)
    wide = mix(u[6], 0.44, 0.5)
    half, top = 0.36, 1.5
    body = c.box(2 * half, 2 * half, top, (0, 0, top / 2), 0.02)
    foot = c.box(2 * half + 0.1, 2 * half + 0.1, 0.14, (0, 0, 0.07), 0.02)
    head = c.box(2 * half + 0.08, 2 * half + 0.08, 0.24, (0, 0, top + 0.06), 0.02)
    cap = c.dome(half - 0.01, half - 0.01, dome, (0, 0, top + 0.17))
    high = top - 0.12
    frame = union(
        c.box(wide, 3, high - low, (0, 0, (low + high) / 2), 0.01),
        c.box(3, wide, high - low, (0, 0, (low + high) / 2), 0.01),
    )
    pitch = (high - low) / rows
    skin = 2 * half - 0.09
    glass = c.box(skin, skin, high - low + 0.06, (0, 0, (low + high) / 2), 0.01)
    bars = [
        c.box(2 * half - 0.03, 2 * half - 0.03, 0.05, (0, 0, low + pitch * i), 0.01)
        for i in range(1, rows)
    ]
    upright = union(
        c.box(0.05, 2 * half - 0.03, high - low, (0, 0, (low + high) / 2), 0.01),
        c.box(2 * half - 0.03, 0.05, high - low, (0, 0, (low + high) / 2), 0.01),
    )
    # The panes lie in openings of the booth, which its bars cross.
    inside = c.box(skin - 0.02, skin - 0.02, 3, (0, 0, 1), 0.01)
    shell = difference(body, difference(frame, inside, 0.005), 0.01)
    z = top + 0.06
    sign = union(
        mirror(c.box(0.5, 0.12, 0.14, (0, half + 0.03, z), 0.015), "y"),
        pairs(c.box(0.12, 0.5, 0.14, (half + 0.03, 0, z), 0.015)),
    )
    knob = c.box(0.06, 0.12, 0.16, (0, -half - 0.02, 0.72), 0.02)
    return [(0, union(shell, foot, head, cap, *bars, upright, knob)), (1, glass), (2, sign)]


@kind(
    "market stall",
    "market stand",
    "stall",
    "kiosk",
    "food stand",
    height=2.5,
    senses=("stall.n.03", "booth.n.02"),
    awning=("red", "green", "blue", "yellow", "orange"),
    stripes=("white", "white", "yellow"),
    counter=("brown", "white", "brown"),
    forms={"with a slanted awning": (3, 0.0, 0.5), "with a pointed awning": (3, 0.5, 1.0)},
)
@cast()
def market_stall(u: np.ndarray, c: Kit) -> Parts:
    """u3 an awning that slants to the front or a gable, u4 its rise, u5 height of the counter, u6
    goods on it, u7 depth."""
    rise, tall, deep = mix(u[4], 0.2, 0.36), mix(u[5], 0.46, 0.58), mix(u[7], 0.7, 0.86)
    half, top = 0.8, 1.2
    face = -deep / 2
    if u[3] < 0.5:
        slope = [(face - 0.24, top - 0.04), (face - 0.24, top + 0.09),
                 (-face + 0.06, top + rise + 0.13),
                 (-face + 0.06, top + rise)]  # fmt: skip
        back = top + rise
        flap = -0.18 + face
    else:
        slope = [(face - 0.12, top), (face - 0.12, top + 0.13), (0, top + rise + 0.13),
                 (-face + 0.12, top + 0.13), (-face + 0.12, top), (0, top + rise)]  # fmt: skip
        back = top + 0.03
        flap = face - 0.06
    count = 7
    pitch = 2 * (half + 0.1) / count

    def band(i: int, lift: float) -> Solid:
        x = pitch * i
        sheet = c.plate(slope, pitch + lift, "x", (x, 0, 0), 0.012)
        hang = c.can(pitch / 2 + lift / 2, 0.12, (x, flap - 0.06, top + 0.02), "y", 0.02)
        made = union(sheet, hang)
        return pairs(made) if i else made

    awning = union(band(1, 0.01), band(3, 0.0))
    stripes = union(band(0, 0.0), band(2, 0.0))
    bench = [
        c.box(2 * half, deep * 0.62, 0.13, (0, face + deep * 0.3, tall), 0.02),
        c.box(2 * half - 0.1, 0.13, tall, (0, face + 0.1, tall / 2), 0.015),
        pairs(
            c.box(0.12, deep * 0.56, tall, (half - 0.1, face + deep * 0.3, tall / 2), 0.015),
            c.box(0.11, 0.11, top + 0.06, (half - 0.06, face + 0.02, top / 2 + 0.03), 0.015),
            c.box(0.11, 0.11, back + 0.04, (half - 0.06, -face - 0.05, back / 2 + 0.02), 0.015),
            c.box(0.11, deep, 0.11, (half - 0.06, 0, tall - 0.1), 0.015),
        ),
    ]
    if u[6] > 0.4:
        z = tall + 0.1
        y = face + deep * 0.26
        bench.append(c.box(0.34, 0.3, 0.16, (0, y, z), 0.02))
        bench.append(pairs(c.box(0.34, 0.3, 0.16, (0.46, y, z), 0.02)))
        goods = [c.bead(0.09, (x, y - 0.05, z + 0.1), 0.06) for x in (0.38, 0.54)]
        bench.append(pairs(*goods, c.bead(0.09, (0.08, y - 0.05, z + 0.1), 0.06)))
    return [(0, awning), (1, stripes), (2, union(*bench))]
