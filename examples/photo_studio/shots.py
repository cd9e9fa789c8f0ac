"""The list of photos: product, camera, backdrop and light of each."""

from __future__ import annotations

from functools import partial

from photo_studio import home, kitchen, things
from photo_studio import textures as tx
from photo_studio.studio import Backdrop, Shot

WHITE = Backdrop(tx.linear("#f6f6f5"))
GREY = Backdrop(tx.linear("#d9d8d5"))


def paper(colour: str) -> Backdrop:
    return Backdrop(tx.linear(colour))


def table(light: str, dark: str, wall: str, seed: int, size: float = 150) -> Backdrop:
    return Backdrop(tx.linear(wall), tx.wood(light, dark, (1800, 3000), 5, seed, boards=6), size)


SHOTS = (
    Shot(
        "NOR-BTL-750-SLA",
        partial(kitchen.bottle, "#45596e", "#eceae4"),
        WHITE,
        1365,
        1820,
        elevation=6,
        fill=0.82,
        wall_power=1.0,
    ),
    Shot(
        "NOR-BTL-750-MOS",
        partial(kitchen.bottle, "#5b6b45", "#eceae4"),
        paper("#e3b8a0"),
        1365,
        1820,
        elevation=9,
        fill=0.82,
    ),
    Shot(
        "NOR-BTL-750-SAN",
        partial(kitchen.bottle, "#d9c9ac", "#5a5348"),
        paper("#8fa3ad"),
        1365,
        1820,
        elevation=7,
        fill=0.83,
    ),
    Shot("NOR-MUG-SKOG-2", kitchen.mugs, paper("#4d7f95"), 1820, 1456, elevation=14, fill=0.82),
    Shot(
        "NOR-CAS-24-PIN",
        partial(kitchen.casserole, "#234a3a", "#0f241c"),
        table("#b98a5c", "#86603c", "#e4ddd2", 71, 170),
        1820,
        1456,
        elevation=12,
        fill=0.82,
        wall_power=0.9,
    ),
    Shot("NOR-PAN-28", kitchen.pan, GREY, 1820, 1456, elevation=32, fill=0.82, wall_power=0.4),
    Shot("NOR-LMP-LYS", home.lamp, paper("#6f8795"), 1456, 1820, elevation=4, fill=0.83),
    Shot("NOR-CDL-RO", partial(home.candle, "#6d7f78"), WHITE, 1640, 1640, elevation=16, fill=0.82, wall_power=1.0),
    Shot("NOR-VAS-BOLGE", partial(home.vase, "#ebe5da"), paper("#8fa8b3"), 1365, 1820, elevation=7, fill=0.82),
    Shot("NOR-POT-14", home.pot, WHITE, 1640, 1640, elevation=12, fill=0.82, wall_power=1.0),
    Shot(
        "NOR-CUS-LUN-RUS",
        partial(home.cushion, "#a8502f", "#b9623f", 101),
        WHITE,
        1640,
        1640,
        elevation=4,
        fill=0.83,
        fill_power=0.18,
        ambient=0.18,
        wall_power=1.0,
    ),
    Shot(
        "NOR-CUS-LUN-OAT",
        partial(home.cushion, "#ddd0b8", "#cfc0a4", 102),
        paper("#34503f"),
        1640,
        1640,
        elevation=5,
        fill=0.82,
        fill_power=0.18,
        ambient=0.18,
    ),
    Shot("NOR-TOT-VEV", things.tote, GREY, 1365, 1820, elevation=5, fill=0.84, wall_power=0.4),
    Shot("NOR-NBK-A5-DOT", things.notebook, paper("#e6dfd0"), 1820, 1456, elevation=42, fill=0.82),
    Shot("NOR-TOY-BUE", things.rainbow, WHITE, 1820, 1365, elevation=14, fill=0.82, wall_power=1.0),
    Shot("NOR-DMB-5", partial(things.dumbbells, "#306275"), GREY, 1820, 1365, elevation=18, fill=0.82, wall_power=0.4),
)
