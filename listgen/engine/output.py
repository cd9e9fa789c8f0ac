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
<<<<<<< HEAD
=======
_SPEND = TypeAdapter(Spend)


class _Counts(TypedDict):
    skus: int
    done: int
    attention: int
    left_out: int


def run_document(report: RunReport) -> dict[str, Any]:
    """Return `run.json`. It tells of the result, not of one run's way there, so a rerun leaves its bytes unchanged."""
    states = [sku.status.value for sku in report.skus]
    counts = _Counts(
        skus=len(states),
        done=states.count("done"),
        attention=states.count("attention"),
        left_out=states.count("left out"),
    )
    return {
        "schema": "listgen.run/1",
        "brand": report.brand,
        "rules_date": report.rules_date,
        "channels": report.channels,
        "variants": report.variants,
        "text": report.text_by,
        "images": report.images_by,
        "counts": counts,
        "calls": report.calls,
        "cost_usd": report.cost_usd,
        "bundles": [{"bundle": name, "skus": count} for name, count in report.bundles],
        "experiments": [experiment.name for experiment in report.experiments],
        "findings": [finding_document(finding) for finding in report.findings],
        "skus": [
            {
                "sku": sku.sku,
                "name": sku.name,
                "status": sku.status.value,
                "findings": [
                    finding_document(finding)
                    for finding in (*sku.findings, *(f for listing in sku.listings for f in listing.findings))
                ],
                "missing_facts": list(sku.facts.missing) if sku.facts else [],
                "spend": [_SPEND.dump_python(spend, mode="json") for spend in sku.spend],
            }
            for sku in report.skus
        ],
    }


def finding_document(finding: Finding) -> dict[str, object]:
    """Return a finding for a JSON file, without its empty fields."""
    values = {field.name: getattr(finding, field.name) for field in fields(finding)}
    return {name: value for name, value in values.items() if value not in ("", None)}


def listing_document(sku: SkuReport, out: Path) -> dict[str, object]:
    """Return `listing.json`: per channel and variant the text, the claims with evidence, pictures and findings."""
    return {
        "schema": "listgen.listing/1",
        "sku": sku.sku,
        "name": sku.name,
        "status": sku.status.value,
        "facts": _facts(sku),
        "attributes": _attributes(sku),
        "missing_facts": list(sku.facts.missing) if sku.facts else [],
        "findings": [finding_document(finding) for finding in sku.findings],
        "listings": [
            {
                "channel": listing.channel,
                "variant": listing.variant.name,
                "factor": listing.variant.factor,
                "text": {
                    text.name: {"items": list(text.items), "writer": text.writer, "cites": list(text.cites)}
                    for text in listing.draft.fields
                },
                "claims": [
                    {
                        "field": claim.field,
                        "item": claim.item,
                        "start": claim.start,
                        "end": claim.end,
                        "text": claim.text,
                        "kind": claim.kind,
                        "verdict": claim.verdict.value,
                        "cell": str(claim.cell) if claim.cell else None,
                        "source": claim.cell.text if claim.cell else None,
                        "rule": claim.rule or None,
                        "value": claim.value or None,
                        "about": claim.about or None,
                        "hedge": claim.hedge or None,
                        "denied": claim.denied,
                        "note": claim.note or None,
                    }
                    for claim in listing.claims
                ],
                "pictures": [_picture(picture, out) for picture in listing.pictures],
                "findings": [finding_document(finding) for finding in listing.findings],
                **_keywords(listing),
            }
            for listing in sku.listings
        ],
    }


def _facts(sku: SkuReport) -> list[dict[str, object]]:
    if sku.facts is None:
        return []
    return [
        {
            "id": fact.id,
            "key": fact.key,
            "label": fact.label,
            "kind": fact.kind.value,
            "part": fact.part or None,
            "cell": str(fact.cell),
            "source": fact.cell.text,
        }
        for fact in sku.facts.facts
    ]


def _keywords(listing: Listing) -> dict[str, object]:
    """Return what became of the keywords of a listing; nothing where the run has none."""
    coverage = listing.keywords
    if coverage is None:
        return {}
    rows = [
        {
            "keyword": use.keyword.text,
            "volume": use.keyword.volume,
            "state": "left out" if use.left_out else "found" if use.found else "missing",
            "found": list(use.found),
            "reason": use.reason or None,
            "cell": str(use.keyword.cell),
        }
        for use in coverage.uses
    ]
    share = None if coverage.share is None else round(coverage.share, 4)
    return {"keywords": {"share": share, "covered": coverage.covered, "wanted": coverage.wanted, "rows": rows}}


def _attributes(sku: SkuReport) -> list[dict[str, object]]:
    """Return the attributes of a SKU with the cell and the span that says each; they are the same in all channels."""
    found = sku.listings[0].attributes if sku.listings else ()
    return [
        {
            "name": attribute.name,
            "value": attribute.value,
            "key": attribute.key or None,
            "method": attribute.method,
            "sure": attribute.sure,
            "cell": str(attribute.source) if attribute.source else None,
            "source": attribute.source.text if attribute.source else None,
            "start": attribute.start,
            "end": attribute.end,
        }
        for attribute in found
    ]


_PICTURE = TypeAdapter(Picture)


def _picture(picture: Picture, out: Path) -> dict[str, object]:
    document = _PICTURE.dump_python(picture, mode="json", exclude={"path", "findings"})
    document["file"] = picture.path.relative_to(out).as_posix() if picture.path else None
    document["findings"] = [finding_document(finding) for finding in picture.findings]
    return dict(document)
>>>>>>> 0ebeca9 (Search terms from a keyword file: planned by searches under byte limits, held to the sheet, coverage in report and listing.json)
