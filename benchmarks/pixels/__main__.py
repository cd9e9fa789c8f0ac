"""`python -m benchmarks.pixels`: product pixels of finished pictures against the photo; packshots against the rules.

Every picture is rendered as a run would and caught before it is encoded; the photo is resized anew to where the picture
says the product lies, and compared. Sources: the studio, the scene model, SD and SDXL pipelines with random weights,
an endpoint that paints everything over. Aim: 0 changed pixels; every packshot passes the rules or says why it cannot.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.pixels.compare import Pixels, broken_rules, compare
from benchmarks.pixels.sources import SOURCES, open_source
from benchmarks.pixels.subjects import CATALOGUES, jobs_of
from listgen.domain.finding import Severity
from listgen.domain.picture import PictureJob
from listgen.errors import ImageError
from listgen.imaging import picture as imaging
from listgen.imaging.cutout import cut_out
from listgen.imaging.photo import read_photo

_COLUMNS = (
    "catalogue", "source", "products", "pictures", "compared", "changed pixels", "painted", "studio instead",
    "whole photo",
)  # fmt: skip
# What a source paints; everything else is the studio's whoever paints.
_PAINTS = {"scene": ("hero", "banner"), "sd": ("hero",), "sdxl": ("hero",), "endpoint": ("hero",)}
_MODEL_PAINTED = "compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one picture; `state` is "made", "none" (no such picture of this photo) or "failed"."""

    sku: str
    kind: str
    state: str
    compared: int = 0
    changed: int = 0
    whole_photo: bool = False
    painted: bool = False  # a model painted in it
    instead: bool = False  # the studio painted instead of the model, and a finding says so
    broken: tuple[str, ...] = ()  # rules that a packshot breaks
    codes: tuple[str, ...] = ()  # of warnings and errors

    @property
    def unexplained(self) -> bool:
        """True for a packshot that breaks a rule and has no finding."""
        return bool(self.broken) and not self.codes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalogue", action="append", choices=CATALOGUES, help="default: all")
    parser.add_argument("--source", action="append", choices=SOURCES, help="default: all")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth product")
    parser.add_argument("--kind", action="append", help="only pictures of this kind; default: what the source paints")
    parser.add_argument("--side", type=int, help="no picture is larger; default: the sizes of Amazon's profile")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="append one line a picture to this file")
    asked = parser.parse_args()
    print("| " + " | ".join(_COLUMNS) + " |")
    print("| " + " | ".join("---" for _ in _COLUMNS) + " |")
    bad = 0
    packshots: list[Row] = []
    for catalogue in asked.catalogue or CATALOGUES:
        if not CATALOGUES[catalogue].is_dir():
            print(f"| {catalogue} | not here |")
            continue
        for source in asked.source or SOURCES:
            rows = list(_measured(catalogue, source, asked))
            bad += sum(row.changed for row in rows) + sum(row.unexplained for row in rows)
            packshots += [row for row in rows if row.kind == "packshot"]
            print(_line(catalogue, source, rows), flush=True)
            if asked.json:
                with asked.json.open("a", encoding="utf-8") as file:
                    for row in rows:
                        file.write(json.dumps({"catalogue": catalogue, "source": source, **asdict(row)}) + "\n")
    _tell_packshots(packshots)
    return int(bad > 0)


def _measured(catalogue: str, source: str, asked: argparse.Namespace) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        groups = [
            [job for job in group if job.spec.kind in (asked.kind or _PAINTS.get(source, (job.spec.kind,)))]
            for group in jobs_of(catalogue, Path(folder), every=asked.every, side=asked.side)
        ]
        parts = [groups[start :: asked.jobs] for start in range(asked.jobs)]
        if asked.jobs == 1:
            yield from _part(source, Path(folder), groups)
            return
        with ProcessPoolExecutor(asked.jobs) as pool:
            folders = [Path(folder) / str(number) for number in range(asked.jobs)]
            for rows in pool.map(_part, [source] * asked.jobs, folders, parts):
                yield from rows


def _part(source: str, folder: Path, groups: Sequence[Sequence[PictureJob]]) -> list[Row]:
    if source in ("sd", "sdxl"):
        import torch

        torch.set_num_threads(1)
    paint, end = open_source(source, folder / source)
    try:
        return [_row(paint(job), source) for group in groups for job in group]
    finally:
        end()


def _row(job: PictureJob, source: str) -> Row:
    caught: list[Pixels] = []
    encode = imaging.encode_jpeg

    def catch(rgb: Pixels, **said: object) -> bytes:
        caught.append(rgb.copy())
        return encode(rgb, **said)

    imaging.encode_jpeg = catch
    try:
        made = imaging.render_picture(job)
    except ImageError:
        return Row(sku=job.sku, kind=job.spec.kind, state="failed")
    finally:
        imaging.encode_jpeg = encode
    if not made.data:
        return Row(sku=job.sku, kind=job.spec.kind, state="none")
    finished = caught[-1]
    photo = read_photo(job.photo)
    alpha = np.ascontiguousarray(cut_out(photo, weights=job.weights).rgba[..., 3])
    results = [compare(finished, photo.rgb, alpha, place) for place in made.places]
    packshot = job.spec.kind == "packshot" and made.places
    return Row(
        sku=job.sku,
        kind=job.spec.kind,
        state="made",
        compared=sum(result.pixels for result in results),
        changed=sum(result.changed for result in results),
        whole_photo=made.whole_photo,
        painted=made.source_type == _MODEL_PAINTED,
        instead=any(finding.code == "picture.studio-instead" for finding in made.findings),
        broken=tuple(broken_rules(made.data, finished, alpha, made.places[0])) if packshot else (),
        codes=tuple(sorted({one.code for one in made.findings if one.severity is not Severity.INFO})),
    )


def _line(catalogue: str, source: str, rows: Sequence[Row]) -> str:
    made = [row for row in rows if row.state == "made"]
    counts = (
        len({row.sku for row in rows}),
        len(made),
        sum(row.compared > 0 for row in made),
        sum(row.changed for row in made),
        sum(row.painted for row in made),
        sum(row.instead for row in made),
        sum(row.whole_photo for row in made),
    )
    return "| " + " | ".join([catalogue, source, *(f"{count:,}" for count in counts)]) + " |"


def _tell_packshots(rows: Sequence[Row]) -> None:
    cut = [row for row in rows if row.state == "made" and not row.whole_photo]
    whole = [row for row in rows if row.state == "made" and row.whole_photo]
    print(f"\npackshots: {len(cut)} cut out, {sum(not row.broken for row in cut)} of them pass every rule")
    print(f"whole photos: {len(whole)}, {sum(bool(row.codes) for row in whole)} of them with a finding that says why")
    for row in rows:
        if row.broken:
            print(f"  {row.sku}: {'; '.join(row.broken)} ({', '.join(row.codes) or 'NO FINDING'})")
        elif row.whole_photo and not row.codes:
            print(f"  {row.sku}: whole photo, NO FINDING")
    failed = Counter(row.kind for row in rows if row.state == "failed")
    if failed:
        print("failed:", dict(failed))


if __name__ == "__main__":
    raise SystemExit(main())
