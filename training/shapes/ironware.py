"""What is screwed on or locked: bolts, nuts, hinges, hooks, knobs and locks."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import box, curve, difference, ellipsoid, intersection, mirror, torus, union

_HEX = [(math.cos(math.radians(60 * i)), math.sin(math.radians(60 * i))) for i in range(6)]


@kind(
    "bolt",
    "screw",
    "hex bolt",
    "machine screw",
    height=0.06,
    senses=("bolt.n.06", "screw.n.04"),
    head=("gray", "yellow", "black"),
    thread=("same", "gray", "black", "yellow"),
    forms={"hexagonal": (3, 0.0, 0.5), "slotted": (3, 0.5, 1.0)},
)
@cast(deep=1)
def bolt(u: np.ndarray, kit: Kit) -> Parts:
    """Its head up. u3 six-sided with a flat end, or round with a slot and a point, u4 thickness,
    u5 length of the thread, u6 width of the head, u7 number of turns."""
    r, wide = mix(u[4], 0.2, 0.25), mix(u[6], 0.46, 0.54)
    share, turns = mix(u[5], 0.55, 0.85), 5 + pick(u[7], 2)
    top, tooth = 1.4, 0.075
    if u[3] < 0.5:
        plate = kit.plate([(wide * x, wide * y) for x, y in _HEX], 0.34, "z", (0, 0, top + 0.17))
        cap = kit.ball(wide * 0.98, wide * 0.98, 0.42, (0, 0, top + 0.06))
        head = union(
            intersection(plate, cap, CRISP), kit.can(wide * 1.02, 0.1, (0, 0, top), rounding=CRISP)
        )
        low = 0.0
    else:
        head = kit.dome(wide, wide, 0.4, (0, 0, top))
        head = difference(head, kit.box(0.15, 4, 0.4, (0, 0, top + 0.4), CRISP), CRISP)
        low = 0.34
    end = low + top * share * (1 - low / top)
    pitch = (end - low) / turns
    line = [(r * 0.8, low)]
    for i in range(turns):
        z = low + pitch * i
        line += [(r, z + 0.12 * pitch), (r + tooth, z + 0.5 * pitch), (r, z + 0.88 * pitch)]
    thread = kit.turned([*line, (r * 0.8, end)], rounding=0.01)
    if low:
        thread = union(thread, kit.turned([(0.05, 0), (r, low + 0.05)], rounding=0.01))
    shaft = kit.can(r, top - end + 0.2, (0, 0, (top + end) / 2), rounding=CRISP)
    return [(0, union(head, shaft)), (1, thread)]


@kind(
    "hex nut",
    "nut",
    "lug nut",
    height=0.02,
    senses=("nut.n.03",),
    nut=("gray", "yellow", "black"),
    thread=("same", "black", "gray", "yellow"),
)
@cast()
def hex_nut(u: np.ndarray, kit: Kit) -> Parts:
    """It stands on one of its six sides. u3 size of the hole, u4 thickness, u5 how far the corners
    are cut, u6 turns of the thread, u7 width of the face."""
    hole, deep = mix(u[3], 0.44, 0.54), mix(u[4], 0.62, 0.86)
    corner, turns = mix(u[5], 1.0, 1.1), 3 + pick(u[6], 2)
    body = kit.plate(_HEX, deep, "y", rounding=CRISP)
    body = intersection(body, kit.ball(corner, deep * 1.15, corner), CRISP)
    face = kit.can(mix(u[7], 0.7, 0.8), deep + 0.06, (0, 0, 0), "y", CRISP)
    opening = kit.can(hole, 4, (0, 0, 0), "y", CRISP)
    body = difference(union(body, face), opening, CRISP)
    thick = 0.055
    r = hole * math.sqrt(kit.stretch[0] * kit.stretch[2]) - 0.01
    step = deep * float(kit.stretch[1]) / turns
    rings = [torus(r, thick, (0, (i - (turns - 1) / 2) * step, 0), "y") for i in range(turns)]
    return [(0, body), (1, union(*rings))]


@kind(
    "hinge",
    "door hinge",
    "butt hinge",
    height=0.1,
    senses=("hinge.n.01",),
    leaves=("gray", "yellow", "black", "brown"),
    screws=("gray", "black", "yellow", "white"),
    pin=("same", "black", "gray", "yellow"),
)
@cast()
def hinge(u: np.ndarray, kit: Kit) -> Parts:
    """Two leaves to the left and the right of a pin. u3 three or five knuckles, u4 their
    thickness, u5 width of the leaves, u6 size of the screws, u7 size of the pin's ends."""
    count, r, wide = 3 + 2 * pick(u[3], 2), mix(u[4], 0.13, 0.17), mix(u[5], 0.58, 0.72)
    size, end = mix(u[6], 0.11, 0.14), mix(u[7], 0.1, 0.14)
    tall, cut = 1.4, 0.12
    outline = [(0.02, 0), (wide - cut, 0), (wide, cut), (wide, tall - cut), (wide - cut, tall),
               (0.02, tall)]  # fmt: skip
    leaf = kit.plate(outline, 0.14, "y", (0, 0.05, 0), CRISP)
    part = tall / count
    knuckles = [kit.can(r, part - 0.035, (0, 0, part * (i + 0.5)), rounding=CRISP)
                for i in range(count)]  # fmt: skip
    screws = []
    for x, z in ((wide * 0.72, 0.25), (wide * 0.5, 0.7), (wide * 0.72, 1.15)):
        screw = kit.can(size, 0.2, (x, 0, z), "y", CRISP)
        slot = box(0.045, 0.1, 0.5, rounding=0.01).rotated(45, "y")
        slot = slot.at(*kit.place((x, -0.1, z)))
        screws.append(difference(screw, slot, 0.01))
    pin = union(
        kit.can(r - 0.04, tall, (0, 0, tall / 2)),
        *(kit.bead(end, (0, 0, z)) for z in (tall + end * 0.5, -end * 0.5)),
    )
    return [(0, union(mirror(leaf), *knuckles)), (1, pairs(*screws)), (2, pin)]


@kind(
    "hook",
    "coat hook",
    "wall hook",
    "crane hook",
    "meat hook",
    height=0.15,
    senses=("hook.n.05", "hook.n.04"),
    hook=("gray", "black", "yellow", "brown"),
    mount=("yellow", "black", "gray", "brown", "same"),
    forms={"with an eye": (3, 0.0, 0.5), "with two prongs": (3, 0.5, 1.0)},
)
@cast()
def hook(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one that hangs from an eye, or two prongs on a plate, u4 thickness, u5 how wide it opens,
    u6 height of the tip, u7 size of the mount."""
    thick, wide = mix(u[4], 0.12, 0.16), mix(u[5], 0.34, 0.46)
    tip, size = mix(u[6], 0.52, 0.72), mix(u[7], 0.24, 0.3)
    if u[3] < 0.5:
        line = curve(
            [(0, 1.3), (0, 1.05), (wide * 0.8, 0.82), (wide, 0.5), (wide * 0.62, 0.16),
             (0, 0.04), (-wide * 0.7, 0.2), (-wide * 0.95, tip)], 3,
        )  # fmt: skip
        radii = np.interp(np.arange(len(line)), [0, 6, 13, len(line) - 1], [0.9, 0.9, 1.35, 0.5])
        body = kit.limb([(0, y, z) for y, z in line], [thick * float(r) for r in radii])
        turns = [2 * math.pi * i / 16 for i in range(17)]
        at = 1.5 + size
        eye = kit.limb(
            [(size * math.sin(t), 0, at + size * math.cos(t)) for t in turns], thick * 0.85
        )
        return [(0, body), (1, union(eye, kit.can(thick * 1.6, 0.3, (0, 0, 1.36), rounding=0.04)))]
    outline = [(-size, 0.3), (-size, 1.5), (-size * 0.6, 1.7), (size * 0.6, 1.7), (size, 1.5),
               (size, 0.3), (size * 0.6, 0.1), (-size * 0.6, 0.1)]  # fmt: skip
    mount = kit.plate(outline, 0.16, "y", (0, 0.1, 0), CRISP)
    out = wide * 1.8
    low = curve(
        [(0.06, 0.62), (-out * 0.3, 0.5), (-out * 0.75, 0.4), (-out, 0.56), (-out, tip + 0.16)], 3
    )
    high = curve([(0.06, 0.95), (-out * 0.4, 1.2), (-out * 1.1, 1.5), (-out * 1.2, 1.72)], 3)
    prongs = [kit.limb([(0, y, z) for y, z in line], thick * 0.85) for line in (low, high)]
    knobs = [kit.bead(thick * 1.4, (0, *line[-1])) for line in (low, high)]
    return [(0, union(*prongs, *knobs)), (1, mount)]


@kind(
    "doorknob",
    "door knob",
    "knob",
    "doorhandle",
    "door handle",
    height=0.1,
    senses=("doorknob.n.01",),
    knob=("yellow", "gray", "brown", "white", "black"),
    plate=("same", "gray", "yellow", "black"),
    keyhole=("black", "gray"),
    forms={"round": (3, 0.0, 0.5), "rectangular": (3, 0.5, 1.0)},
)
@cast()
def doorknob(u: np.ndarray, kit: Kit) -> Parts:
    """u3 on a round plate with the key's hole in the knob, or on a long one with it below, u4 size
    of the knob, u5 how round it is, u6 length of the neck, u7 width of the plate."""
    r, deep = mix(u[4], 0.38, 0.46), mix(u[5], 0.26, 0.36)
    neck, wide = mix(u[6], 0.24, 0.36), mix(u[7], 0.68, 0.78)
    at = -neck - deep - 0.04
    mean = r * math.sqrt(kit.stretch[0] * kit.stretch[2])
    knob = union(
        ellipsoid(mean, deep * float(kit.stretch[1]), mean, kit.place((0, at, 0))),
        kit.can(0.2, neck + 0.4, (0, at / 2, 0), "y", CRISP),
        kit.can(r * 0.62, 0.1, (0, -neck * 0.75, 0), "y", 0.03),
    )  # fmt: skip
    if u[3] < 0.5:
        plate = union(oval(kit, wide, wide, 0.16, "y"), kit.can(wide * 0.6, 0.2, (0, -0.1, 0), "y"))
        front = at - deep
        hole = union(kit.can(0.17, 0.14, (0, front + 0.02, 0), "y", CRISP))
        slot = kit.box(0.05, 0.2, 0.2, (0, front - 0.1, 0), 0.01)
        return [(0, knob), (1, plate), (2, difference(hole, slot, 0.01))]
    half = wide * 0.72
    top, low = 0.75, -1.25
    outline = [(half, low + 0.2), (half, top - 0.2), (half * 0.6, top), (-half * 0.6, top),
               (-half, top - 0.2), (-half, low + 0.2), (-half * 0.6, low),
               (half * 0.6, low)]  # fmt: skip
    plate = union(
        kit.plate(outline, 0.18, "y", rounding=CRISP), kit.can(0.32, 0.16, (0, -0.08, 0), "y")
    )
    wedge = kit.plate([(-0.06, -0.72), (0.06, -0.72), (0.15, -1.06), (-0.15, -1.06)], 0.14, "y",
                      (0, -0.06, 0), CRISP)  # fmt: skip
    return [
        (0, knob), (1, plate),
        (2, union(wedge, kit.can(0.15, 0.14, (0, -0.06, -0.68), "y", CRISP))),
    ]  # fmt: skip


@kind(
    "padlock",
    "lock",
    height=0.08,
    senses=("padlock.n.01", "lock.n.01"),
    body=("yellow", "gray", "red", "blue", "black"),
    shackle=("gray", "white", "black"),
    keyhole=("black", "gray"),
    forms={"square": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast()
def padlock(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a square or a round body, u4 its depth, u5 height of the shackle, u6 thickness of it, u7
    size of the keyhole."""
    deep, high = mix(u[4], 0.4, 0.52), mix(u[5], 0.2, 0.4)
    thick, size = mix(u[6], 0.1, 0.13), mix(u[7], 0.12, 0.15)
    if u[3] < 0.5:
        body = union(
            kit.box(1.16, deep, 0.96, (0, 0, 0.48), 0.07),
            pairs(kit.can(thick * 1.4, 0.12, (0.36, 0, 0.97), rounding=0.03)),
        )
        top, middle = 0.95, 0.54
    else:
        body = union(
            kit.can(0.64, deep, (0, 0, 0.62), "y", 0.07),
            pairs(kit.can(thick * 1.4, 0.3, (0.36, 0, 1.06), rounding=0.03)),
        )
        top, middle = 1.1, 0.68
    turns = [math.pi * i / 12 for i in range(13)]
    bow = [(0.36 * math.cos(t), 0, top + high + 0.36 * math.sin(t)) for t in turns]
    shackle = kit.limb([(0.36, 0, top - 0.15), *bow, (-0.36, 0, top - 0.15)], thick)
    front = -deep / 2 + 0.03
    wedge = kit.plate(
        [(-size * 0.4, middle), (size * 0.4, middle), (size * 0.95, middle - 0.34),
         (-size * 0.95, middle - 0.34)], 0.14, "y", (0, front, 0), CRISP,
    )  # fmt: skip
    hole = union(kit.can(size, 0.14, (0, front, middle), "y", CRISP), wedge)
    return [(0, body), (1, shackle), (2, hole)]
