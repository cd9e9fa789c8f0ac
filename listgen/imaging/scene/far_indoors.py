"""Rooms as they look far behind a table, lit from a window on the left."""

from __future__ import annotations

import numpy as np

from listgen.imaging.colour import F
from listgen.imaging.scene.far_canvas import Canvas, FarPalette, lift, mix
from listgen.imaging.scene.far_things import (
    COOL,
    WARM,
    WHITE,
    cupboard,
    curtain,
    lamp,
    leaf_shade,
    plant,
    sofa,
    sun_patch,
    things,
    wall_light,
    window,
    wood_tone,
)


def room(c: Canvas, p: FarPalette) -> None:
    """A living room: window and curtain on the left, furniture on the right."""
    r = c.rng
    wall = p.far
    wall_light(c, wall, r.uniform(0.05, 0.4), r.uniform(0.3, 0.9))
    left = r.uniform(-0.12, 0.22) * c.wide
    wide, low = r.uniform(0.22, 0.42), r.uniform(0.10, 0.34)
    window(
        c, left, low, left + wide, r.uniform(0.85, 1.25), p, columns=int(r.integers(1, 3)), rows=int(r.integers(1, 4))
    )
    if r.random() < 0.6:
        curtain(c, left + wide * r.uniform(0.86, 1.0), r.uniform(0.06, 0.16), mix(WHITE, p.near, r.uniform(0.1, 0.7)))
    if r.random() < 0.5:
        sun_patch(c, left + wide + r.uniform(0.05, 0.3), r.uniform(0.15, 0.5))
    for _ in range(int(r.integers(0, 4))):
        u, v, s = r.uniform(0.35, 1) * c.wide, r.uniform(0.38, 0.75), r.uniform(0.05, 0.13)
        c.paint(c.box(u, v, u + s, v + s * r.uniform(0.8, 1.5)), lift(p.near, -0.1))
        c.paint(c.box(u + 0.01, v + 0.012, u + s - 0.01, v + s * 0.78), mix(p.accent, WHITE, r.uniform(0, 0.8)))
    c.lay(r.uniform(0.026, 0.045))
    kind = r.random()
    if kind < 0.5:
        sofa(c, p)
    if kind > 0.35:
        cupboard(c, p, r.uniform(0.55, 0.85) * c.wide)
    if r.random() < 0.6:
        plant(c, r.uniform(0.25, 0.95) * c.wide, r.uniform(0.0, 0.15), r.uniform(0.10, 0.22), p)
    if r.random() < 0.45:
        lamp(c, r.uniform(0.4, 0.95) * c.wide, r.uniform(0.3, 0.6), p)
    c.lay(r.uniform(0.020, 0.034))
    c.glare(r.uniform(0.08, 0.2), r.uniform(0.12, 0.3))


def kitchen(c: Canvas, p: FarPalette) -> None:
    """A kitchen: shelves with jars, a worktop, cupboards, hanging lamps, light from a window on the left."""
    r = c.rng
    wall_light(c, p.far, r.uniform(-0.1, 0.35), r.uniform(0.4, 0.9))
    if r.random() < 0.5:
        size = r.uniform(0.05, 0.09)
        joints = ((np.abs(c.v / F(size) % 1 - 0.5) > 0.44) | (np.abs(c.u / F(size * 1.9) % 1 - 0.5) > 0.46)).astype(F)
        c.light(joints * c.box(-1, 0.1, 9, r.uniform(0.4, 0.8)), r.uniform(0.75, 0.9))
    if r.random() < 0.65:
        left = r.uniform(-0.15, 0.12)
        window(c, left, r.uniform(0.2, 0.35), left + r.uniform(0.18, 0.34), r.uniform(0.75, 1.2), p, columns=2, rows=2)
    counter = r.uniform(0.10, 0.22)
    wood = wood_tone(r, p)
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
        things(c, p, start + 0.01, end, v, r.uniform(0.05, 0.10))
        c.paint(c.box(start, v - 0.018, end, v), wood)
        c.light(c.box(start, v - 0.045, end, v - 0.018), 0.72)
    things(c, p, r.uniform(0.0, 0.4) * c.wide, r.uniform(0.6, 1) * c.wide, counter, r.uniform(0.06, 0.12), gap=0.5)
    c.paint(c.box(-1, counter - 0.03, 9, counter), mix(wood, WHITE, r.choice([0, 0.7])))
    front = mix(p.near, p.far, r.uniform(0, 0.5))
    c.paint(c.box(-1, -1, 9, counter - 0.03), lift(front, -0.04))
    step = r.uniform(0.2, 0.35)
    c.light((np.abs(c.u / F(step) % 1 - 0.5) > 0.48).astype(F) * c.box(-1, -1, 9, counter - 0.03), 0.7)
    if r.random() < 0.4:
        plant(c, r.uniform(0.1, 0.9) * c.wide, counter, r.uniform(0.07, 0.14), p)
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


def office(c: Canvas, p: FarPalette) -> None:
    """A place to work: a wide window with blinds or a skyline, shelves of books, a screen, a desk lamp."""
    r = c.rng
    wall_light(c, p.far, r.uniform(0, 0.3), r.uniform(0.4, 0.9))
    left, wide = r.uniform(-0.2, 0.1), r.uniform(0.35, 0.65) * c.wide
    low, top = r.uniform(0.15, 0.32), r.uniform(0.8, 1.3)
    window(c, left, low, left + wide, top, p, columns=int(r.integers(2, 5)), rows=1)
    if r.random() < 0.5:
        gap = r.uniform(0.03, 0.055)
        blinds = ((c.v / F(gap)) % 1 > r.uniform(0.3, 0.6)).astype(F) * c.box(left, low, left + wide, top)
        c.paint(blinds, mix(WHITE, p.near, r.uniform(0, 0.4)), r.uniform(0.4, 0.8))
    c.lay(r.uniform(0.024, 0.04))
    start = left + wide + r.uniform(0.02, 0.15)
    if r.random() < 0.75:
        frame = mix(wood_tone(r, p), p.near, r.random())
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
        lamp(c, r.uniform(0.2, 0.95) * c.wide, desk + r.uniform(0.12, 0.25), p)
    if r.random() < 0.55:
        plant(c, r.uniform(0.05, 0.95) * c.wide, desk, r.uniform(0.08, 0.2), p)
    c.paint(c.box(-1, -1, 9, desk), mix(wood_tone(r, p), p.near, r.uniform(0, 0.7)))
    c.lay(r.uniform(0.018, 0.03))
    c.glare(r.uniform(0.08, 0.18), r.uniform(0.12, 0.28))


def studio(c: Canvas, p: FarPalette) -> None:
    """A studio wall: one pool of light, window or leaf shade on it, at times a panel or a coloured glow."""
    r = c.rng
    wall_light(c, p.far, r.uniform(0.0, 0.6), r.uniform(0.3, 0.9), falloff=r.uniform(0.4, 0.8))
    if r.random() < 0.4:
        u, wide, top = r.uniform(0.2, 0.8) * c.wide, r.uniform(0.2, 0.45), r.uniform(0.4, 0.9)
        panel = mix(p.near, p.far, r.uniform(0, 0.4))
        c.paint(c.box(u, -1, u + wide, top), panel)
        if r.random() < 0.6:
            c.paint(c.oval(u + wide / 2, top, wide / 2, wide / 2), panel)
    kind = r.random()
    if kind < 0.4:
        leaf_shade(c, r.uniform(0.5, 0.8))
    elif kind < 0.8:
        sun_patch(c, r.uniform(0.1, 0.7) * c.wide, r.uniform(0.15, 0.5), strength=r.uniform(1.25, 1.8))
    if r.random() < 0.35:
        glow = c.pool(r.uniform(0.5, 1.1) * c.wide, r.uniform(0, 0.7), r.uniform(0.25, 0.5), r.uniform(0.25, 0.5))
        c.rgb = c.rgb + (glow * F(r.uniform(0.1, 0.45)))[..., None] * p.accent
    c.lay(r.uniform(0.014, 0.034))
    c.glare(r.uniform(0.03, 0.1), 0.2)
