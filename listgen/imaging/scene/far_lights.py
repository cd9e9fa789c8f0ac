"""Places lit by lamps, each of them a disc out of focus."""

from __future__ import annotations

import numpy as np

from listgen.imaging.colour import F, from_lch
from listgen.imaging.scene.far_canvas import Canvas, FarPalette, lift, mix
from listgen.imaging.scene.far_things import WARM, WHITE, wall_light


def evening(c: Canvas, p: FarPalette) -> None:
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


def festive(c: Canvas, p: FarPalette) -> None:
    """A room dressed for a feast: strings of lights, a dark fir at the side, parcels, a warm glow."""
    r = c.rng
    wall = mix(p.far, lift(p.far, -0.15), r.uniform(0, 0.7))
    wall_light(c, wall, r.uniform(0.1, 0.7), r.uniform(0.2, 0.7))
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
