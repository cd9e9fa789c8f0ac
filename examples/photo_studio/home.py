"""Lamp, candle, vase, plant pot and cushions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photo_studio import textures as tx
from photo_studio.shapes import Mesh, circle, disc, grid, joined, revolved, rounded, rounded_rectangle, smooth, swept
from photo_studio.studio import Part, bitmap, bumped, principled, scaled_uv, steel


def lamp() -> Sequence[Part]:
    """Return the Lys lamp: turned oak foot, linen shade, textile cable. 44 cm tall."""
    oak = principled(bitmap(tx.wood("#d3ab78", "#96693d", (1600, 2200), 7, 41)), 0.45, specular=0.4)
    base = smooth(
        [
            (6.6, 0.35),
            (6.75, 0.9),
            (6.3, 2.3),
            (4.6, 5.2),
            (3.2, 8.6),
            (2.55, 12.4),
            (2.7, 15.6),
            (2.35, 17.6),
            (1.3, 18.6),
        ],
        140,
    )
    base = np.concatenate([rounded([(0, 0), (6.3, 0, 0.25), (6.58, 0.33)], 6), base, [[0, 18.75]]])
    foot = revolved(base, 300, step=0.1)
    brass = principled(tx.linear("#b08d4f"), 0.25, metallic=1.0)
    stem = revolved(rounded([(1.15, 18.6), (1.15, 19.6, 0.2), (0.6, 19.9, 0.2), (0.6, 26)], 6), step=0.2)
    colour, _ = tx.weave("#e8dfcf", "#ded3c0", 150, 1500, 43, 0.16)
    profile = rounded([(13.6, 22.2), (10.2, 41.2)], 6)
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
        revolved(rounded([(13.72, 22.0), (13.86, 22.0, 0.05), (13.70, 22.95, 0.05), (13.5, 22.95)], 4), 300, step=0.1)
    ]
    bands.append(
        revolved(rounded([(10.42, 40.5), (10.56, 40.5, 0.05), (10.42, 41.4, 0.05), (10.1, 41.4)], 4), 300, step=0.1)
    )
    cable_path = smooth(
        [
            (0, 0.45, -6.4),
            (1.5, 0.35, -8.6),
            (5.5, 0.3, -10.5),
            (11.5, 0.3, -8.0),
            (16.5, 0.3, -7.0),
            (24, 0.3, -12),
            (34, 0.3, -22),
        ],
        200,
    )
    cable = swept(cable_path, circle(0.3, 20), up=(0, 1, 0))
    textile = bumped(principled(tx.linear("#3b3a37"), 0.9), tx.noise((200, 800), 3, 5), 0.01, 1, 3)
    bulb = revolved(
        smooth([(0.05, 33.5), (2.4, 32.6), (3.2, 30.3), (2.4, 28), (1.4, 26.2), (1.3, 25.0)], 60)[::-1], step=0.3
    )
    glowing = {
        "type": "principled",
        "base_color": {"type": "rgb", "value": 0.9},
    }
    lit = {"bsdf": glowing, "emitter": {"type": "area", "radiance": {"type": "rgb", "value": [9.0, 6.3, 3.9]}}}
    del lit
    return [
        Part(foot, oak),
        Part(stem, brass),
        Part(shade, linen),
        Part(joined(*bands), band),
        Part(cable, textile),
        Part(bulb, principled([0.93, 0.92, 0.9], 0.3)),
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
        depth = 0.055 * np.clip((y - 0.6) / 2.2, 0, 1) * np.clip((20.4 - y) / 5, 0, 1)
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
    puff = edge**0.52
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
                * np.sin(bearing * rng.uniform(9, 15) + rng.uniform(0, 6))
                * np.exp(-(((away - rng.uniform(0.25, 0.45)) / 0.22) ** 2))
            )
    ripple = tx.noise((n, n), 40, seed + 3, 2) * (radius > 0.5) + 0.4 * tx.noise((n, n), 90, seed + 4)
    along = np.sin(angle * 44 + 3 * tx.noise((n, n), 60, seed + 8)) * np.exp(-(((edge**0.5 - 0.30) / 0.16) ** 2))
    depth = 7.6 * puff + (0.24 * folds + 0.13 * ripple + 0.10 * along) * np.clip(edge * 3.2, 0, 1)
    # A hand's dent at the top lets it look filled with feathers.
    depth -= 1.1 * np.exp(-((x / 0.42) ** 2 + ((y - 0.92) / 0.5) ** 2)) * edge**0.4
    sag = -0.06 * (1 - y) * 0
    front = np.stack([25 * px, 25 * (py + sag), depth], -1)
    back = np.stack([25 * px, 25 * (py + sag), -0.8 * depth], -1)
    uv = np.stack([0.5 + 0.5 * px, 0.5 + 0.5 * py], -1)
    outline = np.concatenate([front[0, :-1], front[:-1, -1], front[-1, :0:-1], front[:0:-1, 0], front[:1, 0]])
    outline = outline.copy()
    outline[:, 2] = 0
    kernel = np.ones(9) / 9
    ring = np.concatenate([outline[-9:-1], outline, outline[1:9]])
    outline = np.stack([np.convolve(ring[:, i], kernel, "same") for i in range(3)], -1)[8:-8]
    piping = swept(outline, circle(0.42, 14), up=(0, 0, 1), cap=False)
    colour, height = tx.weave(warp, weft, 120, 1800, seed, 0.20)
    drift = 1 + 0.03 * tx.noise((1800, 1800), 400, seed + 5, 2)[..., None]
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
    return [Part(p.mesh.turned("x", -11).turned("y", 7), p.material) for p in parts]


_ = (Mesh, disc, rounded_rectangle, steel)
