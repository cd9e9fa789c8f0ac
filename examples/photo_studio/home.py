"""Lamp, candle, vase, plant pot and cushions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photo_studio import textures as tx
from photo_studio.shapes import circle, grid, joined, revolved, rounded, smooth, swept
from photo_studio.studio import Part, bitmap, bumped, principled, scaled_uv


def lamp() -> Sequence[Part]:
    """Return the Lys lamp: turned oak foot, linen shade, textile cable. 44 cm tall."""
    oak = principled(bitmap(np.rot90(tx.wood("#d0a772", "#a5784a", (2400, 1600), 9, 41))), 0.45, specular=0.4)
    base = smooth(
        [
            (5.0, 0.3),
            (6.9, 2.2),
            (8.1, 5.6),
            (7.9, 9.0),
            (6.2, 12.6),
            (3.9, 15.4),
            (2.3, 17.3),
            (1.75, 18.8),
            (1.6, 19.6),
        ],
        180,
    )
    base = np.concatenate([rounded([(0, 0), (4.6, 0, 0.2), (4.95, 0.28)], 6), base, [[0, 19.7]]])
    foot = revolved(base, 300, step=0.1)
    brass = principled(tx.linear("#b08d4f"), 0.25, metallic=1.0)
    stem = revolved(rounded([(1.35, 19.55), (1.35, 20.3, 0.2), (0.7, 20.7, 0.2), (0.7, 26)], 6), step=0.2)
    colour, _ = tx.weave("#e8dfcf", "#ded3c0", 150, 1500, 43, 0.16)
    profile = rounded([(13.9, 22.2), (10.4, 41.2)], 6)
    linen = {
        "type": "principledthin",
        "base_color": bitmap(colour, to_uv=scaled_uv(6, 2)),
        "roughness": 0.9,
        "diff_trans": 0.7,
        "spec_trans": 0.0,
        "eta": 1.3,
    }
    shade = revolved(profile, 300, step=0.2)
    band = principled(bitmap(np.clip(colour * 0.96, 0, 1), to_uv=scaled_uv(6, 0.08)), 0.9)
    bands = [
        revolved(rounded([(13.92, 22.0), (14.05, 22.0, 0.05), (13.88, 22.95, 0.05), (13.7, 22.95)], 4), 300, step=0.1)
    ]
    bands.append(
        revolved(rounded([(10.55, 40.6), (10.68, 40.6, 0.05), (10.52, 41.5, 0.05), (10.3, 41.5)], 4), 300, step=0.1)
    )
    bulb = revolved(
        smooth([(0.05, 33.5), (2.4, 32.6), (3.2, 30.3), (2.4, 28), (1.4, 26.2), (1.3, 25.0)], 60)[::-1], step=0.3
    )
    return [
        Part(foot, oak),
        Part(stem, brass),
        Part(shade, linen),
        Part(joined(*bands), band),
        Part(bulb, principled([0.93, 0.92, 0.9], 0.3), glow=(7.0, 4.9, 3.0)),
    ]


def candle(vessel: str) -> Sequence[Part]:
    """Return the Ro candle: ribbed stoneware vessel, wax, cotton wick, paper label."""
    ribs = lambda a, y: 1 - 0.012 * (np.abs(np.sin(a * 28)) ** 0.7) * ((y > 0.7) & (y < 8.5))  # noqa: E731
    pot = revolved(
        rounded(
            [
                (0, 0.1),
                (3.6, 0.1),
                (3.7, 0, 0.08),
                (4.1, 0, 0.35),
                (4.2, 0.7),
                (4.2, 8.5),
                (4.2, 9.2, 0.16),
                (3.82, 9.2, 0.16),
                (3.8, 7.7),
            ],
            8,
        ),
        1008,
        ribs,
        0.07,
    )
    glaze = principled(bitmap(tx.speckled(vessel, "#2c2a28", (900, 1800), 420, 6)), 0.55, specular=0.4)
    wax = revolved(
        rounded([(3.82, 8.05), (3.7, 7.95, 0.2), (2.2, 7.88, 2), (0.25, 7.80, 0.2), (0, 7.86)], 10), step=0.06
    )
    cream = principled(tx.linear("#f3e8cf"), 0.35, specular=0.4, flatness=0.8)
    wick = swept(smooth([(0, 7.7, 0), (0.03, 8.3, 0), (0.16, 8.75, 0.05)], 24), circle(0.1, 12), up=(0, 0, 1))
    paper = np.ones((700, 900, 3)) * tx.linear("#f4efe4")
    paper = tx.lettering(paper, "norrvik", "#1c3d31", (0.5, 0.33), 0.10, spacing=0.08)
    paper = tx.lettering(paper, "ro", "#1c3d31", (0.5, 0.60), 0.085, spacing=0.10)
    paper = tx.lettering(paper, "cedar + juniper", "#6b6558", (0.5, 0.78), 0.045, spacing=0.12)
    paper[18:21, 18:-18] = paper[-21:-18, 18:-18] = tx.linear("#1c3d31")
    paper[18:-18, 18:21] = paper[18:-18, -21:-18] = tx.linear("#1c3d31")
    a = np.linspace(-0.55, 0.55, 60)
    y = np.linspace(2.6, 6.3, 20)
    label = np.stack(np.broadcast_arrays(4.235 * np.sin(a)[None], y[:, None], 4.235 * np.cos(a)[None]), -1)
    uv = np.stack(np.broadcast_arrays(np.linspace(0, 1, 60)[None], np.linspace(0, 1, 20)[:, None]), -1)
    return [
        Part(pot, glaze),
        Part(wax, cream),
        Part(wick, principled(tx.linear("#e9e2d0"), 0.9)),
        Part(grid(label, uv.copy()), principled(bitmap(paper), 0.8)),
    ]


def vase(colour: str) -> Sequence[Part]:
    """Return the Bølge vase: fluted stoneware with a narrow neck, 24 cm."""
    outside = smooth(
        [
            (4.6, 0.15),
            (5.6, 1.2),
            (7.3, 4.6),
            (8.1, 8.8),
            (7.2, 13.2),
            (4.7, 17.0),
            (2.75, 19.8),
            (2.45, 21.8),
            (3.0, 23.4),
            (3.55, 24.0),
        ],
        220,
    )
    lip = rounded([(3.55, 24.0), (3.62, 24.22, 0.1), (3.3, 24.2, 0.1), (2.5, 23.2), (2.0, 21.5), (2.2, 18)], 8)
    profile = np.concatenate([rounded([(0, 0), (4.3, 0, 0.15), (4.6, 0.15)], 5), outside, lip[1:]])

    def flutes(a: np.ndarray, y: np.ndarray) -> np.ndarray:
        depth = 0.07 * np.clip((y - 0.6) / 2.2, 0, 1) * np.clip((20.4 - y) / 5, 0, 1)
        return 1 - depth * (1 - np.abs(np.sin(a * 11 + 0.07 * y)) ** 1.3)

    body = revolved(profile, 880, flutes, 0.12)
    surface = bumped(
        principled(bitmap(tx.plain(colour, (800, 1600), 0.02, 12)), 0.62, specular=0.35),
        tx.noise((1000, 2000), 3, 13),
        0.0025,
    )
    return [Part(body, surface)]


def pot() -> Sequence[Part]:
    """Return the terracotta pot, 14 cm across, with its rim and drainage hole."""
    rng = tx.noise((900, 1800), 220, 61, 3)[..., None]
    bloom = np.clip(tx.noise((900, 1800), 90, 62, 4), 0, 3)[..., None]
    clay = tx.linear("#bf6d48") * (1 + 0.07 * rng) * (1 - 0.05 * bloom) + tx.linear("#e3c8b2") * 0.05 * bloom
    surface = bumped(principled(bitmap(np.clip(clay, 0, 1)), 0.88, specular=0.2), tx.noise((1200, 2400), 3, 63), 0.004)
    turns = lambda a, y: 1 + 0.0018 * np.sin(y * 9.0)  # noqa: E731
    profile = [
        (0.8, 0.05),
        (0.8, 0),
        (4.55, 0, 0.25),
        (6.15, 9.3, 0.1),
        (6.85, 9.35, 0.22),
        (7.05, 12.6, 0.28),
        (6.3, 12.6, 0.25),
        (6.1, 9.4, 0.6),
        (4.0, 0.9, 0.6),
        (0.8, 0.8),
    ]
    return [Part(revolved(rounded(profile, 12), 400, turns, 0.08), surface)]


def cushion(warp: str, weft: str, seed: int) -> Sequence[Part]:
    """Return the Lun cushion cover, filled: linen, 50 x 50 cm, piped edge."""
    n = 420
    s = np.linspace(-1, 1, n)
    x, y = np.meshgrid(s, s)
    # Sides draw in where the filling pushes the middle out; corners stay as ears.
    pull = 0.075
    px = x * (1 - pull * (1 - y**2) ** 1.0 * np.abs(x) ** 3)
    py = y * (1 - pull * (1 - x**2) ** 1.0 * np.abs(y) ** 3)
    edge = np.clip((1 - np.abs(x) ** 2.6) * (1 - np.abs(y) ** 2.6), 0, 1)
    puff = edge**0.58
    radius = np.hypot(x, y)
    angle = np.arctan2(y, x)
    rng = np.random.default_rng(seed)
    folds = np.zeros_like(x)
    for cx, cy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        away = np.hypot(x - cx, y - cy)
        bearing = np.arctan2(y - cy, x - cx)
        for _ in range(3):
            folds += (
                rng.uniform(0.5, 1.0)
                * np.sin(bearing * rng.uniform(7, 11) + rng.uniform(0, 6))
                * np.exp(-(((away - rng.uniform(0.25, 0.45)) / 0.26) ** 2))
            )
    ripple = tx.noise((n, n), 40, seed + 3, 2) * np.clip((radius - 0.3) / 0.5, 0, 1) + 0.4 * tx.noise(
        (n, n), 90, seed + 4
    )
    along = np.sin(angle * 44 + 3 * tx.noise((n, n), 60, seed + 8)) * np.exp(-(((edge**0.5 - 0.30) / 0.16) ** 2))
    depth = 10.0 * puff + (0.10 * folds + 0.16 * ripple + 0.16 * along) * np.clip(edge * 3.2, 0, 1)
    # A hand's dent at the top lets it look filled with feathers.
    depth -= 1.1 * np.exp(-((x / 0.42) ** 2 + ((y - 0.92) / 0.5) ** 2)) * edge**0.4
    front = np.stack([25 * px, 25 * py, depth], -1)
    back = np.stack([25 * px, 25 * py, -0.8 * depth], -1)
    uv = np.stack([0.5 + 0.5 * px, 0.5 + 0.5 * py], -1)
    outline = np.concatenate([front[0, :-1], front[:-1, -1], front[-1, :0:-1], front[:0:-1, 0], front[:1, 0]])
    outline = outline.copy()
    outline[:, 2] = 0
    kernel = np.ones(9) / 9
    ring = np.concatenate([outline[-9:-1], outline, outline[1:9]])
    outline = np.stack([np.convolve(ring[:, i], kernel, "same") for i in range(3)], -1)[8:-8]
    piping = swept(outline, circle(0.42, 14), up=(0, 0, 1), cap=False)
    colour, height = tx.weave(warp, weft, 150, 2100, seed, 0.09)
    drift = 1 + 0.03 * tx.noise((2100, 2100), 400, seed + 5, 2)[..., None]
    cloth = bumped(
        principled(
            bitmap(np.clip(colour * drift, 0, 1), to_uv=scaled_uv(1.6, 1.6)),
            0.95,
            specular=0.15,
            sheen=0.4,
            sheen_tint=0.6,
        ),
        height,
        0.05,
        1.6,
        1.6,
    )
    edge_cloth = principled(
        bitmap(np.clip(colour * 0.93, 0, 1), to_uv=scaled_uv(8, 0.1)), 0.95, specular=0.15, sheen=0.3
    )
    parts = [Part(joined(grid(front, uv), grid(back, uv)), cloth), Part(piping, edge_cloth)]
    return [Part(p.mesh.turned("x", -12).turned("y", 20), p.material) for p in parts]
