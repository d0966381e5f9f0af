"""People; they look to -y. What a hand holds is held by both, in the middle."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, moulded, shift
from .folk import HAIR, SKIN, Folk, face, hair, legs, posture, robe, seat, trunk
from .kinds import Parts, kind, mix
from .solids import mirror, union


@kind(
    "person",
    "man",
    "woman",
    "human",
    "boy",
    "girl",
    "child",
    "people",
    height=1.75,
    senses=("person.n.01", "human_being.n.01", "hominid.n.01"),
    clothes=("blue", "red", "green", "purple", "orange", "gray", "black"),
    skin=SKIN,
    hair=HAIR,
    forms={
        "standing": (7, 0.0, 0.4),
        "with raised arms": (7, 0.4, 0.7),
        "sitting": (7, 0.7, 1.0),
        "with a dress": (5, 0.6, 1.0),
        "with long hair": (6, 0.5, 1.0),
    },
)
@moulded
def person(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 girth, u5 trousers or a dress, u6 hair, u7 stands, raises arms or sits."""
    g, sits = mix(u[4], 0.86, 1.16), u[7] >= 0.7
    f = Folk(
        broad=0.25 * g,
        deep=0.17 * g,
        head_r=mix(u[3], 0.2, 0.27),
        limb_r=0.1 * g,
        hip=0.12 if sits else 0.66,
    )
    skin, eyes = face(c, f)
    sleeves, hands = posture(
        c, f, "raised" if 0.4 <= u[7] < 0.7 else "forward" if sits else "hanging"
    )
    leg, shoes = seat(c, f) if sits else legs(c, f)
    clothes, bare = [trunk(c, f), sleeves], [skin, hands]
    if u[5] < 0.6:
        clothes.append(leg)
    elif sits:
        clothes.append(c.ball(0.36 * g, 0.4, 0.16, (0, -0.14, 0.16)))
        bare.append(leg)
    else:
        clothes.append(
            c.turned(
                [(0.4 * g, 0.28), (0.41 * g, 0.34), (0.21 * g, 0.86), (0.12, 0.92)], rounding=0.03
            )
        )
        bare.append(leg)
    long = mix(u[6], -0.3, 0.34)
    return [
        (0, union(*clothes)),
        (1, union(*bare)),
        (2, union(hair(c, f, long if u[6] >= 0.5 else 0.0), shoes, eyes)),
    ]


@kind(
    "knight",
    "paladin",
    height=1.85,
    senses=("knight.n.01",),
    armor=("gray", "gray", "white", "black"),
    plume=("red", "blue", "purple"),
    sword=("white", "black", "yellow"),
)
@moulded
def knight(u: np.ndarray, c: Clay) -> Parts:
    """u3 plume, u4 girth, u5 sword length, u6 cape, u7 shoulders."""
    g = mix(u[4], 0.95, 1.2)
    f = Folk(broad=0.27 * g, deep=0.2 * g, limb_r=0.12 * g, head_r=0.23)
    leg, shoes = legs(c, f, 0.22)
    sleeves, hands = posture(c, f, "joined")
    at, r = f.crown, f.head_r
    helmet = c.turned(
        [
            (r * 0.86, -r * 1.1),
            (r * 0.98, -r * 0.6),
            (r * 1.02, r * 0.3),
            (r * 0.74, r * 0.86),
            (0.03, r * 1.14),
        ],
        at,
        0.03,
    )
    visor = c.box(r * 1.5, 0.2, 0.1, shift(at, y=-r * 0.86, z=r * 0.08), 0.02)
    ridge = c.box(0.1, 0.16, r * 1.1, shift(at, y=-r * 0.96, z=-r * 0.4), 0.02)
    pads = mirror(c.ball(mix(u[7], 0.15, 0.2), 0.17, 0.15, shift(f.shoulder, 0.05, 0, 0.03)))
    s = mix(u[3], 0.8, 1.2)
    top = shift(at, z=r * 1.0)
    plume = c.limb(
        [
            top,
            shift(top, y=0.06, z=0.18 * s),
            shift(top, y=0.26 * s, z=0.2 * s),
            shift(top, y=0.4 * s, z=-0.04),
        ],
        [0.065, 0.1, 0.11, 0.06],
    )
    low = mix(u[6], 0.12, 0.4)
    back = f.deep + 0.07
    cape = c.plate(
        [
            (-f.broad * 1.3, low),
            (f.broad * 1.3, low),
            (f.broad * 0.9, f.hip + f.trunk - 0.04),
            (-f.broad * 0.9, f.hip + f.trunk - 0.04),
        ],
        0.11,
        "y",
        (0, back, 0),
        0.03,
    )
    y, z = -0.42, f.hip + f.trunk - 0.28
    tip = z - 0.16 - mix(u[5], 0.44, 0.56)
    blade = c.box(0.13, 0.1, z - 0.14 - tip, (0, y, (z - 0.14 + tip) / 2), 0.02)
    hilt = union(
        c.box(0.4, 0.11, 0.1, (0, y, z - 0.15), 0.03),
        c.limb([(0, y, z - 0.12), (0, y, z + 0.14)], 0.06),
        c.bead(0.085, (0, y, z + 0.17)),
    )
    skirt = c.turned(
        [(f.broad * 1.06, f.hip - 0.14), (f.broad * 0.86, f.hip + 0.14), (0.1, f.hip + 0.2)],
        rounding=0.03,
    )
    armour = union(leg, shoes, trunk(c, f), sleeves, hands, helmet, ridge, pads, skirt)
    return [(0, armour), (1, union(plume, cape)), (2, union(blade, hilt, visor))]


@kind(
    "wizard",
    "sorcerer",
    "witch",
    "magician",
    "warlock",
    height=1.9,
    senses=("sorcerer.n.01", "witch.n.02", "magician.n.01", "occultist.n.01"),
    robe=("blue", "purple", "green", "gray", "black"),
    beard=("white", "gray"),
    face=SKIN,
    forms={"with a staff": (7, 0.5, 1.0)},
)
@moulded
def wizard(u: np.ndarray, c: Clay) -> Parts:
    """u3 hat height, u4 width of the robe, u5 beard length, u6 brim, u7 staff."""
    f = Folk(hip=0.56, trunk=0.54, head_r=0.21, broad=0.25)
    at, r = f.crown, f.head_r
    skin, _ = face(c, f)
    gown = robe(c, f, mix(u[4], 0.36, 0.46))
    sleeves, hands = posture(c, f, "joined" if u[7] >= 0.5 else "forward")
    wide, tall = mix(u[6], 0.34, 0.44), mix(u[3], 0.5, 0.72)
    z = r * 0.4
    hat = union(
        c.turned([(wide, z), (wide, z + 0.1), (0.03, z + 0.13)], at, 0.03),
        c.turned(
            [(r * 1.08, z), (r * 0.98, z + 0.12), (r * 0.5, z + tall * 0.6), (0.03, z + tall)],
            at,
            0.03,
        ),
    )
    long = mix(u[5], 0.3, 0.56)
    chin = shift(at, y=-r * 0.78, z=-r * 0.5)
    beard = union(
        c.limb(
            [chin, shift(chin, y=-0.1, z=-long * 0.5), shift(chin, y=-0.12, z=-long)],
            [0.15, 0.13, 0.05],
        ),
        mirror(c.limb([chin, shift(chin, 0.16, 0.08, 0.12)], [0.09, 0.07])),
        hair(c, f, 0.12),
    )
    parts = [(0, union(gown, sleeves, hat)), (1, beard), (2, union(skin, hands))]
    if u[7] >= 0.5:
        y = -0.44
        staff = union(
            c.limb([(0, y, 0.06), (0, y, 0.86)], 0.06),
            c.limb([(0, y, 0.02), (0, y - 0.0, 0.9)], 0.055),
        )
        parts.append((1, union(staff, c.bead(0.12, (0, y - 0.02, 0.96)))))
        parts.append((0, c.box(0.2, 0.3, 0.1, (0, y + 0.12, 0.06), 0.03)))
    return parts


@kind(
    "astronaut",
    "cosmonaut",
    "spaceman",
    height=1.9,
    senses=("astronaut.n.01",),
    suit=("white", "white", "orange", "gray"),
    visor=("black", "yellow", "blue", "cyan"),
    pack=("gray", "red", "same", "blue"),
    forms={"with raised arms": (7, 0.55, 1.0)},
)
@moulded
def astronaut(u: np.ndarray, c: Clay) -> Parts:
    """u3 helmet size, u4 girth, u5 visor, u6 size of the pack, u7 arms hang or are raised."""
    g = mix(u[4], 1.0, 1.2)
    f = Folk(
        hip=0.6,
        trunk=0.54,
        broad=0.28 * g,
        deep=0.23 * g,
        limb_r=0.135 * g,
        head_r=mix(u[3], 0.3, 0.36),
    )
    leg, boots = legs(c, f, 0.24)
    sleeves, hands = posture(c, f, "raised" if u[7] >= 0.55 else "hanging")
    at, r = f.crown, f.head_r
    helmet = c.ball(r, r, r * 0.98, at)
    v = mix(u[5], 0.66, 0.78)
    visor = c.ball(r * v, r * 0.4, r * v * 0.8, shift(at, y=-r * 0.72, z=0.02))
    s = mix(u[6], 0.85, 1.1)
    pack = c.box(0.46 * g * s, 0.24, 0.6 * s, (0, f.deep + 0.1, f.hip + f.trunk * 0.55), 0.06)
    chest = c.box(0.26, 0.14, 0.18, (0, -f.deep - 0.02, f.hip + f.trunk * 0.52), 0.03)
    collar = c.can(0.24, 0.1, (0, 0, f.hip + f.trunk - 0.02), "z", 0.03)
    belt = c.turned([(f.broad * 0.92, f.hip - 0.02), (f.broad * 0.92, f.hip + 0.09)], rounding=0.03)
    return [
        (0, union(leg, trunk(c, f), sleeves, helmet)),
        (1, visor),
        (2, union(pack, chest, collar, boots, hands, belt)),
    ]


@kind(
    "king",
    "queen",
    "monarch",
    "prince",
    "princess",
    height=1.8,
    senses=("sovereign.n.01", "king.n.01", "queen.n.02", "queen.n.03", "aristocrat.n.01"),
    robe=("red", "purple", "blue", "pink"),
    crown=("yellow",),
    face=SKIN,
    forms={"with a beard": (7, 0.5, 1.0)},
)
@moulded
def king(u: np.ndarray, c: Clay) -> Parts:
    """u3 crown height, u4 width of the robe, u5 collar, u6 head size, u7 beard or none."""
    f = Folk(hip=0.58, trunk=0.54, head_r=mix(u[6], 0.22, 0.27), broad=0.26)
    at, r = f.crown, f.head_r
    skin, eyes = face(c, f)
    gown = robe(c, f, mix(u[4], 0.36, 0.48))
    sleeves, hands = posture(c, f, "joined")
    z, tall = r * 0.52, mix(u[3], 0.1, 0.2)
    band = c.can(r * 0.86, 0.13, shift(at, z=z + 0.06), "z", 0.02)
    spikes = []
    for a in (-60, 0, 60):
        x, y = r * 0.72 * np.cos(np.radians(a)), r * 0.72 * np.sin(np.radians(a))
        foot = shift(at, float(x), float(y), z + 0.06)
        spikes += [
            c.limb([foot, shift(foot, z=tall)], [0.1, 0.055]),
            c.bead(0.065, shift(foot, z=tall + 0.03)),
        ]
    collar = c.turned(
        [
            (f.broad * 0.82, 0.0),
            (f.broad * 1.06, 0.05),
            (f.broad * 0.6, 0.14 + mix(u[5], 0.0, 0.06)),
        ],
        (0, 0, f.hip + f.trunk - 0.12),
        0.03,
    )
    y, mid = -0.42, f.hip + f.trunk - 0.28
    scepter = union(
        c.limb([(0, y, mid - 0.3), (0, y, mid + 0.26)], 0.06), c.bead(0.11, (0, y, mid + 0.32))
    )
    gold = [band, mirror(union(*spikes)), scepter, collar]
    cloth = [gown, sleeves, eyes, hair(c, f, 0.06)]
    if u[7] >= 0.5:
        chin = shift(at, y=-r * 0.72, z=-r * 0.6)
        gold.append(
            union(
                c.limb([chin, shift(chin, y=-0.06, z=-0.22)], [0.14, 0.065]),
                mirror(c.limb([chin, shift(chin, 0.15, 0.08, 0.12)], [0.09, 0.07])),
            )
        )
    return [(0, union(*cloth)), (1, union(*gold)), (2, union(skin, hands))]


@kind(
    "scarecrow",
    "straw man",
    height=1.9,
    senses=("scarecrow.n.01",),
    shirt=("red", "blue", "green", "orange"),
    straw=("yellow",),
    hat=("brown", "black"),
)
@moulded
def scarecrow(u: np.ndarray, c: Clay) -> Parts:
    """u3 hat, u4 girth, u5 arms level or drooping, u6 length of the coat, u7 straw."""
    f = Folk(hip=0.72, trunk=0.5, broad=0.25 * mix(u[4], 0.9, 1.15), head_r=0.22)
    at, r, sag = f.crown, f.head_r, mix(u[5], -0.02, 0.14)
    low = f.hip - mix(u[6], 0.08, 0.24)
    coat = c.turned(
        [
            (f.broad * 1.2, low),
            (f.broad * 0.8, f.hip + 0.12),
            (f.broad * 0.95, f.hip + 0.36),
            (0.12, f.hip + f.trunk),
        ],
        rounding=0.03,
    )
    end = (f.broad + 0.42, 0.0, f.shoulder[2] - sag)
    sleeves = mirror(
        c.limb([(0, 0, f.shoulder[2]), (f.broad, 0, f.shoulder[2]), end], [0.12, 0.11, 0.115])
    )
    s = mix(u[7], 0.14, 0.22)
    wisps = [
        c.limb([end, shift(end, s * a, b * s, d * s)], [0.085, 0.05])
        for a, b, d in ((1.1, 0.0, 0.4), (1.2, 0.0, -0.4), (1.0, -0.7, 0.0))
    ]
    fringe = [
        c.limb([(x, y, low + 0.04), (x * 1.1, y * 1.1, low - s)], [0.09, 0.05])
        for x, y in ((f.broad * 0.9, 0.12), (f.broad * 0.9, -0.12), (0.1, -f.broad), (0.1, f.broad))
    ]
    head = c.ball(r * 0.94, r * 0.94, r, at)
    wide, tall = 0.36, mix(u[3], 0.3, 0.5)
    z = r * 0.42
    hat = union(
        c.turned([(wide, z), (wide, z + 0.1), (0.03, z + 0.13)], at, 0.03),
        c.turned([(r * 0.95, z), (r * 0.86, z + tall * 0.6), (0.09, z + tall)], at, 0.03),
    )
    pole = c.limb([(0, 0.02, 0.07), (0, 0.02, f.hip + 0.2)], 0.075)
    foot = c.can(0.24, 0.1, (0, 0.02, 0.05), "z", 0.03)
    eyes = mirror(c.bead(0.065, shift(at, r * 0.4, -r * 0.82, r * 0.12)))
    smile = c.box(0.2, 0.12, 0.1, shift(at, y=-r * 0.84, z=-r * 0.42), 0.03)
    nose = c.limb([shift(at, y=-r * 0.8, z=-0.02), shift(at, y=-r * 1.3, z=-0.03)], [0.075, 0.05])
    straw = union(head, nose, mirror(union(*wisps, *fringe)))
    return [(0, union(coat, sleeves)), (1, straw), (2, union(hat, pole, foot, eyes, smile))]


@kind(
    "gnome",
    "dwarf",
    "garden gnome",
    "elf",
    height=0.4,
    senses=("gnome.n.01", "elf.n.01", "dwarf.n.01"),
    coat=("blue", "green", "red", "brown"),
    hat=("red", "green", "same"),
    beard=("white", "gray"),
)
@moulded
def gnome(u: np.ndarray, c: Clay) -> Parts:
    """u3 hat height, u4 girth, u5 beard length, u6 head size, u7 lean of the hat."""
    g = mix(u[4], 0.95, 1.2)
    f = Folk(
        hip=0.3, trunk=0.44, broad=0.3 * g, deep=0.26 * g, limb_r=0.12, head_r=mix(u[6], 0.26, 0.32)
    )
    leg, boots = legs(c, f, 0.2)
    sleeves, hands = posture(c, f, "hips")
    at, r = f.crown, f.head_r
    coat = c.turned(
        [
            (f.broad * 1.12, f.hip - 0.14),
            (f.broad * 1.08, f.hip + 0.08),
            (f.broad * 0.7, f.hip + f.trunk - 0.04),
            (0.1, f.hip + f.trunk + 0.02),
        ],
        rounding=0.04,
    )
    skin, _ = face(c, f)
    tall = mix(u[3], 0.56, 0.84)
    z = r * 0.28
    tip = mix(u[7], 0.0, 0.16)
    hat = c.limb(
        [
            shift(at, y=0.0, z=z),
            shift(at, y=0.03, z=z + tall * 0.5),
            shift(at, y=0.04 + tip, z=z + tall),
        ],
        [r * 1.04, r * 0.62, 0.055],
    )
    brim = c.can(r * 1.12, 0.12, shift(at, z=z), "z", 0.05)
    long = mix(u[5], 0.34, 0.52)
    chin = shift(at, y=-r * 0.7, z=-r * 0.4)
    beard = union(
        c.limb(
            [chin, shift(chin, y=-0.12, z=-long * 0.5), shift(chin, y=-0.16, z=-long)],
            [0.19, 0.17, 0.06],
        ),
        mirror(c.limb([chin, shift(chin, 0.2, 0.1, 0.16)], [0.12, 0.09])),
        hands,
        skin,
    )
    nose = c.bead(0.095, shift(at, y=-r * 1.08, z=-r * 0.04))
    return [(0, union(coat, sleeves, leg)), (1, union(hat, brim, nose, boots)), (2, beard)]
