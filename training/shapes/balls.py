"""Balls, and what is hit, thrown or aimed at with them."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, around, ellipse
from .kinds import Parts, extents, kind, mix, pick
from .ovals import oval
from .solids import Solid, box, curve, difference, lathe, mirror, prism, union


def _cycled(solid: Solid) -> Solid:
    """The solid with its y as x, its z as y and its x as z."""
    order = [2, 0, 1]
    return Solid(
        lambda points: solid.distance(points.T[order].T),
        lambda directions: solid.support(directions[:, order]),
    )


@kind(
    "soccer ball",
    "soccerball",
    "futsal ball",
    "handball",
    height=0.22,
    senses=("soccer_ball.n.01", "volleyball.n.02", "handball.n.01"),
    ball=("white", "yellow", "orange"),
    patches=("black", "blue", "red"),
)
@cast(deep=1.0)
def soccer_ball(u: np.ndarray, kit: Kit) -> Parts:
    """u3 size of the patches, u4 how the ball is turned, u5 how far the patches stand out."""
    body = kit.ball(0.95, 0.95, 0.95)
    size = mix(u[3], 0.34, 0.42)
    ring = [math.radians(90 + 72 * i) for i in range(5)]
    corners = [(size * math.cos(a), -size * math.sin(a)) for a in ring]
    # Columns through three corners of an icosahedron; mirrors make the other nine.
    first = prism(corners, 1.3, "z", (0, 0, 0.95), 0.01).rotated(-31.72, "x")
    second = _cycled(first)
    where = mirror(union(first, second, _cycled(second)), "xyz")
    turned = where.rotated(mix(u[4], -30, 30), "x")
    return [(0, body), (1, marks(body, turned, lift=mix(u[5], 0.012, 0.03)))]


@kind(
    "basketball",
    "basket ball",
    height=0.24,
    senses=("basketball.n.02",),
    ball=("orange", "brown", "red"),
    seams=("black", "white", "brown"),
)
@cast(deep=1.0)
def basketball(u: np.ndarray, kit: Kit) -> Parts:
    """u3 breadth of the seams, u4 how the ball is turned, u5 curve of the side seams, u6 how far
    the seams stand out."""
    body = kit.ball(0.95, 0.95, 0.95)
    wide = mix(u[3], 0.1, 0.13)
    r, x = mix(u[5], 0.62, 0.76), 1.1
    hoop = difference(
        oval(kit, r + wide / 2, r + wide / 2, 4, "y", (x, 0, 0)),
        oval(kit, r - wide / 2, r - wide / 2, 5, "y", (x, 0, 0)),
        0.01,
    )
    sheets = [kit.box(wide, 4, 4, (0, 0, 0), 0.01), kit.box(4, 4, wide, (0, 0, 0), 0.01)]
    where = union(*sheets, mirror(hoop)).rotated(mix(u[4], -40, 40), "x")
    return [(0, body), (1, marks(body, where, lift=mix(u[6], 0.01, 0.025)))]


@kind(
    "beach ball",
    "beachball",
    "inflatable ball",
    height=0.4,
    senses=("beach_ball.n.01",),
    ball=("white", "yellow", "cyan"),
    stripes=("red", "blue", "orange", "pink"),
    ends=("same", "yellow", "white", "blue"),
    forms={"with three stripes": (3, 0.0, 0.5), "with four stripes": (3, 0.5, 1.0)},
)
@cast(deep=1.0)
def beach_ball(u: np.ndarray, kit: Kit) -> Parts:
    """u3 three or four stripes from end to end, u4 how the ball is turned, u5 size of the ends, u6
    breadth of the stripes."""
    body = kit.ball(0.95, 0.95, 0.95)
    count = 3 + pick(u[3], 2)
    half = math.tan(math.pi / count / 2 * mix(u[6], 0.85, 1.05)) * 2
    wedge = prism([(0, 0.02), (half, -2), (-half, -2)], 4, "z", rounding=0.005)
    turn = mix(u[4], 15, 50)
    size = mix(u[5], 0.24, 0.32)
    end = mirror(kit.ball(size, size, size, (0, 0, 0.93)), "z").rotated(turn, "x")
    stripes = marks(body, around(wedge, count).rotated(turn, "x"), lift=0.012)
    return [(0, body), (1, stripes), (2, marks(body, end, lift=0.03))]


@kind(
    "football",
    "american football",
    "rugby ball",
    height=0.17,
    senses=("football.n.02", "rugby_ball.n.01"),
    ball=("brown", "red"),
    stripes=("white", "yellow", "black"),
    laces=("white", "black", "yellow"),
    forms={"pointed": (3, 0.0, 0.5), "blunt": (3, 0.5, 1.0)},
)
def football(u: np.ndarray) -> Parts:
    """Its long axis in x. u3 pointed or blunt, u4 where the stripes lie, u5 their breadth, u6
    length of the laces, u7 their number."""
    x, _, z = extents(u, 1.85, 1.1, 1.1)
    r, power = z / 2, 0.85 if u[3] < 0.5 else 0.6
    ts = [-0.99, -0.94, -0.82, -0.62, -0.4, -0.2, 0.0, 0.2, 0.4, 0.62, 0.82, 0.94, 0.99]
    side = [(max(r * (1 - t * t) ** power, 0.06), t * x / 2 / 0.99) for t in ts]
    body = lathe(side, 0.03).rotated(90, "y")
    wide, at = mix(u[5], 0.12, 0.16), x / 2 * mix(u[4], 0.55, 0.64)
    high = r * (1 - ((at - wide / 2) / (x / 2)) ** 2) ** power + 0.02
    stripes = marks(body, mirror(box(wide, 2 * high, 2 * high, (at, 0, 0), 0.01)))
    long, count = x * mix(u[6], 0.26, 0.34), 3 + pick(u[7], 2)
    seam = box(long, 0.12, 0.14, (0, 0, r), 0.03)
    step = long * 0.8 / (count - 1)
    cross = [box(0.1, 0.3, 0.14, (step * (i - (count - 1) / 2), 0, r - 0.0), 0.03)
             for i in range(count)]  # fmt: skip
    laces = union(seam, *cross).rotated(42, "x")
    return [(0, body), (1, stripes), (2, laces)]


@kind(
    "tennis racket",
    "racket",
    "racquet",
    "badminton racket",
    height=0.68,
    senses=("racket.n.04",),
    frame=("red", "blue", "black", "yellow", "green"),
    strings=("white", "yellow", "gray"),
    handle=("black", "white", "brown", "same"),
)
@cast()
def tennis_racket(u: np.ndarray, kit: Kit) -> Parts:
    """Upright. u3 round or long head, u4 length of the handle, u5 thickness of the frame, u6 number
    of strings, u7 open throat or a single shaft."""
    a, b, rim = 0.46, mix(u[3], 0.48, 0.6), mix(u[5], 0.1, 0.13)
    grip = mix(u[4], 0.5, 0.62)
    middle = grip + 0.3 + b
    ring = difference(
        oval(kit, a, b, 0.2, "y", (0, 0, middle)),
        oval(kit, a - rim, b - rim, 1, "y", (0, 0, middle)),
        CRISP,
    )
    foot = (0.05, 0, grip - 0.06)
    if u[7] < 0.6:
        shaft = mirror(
            kit.bar(foot, (0.07, 0, grip + 0.08), (0.26, 0, middle - b * 0.78), radius=0.075)
        )
    else:
        shaft = kit.bar((0, 0, grip - 0.06), (0, 0, middle - b + 0.06), radius=0.085)
    strings: list[Solid] = []
    count = 3 + 2 * pick(u[6], 2)
    for i in range(count):
        off = (i - (count - 1) / 2) * 2 * (b - rim) / (count + 0.4)
        reach = (a - rim / 2) * math.sqrt(1 - (off / b) ** 2)
        strings.append(kit.bar((-reach, 0, middle + off), (reach, 0, middle + off), radius=0.075))
    for x in (0.0, 0.2):
        reach = (b - rim / 2) * math.sqrt(1 - (x / a) ** 2)
        bar = kit.bar((x, 0, middle - reach), (x, 0, middle + reach), radius=0.075)
        strings.append(mirror(bar) if x else bar)
    handle = union(
        kit.can(0.11, grip, (0, 0, grip / 2)), kit.can(0.14, 0.1, (0, 0, 0.05), rounding=0.03)
    )
    return [(0, union(ring, shaft)), (1, union(*strings)), (2, handle)]


@kind(
    "baseball bat",
    "ball bat",
    "wooden bat",
    height=0.85,
    senses=("bat.n.05", "baseball_bat.n.01"),
    bat=("brown", "yellow", "red", "black"),
    grip=("black", "white", "red", "blue"),
    stripe=("same", "black", "white", "red"),
)
@cast(deep=1.0)
def baseball_bat(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, on its knob. u3 thickness of the barrel, u4 length of the grip, u5 size of the knob,
    u6 where the stripe lies, u7 where the barrel begins."""
    r, neck, knob = mix(u[3], 0.16, 0.2), 0.075, mix(u[5], 0.12, 0.14)
    side = [(neck, 0.08), (neck, 0.6), (r * mix(u[7], 0.62, 0.8), 1.1), (r, 1.5), (r, 1.78)]
    barrel = kit.turned([*side, (r * 0.8, 1.87), (r * 0.4, 1.9)])
    body = union(barrel, kit.can(knob, 0.12, (0, 0, 0.06)))
    grip = kit.can(neck + 0.03, mix(u[4], 0.4, 0.55), (0, 0, 0.36))
    at = mix(u[6], 1.45, 1.65)
    band = kit.can(r + 0.015, 0.12, (0, 0, at))
    return [(0, body), (1, grip), (2, band)]


@kind(
    "bowling pin",
    "skittle",
    "ninepin",
    "tenpin",
    height=0.38,
    senses=("bowling_pin.n.01",),
    pin=("white", "yellow", "brown"),
    stripes=("red", "blue", "black"),
    forms={"with one stripe": (3, 0.0, 0.5), "with two stripes": (3, 0.5, 1.0)},
)
@cast(deep=1.0)
def bowling_pin(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one stripe or two, u4 belly, u5 neck, u6 head, u7 how high the belly lies."""
    belly, neck, head = mix(u[4], 0.36, 0.44), mix(u[5], 0.14, 0.18), mix(u[6], 0.2, 0.25)
    at = mix(u[7], 0.55, 0.68)
    side = curve([(0.24, 0), (belly, at), (neck, 1.28), (head, 1.58), (head * 0.72, 1.8)], 4)
    side.append((head * 0.3, 1.88))
    body = kit.turned(side)
    bands = [kit.box(3, 3, 0.13, (0, 0, 1.32), 0.01)]
    if u[3] > 0.5:
        bands = [kit.box(3, 3, 0.12, (0, 0, z), 0.01) for z in (1.14, 1.36)]
    return [(0, body), (1, marks(body, *bands))]


@kind(
    "basketball hoop",
    "basketball basket",
    "basketball net",
    "basketball goal",
    height=3.5,
    senses=("basket.n.03", "backboard.n.01"),
    board=("white", "gray", "blue", "black"),
    rim=("orange", "red", "black"),
    net=("white", "same", "gray"),
    forms={"on a pole": (3, 0.0, 0.5)},
)
@cast()
def basketball_hoop(u: np.ndarray, kit: Kit) -> Parts:
    """u3 on a pole or the board alone, u4 height of the pole, u5 size of the rim, u6 length of the
    net, u7 rounded board."""
    r, deep = mix(u[5], 0.3, 0.36), mix(u[6], 0.34, 0.44)
    low = mix(u[4], 1.1, 1.5) if u[3] < 0.5 else 0.0
    base = low + deep
    board = kit.plate(ellipse(0.75, 0.5, mix(u[7], 0.12, 0.5), 12), 0.14, "y", (0, 0, base + 0.3))
    if u[3] < 0.5:
        pole = kit.bar((0, 0.5, 0.1), (0, 0.5, base - 0.1), (0, 0.02, base + 0.25), radius=0.085)
        board = union(board, pole, kit.box(0.7, 0.8, 0.16, (0, 0.5, 0.08)))
    y = -r - 0.2
    rim = difference(
        oval(kit, r + 0.06, r + 0.06, 0.12, "z", (0, y, base)),
        oval(kit, r - 0.06, r - 0.06, 1, "z", (0, y, base)),
        CRISP,
    )
    arm = kit.box(0.26, 0.24, 0.12, (0, -0.12, base))
    square = difference(
        kit.box(0.56, 0.12, 0.44, (0, -0.06, base + 0.32), CRISP),
        kit.box(0.36, 0.6, 0.24, (0, -0.1, base + 0.32), CRISP),
        CRISP,
    )
    strands = []
    for i in range(5):
        s, c = math.sin(math.pi * i / 4), math.cos(math.pi * i / 4)
        end = (r * 0.6 * s, y + r * 0.6 * c, base - deep)
        strands.append(kit.bar((r * s, y + r * c, base - 0.02), end, radius=0.04))
    loops = [
        difference(
            oval(kit, k + 0.05, k + 0.05, 0.1, "z", (0, y, z)),
            oval(kit, k - 0.05, k - 0.05, 1, "z", (0, y, z)), CRISP,
        )
        for k, z in ((r * 0.8, base - deep * 0.5), (r * 0.6, base - deep + 0.04))
    ]  # fmt: skip
    return [(0, board), (1, union(rim, arm, square)), (2, union(pairs(*strands), *loops))]


@kind(
    "goal",
    "soccer goal",
    "hockey goal",
    "goalposts",
    "goal post",
    height=2.4,
    senses=("goal.n.03",),
    posts=("white", "red", "yellow"),
    net=("gray", "white", "black", "cyan"),
)
@cast()
def goal(u: np.ndarray, kit: Kit) -> Parts:
    """u3 sloping net or one with a flat top, u4 depth, u5 thickness of the posts, u6 number of
    meshes."""
    a, tall, deep, r = 0.9, 1.0, mix(u[4], 0.5, 0.75), mix(u[5], 0.06, 0.08)
    flat = 0.0 if u[3] < 0.5 else deep * 0.55
    post = kit.bar((a, 0, r), (a, 0, tall), radius=r)
    bar = kit.bar((-a, 0, tall), (a, 0, tall), radius=r)
    base = kit.bar((a, 0, r), (a, deep, r), radius=r * 0.8)
    back = kit.bar((-a, deep, r), (a, deep, r), radius=r * 0.8)
    count = 3 + pick(u[6], 2)
    net: list[Solid] = []
    for i in range(count):
        x = a * i / (count - 1)
        path = [(x, 0.0, tall), (x, flat, tall - 0.02), (x, deep, r)]
        line = kit.bar(*(path if flat else [path[0], path[2]]), radius=0.03)
        net.append(mirror(line) if x else line)
    for i in range(1, count):
        t = i / count
        y, z = mix(t, flat, deep), mix(t, tall, r)
        net.append(kit.bar((-a, y, z), (a, y, z), radius=0.03))
        net.append(mirror(kit.bar((a, 0, z), (a, y, z), radius=0.03)))
    return [(0, union(mirror(union(post, base)), bar, back)), (1, union(*net))]
