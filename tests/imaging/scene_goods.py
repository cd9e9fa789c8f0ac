"""Small goods for scene tests, drawn here: no photo of anybody else is needed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from listgen.domain.brand_kit import BrandKit, Fonts, Palette


def kit(*colours: str, scene: str = "", name: str = "Testkit", accent: str = "") -> BrandKit:
    return BrandKit(
        name=name,
        folder=Path(),
        brand="Fjellmark",
        palette=Palette(colours or ("#d8714f", "#e9dcc8", "#27496d"), accent=accent),
        fonts=Fonts(Path("bold.ttf"), Path("regular.ttf")),
        scene=scene,
    )


def bottle(colour: tuple[int, int, int] = (40, 60, 70), *, side: int = 260, lit: str = "left") -> np.ndarray:
    """A standing bottle with a neck, shaded from one side."""
    rgba = np.zeros((side, side, 4), np.uint8)
    cv2.rectangle(rgba, (int(side * 0.35), int(side * 0.30)), (int(side * 0.65), int(side * 0.90)), (*colour, 255), -1)
    cv2.ellipse(
        rgba, (side // 2, int(side * 0.90)), (int(side * 0.15), int(side * 0.02)), 0, 0, 180, (*colour, 255), -1
    )
    cv2.rectangle(rgba, (int(side * 0.44), int(side * 0.10)), (int(side * 0.56), int(side * 0.32)), (*colour, 255), -1)
    across = np.linspace(1.6, 0.5, side) if lit == "left" else np.linspace(0.5, 1.6, side)
    rgba[..., :3] = np.clip(rgba[..., :3] * across[None, :, None], 0, 255).astype(np.uint8)
    rgba[..., 3] = cv2.GaussianBlur(rgba[..., 3], (0, 0), 0.6)
    return rgba


def cloth(colour: tuple[int, int, int] = (30, 30, 34), *, side: int = 260) -> np.ndarray:
    """A folded garment, seen from above."""
    rgba = np.zeros((side, side, 4), np.uint8)
    outline = np.array([(0.2, 0.3), (0.8, 0.25), (0.85, 0.75), (0.15, 0.8)]) * side
    cv2.fillPoly(rgba, [outline.astype(np.int32)], (*colour, 255), cv2.LINE_AA)
    return rgba
