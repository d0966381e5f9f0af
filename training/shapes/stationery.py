"""What holds and labels paper, and what lies under a mouse."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, closed, ellipse
from .fittings import loop
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import difference, union


@kind(
    "tag",
    "price tag",
    "gift tag",
    "label",
    "name tag",
    "luggage tag",
    height=0.07,
    senses=("tag.n.01", "label.n.04", "price_tag.n.01"),
    tag=("white", "yellow", "red", "brown", "green"),
    string=("brown", "gray", "white", "red"),
    print=("black", "red", "blue", "white"),
    forms={"with a bar code": (3, 0.0, 0.5), "with writing": (3, 0.5, 1.0)},
)
@cast()
def tag(u: np.ndarray, c: Kit) -> Parts:
    """It hangs, seen from the front. u3 a bar code or writing, u4 how much the corners are cut off,
    u5 length of the tag, u6 size of the hole, u7 length of the string."""
    cut, top, hole = mix(u[4], 0.2, 0.38), mix(u[5], 1.15, 1.5), mix(u[6], 0.11, 0.15)
    sheet = c.plate(closed([(0.56, 0), (0.56, top - cut), (0.56 - cut, top)]), 0.15, "y")
    z, high = top - 0.28, mix(u[7], 0.3, 0.42)
    sheet = difference(sheet, oval(c, hole, hole, 2, "y", (0, 0, z)), CRISP)
    eye = difference(
        oval(c, hole + 0.09, hole + 0.09, 0.22, "y", (0, 0, z)),
        oval(c, hole - 0.02, hole - 0.02, 2, "y", (0, 0, z)), CRISP,
    )  # fmt: skip
    string = union(eye, loop(c, 0.17, high, 0.055, (0, 0, z + high - 0.02)))
    front = -0.08
    if u[3] < 0.5:
        bars = [c.box(0.1, 0.13, 0.4, (0, front, 0.34), 0.01)]
        bars += [pairs(c.box(w, 0.13, 0.4, (x, front, 0.34), 0.01))
                 for x, w in ((0.2, 0.12), (0.4, 0.13))]  # fmt: skip
        words = [*bars, c.box(0.6, 0.13, 0.12, (0, front, 0.7), 0.01)]
    else:
        words = [c.box(w, 0.13, 0.12, (0, front, zz), 0.01)
                 for w, zz in ((0.7, 0.2), (0.84, 0.44), (0.6, 0.68))]  # fmt: skip
    return [(0, sheet), (1, string), (2, union(*words))]


@kind(
    "stapler",
    "desk stapler",
    height=0.06,
    senses=("stapler.n.01",),
    arm=("red", "black", "blue", "gray", "green"),
    base=("black", "same", "gray"),
    magazine=("gray", "white", "black"),
)
@cast()
def stapler(u: np.ndarray, c: Kit) -> Parts:
    """Its mouth to the front. u3 how far it is open, u4 height of the arm, u5 width, u6 length of
    the base, u7 roundness of the arm."""
    gap, high, wide = mix(u[3], 0.16, 0.34), mix(u[4], 0.3, 0.42), mix(u[5], 0.36, 0.46)
    low = 0.16 + gap
    long = mix(u[6], 0.92, 1.02)
    base = union(
        c.plate([(-long, 0), (1.0, 0), (1.0, 0.16), (-long, 0.16)], wide + 0.06),
        c.plate([(0.55, 0.08), (0.98, 0.08), (0.9, 0.46), (0.66, 0.46)], wide - 0.1),
    )
    rail = [(-0.94, low), (0.86, 0.2), (0.86, 0.4), (-0.94, low + 0.16)]
    magazine = union(
        c.plate(rail, wide - 0.08, rounding=CRISP),
        c.box(wide * 0.6, 0.3, 0.14, (0, -long + 0.26, 0.15), CRISP),
    )
    top = low + 0.12 + high
    arm = [(-1.0, low + 0.13), (0.92, 0.36), (0.98, 0.5), (0.86, 0.66), (0.2, top - 0.02),
           (-0.5, top), (-0.9, top - 0.1), (-1.0, top - 0.26)]  # fmt: skip
    return [(0, c.plate(arm, wide, rounding=mix(u[7], 0.04, 0.09))), (1, base), (2, magazine)]


@kind(
    "paper clip",
    "paperclip",
    "gem clip",
    height=0.03,
    senses=("paper_clip.n.01",),
    clip=("gray", "red", "blue", "green", "yellow", "pink"),
)
@cast()
def paper_clip(u: np.ndarray, c: Kit) -> Parts:
    """A bent wire, seen from the side. u3 length, u4 thickness, u5 length of the outer end, u6 of
    the inner end, u7 width."""
    long, wide = mix(u[3], 2.2, 2.7), mix(u[7], 0.92, 1.08)
    path: list[tuple[float, float]] = [(-0.56, mix(u[5], 1.3, 1.7))]

    def bend(left: float, right: float, z: float, up: bool, back: bool) -> None:
        r, middle = (right - left) / 2, (left + right) / 2
        turns = np.linspace(0, math.pi, 9)
        for a in turns[::-1] if back else turns:
            path.append((middle + r * math.cos(a), z + (r if up else -r) * math.sin(a)))

    bend(-0.56, 0.56, 0.56, up=False, back=True)
    bend(-0.26, 0.56, long - 0.41, up=True, back=False)
    bend(-0.26, 0.26, 0.62, up=False, back=True)
    path.append((0.26, mix(u[6], 1.2, 1.6)))
    wire = [(0.0, y * wide, z) for y, z in path]
    return [(0, c.bar(*wire, radius=mix(u[4], 0.1, 0.115)))]


@kind(
    "clipboard",
    "clip board",
    height=0.32,
    senses=("clipboard.n.01",),
    board=("brown", "black", "blue", "orange"),
    paper=("white", "white", "yellow"),
    clip=("gray", "black", "yellow"),
    forms={"with writing": (3, 0.5, 1.0)},
)
@cast()
def clipboard(u: np.ndarray, c: Kit) -> Parts:
    """Upright. u3 an empty sheet or lines on it, u4 width of the clip, u5 size of the sheet, u6
    height of the clip, u7 number of lines."""
    wide, edge, high = mix(u[4], 0.3, 0.44), mix(u[5], 0.1, 0.2), mix(u[6], 0.12, 0.22)
    board = c.box(1.4, 0.16, 1.8, (0, 0, 0.9), 0.04)
    paper = c.box(1.4 - 2 * edge, 0.14, 1.66 - edge, (0, -0.09, (1.66 + edge) / 2), CRISP)
    clip = union(
        c.plate(closed([(wide, 1.52), (wide, 1.68), (wide * 0.6, 1.8), (wide * 0.5, 1.8 + high)]),
                0.3, "y", (0, -0.08, 0)),
        c.can(0.1, 2 * wide + 0.1, (0, -0.22, 1.62), "x"),
    )  # fmt: skip
    clip = difference(clip, oval(c, 0.1, 0.08, 2, "y", (0, 0, 1.78 + high / 2)), CRISP)
    if u[3] >= 0.5:
        count = 3 + pick(u[7], 3)
        lines = [c.box(0.8, 0.13, 0.05, (0, -0.13, 0.36 + 0.86 * i / (count - 1)), 0.01)
                 for i in range(count)]  # fmt: skip
        clip = union(clip, *lines)
    return [(0, board), (1, paper), (2, clip)]


@kind(
    "mousepad",
    "mouse pad",
    "mouse mat",
    height=0.03,
    senses=("mousepad.n.01",),
    pad=("black", "blue", "red", "purple", "green"),
    rest=("gray", "same", "black", "blue"),
    rim=("white", "same", "green", "cyan", "pink"),
    forms={"round": (3, 0.0, 0.4), "square": (3, 0.4, 1.0)},
)
@cast(0.8)
def mousepad(u: np.ndarray, c: Kit) -> Parts:
    """Flat, with a rest for the wrist. u3 round or square, u4 thickness, u5 width of the rest, u6
    its height, u7 depth of the pad."""
    power = 1.0 if u[3] < 0.4 else 0.22
    thick, deep = mix(u[4], 0.16, 0.22), mix(u[7], 0.68, 0.8)
    rim = c.plate(ellipse(0.95, deep, power), thick, "z", (0, 0, thick / 2), CRISP)
    pad = c.plate(ellipse(0.87, deep - 0.08, power), thick, "z", (0, 0, thick / 2 + 0.04), CRISP)
    wide, high = mix(u[5], 0.5, 0.66), mix(u[6], 0.16, 0.26)
    rest = c.dome(wide, 0.26, high, (0, -deep + 0.32, thick))
    return [(0, pad), (1, rest), (2, rim)]
