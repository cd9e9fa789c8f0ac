"""The places of the training pictures, one function each: what may lie far behind a table, lit from the left.

A place is described by what one remembers of it after squinting: a few large planes, some things, some lights.
Every number is drawn anew for each picture. All colours start from the palette; leaves, sky and wood keep half of
their own hue.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from listgen.imaging.colour import F, from_lch, lch
from training.canvas import Canvas, Colours, lift, mix

WHITE = np.array([1.0, 0.985, 0.96], F)
WARM = np.array([1.0, 0.72, 0.42], F)
COOL = np.array([0.86, 0.94, 1.0], F)


def room(c: Canvas, p: Colours) -> None:
    """A living room: window and curtain on the left, furniture on the right."""
    r = c.rng
    wall = p.far
    _wall_light(c, wall, r.uniform(0.05, 0.4), r.uniform(0.3, 0.9))
    left = r.uniform(-0.12, 0.22) * c.wide
    wide, low = r.uniform(0.22, 0.42), r.uniform(0.10, 0.34)
    _window(
        c, left, low, left + wide, r.uniform(0.85, 1.25), p, columns=int(r.integers(1, 3)), rows=int(r.integers(1, 4))
    )
    if r.random() < 0.6:
        _curtain(c, left + wide * r.uniform(0.86, 1.0), r.uniform(0.06, 0.16), mix(WHITE, p.near, r.uniform(0.1, 0.7)))
    if r.random() < 0.5:
        _sun_patch(c, left + wide + r.uniform(0.05, 0.3), r.uniform(0.15, 0.5))
    for _ in range(int(r.integers(0, 4))):
        u, v, s = r.uniform(0.35, 1) * c.wide, r.uniform(0.38, 0.75), r.uniform(0.05, 0.13)
        c.paint(c.box(u, v, u + s, v + s * r.uniform(0.8, 1.5)), lift(p.near, -0.1))
        c.paint(c.box(u + 0.01, v + 0.012, u + s - 0.01, v + s * 0.78), mix(p.accent, WHITE, r.uniform(0, 0.8)))
    c.lay(r.uniform(0.026, 0.045))
    kind = r.random()
    if kind < 0.5:
        _sofa(c, p)
    if kind > 0.35:
        _cupboard(c, p, r.uniform(0.55, 0.85) * c.wide)
    if r.random() < 0.6:
        _plant(c, r.uniform(0.25, 0.95) * c.wide, r.uniform(0.0, 0.15), r.uniform(0.10, 0.22), p)
    if r.random() < 0.45:
        _lamp(c, r.uniform(0.4, 0.95) * c.wide, r.uniform(0.3, 0.6), p)
    c.lay(r.uniform(0.020, 0.034))
    c.glare(r.uniform(0.08, 0.2), r.uniform(0.12, 0.3))


def kitchen(c: Canvas, p: Colours) -> None:
    """A kitchen: shelves with jars, a worktop, cupboards, hanging lamps, light from a window on the left."""
    r = c.rng
    _wall_light(c, p.far, r.uniform(-0.1, 0.35), r.uniform(0.4, 0.9))
    if r.random() < 0.5:
        size = r.uniform(0.05, 0.09)
        joints = ((np.abs(c.v / F(size) % 1 - 0.5) > 0.44) | (np.abs(c.u / F(size * 1.9) % 1 - 0.5) > 0.46)).astype(F)
        c.light(joints * c.box(-1, 0.1, 9, r.uniform(0.4, 0.8)), r.uniform(0.75, 0.9))
    if r.random() < 0.65:
        left = r.uniform(-0.15, 0.12)
        _window(c, left, r.uniform(0.2, 0.35), left + r.uniform(0.18, 0.34), r.uniform(0.75, 1.2), p, columns=2, rows=2)
    counter = r.uniform(0.10, 0.22)
    wood = _wood(r, p)
    if r.random() < 0.55:
        front = mix(p.near, WHITE, r.uniform(0, 0.4))
        start = r.uniform(0.35, 0.7) * c.wide
        low, step = r.uniform(0.42, 0.6), r.uniform(0.14, 0.24)
        for index in range(8):
            c.paint(
                c.box(start + index * step, low, start + (index + 0.955) * step, 1.4),
                lift(front, r.uniform(-0.02, 0.02)),
            )
        c.light(c.box(start, low - 0.03, 9, low), 0.6)
    c.lay(r.uniform(0.026, 0.042))
    shelves = int(r.integers(1, 4))
    start = r.uniform(0.2, 0.55) * c.wide
    for index in range(shelves):
        v = counter + 0.14 + index * r.uniform(0.15, 0.2)
        end = start + r.uniform(0.35, 0.9)
        _things(c, p, start + 0.01, end, v, r.uniform(0.05, 0.10))
        c.paint(c.box(start, v - 0.018, end, v), wood)
        c.light(c.box(start, v - 0.045, end, v - 0.018), 0.72)
    _things(c, p, r.uniform(0.0, 0.4) * c.wide, r.uniform(0.6, 1) * c.wide, counter, r.uniform(0.06, 0.12), gap=0.5)
    c.paint(c.box(-1, counter - 0.03, 9, counter), mix(wood, WHITE, r.choice([0, 0.7])))
    front = mix(p.near, p.far, r.uniform(0, 0.5))
    c.paint(c.box(-1, -1, 9, counter - 0.03), lift(front, -0.04))
    step = r.uniform(0.2, 0.35)
    c.light((np.abs(c.u / F(step) % 1 - 0.5) > 0.48).astype(F) * c.box(-1, -1, 9, counter - 0.03), 0.7)
    if r.random() < 0.4:
        _plant(c, r.uniform(0.1, 0.9) * c.wide, counter, r.uniform(0.07, 0.14), p)
    c.lay(r.uniform(0.020, 0.034))
    if r.random() < 0.55:
        count, u0, gap, v = int(r.integers(1, 4)), r.uniform(0.25, 0.7), r.uniform(0.18, 0.3), r.uniform(0.5, 0.75)
        for index in range(count):
            u = (u0 + index * gap) * c.wide
            c.paint(c.box(u - 0.004, v, u + 0.004, 2), lift(p.near, -0.2))
            c.paint(
                c.shape([(u - 0.06, v), (u + 0.06, v), (u + 0.02, v + 0.07), (u - 0.02, v + 0.07)]),
                lift(p.accent, -0.05),
            )
            c.paint(c.oval(u, v, 0.03, 0.018), WARM * F(3))
        c.lay(r.uniform(0.018, 0.028))
    c.glare(r.uniform(0.06, 0.16), r.uniform(0.1, 0.25))


def garden(c: Canvas, p: Colours) -> None:
    """Leaves and sun: greens in three depths, gaps of sky, points of light through the leaves."""
    r = c.rng
    green = _green(r, p)
    sky = mix(mix(COOL, p.far, r.uniform(0.2, 0.6)), WHITE, r.uniform(0, 0.5))
    open_sky = r.uniform(0.0, 1.0)
    height = (np.clip((c.v - r.uniform(0.15, 0.5)) / 0.5, 0, 1) * F(open_sky))[..., None]
    wood = (
        mix(green, p.far, r.uniform(0.1, 0.5))
        * (F(0.55) + F(0.75) * c.pool(r.uniform(0.0, 0.6) * c.wide, r.uniform(0.4, 0.9), 0.6, 0.5))[..., None]
    )
    c.rgb, c.alpha = wood * (1 - height) + sky * F(r.uniform(0.6, 1.1)) * height, np.ones_like(c.alpha)
    if r.random() < 0.6:
        c.paint(c.box(-1, -1, 9, r.uniform(0.08, 0.25)), lift(green, r.uniform(0.05, 0.2)))
    for _ in range(int(r.integers(0, 5))):
        u, s = r.uniform(0, 1) * c.wide, r.uniform(0.015, 0.05)
        c.paint(c.box(u, 0.05, u + s, 2, lean=r.uniform(-0.12, 0.12)), lift(mix(green, _wood(r, p), 0.7), -0.16))
    c.lay(r.uniform(0.03, 0.05))
    for depth in range(2):
        middle = [(r.uniform(-0.1, 1.1) * c.wide, r.uniform(0.0, 1.0)) for _ in range(int(r.integers(3, 8)))]
        for _ in range(int(r.uniform(30, 70))):
            u, v = middle[int(r.integers(len(middle)))]
            u, v = u + r.normal(0, 0.13), v + r.normal(0, 0.12)
            size = r.uniform(0.025, 0.085) * (1 + 0.3 * depth)
            sunny = np.exp(-((u / c.wide - 0.25) ** 2) * 3) * (0.4 + v)
            shade = lift(green, r.normal(-0.08, 0.07) + 0.26 * sunny * r.random() - 0.02 * depth, r.uniform(0.8, 1.3))
            turn = r.uniform(0, 3.2)
            c.paint(
                c.oval(u, v, size, size * r.uniform(0.4, 0.95), turn),
                mix(shade, _green(r, p), r.uniform(0, 0.5)),
                r.uniform(0.5, 1),
            )
        if r.random() < 0.45:
            for _ in range(int(r.integers(4, 18))):
                u, v, s = r.uniform(0, 1) * c.wide, r.uniform(0.02, 0.55), r.uniform(0.012, 0.028)
                c.paint(c.oval(u, v, s, s * 0.9), mix(p.accent, WHITE, r.uniform(0, 0.5)))
        c.lay(r.uniform(0.026, 0.044))
    low, high = 0.016, r.uniform(0.03, 0.055)
    for _ in range(int(r.integers(3, 34))):
        u, v = r.beta(1.2, 2.2) * c.wide, r.uniform(0.15, 1.0)
        tint = mix(mix(WHITE, green, r.uniform(0, 0.5)), WARM, r.uniform(0, 0.3))
        c.sparkle(u, v, r.uniform(low, high), tint, r.lognormal(-1.5, 0.6))
    c.image += (c.pool(r.uniform(-0.1, 0.35) * c.wide, r.uniform(0.6, 1.1), 0.6, 0.5) * F(r.uniform(0, 0.4)))[
        ..., None
    ] * WHITE
    c.glare(r.uniform(0.1, 0.25), r.uniform(0.15, 0.35))


def evening(c: Canvas, p: Colours) -> None:
    """A street after sunset: dark house fronts, a last glow low in the sky, lamps and windows as discs."""
    r = c.rng
    deep = mix(p.far, lift(p.far, -0.25), r.uniform(0, 0.6))
    glow = mix(mix(p.near, p.accent, r.uniform(0, 0.6)), WARM, r.uniform(0, 0.35))
    low = r.uniform(0.05, 0.4)
    share = (np.exp(-np.abs(c.v - F(low)) / F(r.uniform(0.12, 0.4))) * r.uniform(0.1, 0.55))[..., None]
    c.rgb, c.alpha = deep * (1 - share) + glow * share, np.ones_like(c.alpha)
    c.lay(r.uniform(0.02, 0.05))
    u = r.uniform(-0.1, 0.1)
    while u < c.wide:
        wide = r.uniform(0.08, 0.26)
        if r.random() < 0.7:
            c.paint(c.box(u, -1, u + wide, low + r.uniform(0.05, 0.6)), lift(deep, r.uniform(-0.1, 0.03), 0.8))
        u += wide
    c.lay(r.uniform(0.03, 0.05))
    size = r.uniform(0.018, 0.042)
    tints = [WARM, mix(WARM, WHITE, 0.5), p.accent, mix(p.accent, WARM, 0.5), mix(p.near, WHITE, 0.4)]
    weights = r.dirichlet(np.ones(len(tints)) * 0.8)
    line = low + r.uniform(-0.02, 0.12)
    for _ in range(int(r.integers(16, 75))):
        kind = r.random()
        v = line + abs(r.normal(0, 0.16)) if kind < 0.75 else r.uniform(0.02, 0.9)
        scale = r.lognormal(0, 0.35)
        c.sparkle(
            r.uniform(0, 1) * c.wide,
            v,
            size * scale,
            tints[int(r.choice(len(tints), p=weights))],
            r.lognormal(-1.0, 0.6) / scale,
        )
    if r.random() < 0.6:
        for _ in range(int(r.integers(3, 10))):
            u, tint = r.uniform(0, 1) * c.wide, tints[int(r.choice(len(tints), p=weights))]
            c.image += (
                c.pool(u, r.uniform(-0.05, 0.1), r.uniform(0.02, 0.05), r.uniform(0.06, 0.16)) * F(r.uniform(0.1, 0.4))
            )[..., None] * tint
    c.glare(r.uniform(0.12, 0.28), r.uniform(0.08, 0.2))


def festive(c: Canvas, p: Colours) -> None:
    """A room dressed for a feast: strings of lights, a dark fir at the side, parcels, a warm glow."""
    r = c.rng
    wall = mix(p.far, lift(p.far, -0.15), r.uniform(0, 0.7))
    _wall_light(c, wall, r.uniform(0.1, 0.7), r.uniform(0.2, 0.7))
    c.lay(0.02)
    warm = mix(WARM, WHITE, r.uniform(0, 0.5))
    size = r.uniform(0.014, 0.032)
    if r.random() < 0.6:
        u, top, half = r.uniform(0.6, 1.0) * c.wide, r.uniform(0.6, 1.1), r.uniform(0.2, 0.36)
        fir = lift(mix(from_lch(0.34, 0.06, 150), p.near, r.uniform(0, 0.5)), r.uniform(-0.08, 0.08))
        c.paint(c.shape([(u - half, 0.0), (u + half, 0.0), (u, top)]), fir)
        for _ in range(14):
            v = r.uniform(0.02, top * 0.9)
            c.paint(
                c.oval(u + r.uniform(-1, 1) * half * (1 - v / top), v, 0.06, 0.03, r.uniform(-0.5, 0.5)),
                lift(fir, r.normal(0, 0.05)),
            )
        c.lay(r.uniform(0.028, 0.042))
        for _ in range(int(r.integers(10, 40))):
            v = r.uniform(0.02, top * 0.95)
            tint = warm if r.random() < 0.7 else mix(p.accent, WHITE, 0.15)
            c.sparkle(
                u + r.uniform(-1, 1) * half * (1 - v / top), v, size * r.lognormal(0, 0.2), tint, r.lognormal(-0.7, 0.5)
            )
    for _ in range(int(r.integers(1, 6))):
        top, sag, middle = r.uniform(0.45, 1.05), r.uniform(0.05, 0.35), r.uniform(0.2, 0.8) * c.wide
        gap, near = r.uniform(0.05, 0.11), size * r.uniform(0.7, 1.5)
        strength = r.lognormal(-0.8, 0.4)
        for u in np.arange(-0.05, c.wide + 0.05, gap):
            v = top - sag * (1 - ((u - middle) / (0.7 * c.wide)) ** 2)
            tint = warm if r.random() < 0.8 else mix(p.accent, WARM, r.random())
            c.sparkle(
                float(u + r.normal(0, 0.008)), float(v + r.normal(0, 0.01)), near, tint, strength * r.lognormal(0, 0.3)
            )
    if r.random() < 0.5:
        for _ in range(int(r.integers(2, 6))):
            u, s = r.uniform(0, 1) * c.wide, r.uniform(0.07, 0.16)
            colour = (p.accent, p.near, mix(p.near, WHITE, 0.7))[int(r.integers(3))]
            c.paint(c.box(u, -0.1, u + s, s * r.uniform(0.5, 1.1)), colour)
            c.paint(c.box(u + 0.45 * s, -0.1, u + 0.58 * s, s), mix(p.accent, WHITE, r.random()), 0.8)
        c.lay(r.uniform(0.022, 0.034))
    for _ in range(int(r.integers(0, 14))):
        c.sparkle(
            r.uniform(0, 1) * c.wide, r.uniform(0.05, 1), size * r.uniform(1.2, 2.2), warm, r.lognormal(-2.0, 0.4)
        )
    c.glare(r.uniform(0.14, 0.3), r.uniform(0.1, 0.25))


def shore(c: Canvas, p: Colours) -> None:
    """Sky over the sea: haze at the horizon, glitter on the water, sand, sometimes leaves in the upper corner."""
    r = c.rng
    top = mix(p.far, from_lch(0.72, 0.08, r.uniform(225, 255)), r.uniform(0, 0.45))
    haze = mix(mix(p.near, WHITE, r.uniform(0.3, 0.8)), np.array([1, 0.8, 0.62], F), r.uniform(0, 0.5))
    line = r.uniform(0.10, 0.38)
    up = np.clip((c.v - F(line)) / F(r.uniform(0.4, 0.9)), 0, 1)[..., None] ** F(r.uniform(0.5, 1))
    c.rgb, c.alpha = haze * (1 - up) + top * up, np.ones_like(c.alpha)
    clouds = np.clip(c.noise(r.uniform(1.2, 2.5)) * np.clip((c.v - line) * 5, 0, 1) - r.uniform(-0.1, 0.4), 0, 1)
    c.paint(np.clip(clouds * F(1.4), 0, 1), mix(haze, WHITE, 0.7), r.uniform(0.2, 0.9))
    sea = lift(
        mix(mix(p.far, p.near, 0.3), from_lch(0.6, 0.08, r.uniform(195, 245)), r.uniform(0.2, 0.7)),
        r.uniform(-0.15, 0.02),
    )
    shore_v = line * r.uniform(0.0, 0.6)
    c.paint(c.box(-1, -1, 9, line), sea)
    c.light(c.box(-1, line - 0.05, 9, line), 1.12)
    sand = mix(from_lch(0.82, 0.05, 75), p.near, r.uniform(0.1, 0.5))
    c.paint(c.box(-1, -1, 9, shore_v, lean=0) * (c.v < shore_v + 0.03 * np.sin(c.u * F(r.uniform(3, 7)))), sand)
    if r.random() < 0.35:
        u = r.uniform(0.5, 0.9) * c.wide
        c.paint(
            c.shape(
                [
                    (u, line - 0.01),
                    (u + 0.6, line - 0.01),
                    (u + 0.5, line + 0.08),
                    (u + 0.25, line + r.uniform(0.08, 0.2)),
                ]
            ),
            mix(sea, haze, 0.45),
        )
    c.lay(r.uniform(0.024, 0.045))
    sun_u = r.uniform(0.0, 0.4) * c.wide
    size = r.uniform(0.012, 0.028)
    for _ in range(int(r.integers(0, 45))):
        v = shore_v + (line - shore_v) * r.random()
        c.sparkle(
            sun_u + r.normal(0, 0.2), v, size * r.uniform(0.6, 1.2), mix(WHITE, haze, 0.3), r.lognormal(-1.3, 0.5)
        )
    c.image += (c.pool(sun_u, line + r.uniform(0.1, 0.5), 0.5, 0.4) * F(r.uniform(0, 0.5)))[..., None] * mix(
        WHITE, haze, 0.4
    )
    if r.random() < 0.4:
        leaf = lift(mix(_green(r, p), p.near, 0.2), -0.1)
        u0, v0 = r.uniform(0.7, 1.1) * c.wide, c.high + r.uniform(-0.1, 0.1)
        for _ in range(int(r.integers(5, 12))):
            turn, long = r.uniform(-2.9, -0.6), r.uniform(0.2, 0.4)
            c.paint(
                c.oval(u0 + np.cos(turn) * long / 2, v0 + np.sin(turn) * long / 2, long / 2, 0.02, turn),
                lift(leaf, r.normal(0, 0.04)),
            )
        c.lay(r.uniform(0.022, 0.04))
    c.glare(r.uniform(0.06, 0.16), r.uniform(0.15, 0.3))


def stone(c: Canvas, p: Colours) -> None:
    """An old wall of stone or lime in raking light, with leaf shade, a doorway or a plant."""
    r = c.rng
    base = mix(p.far, from_lch(0.78, 0.02, 80), r.uniform(0, 0.35))
    _wall_light(c, base, r.uniform(-0.2, 0.2), r.uniform(0.4, 1.0), falloff=r.uniform(0.5, 0.9))
    if r.random() < 0.65:
        row = r.uniform(0.09, 0.17)
        course = np.floor(c.v / F(row))
        long = row * r.uniform(1.4, 2.4)
        along = c.u / F(long) + course * F(0.43)
        tones = r.normal(1, 0.13, (64, 64)).astype(F)
        tone = tones[course.astype(int) % 64, np.floor(along).astype(int) % 64]
        joint = (np.abs(c.v / F(row) % 1 - 0.5) > 0.43) | (np.abs(along % 1 - 0.5) > 0.45)
        c.rgb = c.rgb * (tone * np.where(joint, F(r.uniform(0.6, 0.85)), F(1)))[..., None]
    c.rgb = c.rgb * (1 + F(r.uniform(0.05, 0.2)) * c.noise(r.uniform(2, 5)))[..., None]
    if r.random() < 0.4:
        u, wide, top = r.uniform(0.5, 0.85) * c.wide, r.uniform(0.2, 0.34), r.uniform(0.35, 0.7)
        dark = lift(p.near, -0.22)
        c.paint(c.box(u, -1, u + wide, top), dark)
        c.paint(c.oval(u + wide / 2, top, wide / 2, wide / 2), dark)
        c.light(c.box(u - 0.03, -1, u, top), 1.2)
    if r.random() < 0.55:
        _leaf_shade(c, r.uniform(0.45, 0.75))
    elif r.random() < 0.6:
        c.light(c.box(-1, -1, r.uniform(0.2, 0.6) * c.wide, 3, lean=r.uniform(0.3, 1.0)), r.uniform(1.3, 1.9))
    c.lay(r.uniform(0.016, 0.032))
    if r.random() < 0.5:
        _plant(c, r.uniform(0.0, 1) * c.wide, r.uniform(-0.05, 0.1), r.uniform(0.14, 0.3), p)
        c.lay(r.uniform(0.02, 0.034))
    c.glare(r.uniform(0.03, 0.1), 0.2)


def winter(c: Canvas, p: Colours) -> None:
    """Snow: pale sky, firs one behind the other in haze, a white ground, falling flakes, a few warm windows."""
    r = c.rng
    sky = mix(mix(p.far, COOL, r.uniform(0.1, 0.5)), WHITE, r.uniform(0.0, 0.4))
    low = r.uniform(0.08, 0.28)
    up = np.clip(c.v / F(0.9), 0, 1)[..., None]
    warm = mix(sky, np.array([1, 0.86, 0.75], F), r.uniform(0, 0.6))
    c.rgb, c.alpha = warm * (1 - up) + sky * up, np.ones_like(c.alpha)
    c.lay(0.02)
    fir = mix(lift(mix(from_lch(0.4, 0.04, 190), p.near, r.uniform(0.2, 0.7)), -0.03), sky, 0.1)
    depths = int(r.integers(2, 4))
    for depth in range(depths):
        haze = (1 - (depth + 1) / depths) * 0.75
        for _ in range(int(r.integers(3, 9))):
            u, tall = r.uniform(-0.05, 1.05) * c.wide, r.uniform(0.25, 0.6) * (1 + 0.35 * depth)
            half = tall * r.uniform(0.16, 0.26)
            tone = mix(lift(fir, r.normal(0, 0.03)), sky, haze)
            for step in range(4):
                v = low - 0.04 + tall * step / 4.5
                w = half * (1 - step / 4.6)
                c.paint(c.shape([(u - w, v), (u + w, v), (u, v + tall * 0.36)]), tone)
                if r.random() < 0.6:
                    c.paint(c.shape([(u - w, v), (u - w * 0.1, v), (u, v + tall * 0.3)]), mix(tone, WHITE, 0.55), 0.7)
        snow = mix(mix(WHITE, sky, 0.35), p.far, 0.12)
        top = low + 0.03 * np.sin(c.u * F(r.uniform(2, 5)) + F(r.uniform(0, 6))) - F(0.03 * depth)
        c.paint((c.v < top).astype(F), snow)
        c.lay(r.uniform(0.024, 0.042))
    if r.random() < 0.35:
        for _ in range(int(r.integers(3, 12))):
            c.sparkle(
                r.uniform(0, 1) * c.wide,
                low + abs(r.normal(0, 0.06)),
                r.uniform(0.014, 0.03),
                mix(WARM, p.accent, r.uniform(0, 0.4)),
                r.lognormal(-0.6, 0.4),
            )
    size = r.uniform(0.008, 0.022)
    for _ in range(int(r.integers(0, 70))):
        c.sparkle(r.uniform(0, 1) * c.wide, r.uniform(0, 1), size * r.lognormal(0, 0.35), WHITE, r.uniform(0.05, 0.3))
    c.image += (c.pool(r.uniform(0, 0.4) * c.wide, r.uniform(0.5, 1), 0.5, 0.4) * F(r.uniform(0, 0.35)))[
        ..., None
    ] * WHITE
    c.glare(r.uniform(0.08, 0.2), r.uniform(0.15, 0.3))


def office(c: Canvas, p: Colours) -> None:
    """A place to work: a wide window with blinds or a skyline, shelves of books, a screen, a desk lamp."""
    r = c.rng
    _wall_light(c, p.far, r.uniform(0, 0.3), r.uniform(0.4, 0.9))
    left, wide = r.uniform(-0.2, 0.1), r.uniform(0.35, 0.65) * c.wide
    low, top = r.uniform(0.15, 0.32), r.uniform(0.8, 1.3)
    _window(c, left, low, left + wide, top, p, columns=int(r.integers(2, 5)), rows=1)
    if r.random() < 0.5:
        gap = r.uniform(0.03, 0.055)
        blinds = ((c.v / F(gap)) % 1 > r.uniform(0.3, 0.6)).astype(F) * c.box(left, low, left + wide, top)
        c.paint(blinds, mix(WHITE, p.near, r.uniform(0, 0.4)), r.uniform(0.4, 0.8))
    c.lay(r.uniform(0.024, 0.04))
    start = left + wide + r.uniform(0.02, 0.15)
    if r.random() < 0.75:
        frame = mix(_wood(r, p), p.near, r.random())
        pitch = r.uniform(0.15, 0.24)
        end = start + r.uniform(0.3, 0.8)
        c.paint(c.box(start, -1, end, 1.4), lift(frame, -0.1))
        for index in range(6):
            v = r.uniform(-0.02, 0.0) + index * pitch
            u = start + 0.015
            while u < end - 0.03:
                w, tall = r.uniform(0.012, 0.03), pitch * r.uniform(0.5, 0.85)
                if r.random() < 0.78:
                    colour = (p.accent, p.near, mix(p.far, WHITE, 0.5), lift(p.near, -0.2), WHITE * F(0.7))[
                        int(r.integers(5))
                    ]
                    c.paint(c.box(u, v, u + w, v + tall), lift(colour, r.normal(0, 0.05)))
                    u += w
                else:
                    u += r.uniform(0.02, 0.07)
            c.paint(c.box(start, v - 0.012, end, v), frame)
        c.lay(r.uniform(0.022, 0.036))
    desk = r.uniform(0.05, 0.16)
    if r.random() < 0.6:
        u, w = r.uniform(0.2, 0.8) * c.wide, r.uniform(0.16, 0.3)
        c.paint(c.box(u, desk + 0.05, u + w, desk + 0.05 + w * 0.6), lift(p.near, -0.35, 0.5))
        c.paint(
            c.box(u + 0.012, desk + 0.062, u + w - 0.012, desk + 0.038 + w * 0.6),
            mix(mix(p.accent, COOL, 0.5), p.near, r.uniform(0.2, 0.8)),
        )
        c.paint(c.box(u + w * 0.45, desk, u + w * 0.55, desk + 0.05), lift(p.near, -0.3, 0.5))
    if r.random() < 0.5:
        _lamp(c, r.uniform(0.2, 0.95) * c.wide, desk + r.uniform(0.12, 0.25), p)
    if r.random() < 0.55:
        _plant(c, r.uniform(0.05, 0.95) * c.wide, desk, r.uniform(0.08, 0.2), p)
    c.paint(c.box(-1, -1, 9, desk), mix(_wood(r, p), p.near, r.uniform(0, 0.7)))
    c.lay(r.uniform(0.018, 0.03))
    c.glare(r.uniform(0.08, 0.18), r.uniform(0.12, 0.28))


def studio(c: Canvas, p: Colours) -> None:
    """A studio wall: one pool of light, window or leaf shade on it, at times a panel or a coloured glow."""
    r = c.rng
    _wall_light(c, p.far, r.uniform(0.0, 0.6), r.uniform(0.3, 0.9), falloff=r.uniform(0.4, 0.8))
    if r.random() < 0.4:
        u, wide, top = r.uniform(0.2, 0.8) * c.wide, r.uniform(0.2, 0.45), r.uniform(0.4, 0.9)
        panel = mix(p.near, p.far, r.uniform(0, 0.4))
        c.paint(c.box(u, -1, u + wide, top), panel)
        if r.random() < 0.6:
            c.paint(c.oval(u + wide / 2, top, wide / 2, wide / 2), panel)
    kind = r.random()
    if kind < 0.4:
        _leaf_shade(c, r.uniform(0.5, 0.8))
    elif kind < 0.8:
        _sun_patch(c, r.uniform(0.1, 0.7) * c.wide, r.uniform(0.15, 0.5), strength=r.uniform(1.25, 1.8))
    if r.random() < 0.35:
        glow = c.pool(r.uniform(0.5, 1.1) * c.wide, r.uniform(0, 0.7), r.uniform(0.25, 0.5), r.uniform(0.25, 0.5))
        c.rgb = c.rgb + (glow * F(r.uniform(0.1, 0.45)))[..., None] * p.accent
    c.lay(r.uniform(0.014, 0.034))
    c.glare(r.uniform(0.03, 0.1), 0.2)


PLACES: dict[str, Callable[[Canvas, Colours], None]] = {
    "room": room,
    "kitchen": kitchen,
    "garden": garden,
    "evening": evening,
    "festive": festive,
    "shore": shore,
    "stone": stone,
    "winter": winter,
    "office": office,
    "studio": studio,
}


def _wall_light(c: Canvas, wall: np.ndarray, u: float, v: float, falloff: float = 0.45) -> None:
    """A wall lit from a point on the left; its far side is darker."""
    lit = c.pool(u * c.wide, v, 0.75, 0.75)
    c.rgb = wall * (F(1 - falloff * 0.6) + F(falloff) * lit)[..., None]
    c.alpha = np.ones_like(c.alpha)


def _window(
    c: Canvas, left: float, low: float, right: float, top: float, p: Colours, *, columns: int, rows: int
) -> None:
    r = c.rng
    frame = mix(WHITE * F(0.8), p.near, r.choice([0.0, 0.3, 0.9]))
    c.paint(c.box(left, low, right, top), frame)
    day = mix(COOL, WHITE, r.random()) * F(r.uniform(1.2, 3.0))
    outside = mix(_green(r, p), p.far, r.uniform(0, 0.6))
    share = np.clip((c.v - F(low)) / F(top - low) * F(r.uniform(1.5, 4)), 0, 1)[..., None]
    view = outside * F(1.2) * (1 - share) + day * share if r.random() < 0.5 else np.broadcast_to(day, c.rgb.shape)
    gap = 0.014
    for i in range(columns):
        for j in range(rows):
            u0, u1 = left + (right - left) * i / columns, left + (right - left) * (i + 1) / columns
            v0, v1 = low + (top - low) * j / rows, low + (top - low) * (j + 1) / rows
            c.paint(c.box(u0 + gap, v0 + gap, u1 - gap, v1 - gap), view)


def _curtain(c: Canvas, u: float, wide: float, colour: np.ndarray) -> None:
    r = c.rng
    folds = 0.85 + 0.22 * np.sin(c.u * F(2 * np.pi / r.uniform(0.03, 0.06)))
    c.paint(c.box(u, -1, u + wide, 3, lean=r.uniform(-0.04, 0.04)), colour * folds[..., None], r.uniform(0.6, 0.95))


def _sun_patch(c: Canvas, u: float, v: float, strength: float = 1.6) -> None:
    """The light of a window on the wall, slanted, with the shade of its bars."""
    r = c.rng
    lean, wide, tall = r.uniform(-0.5, 0.5), r.uniform(0.14, 0.36), r.uniform(0.25, 0.6)
    columns, rows = int(r.integers(1, 4)), int(r.integers(1, 4))
    warm = mix(WHITE, WARM, r.uniform(0, 0.25))
    for i in range(columns):
        for j in range(rows):
            low = v + tall * j / rows
            left = u + wide * i / columns + lean * (low - v)
            m = c.box(left, low, left + wide / columns * 0.86, low + tall / rows * 0.88, lean=lean)
            c.rgb = c.rgb * (1 + (m * F(strength - 1))[..., None] * warm)


def _leaf_shade(c: Canvas, shade: float) -> None:
    r = c.rng
    mask = np.zeros_like(c.alpha)
    for _ in range(int(r.integers(1, 4))):
        u0, v0, along = r.uniform(-0.1, 0.9) * c.wide, r.uniform(0.3, 1.1), r.uniform(-1.2, 1.2)
        for step in range(int(r.integers(5, 12))):
            for side in (-1, 1):
                turn, long = along + side * r.uniform(0.5, 1.0), r.uniform(0.08, 0.2)
                u, v = u0 + np.cos(along) * step * 0.06, v0 - np.sin(along) * step * 0.06 * side * 0.3 - step * 0.03
                mask = np.maximum(
                    mask,
                    c.oval(
                        u + np.cos(turn) * long / 2, v + np.sin(turn) * long / 2, long / 2, r.uniform(0.012, 0.03), turn
                    ),
                )
    c.light(mask, shade)


def _sofa(c: Canvas, p: Colours) -> None:
    r = c.rng
    u, wide, top = r.uniform(0.1, 0.6) * c.wide, r.uniform(0.4, 0.8), r.uniform(0.14, 0.26)
    colour = lift(p.near, r.uniform(-0.1, 0.1))
    c.paint(c.box(u, -1, u + wide, top), colour)
    c.paint(c.oval(u + 0.03, top - 0.06, 0.05, 0.09), lift(colour, 0.04))
    c.paint(c.box(u, -1, u + wide, top * 0.5), lift(colour, 0.05))
    for _ in range(int(r.integers(0, 4))):
        s = r.uniform(0.05, 0.09)
        c.paint(
            c.oval(u + r.uniform(0.1, 0.9) * wide, top * 0.7, s, s * 0.8, r.uniform(-0.4, 0.4)),
            (p.accent, mix(p.far, WHITE, 0.5))[int(r.integers(2))],
        )


def _cupboard(c: Canvas, p: Colours, u: float) -> None:
    r = c.rng
    wide, top = r.uniform(0.25, 0.5), r.uniform(0.25, 0.7)
    colour = mix(_wood(r, p), p.near, r.uniform(0.2, 1))
    c.paint(c.box(u, -1, u + wide, top), colour)
    if r.random() < 0.5:
        rows = int(r.integers(2, 4))
        for index in range(rows):
            low = top * index / rows
            c.paint(
                c.box(u + 0.015, low + 0.012, u + wide - 0.015, top * (index + 1) / rows - 0.012), lift(colour, -0.14)
            )
            _things(c, p, u + 0.02, u + wide - 0.02, low + 0.012, top / rows * 0.6)
    else:
        c.light(c.box(u + wide * 0.49, 0, u + wide * 0.51, top), 0.6)
    _things(c, p, u, u + wide, top, r.uniform(0.05, 0.12), gap=0.5)


def _things(c: Canvas, p: Colours, start: float, end: float, v: float, tall: float, gap: float = 0.25) -> None:
    """Jars, bowls, books in a row."""
    r = c.rng
    choices = [p.near, p.accent, mix(p.far, WHITE, 0.6), mix(p.near, WHITE, 0.5), lift(p.near, -0.15), _wood(r, p)]
    u = start
    while u < end - 0.02:
        wide, high = r.uniform(0.025, 0.075), tall * r.uniform(0.45, 1.1)
        if r.random() > gap:
            colour = lift(choices[int(r.integers(len(choices)))], r.normal(0, 0.04))
            if r.random() < 0.65:
                c.paint(c.box(u, v, u + wide, v + high), colour)
                c.light(c.box(u + wide * 0.6, v, u + wide, v + high), 0.8)
            else:
                c.paint(c.oval(u + wide / 2, v + high * 0.35, wide * 0.55, high * 0.4), colour)
        u += wide + r.uniform(0.004, 0.03)


def _plant(c: Canvas, u: float, v: float, size: float, p: Colours) -> None:
    r = c.rng
    green = lift(_green(r, p), -0.05)
    c.paint(
        c.shape(
            [
                (u - 0.28 * size, v + 0.5 * size),
                (u + 0.28 * size, v + 0.5 * size),
                (u + 0.2 * size, v),
                (u - 0.2 * size, v),
            ]
        ),
        mix(p.accent, p.near, r.random()),
    )
    for _ in range(int(r.integers(7, 20))):
        turn, long = r.uniform(0.2, 2.9), size * r.uniform(0.5, 1.15)
        c.paint(
            c.oval(
                u + np.cos(turn) * long * 0.5,
                v + 0.5 * size + np.sin(turn) * long * 0.5,
                long * 0.5,
                size * r.uniform(0.08, 0.18),
                turn,
            ),
            lift(green, r.normal(0, 0.06)),
        )


def _lamp(c: Canvas, u: float, v: float, p: Colours) -> None:
    r = c.rng
    s = r.uniform(0.05, 0.1)
    c.paint(c.box(u - 0.006, -1, u + 0.006, v), lift(p.near, -0.25))
    shade = mix(WARM, mix(WHITE, p.accent, r.uniform(0, 0.5)), 0.5) * F(r.uniform(0.9, 2.0))
    c.paint(c.shape([(u - s, v), (u + s, v), (u + s * 0.6, v + s * 1.3), (u - s * 0.6, v + s * 1.3)]), shade)


def _green(r: np.random.Generator, p: Colours) -> np.ndarray:
    """A leaf's green, halfway to the palette, as light as the palette's wall allows."""
    lightness = 0.42 + 0.25 * lch(p.far)[0] + r.normal(0, 0.05)
    own = from_lch(float(np.clip(lightness, 0.25, 0.8)), r.uniform(0.05, 0.13), r.uniform(112, 150))
    return mix(own, p.near if r.random() < 0.5 else p.far, r.uniform(0.05, 0.35))


def _wood(r: np.random.Generator, p: Colours) -> np.ndarray:
    own = from_lch(r.uniform(0.45, 0.75), r.uniform(0.03, 0.08), r.uniform(50, 75))
    return mix(own, p.near, r.uniform(0, 0.4))
