"""Computers and what is plugged into them."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast
from .details import CRISP
from .fittings import buttons, keys, slab
from .kinds import Parts, kind, mix, pick
from .solids import Solid, union

_CASE = ("gray", "white", "black")
_SCREEN = ("blue", "black", "cyan")


def _glass(c: Kit, wide: float, tall: float, y: float, z: float) -> Solid:
    """A screen that stands out of a front at y."""
    return c.box(wide, 0.14, tall, (0, y + 0.03, z), CRISP)


def _board(c: Kit, wide: float, y: float, columns: int, rows: int = 3, z: float = 0.1) -> Solid:
    """Keys on a flat board, and the bar in front of them."""
    pitch = wide / columns
    size = (pitch * 0.66, 0.12, 0.16)
    block = keys(c, size, (columns, rows, 1), (pitch, 0.19, 1), (0, y, z))
    bar = c.box(wide * 0.5, 0.12, 0.16, (0, y - 0.095 * (rows + 1), z), CRISP)
    return union(block, bar)


@kind(
    "laptop",
    "notebook computer",
    "laptop computer",
    height=0.24,
    senses=("laptop.n.01", "portable_computer.n.01"),
    case=("gray", "black", "white"),
    screen=("blue", "cyan", "black", "white"),
    keys=("black", "white", "gray"),
)
@cast()
def laptop(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the screen leans back, u4 depth, u5 the screen's height, u6 its frame, u7 keys."""
    lean, deep, tall = mix(u[3], 8, 32), mix(u[4], 1.0, 1.16), mix(u[5], 0.98, 1.12)
    base = c.box(1.66, deep, 0.15, (0, 0, 0.075), CRISP)
    foot = (deep / 2 - 0.15, 0.1)
    lid = c.plate(slab(foot, tall, 0.15, lean), 1.66, "x", rounding=CRISP)
    frame = mix(u[6], 0.08, 0.13)
    front = (foot[0] - 0.035, foot[1] + 0.08)
    glass = slab(front, tall - 0.08 - frame, 0.14, lean)
    screen = c.plate(glass, 1.66 - 2 * frame, "x", rounding=CRISP)
    board = _board(c, 1.46, deep * 0.08, 8 + pick(u[7], 3))
    pad = c.box(0.46, deep * 0.2, 0.14, (0, -deep * 0.36, 0.1), CRISP)
    return [(0, union(base, lid)), (1, screen), (2, union(board, pad))]


@kind(
    "monitor",
    "computer screen",
    "computer monitor",
    height=0.45,
    senses=("monitor.n.04", "computer_screen.n.01", "display.n.06"),
    frame=("black", "gray", "white"),
    screen=_SCREEN,
    stand=("same", "gray", "black"),
    forms={"with a round foot": (3, 0.0, 1 / 3), "with two legs": (3, 2 / 3, 1.0)},
)
@cast()
def monitor(u: np.ndarray, c: Kit) -> Parts:
    """u3 round foot, square foot or two legs, u4 length of the neck, u5 frame, u6 chin, u7 back."""
    low, edge, chin = mix(u[4], 0.24, 0.4), mix(u[5], 0.06, 0.11), mix(u[6], 0.02, 0.16)
    tall = 1.06 + chin
    panel = c.box(1.8, 0.16, tall, (0, 0, low + tall / 2), 0.03)
    z = low + tall - edge - (tall - 2 * edge - chin) / 2
    screen = _glass(c, 1.8 - 2 * edge, tall - 2 * edge - chin, -0.06, z)
    hump = c.box(mix(u[7], 0.7, 1.1), 0.24, 0.5, (0, 0.12, low + tall / 2), 0.04)
    style = pick(u[3], 3)
    neck = c.box(0.24, 0.13, low + 0.5, (0, 0.16, (low + 0.5) / 2), CRISP)
    if style == 0:
        foot = c.can(0.36, 0.12, (0, 0.06, 0.06), "z", CRISP)
    elif style == 1:
        foot = c.box(0.8, 0.52, 0.12, (0, 0.04, 0.06), CRISP)
    else:
        foot = union(
            c.bar((0, 0.14, 0.12), (0.62, -0.22, 0.06), radius=0.06),
            c.bar((0, 0.14, 0.12), (-0.62, -0.22, 0.06), radius=0.06),
            c.bar((0, 0.14, 0.12), (0, 0.34, 0.06), radius=0.06),
        )
    return [(0, union(panel, hump)), (1, screen), (2, union(neck, foot))]


@kind(
    "computer",
    "desktop computer",
    "personal computer",
    "pc",
    height=0.5,
    senses=("computer.n.01",),
    case=("gray", "white", "black"),
    screen=_SCREEN,
    keys=("white", "black", "gray", "same"),
    forms={"with a flat screen": (3, 0.0, 0.5), "with a deep screen": (3, 0.5, 1.0)},
)
@cast()
def computer(u: np.ndarray, c: Kit) -> Parts:
    """A screen on a flat case, a keyboard before it; u3 flat or deep screen, u4 its height,
    u5 height of the case, u6 columns of keys, u7 slots of the case."""
    tall, low = mix(u[4], 0.92, 1.08), mix(u[5], 0.26, 0.36)
    y, z = 0.36, low + 0.14 + tall / 2
    case = [c.box(1.5, 0.9, low, (0, y, low / 2), 0.03)]
    if u[3] < 0.5:
        case += [
            c.box(1.6, 0.16, tall, (0, y - 0.12, z), 0.03),
            c.box(0.3, 0.14, 0.7, (0, y, low + 0.3), CRISP),
            c.box(0.7, 0.4, 0.12, (0, y - 0.05, low + 0.04), CRISP),
        ]
        front, wide, edge = y - 0.2, 1.6, 0.09
    else:
        back = [
            (y - 0.28, z - tall / 2), (y - 0.28, z + tall / 2), (y - 0.05, z + tall / 2),
            (y + 0.44, z + tall * 0.26), (y + 0.44, z - tall * 0.4), (y - 0.05, z - tall / 2),
        ]  # fmt: skip
        case += [
            c.box(1.36, 0.26, tall, (0, y - 0.28, z), 0.04),
            c.plate(back, 1.16, "x", rounding=0.04),
            c.can(0.3, 0.24, (0, y - 0.05, low + 0.1), "z", CRISP),
        ]
        front, wide, edge = y - 0.41, 1.36, 0.14
    screen = _glass(c, wide - 2 * edge, tall - 2 * edge, front + 0.02, z)
    for i in range(1 + pick(u[7], 2)):
        case.append(c.box(0.6, 0.12, 0.1, (0, y - 0.42, low * 0.5 + 0.12 * i - 0.04), CRISP))
    board = c.box(1.5, 0.72, 0.13, (0, -0.72, 0.065), CRISP)
    lead = c.bar((0, -0.4, 0.06), (0, 0.1, 0.06), radius=0.055)
    keyed = _board(c, 1.36, -0.62, 7 + pick(u[6], 3), z=0.09)
    return [(0, union(*case, board, lead)), (1, screen), (2, keyed)]


@kind(
    "pc tower",
    "computer case",
    "tower computer",
    height=0.45,
    senses=("server.n.03",),
    case=("black", "gray", "white"),
    fans=("blue", "red", "purple", "cyan", "green"),
    drives=("gray", "white", "same"),
)
@cast()
def pc_tower(u: np.ndarray, c: Kit) -> Parts:
    """u3 depth, u4 one to three fans in the front, u5 drives, u6 feet, u7 window in the sides."""
    deep, low = mix(u[3], 1.2, 1.5), 0.12
    case = [c.box(0.86, deep, 1.66, (0, 0, low + 0.83), 0.03)]
    case.append(c.box(0.7, deep * mix(u[6], 0.7, 0.95), 0.2, (0, 0, 0.1), CRISP))
    face = -deep / 2
    count = 1 + pick(u[4], 3)
    r = (0.31, 0.25, 0.17)[count - 1]
    fans = [
        c.can(r, 0.14, (0, face - 0.01, low + 0.1 + r + i * (2 * r + 0.06)), "y", CRISP)
        for i in range(count)
    ]
    hubs = [c.can(r * 0.36, 0.24, (0, face - 0.01, low + 0.1 + r + i * (2 * r + 0.06)), "y", CRISP)
            for i in range(count)]  # fmt: skip
    rows = 1 + pick(u[5], 2)
    drives = [c.box(0.66, 0.14, 0.12, (0, face, low + 1.55 - 0.18 * i), CRISP) for i in range(rows)]
    if u[7] > 0.5:
        drives.append(c.box(0.94, deep * 0.74, 1.1, (0, 0.02, low + 0.9), CRISP))
    return [(0, union(*case, *hubs)), (1, union(*fans)), (2, union(*drives))]


@kind(
    "keyboard",
    "computer keyboard",
    height=0.05,
    senses=("computer_keyboard.n.01", "typewriter_keyboard.n.01"),
    board=("black", "gray", "white"),
    keys=("white", "gray", "black", "blue", "pink"),
)
@cast()
def keyboard(u: np.ndarray, c: Kit) -> Parts:
    """u3 columns of keys, u4 three or four rows, u5 depth of the frame, u6 slope, u7 key height."""
    columns, rows = 9 + pick(u[3], 3), 3 + pick(u[4], 2)
    edge, slope, high = mix(u[5], 0.06, 0.14), mix(u[6], 0.02, 0.12), mix(u[7], 0.06, 0.09)
    front, back = -0.095 * (rows + 2) - edge, 0.095 * rows + edge
    side = [(front, 0), (front, 0.14), (back, 0.14 + slope), (back, 0)]
    board = c.plate(side, 1.9, "x", rounding=CRISP)
    pitch = (1.9 - 2 * edge) / columns
    rise = slope / (back - front)
    lines = []
    for i in range(rows + 1):
        y = 0.19 * (i - (rows + 1) / 2)
        z = 0.14 + (y - front) * rise + high / 2 - 0.05
        if i:
            size = (pitch * 0.68, 0.125, high + 0.1)
            lines.append(keys(c, size, (columns, 1, 1), (pitch, 1, 1), (0, y, z)))
        else:
            lines.append(c.box(0.9, 0.125, high + 0.1, (0, y, z), CRISP))
            size = (pitch * 0.9, 0.125, high + 0.1)
            lines.append(keys(c, size, (2, 1, 1), (1.4, 1, 1), (0, y, z)))
    return [(0, board), (1, union(*lines))]


@kind(
    "printer",
    "computer printer",
    "copier",
    height=0.35,
    senses=("printer.n.02", "printer.n.03", "photocopier.n.01"),
    case=("gray", "white", "black"),
    paper=("white",),
    buttons=("green", "blue", "red", "black"),
)
@cast()
def printer(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the case, u4 paper at the back, u5 length of the tray, u6 lid, u7 slope."""
    tall, sheet, tray = mix(u[3], 0.62, 0.86), mix(u[4], 0.5, 0.75), mix(u[5], 0.42, 0.6)
    cut = mix(u[7], 0.1, 0.3)
    side = [
        (-0.5, 0.28), (-0.5, tall - cut), (-0.24, tall), (0.5, tall), (0.5, 0), (-0.3, 0),
        (-0.3, 0.28),
    ]  # fmt: skip
    cheeks = union(
        c.box(0.22, 0.5, 0.32, (0.71, -0.25, 0.16), 0.03),
        c.box(0.22, 0.5, 0.32, (-0.71, -0.25, 0.16), 0.03),
    )
    case = [c.plate(side, 1.64, "x", rounding=0.03), cheeks]
    if u[6] > 0.5:
        case.append(c.box(1.5, 0.56, 0.14, (0, 0.06, tall + 0.03), CRISP))
    case.append(c.box(1.1, tray + 0.3, 0.12, (0, -0.35 - tray / 2, 0.06), CRISP))
    out = c.box(0.94, tray + 0.3, 0.12, (0, -0.38 - tray / 2, 0.15), CRISP)
    rear = c.plate(slab((0.24, tall - 0.1), sheet + 0.1, 0.12, 18), 0.98, "x", rounding=CRISP)
    holder = c.plate(slab((0.34, tall - 0.1), sheet * 0.6, 0.12, 18), 1.16, "x", rounding=CRISP)
    spots = buttons(c, 0.055, (3, 1, 1), (0.2, 1, 1), (0, -0.47, (0.28 + tall - cut) / 2), 0.16)
    screen = c.box(0.1, 0.1, 0.1, (0, -0.47, (0.28 + tall - cut) / 2), CRISP)
    return [(0, union(*case, holder)), (1, union(out, rear)), (2, union(spots, screen))]


@kind(
    "calculator",
    "pocket calculator",
    height=0.16,
    senses=("calculator.n.02",),
    case=("black", "gray", "white", "blue", "orange"),
    buttons=("white", "gray", "black", "red", "orange"),
    screen=("green", "cyan", "gray"),
)
@cast()
def calculator(u: np.ndarray, c: Kit) -> Parts:
    """Upright; u3 three to five columns of keys, u4 rows, u5 height of the screen, u6 thickness."""
    columns, rows = 3 + pick(u[3], 3), 4 + pick(u[4], 2)
    glass, thick = mix(u[5], 0.26, 0.38), mix(u[6], 0.2, 0.28)
    case = c.box(1.14, thick, 1.66, (0, 0, 0.83), 0.05)
    screen = c.box(0.94, 0.14, glass, (0, -thick / 2 + 0.03, 1.54 - glass / 2), CRISP)
    step, pitch = (1.36 - glass) / rows, 0.98 / columns
    size = (pitch * 0.68, 0.16, step * 0.64)
    middle = 0.08 + step * rows / 2
    pressed = keys(c, size, (columns, 1, rows), (pitch, 1, step), (0, -thick / 2 + 0.01, middle))
    return [(0, case), (1, pressed), (2, screen)]


@kind(
    "typewriter",
    "typing machine",
    height=0.3,
    senses=("typewriter.n.01",),
    body=("black", "green", "red", "blue", "gray"),
    keys=("white", "black", "gray"),
    paper=("white",),
)
@cast()
def typewriter(u: np.ndarray, c: Kit) -> Parts:
    """u3 length of the sheet, u4 roller, u5 columns of keys, u6 height of the back, u7 shape."""
    sheet, r, columns = mix(u[3], 0.4, 0.62), mix(u[4], 0.11, 0.14), 7 + pick(u[5], 3)
    tall = mix(u[6], 0.58, 0.7)
    nose = mix(u[7], -0.16, -0.04)
    side = [
        (-0.72, 0), (-0.72, 0.13), (nose, 0.3), (nose + 0.14, tall - 0.06), (nose + 0.3, tall),
        (0.6, tall), (0.64, 0),
    ]  # fmt: skip
    body = [c.plate(side, 1.4, "x", rounding=0.03)]
    z = tall + 0.06
    body.append(c.can(r, 1.64, (0, 0.36, z), "x", CRISP))
    body.append(c.can(r * 1.25, 0.1, (0.86, 0.36, z), "x", CRISP))
    body.append(c.can(r * 1.25, 0.1, (-0.86, 0.36, z), "x", CRISP))
    page = c.plate(slab((0.3, z - 0.05), sheet + r, 0.12, 12), 0.96, "x", rounding=CRISP)
    lines, pitch = [], 1.26 / columns
    for i in range(4):
        y = -0.62 + 0.145 * i
        size = (pitch * 0.66, 0.09, 0.18)
        at = (0, y, 0.17 + 0.055 * i)
        if i:
            lines.append(keys(c, size, (columns - i % 2, 1, 1), (pitch, 1, 1), at))
        else:
            lines.append(c.box(0.7, 0.09, 0.18, at, CRISP))
    return [(0, union(*body)), (1, union(*lines)), (2, page)]
