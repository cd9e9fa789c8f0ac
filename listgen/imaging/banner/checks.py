"""Measured checks of a finished banner (art direction, section 7): numbers with limits, and what they mean in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from listgen.domain.finding import Finding, Severity
from listgen.imaging.banner.geometry import Box

Verdict = Literal["pass", "warn", "fail"]
_MASS_PRODUCT, _MASS_TEXT = 0.75, 0.45  # visual weight per pixel


@dataclass(frozen=True, slots=True)
class Limit:
    """What a number is called, where it warns and fails, and what to say."""

    warn: float
    fail: float
    message: str
    hint: str = ""

    @property
    def rising(self) -> bool:
        """True where larger values are worse."""
        return self.fail > self.warn


LIMITS: dict[str, Limit] = {
    "text-contrast": Limit(4.5, 4.4999, "text is hard to read on its ground: {value:.1f} : 1 instead of 4.5 : 1"),
    "busy-ground": Limit(1.5, 3.0, "the ground behind the text is lively: {value:.1f} instead of at most 1.5"),
    "subject-covered": Limit(0.0, 0.01, "{value:.0%} of the product lies under text or card"),
    "small-type": Limit(10.9, 10.4, "the smallest text would be {value:.1f} px on a phone instead of 11"),
    "crowded": Limit(0.50, 0.60, "text and product fill {value:.0%} of the banner instead of at most 50 %"),
    "wordy": Limit(0.30, 0.36, "the text block fills {value:.0%} of the banner instead of at most 30 %"),
    "empty-half": Limit(0.22, 0.12, "one half of the banner holds only {value:.0%} of the weight"),
    "small-product": Limit(0.40, 0.28, "the product fills only {value:.0%} of its place"),
    "off-balance": Limit(0.16, 0.24, "the banner leans to one side by {value:.0%} of its length"),
    "prop-under-text": Limit(0.02, 0.06, "a prop stands behind {value:.0%} of the text"),
    "logo-contrast": Limit(3.0, 2.0, "the logo is hard to see: {value:.1f} : 1 instead of 3 : 1"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured number of a picture and its verdict."""

    code: str
    value: float

    @property
    def verdict(self) -> Verdict:
        """Return how the number compares with its limits."""
        limit = LIMITS[self.code]
        if limit.rising:
            return "fail" if self.value > limit.fail else "warn" if self.value > limit.warn else "pass"
        return "fail" if self.value < limit.fail else "warn" if self.value < limit.warn else "pass"

    def finding(self, place: str = "") -> Finding:
        """Return the number in words; a failed check is a warning, since the banner can still be used."""
        limit = LIMITS[self.code]
        return Finding(
            code=f"banner.{self.code}",
            severity=Severity.WARNING if self.verdict == "fail" else Severity.INFO,
            message=limit.message.format(value=self.value),
            place=place,
            hint=limit.hint,
        )


def badness(measures: Sequence[Measure]) -> int:
    """Return 0 for a banner without a remark; a failed check counts ten warnings."""
    return sum({"pass": 0, "warn": 1, "fail": 10}[measure.verdict] for measure in measures)


def measure_composition(
    width: int, height: int, text: Box, products: Sequence[Box], *, shrunk: float, covered: float, smallest: float
) -> tuple[Measure, ...]:
    """Return the numbers that boxes alone decide.

    `shrunk` is the product's area over the area that the layout's own box would give it, `covered` the share of its
    alpha under text or card, `smallest` the smallest type over the floor of the slot, in pixels of a phone (11 is the
    floor).
    """
    product_area = sum(box.area for box in products)
    area = width * height
    masses = [(text, _MASS_TEXT * text.area), *((box, _MASS_PRODUCT * box.area) for box in products)]
    total = sum(mass for _, mass in masses)
    across = width >= height
    halves = [Box(0, 0, width / 2, height) if across else Box(0, 0, width, height / 2)]
    first = sum(mass * box.overlap(halves[0]) / box.area for box, mass in masses) / total
    x = sum(mass * (box.x + box.w / 2) for box, mass in masses) / total
    y = sum(mass * (box.y + box.h / 2) for box, mass in masses) / total
    return (
        Measure("subject-covered", covered),
        Measure("small-type", smallest),
        Measure("crowded", (text.area + product_area) / area),
        Measure("wordy", text.area / area),
        Measure("empty-half", min(first, 1 - first)),
        Measure("small-product", shrunk),
        Measure("off-balance", float(np.hypot(x - width / 2, y - height / 2)) / max(width, height)),
    )
