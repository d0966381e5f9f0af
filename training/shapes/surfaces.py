"""The sheets of plain solids: boxes, balls, tubes, what is turned and what is extruded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .sheets import Array, Distance, Sheet

TURN = math.cos(math.radians(28))  # of an outline, beyond which it has an edge
ROUND = (True, True)  # edges of a rectangle's side that is one segment


def revolved(form: str, profile: Array, closed: bool, distance: Distance) -> Sheet:
    """Of a profile (M, 2) of radius and z about z; the seam is behind, at +y."""
    profile = np.asarray(profile, np.float32)

    def at(s: Array, t: Array) -> Array:
        radius, z = outline(profile, s, closed).T
        angle = np.pi / 2 + 2 * np.pi * t
        x, y = radius[:, None] * np.cos(angle), radius[:, None] * np.sin(angle)
        return np.stack([x, y, np.broadcast_to(z[:, None], x.shape)], axis=-1)

    along = lengths(profile, closed)
    middle = (profile[:, 0] if closed else (profile[1:, 0] + profile[:-1, 0]) / 2).astype(float)
    around = 2 * np.pi * float(np.average(middle, weights=along + 1e-9))
    ends = edges(profile, closed)
    return Sheet(form, along, np.array([around]), (ends, ROUND), at, distance)


def squared(form: str, profile: Array, wide: float, distance: Distance) -> Sheet:
    """The same with a square in the circle's place, `wide` times as wide in x as it is deep. The
    ends are closed along x."""
    profile = np.asarray(profile, np.float32)
    square = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], np.float32)
    last = len(profile) - 1

    def at(s: Array, t: Array) -> Array:
        x, y = outline(square, t, closed=True).T
        radius, z = outline(profile, s, closed=False).T
        # Of the profile's ends, which lie on the axis, the neighbors' x is kept.
        across = outline(profile, np.clip(s, 1, last - 1), closed=False)[:, 0]
        found = np.empty((len(s), len(t), 3), np.float32)
        found[..., 0] = across[:, None] * wide * x
        found[..., 1] = radius[:, None] * y
        found[..., 2] = z[:, None]
        return found

    side = 2 * float(profile[1:-1, 0].mean())
    columns = np.array([side * wide, side, side * wide, side])
    ends = edges(profile, closed=False), (True,) * 5
    return Sheet(form, lengths(profile, closed=False), columns, ends, at, distance)


def ball(radii: Array, distance: Distance) -> Sheet:
    """Of an ellipsoid, its poles below and above."""
    radii = np.asarray(radii, np.float32)

    def at(s: Array, t: Array) -> Array:
        up, angle = np.pi * s[:, None], np.pi / 2 + 2 * np.pi * t
        unit = np.sin(up) * np.cos(angle), np.sin(up) * np.sin(angle), -np.cos(up) + 0 * angle
        return np.stack(unit, axis=-1) * radii

    x, y, z = (float(r) for r in radii)
    rows, columns = np.array([math.pi * (z + (x + y) / 2) / 2]), np.array([math.pi * (x + y)])
    return Sheet("ball", rows, columns, (ROUND, ROUND), at, distance)


def extruded(polygon: Array, half: float, axes: Sequence[int], distance: Distance) -> Sheet:
    """Of a polygon (M, 2) in the plane of the first two axes, along the third. Its ends are closed
    in the middle if all of it is seen from there, else on the line midway between its sides."""
    polygon = np.asarray(polygon, np.float32)
    following = np.roll(polygon, -1, axis=0)
    cross = polygon[:, 0] * following[:, 1] - polygon[:, 1] * following[:, 0]
    if cross.sum() < 0:
        polygon = polygon[::-1]
        following, cross = np.roll(polygon, -1, axis=0), -cross[::-1]
    area = max(float(cross.sum()), 1e-9)
    middle = ((polygon + following) * cross[:, None]).sum(axis=0) / (3 * area)
    a, b = polygon - middle, following - middle
    seen = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).min() > 0
    spine = np.broadcast_to(middle, polygon.shape) if seen else _spine(polygon)

    def at(s: Array, t: Array) -> Array:
        rim, inner = outline(polygon, t, closed=True), outline(spine, t, closed=True)
        share = np.clip(np.minimum(s, 3 - s), 0, 1)[:, None, None]
        found = np.empty((len(s), len(t), 3), np.float32)
        found[..., list(axes[:2])] = inner + share * (rim - inner)
        found[..., axes[2]] = (half * (2 * np.clip(s - 1, 0, 1) - 1))[:, None]
        return found

    inward = float(np.linalg.norm(polygon - spine, axis=1).mean())
    rows = np.array([inward, 2 * half, inward])
    ends = (True,) * 4, edges(polygon, closed=True)
    form = "prism" if seen else "bent prism"
    return Sheet(form, rows, lengths(polygon, closed=True), ends, at, distance)


def _spine(polygon: Array) -> Array:
    """Of each vertex, the middle between it and the one as far along the other way, from one end of
    the polygon to the other: (M, 2)."""
    count = len(polygon)
    apart = np.linalg.norm(polygon[:, None] - polygon[None], axis=2)
    around = np.concatenate([[0], np.cumsum(lengths(polygon, closed=True))])
    turn = (np.arange(count)[None] - np.arange(count)[:, None]) % count
    balance = np.minimum(turn, count - turn) / count
    first, last = np.unravel_index((apart * (balance > 0.2)).argmax(), apart.shape)
    total, places = around[-1], around[:-1]
    one = (places - around[first]) % total
    long = (around[last] - around[first]) % total
    # Along the one side from `first` to `last`, then along the other one back.
    share = np.where(one <= long, one / long, (total - one) / (total - long))
    other = np.where(one <= long, total - share * (total - long), share * long)
    at = np.interp((around[first] + other) % total, around, np.arange(count + 1))
    return (polygon + outline(polygon, at, closed=True)) / 2


def piped(path: Array, radii: Array, distance: Distance) -> Sheet:
    """Of a round tube along a polyline (M, 3), with round ends; a closed one has none."""
    path, radii = np.asarray(path, np.float32), np.asarray(radii, np.float32)
    closed = bool(len(path) > 3 and np.allclose(path[0], path[-1], atol=1e-4))
    ways = np.diff(path, axis=0)
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
    ahead = np.concatenate([ways, ways[:1] if closed else ways[-1:]])
    behind = np.concatenate([ways[-1:] if closed else ways[:1], ways])
    tangents = ahead + behind
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    sides = _sides(tangents)
    uppers = np.cross(tangents, sides)
    last = len(path) - 1
    cap = 0 if closed else 1

    def at(s: Array, t: Array) -> Array:
        along = np.clip(s - cap, 0, last)
        mixed = np.concatenate([path, radii[:, None], sides, uppers, tangents], axis=1)
        found = outline(mixed, along, closed=False)
        place, radius = found[:, :3], found[:, 3:4]
        side, upper, ahead = found[:, 4:7], found[:, 7:10], found[:, 10:13]
        # In the round ends the tube gets thinner as it goes on beyond the path.
        beyond = (s - cap) - along
        reach = radius * np.sin(beyond * np.pi / 2)[:, None]
        ring = radius * np.cos(beyond * np.pi / 2)[:, None]
        angle = np.pi / 2 + 2 * np.pi * t[:, None]
        around = side[:, None] * np.cos(angle) + upper[:, None] * np.sin(angle)
        return (place + ahead * reach)[:, None] + ring[:, None] * around

    along = lengths(path, closed=False)
    turns = edges(path, closed=False)
    rows, ends = along, turns
    if not closed:
        rows = np.concatenate([[radii[0] * 1.57], along, [radii[-1] * 1.57]])
        ends = (True, False, *turns[1:-1], False, True)
    around = 2 * math.pi * float(radii.mean())
    form = "ring" if closed else "tube"
    return Sheet(form, rows, np.array([around]), (ends, ROUND), at, distance)


def _sides(tangents: Array) -> Array:
    """Directions across a path that turn as little as they can along it: they begin to the right as
    seen from the front or, on a path along x, upward."""
    first = np.array([0, 0, 1] if abs(tangents[0, 0]) > 0.9 else [1, 0, 0], np.float32)
    found = []
    for tangent in tangents:
        first = first - tangent * (first @ tangent)
        first = first / max(float(np.linalg.norm(first)), 1e-9)
        found.append(first)
    return np.array(found, np.float32)


def ringed(radius: float, thick: float, axes: Sequence[int], distance: Distance) -> Sheet:
    """Of a torus about the last of the axes."""

    def at(s: Array, t: Array) -> Array:
        turn, around = np.pi / 2 + 2 * np.pi * s[:, None], 2 * np.pi * t
        away = radius + thick * np.cos(around)
        found = np.empty((len(s), len(t), 3), np.float32)
        found[..., axes[0]], found[..., axes[1]] = away * np.cos(turn), away * np.sin(turn)
        found[..., axes[2]] = thick * np.sin(around)
        return found

    rows, columns = np.array([2 * math.pi * radius]), np.array([2 * math.pi * thick])
    return Sheet("torus", rows, columns, (ROUND, ROUND), at, distance)


def thickened(path: Array, wall: float) -> tuple[Array, bool]:
    """The outline (N, 2) of a wall along a polyline (M, 2) of radius and z, and whether it is
    closed: it is open where the polyline begins on the axis or ends there."""
    path = np.asarray(path, float)
    ways = np.diff(path, axis=0)
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
    left = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    before, after = np.concatenate([left[:1], left]), np.concatenate([left, left[-1:]])
    out = (before + after) / np.maximum(1 + (before * after).sum(axis=1), 0.3)[:, None]
    begins, ends = path[0, 0] < 1e-6, path[-1, 0] < 1e-6
    if ends and not begins:
        return thickened(path[::-1], wall)
    one, other = path + out * wall / 2, path - out * wall / 2
    if begins and ends:
        # A hollow body: its outside alone is seen.
        shell = one if one[:, 0].sum() > other[:, 0].sum() else other
        shell[[0, -1], 0] = 0
        return shell, False
    turns = np.radians([[45], [90], [135]])  # around what is a free end of the polyline
    rim = path[-1] + wall / 2 * (np.cos(turns) * left[-1] + np.sin(turns) * ways[-1])
    foot = path[0] - wall / 2 * (np.cos(turns) * left[0] + np.sin(turns) * ways[0])
    loop = np.concatenate([one, rim, other[::-1], foot[: 0 if begins else 3]])
    loop[:, 0] = np.maximum(loop[:, 0], 0)
    if begins:
        loop[[0, -1], 0] = 0
    return loop, not begins


def outline(polygon: Array, s: Array, closed: bool) -> Array:
    """Points (N, K) at places `s` along a polyline (M, K), a segment each 1 long."""
    corners = np.concatenate([polygon, polygon[:1]]) if closed else polygon
    at = np.clip(s, 0, len(corners) - 1)
    low = np.minimum(at.astype(int), len(corners) - 2)
    return corners[low] + (at - low)[:, None] * (corners[low + 1] - corners[low])


def lengths(polygon: Array, closed: bool) -> Array:
    corners = np.concatenate([polygon, polygon[:1]]) if closed else polygon
    return np.linalg.norm(np.diff(corners, axis=0), axis=1)


def edges(polygon: Array, closed: bool) -> tuple[bool, ...]:
    """Where a polyline turns; its ends do."""
    way = np.diff(np.concatenate([polygon[-1:], polygon, polygon[:1]]), axis=0)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    turns = (way[:-1] * way[1:]).sum(axis=1) < TURN
    found = [bool(turn) for turn in turns]
    return (*found, found[0]) if closed else (True, *found[1:-1], True)
