"""Errors of an alpha against the truth, and how well a score tells good cut-outs from bad ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# A cut-out below this overlap, or above this error, would be seen in a picture.
GOOD_IOU = 0.95
GOOD_MSE = 0.008


@dataclass(frozen=True, slots=True)
class Errors:
    """`iou` of the masks at one half; mean squared error of alpha (0 to 1) over the photo; sum of absolute
    differences in thousands of pixels; gradient error in thousands (Rhemann et al. 2009, sigma 1.4)."""

    iou: float
    mse: float
    sad: float
    gradient: float

    @property
    def is_bad(self) -> bool:
        """True for a cut-out that nobody should show."""
        return self.iou < GOOD_IOU or self.mse > GOOD_MSE


def errors_of(alpha: NDArray[np.uint8], truth: NDArray[np.uint8]) -> Errors:
    """Return the errors of an alpha (H x W, 0 to 255)."""
    found, wanted = alpha >= 128, truth >= 128
    apart = (alpha.astype(np.float32) - truth) / 255
    return Errors(
        iou=float((found & wanted).sum() / max(1, (found | wanted).sum())),
        mse=float((apart * apart).mean()),
        sad=float(np.abs(apart).sum() / 1000),
        gradient=float(((_gradient(alpha) - _gradient(truth)) ** 2).sum() / 1000),
    )


def _gradient(alpha: NDArray[np.uint8]) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(alpha.astype(np.float32) / 255, (0, 0), 1.4)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(soft, cv2.CV_32F, 0, 1, scale=0.125)
    return np.asarray(np.hypot(across, down), np.float32)


def auc(scores: Sequence[float], bad: Sequence[bool]) -> float:
    """Return how often a good cut-out has the higher score of a good and a bad one; ties count one half."""
    good_scores = np.array([score for score, is_bad in zip(scores, bad, strict=True) if not is_bad])
    bad_scores = np.array([score for score, is_bad in zip(scores, bad, strict=True) if is_bad])
    if not len(good_scores) or not len(bad_scores):
        return float("nan")
    higher = good_scores[:, None] > bad_scores[None, :]
    return float((higher + 0.5 * (good_scores[:, None] == bad_scores[None, :])).mean())
