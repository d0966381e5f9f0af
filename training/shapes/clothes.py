"""Garments, standing as if somebody wore them."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast
from .details import CRISP
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import Solid, blend, difference, intersection, mirror, union

_CLOTH = ("blue", "red", "white", "green", "black")


def _closed(half: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Closed outline from the right half of it."""
    return [*half, *((-p, q) for p, q in half[::-1])]


def _ring(kit: Kit, x: float, y: float, tall: float, z: float, wall: float = 0.11) -> Solid:
    """An upright band around an ellipse."""
    outer = oval(kit, x, y, tall, "z", (0, 0, z))
    inner = oval(kit, x - wall, y - wall, tall + 0.3, "z", (0, 0, z))
    return difference(outer, inner, CRISP)


def _torso(kit: Kit, hem: float, waist: float, thick: float = 0.44, top: float = 1.45) -> Solid:
    """Trunk of a garment, open at the hem and at the neck."""
    half = [(hem, 0), (waist, top * 0.45), (0.47, top * 0.75), (0.5, top - 0.16), (0.2, top)]
    body = kit.plate(_closed(half), thick, "y", rounding=0.09)
    hollow = kit.box(2 * hem - 0.26, thick - 0.22, 0.3, (0, 0, 0))
    neck = oval(kit, 0.15, 0.12, 0.4, "z", (0, 0, top))
    return difference(difference(body, hollow, CRISP), neck, CRISP)


def _sleeves(kit: Kit, length: float, top: float = 1.45, wide: float = 0.28) -> Solid:
    """Sleeves that hang a little outwards; `length` from 0 (to the elbow) to 1 (to the wrist)."""
    out, down = mix(length, 0.88, 0.94), mix(length, top - 0.5, 0.2)
    lean = mix(length, 0.55, 0.98)
    outline = [(0.3, top - 0.06), (0.5, top - 0.14), (out, down)]
    outline += [(out - wide * lean, down - wide * (1.02 - lean)), (0.42, top - 0.48)]
    return mirror(kit.plate(outline, 0.34, "y", rounding=0.07))


@kind(
    "shirt",
    "t-shirt",
    "t shirt",
    "tee shirt",
    "sweater",
    "pullover",
    "jersey",
    "blouse",
    height=0.7,
    senses=("shirt.n.01", "sweater.n.01", "blouse.n.01"),
    forms={
        "with short sleeves": (3, 0.0, 0.5),
        "with long sleeves": (3, 0.5, 1.0),
        "with a round neck": (4, 0.0, 0.5),
        "with a folded collar": (4, 0.5, 1.0),
    },
    shirt=_CLOTH,
    collar=("same", "white", "black", "yellow"),
    sleeves=("same", "white", "gray", "red"),
)
@cast()
def shirt(u: np.ndarray, kit: Kit) -> Parts:
    """u3 short or long sleeves, u4 round neck or collar with buttons, u5 hem's width, u6 waist,
    u7 length of the sleeves."""
    body = _torso(kit, mix(u[5], 0.43, 0.52), mix(u[6], 0.4, 0.47))
    length = mix(u[7], 0.0, 0.12) if u[3] < 0.5 else mix(u[7], 0.85, 1.0)
    sleeves = _sleeves(kit, length)
    if u[4] < 0.5:
        collar = _ring(kit, 0.26, 0.21, 0.14, 1.42)
    else:
        flap = kit.plate([(0.0, 1.36), (0.2, 1.5), (0.3, 1.32), (0.22, 1.12)], 0.16, "y")
        buttons = [kit.bead(0.06, (0, -0.26, z)) for z in (0.2, 0.5, 0.8, 1.1)]
        body = union(body, kit.box(0.17, 0.2, 1.2, (0, -0.16, 0.67)))
        stand = _ring(kit, 0.26, 0.21, 0.17, 1.44)
        collar = union(stand, mirror(flap).at(*kit.place((0, -0.19, 0))), *buttons)
    return [(0, body), (1, collar), (2, sleeves)]


@kind(
    "jacket",
    "coat",
    "blazer",
    "overcoat",
    "hoodie",
    "parka",
    height=0.85,
    senses=("coat.n.01",),
    forms={
        "with lapels": (3, 0.0, 0.33),
        "with a stand-up collar": (3, 0.34, 0.66),
        "with a hood": (3, 0.67, 1.0),
    },
    jacket=("blue", "brown", "black", "green", "red"),
    collar=("same", "black", "brown", "white"),
    buttons=("yellow", "black", "white", "gray"),
)
@cast()
def jacket(u: np.ndarray, kit: Kit) -> Parts:
    """u3 lapels, a collar that stands up or a hood, u4 length, u5 hem's width, u6 rows of buttons
    on lapels, else their number, u7 depth of the lapels or size of collar and hood."""
    top = mix(u[4], 1.5, 1.9)
    hem = mix(u[5], 0.46, 0.56)
    body = _torso(kit, hem, mix(u[5], 0.43, 0.47), 0.48, top)
    body = union(body, _sleeves(kit, 1.0, top, 0.29))
    pocket = mirror(kit.box(0.22, 0.16, 0.12, (0.27, -0.22, 0.42)))
    body = union(body, pocket)
    style = pick(u[3], 3)
    if style == 0:
        low = top - mix(u[7], 0.55, 0.75)
        lapel = [(0.01, low), (0.16, top + 0.04), (0.3, top - 0.05), (0.33, top - 0.28)]
        lapels = mirror(kit.plate(lapel, 0.16, "y", (0, -0.22, 0)))
        wedge = kit.plate([(0, low - 0.02), (0.2, top + 0.15), (-0.2, top + 0.15)], 0.4, "y")
        body = difference(body, wedge.at(*kit.place((0, -0.3, 0))), CRISP)
        body = difference(body, kit.box(0.02, 0.16, low, (0, -0.25, low / 2 - 0.03), 0.01), CRISP)
        collar = union(lapels, _ring(kit, 0.26, 0.22, 0.18, top))
        heights = [low - 0.12 - 0.3 * i for i in range(3)]
        x = 0.13 if u[6] > 0.5 else 0.0
        dots = [kit.bead(0.065, (x, -0.26, z)) for z in heights if z > 0.05]
        buttons = mirror(union(*dots)) if x else union(*dots)
    else:
        body = union(body, kit.box(0.18, 0.2, top - 0.22, (0, -0.18, top / 2)))
        count = 4 + pick(u[6], 2)
        step = (top - 0.4) / (count - 1)
        buttons = union(*(kit.bead(0.065, (0, -0.28, 0.15 + step * i)) for i in range(count)))
        size = mix(u[7], 0.9, 1.1)
        if style == 1:
            collar = _ring(kit, 0.3, 0.26, 0.3 * size, top + 0.06, 0.13)
        else:
            at = (0, 0.06, top + 0.22 * size)
            hood = kit.ball(0.38 * size, 0.36 * size, 0.42 * size, at)
            face = kit.ball(0.27 * size, 0.4, 0.31 * size, (0, -0.26, top + 0.2 * size))
            collar = difference(hood, face, 0.03)
    return [(0, body), (1, collar), (2, buttons)]


def _trousers(kit: Kit, long: float, flare: float, gap: float, style: float) -> Parts:
    """Legs as long as `long` under a seat; belt; pockets."""
    top = long + 0.55
    out = mix(flare, 0.4, 0.54)
    leg = [(gap * 0.3 + 0.015, long + 0.1), (0.5, long + 0.1), (out, 0), (out - 0.34 - gap, 0)]
    leg[3] = (max(gap, 0.04), 0)
    legs = mirror(kit.plate(leg, 0.4, "y", rounding=0.06))
    legs = difference(
        legs,
        mirror(kit.box(out - gap - 0.24, 0.2, 0.24, ((out + gap) / 2, 0, 0))),
        CRISP,
    )
    seat = kit.plate(_closed([(0.5, long - 0.02), (0.49, long + 0.2), (0.4, top)]), 0.46, "y")
    hollow = kit.box(0.6, 0.26, 0.4, (0, 0, top))
    belt = union(
        kit.box(0.88, 0.54, 0.15, (0, 0, top - 0.1)),
        kit.box(0.2, 0.2, 0.2, (0, -0.23, top - 0.1)),
    )
    if style < 0.5:
        shape = [(0.2, long + 0.4), (0.47, long + 0.24), (0.5, long + 0.1), (0.3, long + 0.12)]
        pockets = mirror(kit.plate(shape, 0.14, "y", (0, -0.2, 0), CRISP))
    else:
        pockets = mirror(kit.box(0.14, 0.3, 0.3, (0.45, 0, long * 0.62), CRISP))
    return [
        (0, union(legs, difference(seat, hollow, CRISP))),
        (1, difference(belt, hollow, CRISP)),
        (2, pockets),
    ]


@kind(
    "pants",
    "trousers",
    "jeans",
    "slacks",
    "leggings",
    height=1.05,
    senses=("trouser.n.01",),
    forms={"with straight legs": (3, 0.0, 0.5), "with flared legs": (3, 0.5, 1.0)},
    pants=("blue", "black", "brown", "gray"),
    belt=("brown", "black", "same"),
    pockets=("same", "blue", "brown", "black"),
)
@cast()
def pants(u: np.ndarray, kit: Kit) -> Parts:
    """u3 straight or flared legs, u4 length of the legs, u5 gap between them, u6 pockets at the
    front or at the sides."""
    flare = mix(u[3], 0.0, 0.5) if u[3] < 0.5 else mix(u[3], 0.6, 1.1)
    return _trousers(kit, mix(u[4], 1.15, 1.4), flare, mix(u[5], 0.07, 0.12), u[6])


@kind(
    "shorts",
    "short pants",
    "bermudas",
    "swim shorts",
    height=0.5,
    senses=("short_pants.n.01", "swimming_trunks.n.01"),
    shorts=("blue", "red", "green", "brown", "black"),
    belt=("same", "white", "black", "brown"),
    pockets=("same", "white", "gray"),
)
@cast()
def shorts(u: np.ndarray, kit: Kit) -> Parts:
    """u3 flare, u4 length of the legs, u5 gap between them, u6 pockets at the front or the
    sides."""
    return _trousers(kit, mix(u[4], 0.35, 0.6), mix(u[3], 0.8, 1.5), mix(u[5], 0.05, 0.1), u[6])


def _flared(kit: Kit, hem: float, waist: float, tall: float, bell: float, folds: int) -> Solid:
    """A skirt that is open below; `folds` ribs of cloth run down it."""
    side = [(hem, 0), (mix(bell, waist + (hem - waist) * 0.62, hem * 0.9), tall * 0.4)]
    side += [(mix(bell, waist + (hem - waist) * 0.25, hem * 0.72), tall * 0.75), (waist, tall)]
    skirt = kit.turned(side, rounding=0.03)
    if folds:
        step = 360 / folds
        path = [(0, -p + 0.03, q + (0.06 if i == 0 else 0)) for i, (p, q) in enumerate(side)]
        rib = kit.limb(path, [0.1, 0.09, 0.07, 0.05])
        pieces = [rib.rotated(step * i) for i in range(1, folds // 2)]
        skirt = union(skirt, rib, rib.rotated(180), mirror(union(*pieces)))
    return difference(skirt, kit.turned([(hem - 0.12, -0.1), (waist * 0.7, tall * 0.5)]), CRISP)


@kind(
    "dress",
    "gown",
    "frock",
    "evening gown",
    "ball gown",
    "sundress",
    height=1.2,
    senses=("dress.n.01",),
    forms={"with straps": (3, 0.0, 0.5), "with puffed sleeves": (3, 0.5, 1.0)},
    dress=("red", "pink", "blue", "purple", "white"),
    belt=("same", "black", "yellow", "white"),
    trim=("same", "white", "pink", "yellow"),
)
@cast(deep=1.0)
def dress(u: np.ndarray, kit: Kit) -> Parts:
    """u3 straps or puffed sleeves, u4 width of the skirt, u5 straight or bell-shaped, u6 plain or
    with folds, u7 length of the skirt."""
    hem, tall, waist = mix(u[4], 0.48, 0.7), mix(u[7], 0.85, 1.15), 0.25
    skirt = _flared(kit, hem, waist, tall, u[5], 0)
    half = [(waist, tall - 0.04), (0.34, tall + 0.38), (0.34, tall + 0.5), (0.12, tall + 0.44)]
    bodice = kit.plate(_closed(half), 0.4, "y", rounding=0.06)
    if u[3] < 0.5:
        path = [(0.25, y, tall + z) for y, z in ((-0.12, 0.42), (-0.08, 0.72), (0.1, 0.42))]
        wear = mirror(kit.limb(path, 0.055))
    else:
        wear = mirror(
            union(
                kit.ball(0.19, 0.19, 0.2, (0.4, 0, tall + 0.46)),
                kit.bar((0.26, 0, tall + 0.44), (0.24, 0, tall + 0.64), radius=0.1),
            )
        )
    belt = oval(kit, waist + 0.04, 0.26, 0.14, "z", (0, 0, tall))
    belt = union(belt, kit.turned([(waist + 0.03, tall - 0.07), (waist + 0.03, tall + 0.06)]))
    trim = difference(
        kit.turned([(hem + 0.04, 0), (hem + 0.02, 0.13)], rounding=CRISP),
        kit.turned([(hem - 0.1, -0.1), (hem - 0.12, 0.3)]),
        CRISP,
    )
    if u[6] > 0.5:
        skirt = _flared(kit, hem, waist, tall, u[5], 8)
    return [(0, union(skirt, bodice, wear)), (1, belt), (2, trim)]


@kind(
    "skirt",
    "miniskirt",
    "tutu",
    "kilt",
    height=0.6,
    senses=("skirt.n.02",),
    forms={"plain": (3, 0.0, 0.5), "pleated": (3, 0.5, 1.0)},
    skirt=("red", "blue", "pink", "black", "purple"),
    waistband=("same", "black", "white", "brown"),
)
@cast(deep=1.0)
def skirt(u: np.ndarray, kit: Kit) -> Parts:
    """u3 plain or pleated, u4 width of the hem, u5 straight or bell-shaped, u6 waist, u7 length."""
    hem, tall, waist = mix(u[4], 0.65, 0.85), mix(u[7], 0.75, 1.1), mix(u[6], 0.34, 0.4)
    cloth = _flared(kit, hem, waist, tall, u[5], 10 if u[3] > 0.5 else 0)
    band = kit.turned([(waist + 0.05, tall - 0.08), (waist + 0.04, tall + 0.12)], rounding=CRISP)
    hole = kit.turned([(waist - 0.09, tall), (waist - 0.09, tall + 0.4)])
    return [(0, cloth), (1, difference(band, hole, CRISP))]


@kind(
    "mask",
    "face mask",
    "theater mask",
    "carnival mask",
    height=0.25,
    senses=("mask.n.01", "mask.n.04"),
    forms={"sad": (3, 0.0, 0.5), "smiling": (3, 0.5, 1.0)},
    mask=("white", "yellow", "red", "gray"),
    holes=("black", "brown", "purple"),
    cheeks=("red", "pink", "yellow", "orange"),
)
@cast()
def mask(u: np.ndarray, kit: Kit) -> Parts:
    """A face for the stage. u3 sad or smiling, u4 size of the eyes, u5 width of the mouth, u6 nose,
    u7 how pointed the chin is."""
    chin = mix(u[7], 0.0, 0.12)
    full = blend(
        kit.ball(0.66, 0.42, 0.8, (0, 0, 0.1)),
        kit.ball(0.42, 0.38, 0.5, (0, 0, -0.42 - chin)),
        radius=0.2,
    )
    face = intersection(full, kit.box(3, 1, 3, (0, -0.42, 0)), CRISP)
    nose = kit.limb([(0, -0.36, 0.25), (0, -0.46, -0.1)], [0.06, mix(u[6], 0.1, 0.14)])
    size = mix(u[4], 0.15, 0.2)
    eye = kit.ball(size * 1.2, 0.4, size * 0.75, (0.28, -0.3, 0.26), ry=12 if u[3] < 0.5 else -12)
    up, wide = (0.16 if u[3] > 0.5 else -0.14), mix(u[5], 0.24, 0.34)
    path = [(0, -0.36, -0.42 - up / 2), (wide * 0.6, -0.34, -0.42 - up / 4)]
    mouth = kit.limb([*path, (wide, -0.3, -0.42 + up)], [0.1, 0.1, 0.06])
    holes = marks(full, mirror(union(eye, mouth)))
    cheek = kit.ball(0.14, 0.4, 0.13, (0.4, -0.3, -0.12))
    brow = kit.limb([(0.1, -0.36, 0.5), (0.3, -0.36, 0.6), (0.48, -0.3, 0.52)], 0.07)
    gem = kit.ball(0.1, 0.4, 0.15, (0, -0.3, 0.68))
    cheeks = marks(full, union(mirror(union(cheek, brow)), gem), lift=0.03)
    return [(0, union(face, nose)), (1, holes), (2, cheeks)]
