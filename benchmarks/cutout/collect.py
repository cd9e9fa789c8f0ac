"""The signs of many cut-outs with their true errors, as a JSON file that `fit_quality` learns from.

`python -m benchmarks.cutout.collect FILE [--renders FOLDER]`. Every way of cutting that a photo allows counts, with and
without the network, so that bad cut-outs are not rare.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import cv2

from benchmarks.cutout.measure import errors_of
from benchmarks.cutout.photos import Case, all_cases
from listgen.imaging.cutout import Cutout, all_ways
from listgen.imaging.photo import Photo
from listgen.imaging.weights import find_weights


def rows_of(case: Case) -> list[dict[str, Any]]:
    """Return one row for each way in which the photo can be cut."""
    photo = Photo(Path(f"{case.name}.jpg"), case.rgb, None, "", case.rgb.shape[1::-1])
    with_network = all_ways(photo, weights=find_weights())
    rows = [_row(case, made, network=True) for made in with_network]
    return rows + [_row(case, made, network=False) for made in all_ways(photo)]


def _row(case: Case, made: Cutout, *, network: bool) -> dict[str, Any]:
    errors = errors_of(made.rgba[..., 3], case.truth)
    assert made.signs is not None
    return {
        "name": case.name,
        "group": case.group,
        "source": case.source,
        "method": made.method,
        "network": network,
        "quality": made.quality,
        "iou": errors.iou,
        "mse": errors.mse,
        "bad": errors.is_bad,
        "signs": dataclasses.asdict(made.signs),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--renders", type=Path)
    parser.add_argument("--groups", nargs="*", default=("examples", "relit", "studio", "real", "busy"))
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = []
    for case in all_cases(options.groups, options.renders):
        rows += rows_of(case)
        options.file.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
