"""What is worn on a hand, upright, the thumb to -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast
from .details import CRISP
from .kinds import Parts, kind, mix
from .solids import blend, difference, intersection, union


@kind(
    "glove",
    "winter glove",
    "garden glove",
    height=0.25,
    senses=("glove.n.02",),
    glove=("brown", "black", "red", "blue", "yellow"),
    cuff=("same", "white", "gray", "black"),
)
@cast()
def glove(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, its thumb to -y. u3 length of the fingers, u4 how far they spread, u5 cuff's height,
    u6 cuff's flare, u7 thickness of the fingers."""
    long, spread, r = mix(u[3], 0.5, 0.72), mix(u[4], 0.0, 0.12), mix(u[7], 0.1, 0.115)
    palm = kit.plate(
        [(-0.36, 0.4), (0.36, 0.4), (0.47, 1.02), (-0.47, 1.02)], 0.36, "x", rounding=0.09
    )
    fingers = []
    for place, share in ((-0.35, 0.85), (-0.115, 1.05), (0.115, 0.97), (0.35, 0.74)):
        tip = (0, place + spread * place / 0.35, 1.0 + long * share)
        fingers.append(kit.limb([(0, place, 0.95), tip], [r * 1.1, r]))
    thumb = kit.limb([(0, -0.2, 0.55), (0, -0.56, 0.86), (0, -0.64, 1.1)], [0.17, 0.13, 0.11])
    deep, flare = mix(u[5], 0.36, 0.5), mix(u[6], 0.4, 0.52)
    ring = [(-flare, 0.48 - deep), (flare, 0.48 - deep), (0.38, 0.48), (-0.38, 0.48)]
    cuff = kit.plate(ring, 0.46, "x", rounding=0.06)
    hole = kit.box(0.24, 0.56, 0.4, (0, 0, 0.44 - deep))
    return [(0, union(palm, thumb, *fingers)), (1, difference(cuff, hole, CRISP))]


@kind(
    "mitten",
    "mitt",
    "winter mitten",
    "oven mitt",
    "oven glove",
    height=0.25,
    senses=("mitten.n.01",),
    mitten=("red", "blue", "green", "purple", "white"),
    cuff=("white", "same", "gray", "yellow"),
    stripe=("white", "yellow", "same", "blue"),
)
@cast()
def mitten(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, its thumb to -y. u3 length, u4 length of the thumb, u5 cuff's height, u6 breadth of
    the stripe, u7 how high the stripe lies."""
    tall, reach = mix(u[3], 1.35, 1.6), mix(u[4], 0.0, 0.12)
    hand = kit.limb([(0, 0, 0.6), (0, 0.0, tall - 0.4)], [0.38, 0.42])
    flat = intersection(hand, kit.box(0.46, 3, 4, (0, 0, 0.8), 0.1), 0.1)
    path = [(0, -0.25, 0.55), (0, -0.5 - reach, 0.85), (0, -0.56 - reach, 0.98 + reach)]
    body = blend(flat, kit.limb(path, [0.2, 0.19, 0.17]), radius=0.08)
    band = kit.box(3, 3, mix(u[6], 0.14, 0.24), (0, 0, mix(u[7], tall * 0.68, tall * 0.74)), CRISP)
    deep = mix(u[5], 0.3, 0.42)
    cuff = kit.box(0.54, 0.84, deep, (0, 0, 0.42 - deep / 2), 0.07)
    hole = kit.box(0.3, 0.6, 0.3, (0, 0, 0.42 - deep))
    return [(0, body), (1, difference(cuff, hole, CRISP)), (2, marks(flat, band))]


@kind(
    "boxing glove",
    "boxer's glove",
    "sparring glove",
    height=0.3,
    senses=("boxing_glove.n.01",),
    glove=("red", "blue", "black", "yellow"),
    cuff=("same", "white", "black"),
    stripe=("white", "yellow", "black"),
)
@cast()
def boxing_glove(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, its thumb to -y. u3 size of the fist, u4 length of the thumb, u5 cuff's height, u6
    breadth of the stripe, u7 thickness."""
    fist, deep = mix(u[3], 0.0, 0.08), mix(u[5], 0.42, 0.56)
    x = mix(u[7], 0.42, 0.5)
    body = blend(
        kit.ball(x, 0.56 + fist, 0.52 + fist, (0, 0.06, 1.08)),
        kit.ball(x * 0.86, 0.42, 0.5, (0, 0.02, 0.72)),
        kit.ball(x * 0.8, 0.3, 0.34, (0, -0.34, 1.2)),
        radius=0.1,
    )
    tip = 1.05 + mix(u[4], 0.0, 0.12)
    path = [(0, -0.28, 0.62), (0, -0.56, 0.82), (0, -0.62, tip)]
    thumb = kit.limb(path, [0.22, 0.2, 0.17])
    cuff = kit.can(0.4, deep, (0, 0.02, 0.5 - deep / 2), rounding=0.08)
    low = 0.5 - deep
    hole = kit.can(0.26, 0.3, (0, 0.02, low))
    band = kit.can(0.43, mix(u[6], 0.14, 0.2), (0, 0.02, low + deep * 0.5))
    return [(0, union(body, thumb)), (1, difference(cuff, hole, 0.02)), (2, band)]
