"""What stands and hangs in far fields: windows, furniture, plants, light and shade on walls."""

from __future__ import annotations

import numpy as np

from listgen.imaging.colour import Array, F, from_lch, lch
from listgen.imaging.scene.far_canvas import Canvas, FarPalette, lift, mix

WHITE = np.array([1.0, 0.985, 0.96], F)
WARM = np.array([1.0, 0.72, 0.42], F)
COOL = np.array([0.86, 0.94, 1.0], F)


def wall_light(c: Canvas, wall: Array, u: float, v: float, falloff: float = 0.45) -> None:
    """A wall lit from a point on the left; its far side is darker."""
    lit = c.pool(u * c.wide, v, 0.75, 0.75)
    c.rgb = wall * (F(1 - falloff * 0.6) + F(falloff) * lit)[..., None]
    c.alpha = np.ones_like(c.alpha)


def window(
    c: Canvas, left: float, low: float, right: float, top: float, p: FarPalette, *, columns: int, rows: int
) -> None:
    """A window with its bars, the day behind it, at times leaves."""
    r = c.rng
    frame = mix(WHITE * F(0.8), p.near, r.choice([0.0, 0.3, 0.9]))
    c.paint(c.box(left, low, right, top), frame)
    day = mix(COOL, WHITE, r.random()) * F(r.uniform(1.2, 3.0))
    outside = mix(leaf_green(r, p), p.far, r.uniform(0, 0.6))
    share = np.clip((c.v - F(low)) / F(top - low) * F(r.uniform(1.5, 4)), 0, 1)[..., None]
    view = outside * F(1.2) * (1 - share) + day * share if r.random() < 0.5 else np.broadcast_to(day, c.rgb.shape)
    gap = 0.014
    for i in range(columns):
        for j in range(rows):
            u0, u1 = left + (right - left) * i / columns, left + (right - left) * (i + 1) / columns
            v0, v1 = low + (top - low) * j / rows, low + (top - low) * (j + 1) / rows
            c.paint(c.box(u0 + gap, v0 + gap, u1 - gap, v1 - gap), view)


def curtain(c: Canvas, u: float, wide: float, colour: Array) -> None:
    """A light curtain in folds."""
    r = c.rng
    folds = 0.85 + 0.22 * np.sin(c.u * F(2 * np.pi / r.uniform(0.03, 0.06)))
    c.paint(c.box(u, -1, u + wide, 3, lean=r.uniform(-0.04, 0.04)), colour * folds[..., None], r.uniform(0.6, 0.95))


def sun_patch(c: Canvas, u: float, v: float, strength: float = 1.6) -> None:
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


def leaf_shade(c: Canvas, shade: float) -> None:
    """The shade of leaves from outside the picture."""
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


def sofa(c: Canvas, p: FarPalette) -> None:
    """A low seat with cushions."""
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


def cupboard(c: Canvas, p: FarPalette, u: float) -> None:
    """A low cupboard, open or with doors, and things on it."""
    r = c.rng
    wide, top = r.uniform(0.25, 0.5), r.uniform(0.25, 0.7)
    colour = mix(wood_tone(r, p), p.near, r.uniform(0.2, 1))
    c.paint(c.box(u, -1, u + wide, top), colour)
    if r.random() < 0.5:
        rows = int(r.integers(2, 4))
        for index in range(rows):
            low = top * index / rows
            c.paint(
                c.box(u + 0.015, low + 0.012, u + wide - 0.015, top * (index + 1) / rows - 0.012), lift(colour, -0.14)
            )
            things(c, p, u + 0.02, u + wide - 0.02, low + 0.012, top / rows * 0.6)
    else:
        c.light(c.box(u + wide * 0.49, 0, u + wide * 0.51, top), 0.6)
    things(c, p, u, u + wide, top, r.uniform(0.05, 0.12), gap=0.5)


def things(c: Canvas, p: FarPalette, start: float, end: float, v: float, tall: float, gap: float = 0.25) -> None:
    """Jars, bowls, books in a row."""
    r = c.rng
    choices = [p.near, p.accent, mix(p.far, WHITE, 0.6), mix(p.near, WHITE, 0.5), lift(p.near, -0.15), wood_tone(r, p)]
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


def plant(c: Canvas, u: float, v: float, size: float, p: FarPalette) -> None:
    """A plant in its pot."""
    r = c.rng
    green = lift(leaf_green(r, p), -0.05)
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


def lamp(c: Canvas, u: float, v: float, p: FarPalette) -> None:
    """A lamp with a glowing shade."""
    r = c.rng
    s = r.uniform(0.05, 0.1)
    c.paint(c.box(u - 0.006, -1, u + 0.006, v), lift(p.near, -0.25))
    shade = mix(WARM, mix(WHITE, p.accent, r.uniform(0, 0.5)), 0.5) * F(r.uniform(0.9, 2.0))
    c.paint(c.shape([(u - s, v), (u + s, v), (u + s * 0.6, v + s * 1.3), (u - s * 0.6, v + s * 1.3)]), shade)


def leaf_green(r: np.random.Generator, p: FarPalette) -> Array:
    """A leaf's green, halfway to the palette, as light as the palette's wall allows."""
    lightness = 0.42 + 0.25 * lch(p.far)[0] + r.normal(0, 0.05)
    own = from_lch(float(np.clip(lightness, 0.25, 0.8)), r.uniform(0.05, 0.13), r.uniform(112, 150))
    return mix(own, p.near if r.random() < 0.5 else p.far, r.uniform(0.05, 0.35))


def wood_tone(r: np.random.Generator, p: FarPalette) -> Array:
    """A wood that goes with the palette."""
    own = from_lch(r.uniform(0.45, 0.75), r.uniform(0.03, 0.08), r.uniform(50, 75))
    return mix(own, p.near, r.uniform(0, 0.4))
