"""Places under the sky as they look far behind a table, the sun on the left."""

from __future__ import annotations

import numpy as np

from listgen.imaging.colour import F, from_lch
from listgen.imaging.scene.far_canvas import Canvas, FarPalette, lift, mix
from listgen.imaging.scene.far_things import COOL, WARM, WHITE, leaf_green, leaf_shade, plant, wall_light, wood_tone


def garden(c: Canvas, p: FarPalette) -> None:
    """Leaves and sun: greens in three depths, gaps of sky, points of light through the leaves."""
    r = c.rng
    green = leaf_green(r, p)
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
        c.paint(c.box(u, 0.05, u + s, 2, lean=r.uniform(-0.12, 0.12)), lift(mix(green, wood_tone(r, p), 0.7), -0.16))
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
                mix(shade, leaf_green(r, p), r.uniform(0, 0.5)),
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


def shore(c: Canvas, p: FarPalette) -> None:
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
        leaf = lift(mix(leaf_green(r, p), p.near, 0.2), -0.1)
        u0, v0 = r.uniform(0.7, 1.1) * c.wide, c.high + r.uniform(-0.1, 0.1)
        for _ in range(int(r.integers(5, 12))):
            turn, long = r.uniform(-2.9, -0.6), r.uniform(0.2, 0.4)
            c.paint(
                c.oval(u0 + np.cos(turn) * long / 2, v0 + np.sin(turn) * long / 2, long / 2, 0.02, turn),
                lift(leaf, r.normal(0, 0.04)),
            )
        c.lay(r.uniform(0.022, 0.04))
    c.glare(r.uniform(0.06, 0.16), r.uniform(0.15, 0.3))


def stone(c: Canvas, p: FarPalette) -> None:
    """An old wall of stone or lime in raking light, with leaf shade, a doorway or a plant."""
    r = c.rng
    base = mix(p.far, from_lch(0.78, 0.02, 80), r.uniform(0, 0.35))
    wall_light(c, base, r.uniform(-0.2, 0.2), r.uniform(0.4, 1.0), falloff=r.uniform(0.5, 0.9))
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
        leaf_shade(c, r.uniform(0.45, 0.75))
    elif r.random() < 0.6:
        c.light(c.box(-1, -1, r.uniform(0.2, 0.6) * c.wide, 3, lean=r.uniform(0.3, 1.0)), r.uniform(1.3, 1.9))
    c.lay(r.uniform(0.016, 0.032))
    if r.random() < 0.5:
        plant(c, r.uniform(0.0, 1) * c.wide, r.uniform(-0.05, 0.1), r.uniform(0.14, 0.3), p)
        c.lay(r.uniform(0.02, 0.034))
    c.glare(r.uniform(0.03, 0.1), 0.2)


def winter(c: Canvas, p: FarPalette) -> None:
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
