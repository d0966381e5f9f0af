"""What a household is run with: machines, brooms, ladders, an umbrella."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, WOOD, arc, around, front
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    box,
    curve,
    cylinder,
    difference,
    ellipsoid,
    lathe,
    mirror,
    prism,
    sphere,
    torus,
    tube,
    union,
)


@kind(
    "washing machine",
    "washer",
    "laundry machine",
    "tumble dryer",
    height=0.85,
    senses=("washer.n.03", "clothes_dryer.n.01"),
    body=("white", "gray", "black"),
    door=("gray", "black", "same"),
    glass=("cyan", "blue", "black"),
)
def washing_machine(u: np.ndarray) -> Parts:
    """u3 size of the door, u4 height of the panel, u5 knobs, u6 drawer, u7 depth."""
    x, y, z = extents(u, 1.4, mix(u[7], 1.1, 1.35), 1.75, deep=0.7)
    short, face = 0.08, 0.16 - y / 2
    body = box(x, y - 0.16, z - short, (0, 0.08, (z + short) / 2), 0.04)
    legs = mirror(cylinder(0.11, 0.26, (x / 2 - 0.16, y / 2 - 0.3, 0.13), rounding=CRISP), "xy")
    panel = z * mix(u[4], 0.16, 0.22)
    low = z - panel
    r = min(x, low) * mix(u[3], 0.34, 0.42)
    middle = (low + short) / 2
    ring = difference(
        cylinder(r, 0.3, (0, face, middle), "y", 0.04),
        cylinder(r - 0.15, 0.3, (0, face - 0.16, middle), "y", CRISP), CRISP,
    )  # fmt: skip
    glass = ellipsoid(r - 0.12, 0.12, r - 0.12, (0, face - 0.02, middle))
    seam = front(x - 0.02, low - 0.02, low + 0.04, face, 0.0, 0.03)
    knobs: list[Solid] = []
    level, size = low + 0.02 + panel / 2, min(0.12, panel * 0.36)
    if u[5] > 0.5:
        knobs.append(mirror(cylinder(size, 0.26, (x * 0.34, face, level), "y", 0.03)))
        knobs.append(front(x * 0.34, level - 0.07, level + 0.07, face, 0.0, 0.04))
    else:
        knobs.append(cylinder(size * 1.1, 0.26, (0, face, level), "y", 0.03))
        side = front(x * 0.2, level - 0.07, level + 0.07, face, x * 0.3, 0.04)
        knobs.append(side)
    return [(0, union(body, legs, seam)), (1, union(ring, *knobs)), (2, glass)]


@kind(
    "iron",
    "clothes iron",
    "flatiron",
    "steam iron",
    height=0.15,
    senses=("iron.n.04",),
    body=("blue", "red", "white", "purple", "green"),
    sole=("gray", "white", "black"),
    handle=("same", "black", "white"),
)
def iron(u: np.ndarray) -> Parts:
    """Its point to -y. u3 height of the body, u4 shape of the point, u5 handle thickness, u6 dial
    or button, u7 lean of the handle."""
    x, y, z = extents(u, 0.95, 1.85, 1.2, deep=0.2)
    a, b = x / 2, y / 2
    round_ = mix(u[4], 0.62, 0.8)

    def plan(inset: float) -> list[tuple[float, float]]:
        p, q = a - inset, b - inset
        half = [(p * 0.8, q), (p, q * 0.8), (p * 0.98, 0.1 * q), (p * round_, -q * 0.5), (0.0, -q)]
        outline = curve(half, 3)
        return [*outline, *((-i, j) for i, j in outline[-2::-1])]

    sole = prism(plan(0.0), 0.16, "z", (0, 0, 0.08), CRISP)
    tall = z * mix(u[3], 0.3, 0.4)
    body = [
        prism(plan(0.05), 0.2, "z", (0, 0, 0.22), 0.04),
        prism(plan(0.14), tall - 0.1, "z", (0, 0.04, (tall + 0.1) / 2), 0.08),
    ]
    r, lean = mix(u[5], 0.11, 0.14), mix(u[7], 0.0, 0.16) * z
    top = z - r
    rear, fore = b * 0.72, -b * 0.34
    handle = tube(
        [
            (0, rear, tall * 0.6), (0, rear, top - lean),
            (0, fore, top), (0, fore - 0.16, tall * 0.8),
        ],
        [r * 1.1, r, r, r],
    )  # fmt: skip
    if u[6] < 0.5:
        dial = cylinder(min(0.16, a * 0.4), 0.16, (0, 0.1 * b, tall + 0.03), rounding=0.03)
    else:
        dial = sphere(0.09, (0, fore, z - 0.06))
    cord = tube([(0, rear, top - lean), (0, b - 0.07, top - lean - 0.06)], [r, 0.07])
    return [(0, union(*body)), (1, sole), (2, union(handle, dial, cord))]


@kind(
    "broom",
    "besom",
    height=1.4,
    senses=("broom.n.01",),
    bristles=("yellow", "orange", "brown", "green"),
    stick=("brown", "red", "blue", "gray"),
    band=("red", "black", "same", "brown"),
    forms={"round": (3, 0.0, 0.5), "flat": (3, 0.5, 1.0)},
)
def broom(u: np.ndarray) -> Parts:
    """u3 a round bundle or a flat fan, u4 length of the bristles, u5 stick thickness, u6 notches,
    u7 number of bands."""
    x, y, z = extents(u, 0.68, 0.34 if u[3] > 0.5 else 0.68, 1.9, deep=0.6)
    tall, r = z * mix(u[4], 0.3, 0.4), mix(u[5], 0.075, 0.095)
    a, neck = x / 2, 0.14
    stick = tube([(0, 0, tall * 0.8), (0, 0, z - r)], r)
    if u[3] > 0.5:
        half = [(a, 0), (a * 0.92, tall * 0.4), (neck * 1.2, tall * 0.92), (neck, tall + 0.08)]
        outline = [*half, *((-p, q) for p, q in half[::-1])]
        brush: Solid = prism(outline, y, "y", rounding=0.05)
        count = 3 + pick(u[6], 2)
        if u[6] > 0.3:
            step = 2 * a / count
            at = [step * (i - (count - 2) / 2) for i in range(count - 1)]
            gaps = union(*(box(0.09, 1, tall * 0.5, (p, 0, tall * 0.12), CRISP) for p in at))
            foot = box(x, y * 0.8, 0.1, (0, 0, tall * 0.2), CRISP)
            brush = union(difference(brush, gaps, 0.03), foot)
        band = [box(2 * neck + 0.16, y * 0.8 + 0.1, 0.14, (0, 0, tall * 0.92), 0.04)]
        if u[7] > 0.5:
            band.append(box(x * 0.86, y + 0.04, 0.11, (0, 0, tall * 0.56), 0.04))
        return [(0, brush), (1, stick), (2, union(*band))]
    side = curve([(a, 0), (a * 0.97, tall * 0.3), (a * 0.6, tall * 0.7), (neck, tall)], 3)
    core = lathe([(p * 0.92, q) for p, q in side], 0.04)
    count = 8 + 2 * pick(u[6], 3)
    straw = around(tube([(0, -p + 0.06, q + 0.06) for p, q in side[:-2]], 0.065), count)
    band = [cylinder(neck + 0.09, 0.14, (0, 0, tall * 0.88), rounding=0.04)]
    if u[7] > 0.5:
        band.append(cylinder(neck + 0.06, 0.14, (0, 0, tall + 0.02), rounding=0.04))
    return [(0, union(core, straw)), (1, stick), (2, union(*band))]


@kind(
    "vacuum cleaner",
    "vacuum",
    "hoover",
    height=1.1,
    senses=("vacuum.n.04",),
    body=("red", "blue", "green", "purple", "gray"),
    bag=("same", "gray", "black", "white"),
    handle=("black", "gray"),
)
def vacuum_cleaner(u: np.ndarray) -> Parts:
    """Upright; its mouth to -y. u3 length of the mouth, u4 fullness of the bag, u5 lean, u6 wheel
    size, u7 shape of the grip."""
    x, y, z = extents(u, 0.85, mix(u[3], 1.15, 1.35), 1.85, deep=0.3)
    a, wheel = x / 2, mix(u[6], 0.14, 0.2)
    tall, lean = 0.34, mix(u[5], 0.2, 0.34)
    long = y * 0.62
    head = prism(
        [(-y / 2, 0.03), (-y / 2, 0.2), (-y / 2 + long * 0.5, tall), (-y / 2 + long, tall),
         (-y / 2 + long, 0.03)], x, "x", rounding=0.04,
    )  # fmt: skip
    rear = -y / 2 + long
    wheels = mirror(cylinder(wheel, 0.16, (a * 0.62, rear, wheel), "x", 0.03))
    top = z - 0.1
    foot, crown = rear - 0.14, y / 2 - 0.1

    def at(part: float) -> tuple[float, float, float]:
        return 0.0, mix(part, foot, crown), mix(part, tall * 0.6, top)

    motor = tube([at(0.02), at(0.14)], [a * 0.5, a * 0.42])
    pole = tube([at(0.1), at(0.96)], 0.075)
    fat = a * mix(u[4], 0.56, 0.72)
    _, bag_y, bag_z = at(0.47)
    turn = math.degrees(math.atan2(crown - foot, top - tall * 0.6))
    half = (top - tall) * 0.33
    bag = ellipsoid(fat, fat * 0.9, half).rotated(-turn, "x").at(y=bag_y - lean * 0.3, z=bag_z)
    hand = at(0.97)
    if u[7] < 0.5:
        grip = tube([at(0.86), hand, (0, crown - 0.24, top + 0.0)], 0.095)
    else:
        grip = torus(0.16, 0.07, (0, hand[1] - 0.1, z - 0.23), "x")
        grip = union(grip, tube([at(0.8), at(0.92)], 0.095))
    return [(0, union(head, motor)), (1, bag), (2, union(pole, grip, wheels))]


@kind(
    "ladder",
    "stepladder",
    height=2.5,
    senses=("ladder.n.01",),
    rails=("brown", "yellow", "gray", "red"),
    rungs=("same", "gray", "brown", "white"),
    forms={"straight": (3, 0.0, 0.5), "folding": (3, 0.5, 1.0)},
)
def ladder(u: np.ndarray) -> Parts:
    """u3 straight or with a second leg to unfold, u4 number of rungs, u5 thickness of the rails,
    u6 taper, u7 round or flat rungs."""
    folding = u[3] > 0.5
    x, y, z = extents(u, 0.85 if folding else 0.62, 0.95 if folding else 0.16, 1.9, deep=0.4)
    r = mix(u[5], 0.07, 0.09)
    count = (4 if folding else 5) + pick(u[4], 3)
    a = x / 2 - r
    top = a * mix(u[6], 0.7, 0.95)
    fore, back = (r - y / 2, y / 2 - r) if folding else (0.0, 0.0)
    high = z - 0.09 if folding else z - r
    rail = tube([(a, fore, r), (top, 0, high)], r)
    rails = [mirror(rail)]
    if folding:
        rails.append(mirror(tube([(a, back, r), (top, 0, high)], r)))
        rails.append(box(2 * top + 2 * r, 0.3, 0.16, (0, 0, z - 0.08), 0.03))
    rungs = []
    for i in range(count):
        part = (i + 0.7) / (count + (0.3 if folding else 0.4))
        wide, at, level = mix(part, a, top), fore * (1 - part), mix(part, r, high)
        if u[7] < 0.5 and not folding:
            rungs.append(tube([(-wide, at, level), (wide, at, level)], 0.065))
        else:
            deep = 0.24 if folding else 0.16
            rungs.append(box(2 * wide, deep, 0.11, (0, at, level), 0.03))
    if folding:
        level = mix(0.3, r, high)
        wide, at = mix(0.3, a, top), back * 0.7
        rungs.append(tube([(-wide, at, level), (wide, at, level)], 0.065))
    return [(0, union(*rails)), (1, union(*rungs))]


@kind(
    "step stool",
    height=0.45,
    senses=("step_stool.n.01",),
    steps=WOOD,
    sides=("same", "white", "red", "blue", "gray"),
    forms={"with two steps": (3, 0.0, 0.5), "with three steps": (3, 0.5, 1.0)},
)
def step_stool(u: np.ndarray) -> Parts:
    """u3 two or three steps, u4 thickness of the steps, u5 thickness of the sides, u6 an opening
    in the sides, u7 overhang."""
    count = 2 + pick(u[3], 2)
    x, y, z = extents(u, 1.35, 0.85 + 0.25 * count, 0.7 + 0.3 * count, deep=0.4)
    thick, side = mix(u[4], 0.12, 0.16), mix(u[5], 0.12, 0.17)
    run, rise, over = y / count, z / count, mix(u[7], 0.02, 0.07)
    steps, outline = [], [(y / 2 - 0.02, 0.0)]
    for i in range(count):
        level, at = z - rise * i, y / 2 - run * (i + 0.5)
        steps.append(
            box(x, run + over, thick, (0, at + (over / 2 if i else 0), level - thick / 2), CRISP)
        )
        rear, fore = y / 2 - run * i - 0.02, y / 2 - run * (i + 1) + 0.06
        outline += [(rear, level - 0.06), (fore, level - 0.06)]
    outline.append((outline[-1][0], 0.0))
    wall: Solid = prism(outline, side, "x", rounding=CRISP)
    cut = min(run, rise) * mix(u[6], 0.24, 0.4)
    if u[6] > 0.3:
        wall = difference(wall, cylinder(cut, 1, (0, y / 2 - run * 0.75, 0), "x", CRISP), CRISP)
    at = x / 2 - side / 2 - mix(u[7], 0.03, 0.12)
    brace = box(2 * at, 0.13, rise * 0.4, (0, y / 2 - 0.12, z - thick - rise * 0.2), CRISP)
    return [(0, union(*steps)), (1, union(mirror(wall.at(x=at)), brace))]


@kind(
    "umbrella",
    "parasol",
    height=0.9,
    senses=("umbrella.n.01", "parasol.n.01"),
    canopy=("red", "blue", "black", "yellow", "purple", "pink"),
    handle=("brown", "black", "gray"),
    forms={"open": (3, 0.0, 0.7), "folded": (3, 0.7, 1.0)},
)
def umbrella(u: np.ndarray) -> Parts:
    """u3 open or folded, u4 height of the canopy, u5 depth of the arcs in its hem, u6 size of the
    hook, u7 thickness of the shaft."""
    folded = u[3] > 0.7
    x, _, z = extents(u, 0.6 if folded else 1.8, 0.6 if folded else 1.8, 1.75, deep=1.0)
    r, hook = mix(u[7], 0.065, 0.085), mix(u[6], 0.14, 0.2)
    tip, count = z - 0.16, 8
    # The hook opens to the front.
    bend = arc(-hook, hook + r, hook, hook, 0, -180)
    path = [(0, 0, tip), *bend, (0, -2 * hook, hook + r + 0.08)]
    shaft = union(tube(path, r), tube([(0, 0, tip - 0.1), (0, 0, z - 0.05)], [0.1, 0.05]))
    if folded:
        low = z * 0.34
        a = x / 2
        side = curve([(0.12, low), (a * 0.9, low + 0.2), (a * 0.6, (low + tip) / 2), (0.1, tip)], 3)
        core = lathe([(p * 0.86, q) for p, q in side], 0.03)
        fold = tube([(0, -p + 0.07, q) for p, q in side], 0.07)
        pleats = around(fold, count)
        collar = torus(a * 0.84, 0.08, (0, 0, low + 0.24))
        return [(0, union(core, pleats, collar)), (1, shaft)]
    a, dome, wall = x / 2, z * mix(u[4], 0.32, 0.42), 0.12
    low = tip - dome
    steps = [math.pi / 2 * i / 8 for i in range(9)]
    outer = [(a * math.cos(t), low + dome * math.sin(t)) for t in steps]
    inner = [((a - wall) * math.cos(t), low - 0.02 + (dome - wall) * math.sin(t)) for t in steps]
    shell = difference(lathe(outer, 0.03), lathe([(a - wall, low - 0.3), *inner], 0.03), 0.03)
    # Between the ribs the hem is cut out in arcs.
    share = math.pi / count
    bite = a * math.tan(share) * mix(u[5], 0.7, 0.9)
    notch = cylinder(bite, a, (0, -a, low - bite * 0.32), "y", CRISP)
    notches = around(notch, count).rotated(180 / count)
    canopy = difference(shell, notches, 0.03)
    rib = tube(
        [(0, -a * 0.93 * math.cos(t), low + 0.02 + dome * math.sin(t)) for t in steps[:-1]], 0.05
    )
    ribs = around(rib, count)
    knob = sphere(0.11, (0, 0, tip))
    return [(0, union(canopy, ribs)), (1, union(shaft, knob))]


@kind(
    "sewing machine",
    height=0.3,
    senses=("sewing_machine.n.01",),
    body=("black", "white", "green", "red", "blue"),
    base=("brown", "same", "gray"),
    wheel=("gray", "yellow", "black"),
)
def sewing_machine(u: np.ndarray) -> Parts:
    """The arm reaches to -y, the needle under its end. u3 thickness of the arm, u4 height of the
    base, u5 size of the wheel, u6 spool of thread, u7 length of the head."""
    x, y, z = extents(u, 0.95, 1.8, 1.4, deep=0.1)
    spool, arm = 0.2, mix(u[3], 0.28, 0.36)
    base, top = mix(u[4], 0.14, 0.22), z - spool
    wide = min(x * 0.5, 0.5)
    rear = y / 2 - 0.26
    plate = box(x, y - 0.06, base, (0, -0.03, base / 2), 0.03)
    pillar = box(wide, 0.42, top - base + 0.1, (0, rear - 0.21, (top + base) / 2 - 0.05), 0.06)
    beam = box(
        wide * 0.9, rear + y / 2 - 0.16, arm, (0, (rear - y / 2 + 0.16) / 2, top - arm / 2), 0.08
    )
    head_y = -y / 2 + 0.16 + mix(u[7], 0.15, 0.2)
    drop = (top - base) * 0.66
    head = box(wide, 2 * (head_y + y / 2 - 0.16), drop, (0, head_y, top - drop / 2), 0.06)
    foot = base - 0.03
    needle = tube([(0, head_y, top - drop + 0.05), (0, head_y, foot)], [0.085, 0.06])
    shoe = box(0.24, 0.28, 0.11, (0, head_y, base + 0.04), 0.03)
    r = mix(u[5], 0.22, 0.3)
    wheel = cylinder(r, 0.2, (0, rear + 0.12, top - arm / 2), "y", 0.05)
    hub = cylinder(0.1, 0.26, (0, rear + 0.13, top - arm / 2), "y", 0.03)
    reel = [(0.15, 0), (0.15, 0.05), (0.1, 0.08), (0.1, spool - 0.04), (0.15, spool)]
    thread = lathe([(p, q + top - 0.05) for p, q in reel[:-1]] + [(0.13, z)], 0.015)
    thread = thread.at(y=mix(u[6], -0.25, 0.1) * y)
    dial = cylinder(0.11, 0.2, (0, head_y - (head_y + y / 2 - 0.16), top - drop * 0.4), "y", 0.03)
    return [
        (0, union(pillar, beam, head)),
        (1, plate),
        (2, union(wheel, hub, needle, shoe, thread, dial)),
    ]
