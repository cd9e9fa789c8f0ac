"""Variants: arms of an experiment that differ in one declared factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Factor = Literal["angle", "title_pattern", "tone", "scene"]
FACTORS: tuple[Factor, ...] = ("angle", "title_pattern", "tone", "scene")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The levels of all factors for one arm.

    `angle` is benefit, specification, use or gift; `tone` "" follows the brand kit; `scene` "" lets the product choose.
    """

    angle: str = "benefit"
    title_pattern: str = "standard"
    tone: str = ""
    scene: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One arm: A is the control, the others differ from it in `factor` alone."""

    name: str  # "A", "B" …
    choices: Choices
    factor: Factor | None = None  # None for the control
    level: str = ""  # value of the factor in this arm
