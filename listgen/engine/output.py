"""What a run leaves on disk: bundles, listings, experiments, run.json and the report.

Everything is built anew each time, and files are written only where their bytes changed. Files of earlier runs that are
no longer part of the output go; nothing outside the names of design.md section 4 is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

from pydantic import TypeAdapter

from listgen.domain.listing import Listing
from listgen.domain.names import safe_name
from listgen.domain.picture import Picture
from listgen.domain.run import Experiment, RunReport, SkuReport
from listgen.engine.documents import listing_document, run_head, to_json
from listgen.engine.files import keep_only, remove_leftovers, write_bytes, write_stream, write_text
from listgen.engine.results import Results
from listgen.engine.settings import RunSettings
from listgen.marketplaces.bundle import build_bundle
from listgen.marketplaces.profile import Profile
from listgen.review.report import render_report


def prepare_output(out: Path) -> None:
    """Make the output folder, free of what a killed run left half written."""
    out.mkdir(parents=True, exist_ok=True)
    remove_leftovers(out)


def write_output(
    settings: RunSettings,
    profiles: Sequence[tuple[Profile, str]],
    report: RunReport,
    results: Results,
    *,
    written: bool = False,
) -> RunReport:
    """Write everything and return the report with the places of its pictures and the bundles filled in.

    `results` are the products of the report; `written` says that the files of their listings are there already.
    """
    out = settings.out
    prepare_output(out)
    places, bundles = _write_bundles(settings, profiles, report, results)
    report = replace(report, bundles=tuple(bundles))
    report = _with_places(report, places, out)
    _write_listings(report, out, written=written)
    _write_experiments(report.experiments, out / "experiments")
    write_stream(out / "run.json", _run_json(report, results.entries()))
    write_text(out / "report.html", render_report(report, out=out, project=settings.project))
    return report


def write_listing(sku: SkuReport, out: Path) -> None:
    """Write the `listing.json` of a product."""
    write_text(out / "listings" / safe_name(sku.sku) / "listing.json", to_json(listing_document(sku, out)))


def _run_json(report: RunReport, entries: Iterable[str]) -> Iterator[bytes]:
    """Yield `run.json` piece by piece: its products stand at its end."""
    head = to_json(run_head(report))
    first = True
    for entry in entries:
        yield (f"{head.removesuffix(_NO_SKUS)}{_SKUS}{entry}" if first else f",\n{entry}").encode()
        first = False
    yield (head if first else _END).encode()


_NO_SKUS, _SKUS, _END = ' "skus": []\n}\n', ' "skus": [\n', "\n ]\n}\n"


def _write_bundles(
    settings: RunSettings, profiles: Sequence[tuple[Profile, str]], report: RunReport, results: Results
) -> tuple[dict[str, Path], list[tuple[str, int]]]:
    """Write all bundles; returns where the bytes of each picture lie, and the bundles with their number of SKUs."""
    places: dict[str, Path] = {}
    counts = []
    chosen = {sku.sku for sku in report.lines or report.skus}
    families = tuple(
        replace(family, skus=tuple(sku for sku in family.skus if sku in chosen)) for family in report.catalog.families
    )
    for profile, locale in profiles:
        channel = profile.channel(locale)
        for variant in settings.variants:
            bundle = build_bundle(
                profile,
                locale=locale,
                variant=variant.name,
                listings=results.listings(channel.id, variant.name),
                families=tuple(family for family in families if family.skus),
                seller=settings.seller,
            )
            folder = settings.out / channel.id / variant.name
            for file in bundle.files:
                write_stream(_inside(folder, file.path), file.chunks())
            for image in bundle.images:
                if image.source is None:
                    continue  # a picture that was never rendered has no bytes to upload
                target = _inside(folder, image.path)
                write_bytes(target, image.source.read_bytes())
                places.setdefault(image.blob, target)
            keep_only(folder, [file.path for file in bundle.files] + [image.path for image in bundle.images])
            counts.append((f"{channel.id}/{variant.name}", len(bundle.skus)))
    return places, counts


def _inside(folder: Path, relative: str) -> Path:
    """Return the path of a bundle's file; a name that leads out of the bundle is a bug and raises ValueError."""
    target = (folder / relative).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise ValueError(f"{relative!r} leads out of {folder}")
    return folder / relative


def _with_places(report: RunReport, places: dict[str, Path], out: Path) -> RunReport:
    """Point every picture to a file below `out`; those that no bundle shows are written beside their listing."""

    def placed(sku: str, picture: Picture) -> Picture:
        if picture.blob not in places and picture.path is not None:
            target = (
                out / "listings" / safe_name(sku) / f"{picture.kind}-{picture.width}x{picture.height}{picture.suffix}"
            )
            write_bytes(target, picture.path.read_bytes())
            places[picture.blob] = target
        return replace(picture, path=places.get(picture.blob))

    def listed(listing: Listing) -> Listing:
        return replace(listing, pictures=tuple(placed(listing.product.sku, picture) for picture in listing.pictures))

    def whole(sku: SkuReport) -> SkuReport:
        return replace(sku, listings=tuple(listed(item) for item in sku.listings))

    if report.lines and not any(line.blobs for line in report.lines):
        return report
    return replace(report, skus=_Placed(report.skus, whole) if report.lines else tuple(map(whole, report.skus)))


class _Placed(Sequence[SkuReport]):
    """Products that are read one by one, each with the places of its pictures."""

    def __init__(self, skus: Sequence[SkuReport], place: Callable[[SkuReport], SkuReport]) -> None:
        self._skus, self._place = skus, place

    def __len__(self) -> int:
        return len(self._skus)

    @overload
    def __getitem__(self, at: int) -> SkuReport: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[SkuReport]: ...

    def __getitem__(self, at: int | slice) -> SkuReport | Sequence[SkuReport]:
        if isinstance(at, slice):
            return [self._place(sku) for sku in self._skus[at]]
        return self._place(self._skus[at])

    def __iter__(self) -> Iterator[SkuReport]:
        return map(self._place, self._skus)


def _write_listings(report: RunReport, out: Path, *, written: bool) -> None:
    folder = out / "listings"
    kept = {f"{safe_name(line.sku)}/listing.json" for line in report.lines}
    for sku in () if written else report.skus:
        write_listing(sku, out)
        kept.add(f"{safe_name(sku.sku)}/listing.json")
        kept.update(
            picture.path.relative_to(folder).as_posix()
            for listing in sku.listings
            for picture in listing.pictures
            if picture.path is not None and picture.path.is_relative_to(folder)
        )
    if folder.is_dir():
        keep_only(folder, kept)


def _write_experiments(experiments: Iterable[Experiment], folder: Path) -> None:
    names = []
    for experiment in experiments:
        names.append(f"{experiment.name}.json")
        document = {"schema": "listgen.experiment/1", **_EXPERIMENT.dump_python(experiment, mode="json")}
        write_text(folder / names[-1], to_json(document))
    if folder.is_dir():
        keep_only(folder, names)


_EXPERIMENT = TypeAdapter(Experiment)
