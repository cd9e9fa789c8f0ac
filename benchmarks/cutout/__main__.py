"""`python -m benchmarks.cutout`: overlap, alpha error, time and the worth of the quality score."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.cutout import baselines
from benchmarks.cutout.measure import Errors, auc, errors_of
from benchmarks.cutout.photos import Case, all_cases
from listgen.imaging.cutout import Cutout, cut_out
from listgen.imaging.photo import Photo
from listgen.imaging.weights import find_weights

GROUPS = ("examples", "relit", "studio", "real", "busy")


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """One photo cut by one method. Quality and verdict are listgen's own, None for the others."""

    name: str
    group: str
    source: str
    method: str
    errors: Errors
    seconds: float
    how: str = ""
    quality: float | None = None
    usable: bool | None = None
    uncertain: float | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", default=GROUPS, help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--renders", type=Path, help="folder of `benchmarks.cutout.renders`")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="only each N-th photo")
    parser.add_argument("--only", default="", help="photos with this in their name")
    parser.add_argument("--show", type=int, default=0, help="name the N worst photos")
    parser.add_argument("--save", type=Path, help="write the cut-outs as PNG into this folder")
    parser.add_argument("--json", type=Path, help="write every result into this file")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    results = []
    chosen = (c for c in all_cases(options.groups or GROUPS, options.renders) if options.only in c.name)
    for index, case in enumerate(chosen):
        if index % options.every == 0:
            results += measured(case, with_baselines=not options.no_baselines, save=options.save)
    report(results, options.show)
    if options.json:
        options.json.write_text(json.dumps([dataclasses.asdict(r) for r in results], indent=1))


def measured(case: Case, *, with_baselines: bool, save: Path | None = None) -> list[Result]:
    """Return the results of one photo, listgen's first."""
    weights = find_weights()
    start = time.process_time()
    made = cut_out(Photo(Path(f"{case.name}.jpg"), case.rgb, None, "", case.rgb.shape[1::-1]), weights=weights)
    spent = time.process_time() - start
    results = [_ours(case, made, spent)]
    if save:
        save.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(save / f"{case.name}.png"), cv2.cvtColor(made.rgba, cv2.COLOR_RGBA2BGRA))
        cv2.imwrite(str(save / f"{case.name}.photo.jpg"), case.rgb[..., ::-1])
    if with_baselines:
        ways: dict[str, Callable[[], np.ndarray]] = {
            "keying": lambda: baselines.keying_alone(case.rgb),
            "grabcut": lambda: baselines.grabcut_alone(case.rgb),
        }
        if weights is not None:
            ways["u2netp"] = lambda: baselines.network_alone(case.rgb, weights)
        for name, way in ways.items():
            start = time.process_time()
            alpha = way()
            spent = time.process_time() - start
            results.append(Result(case.name, case.group, case.source, name, errors_of(alpha, case.truth), spent))
    return results


def _ours(case: Case, made: Cutout, spent: float) -> Result:
    return Result(
        case.name,
        case.group,
        case.source,
        "listgen",
        errors_of(made.rgba[..., 3], case.truth),
        spent,
        made.method,
        made.quality,
        made.usable,
        made.signs.uncertain if made.signs else None,
    )


def report(results: list[Result], show: int = 0) -> None:
    """Print one line a group and method, then what the quality score is worth."""
    print(f"{'photos':10}{'':6}{'method':10}{'IoU':>7}{'worst':>7}{'MSE':>9}{'SAD':>8}{'grad':>8}{'bad':>6}{'s':>7}")
    groups = [group for group in GROUPS if any(r.group == group for r in results)]
    for group in [*groups, "all"]:
        for method in ("listgen", "u2netp", "keying", "grabcut"):
            rows = [r for r in results if r.method == method and group in ("all", r.group)]
            if not rows:
                continue
            print(
                f"{group:10}{len(rows):<6}{method:10}"
                f"{np.median([r.errors.iou for r in rows]):7.3f}{min(r.errors.iou for r in rows):7.3f}"
                f"{np.mean([r.errors.mse for r in rows]):9.4f}{np.median([r.errors.sad for r in rows]):8.1f}"
                f"{np.median([r.errors.gradient for r in rows]):8.2f}{sum(r.errors.is_bad for r in rows):6d}"
                f"{np.median([r.seconds for r in rows]):7.2f}"
            )
    ours = [r for r in results if r.method == "listgen"]
    bad = [r.errors.is_bad for r in ours]
    shown = [r for r in ours if r.usable]
    print(f"quality score: AUC {auc([r.quality or 0.0 for r in ours], bad):.3f}", end=", ")
    print(f"half-transparent share alone {auc([-(r.uncertain or 0.0) for r in ours], bad):.3f}")
    print(f"usable {len(shown)} of {len(ours)}; bad among them {sum(r.errors.is_bad for r in shown)}", end=", ")
    print(f"good ones refused {sum(not r.usable and not r.errors.is_bad for r in ours)}")
    if shown:
        print(f"of the usable: IoU median {np.median([r.errors.iou for r in shown]):.3f}", end=", ")
        print(f"worst {min(r.errors.iou for r in shown):.3f}")
    print(f"CPU seconds a photo: median {np.median([r.seconds for r in ours]):.2f}", end=", ")
    print(f"most {max(r.seconds for r in ours):.2f}")
    for r in sorted(ours, key=lambda r: r.errors.iou)[:show]:
        verdict = "usable" if r.usable else "refused"
        print(f"  {r.name:34} {r.how:9} IoU {r.errors.iou:.3f} MSE {r.errors.mse:.4f} {r.quality:.3f} {verdict}")


if __name__ == "__main__":
    main()
