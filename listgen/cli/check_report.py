"""`listgen check --report`: the diagnosis of a catalogue, from what the check found, the fact lock and the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.cli.check_facts import locale_language
from listgen.domain.finding import Finding
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.errors import ListgenError, UsageError
from listgen.facts.coverage import carried_facts
from listgen.facts.language import detect_language
from listgen.facts.plain_text import mask_markup
from listgen.facts.product_names import read_name
from listgen.facts.product_types import product_type
from listgen.marketplaces.check import CheckedListing, CheckReport
from listgen.marketplaces.check_bundle import MANIFEST, read_bundle
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.review.diagnosis import PictureSubject, Subject, diagnose, render_diagnosis

if TYPE_CHECKING:
    from listgen.cli.check_facts import LockedListing
    from listgen.cli.check_keywords import Searches

# Enough texts to tell the language of a file; enough pictures to see what they are like.
_TOLD = 40
_MOST_PICTURES = 400
_SMALL = 128
_WHITE = 250


def write_report(
    out: Path,
    paths: Sequence[Path],
    reports: Sequence[CheckReport],
    locked: Sequence[Sequence[LockedListing]],
    searches: Searches | None = None,
) -> None:
    """Write the diagnosis page. Raises UsageError where it would replace a file that is checked."""
    if any(out.exists() and path.exists() and out.samefile(path) for path in paths):
        raise UsageError(f"`{out}` is checked, it cannot be the report", hint="give --report another name")
    subjects = [
        one for report, facts in zip(reports, locked, strict=True) for one in _subjects(report, facts, searches)
    ]
    found = [finding for report in reports for finding in report.findings]
    found += [finding for facts in locked for one in facts for finding in one.findings]
    files = list(dict.fromkeys(Path(name).name for report in reports for name in report.files))
    name = paths[0].resolve().name if len(paths) == 1 else f"{len(paths)} files"
    page = render_diagnosis(diagnose(name, files, subjects, found, list(_pictures(paths))), Path.cwd())
    out.write_text(page, encoding="utf-8")


def _subjects(report: CheckReport, locked: Sequence[LockedListing], searches: Searches | None) -> Iterator[Subject]:
    by_place: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in report.findings:
        by_place.setdefault((finding.sku, finding.row), []).append(finding)
    compared = {id(one.listing): one for one in locked}
    languages = _languages(report.listings)
    for listing in report.listings:
        record, one = listing.record, compared.get(id(listing))
        if not record.texts or listing.channel is None:
            continue
        # A SKU may stand in several bundles: the place of a finding begins with that of its listing.
        own = [one for one in by_place.get((record.sku, record.row), ()) if one.place.startswith(listing.place)]
        language = one.language if one else languages.get(listing.place, "")
        yield Subject(
            sku=record.sku,
            bundle=listing.place,
            place=f"{listing.place}, row {record.row}" if record.row else listing.place,
            market=_market(listing),
            channel=listing.channel,
            texts=record.texts,
            findings=(*own, *(one.findings if one else ())),
            facts=_facts(one) if one else (),
            missing=one.facts.missing if one and one.facts else (),
            wanted=_wanted(listing, one) if language in ("", "en") else (),
            keywords=searches.coverage(listing) if searches else None,
            pictures=len(record.images),
            language=language,
        )


def _market(listing: CheckedListing) -> str:
    name = listing.channel.marketplace if listing.channel else ""
    return load_profile(name).title if name in profile_names() else name or listing.place


def _languages(listings: Sequence[CheckedListing]) -> dict[str, str]:
    """Return the language of each place: its locale, else that of its first texts."""
    texts: dict[str, list[str]] = {}
    found = {}
    for listing in listings:
        if code := locale_language(listing):
            found[listing.place] = code
        elif len(texts.setdefault(listing.place, [])) < _TOLD:
            texts[listing.place] += [item for text in listing.record.texts for item in text.items]
    return found | {place: detect_language("\n".join(said)) for place, said in texts.items() if place not in found}


def _facts(one: LockedListing) -> tuple[tuple[str, bool], ...]:
    if one.facts is None:
        return ()
    record = one.listing.record
    said = [mask_markup(item) for text in (*record.texts, *record.others) for item in text.items]
    # Most claims name their cell; a use or a kind of lid makes no claim, and stands in the text all the same.
    used = {claim.cell for claim in one.claims if claim.held and claim.cell}
    used |= {fact.cell for fact in carried_facts(said, one.facts, language=one.language)}
    return tuple((fact.label, fact.cell in used) for fact in one.facts.facts)


def _wanted(listing: CheckedListing, one: LockedListing | None) -> tuple[str, ...]:
    """Return the words that people search such a product by: its noun, and what else it is called."""
    if one is not None and one.facts is not None:
        type_id, noun = one.facts.type_id, one.facts.noun
    else:
        title = " ".join(listing.record.items("title"))
        name = read_name(Product(sku="", name=title, row=CellRef(listing.place, 0, "", "")))
        type_id, noun = name.type_id, name.noun
    words = product_type(type_id).search_words(noun) if noun else ()
    return (noun, *words) if words else ()


def _pictures(paths: Sequence[Path]) -> Iterator[PictureSubject]:
    """Yield the measured pictures of bundles, at most a few hundred of all, evenly from each."""
    entries = []
    for path in paths:
        folder = path if path.is_dir() else path.parent
        manifests = [folder / MANIFEST] if (folder / MANIFEST).is_file() else sorted(folder.glob(f"*/*/{MANIFEST}"))
        if path.is_file() and path.name != MANIFEST:
            continue
        for manifest in manifests:
            try:
                bundle = read_bundle(manifest.parent)
            except ListgenError:
                continue  # the check has told it
            entries.append([(bundle, image) for image in bundle.images])
    seen: set[str] = set()
    for row in zip_longest(*entries):
        for bundle, image in filter(None, row):
            place = bundle.inside(image.path)
            if place is None or image.sha256 in seen or len(seen) >= _MOST_PICTURES:
                continue
            seen.add(image.sha256)
            measured = _measured(place)
            if measured is not None:
                yield PictureSubject(image.sku, image.path.rsplit("/", 1)[-1], image.slot, *measured)


def _measured(place: Path) -> tuple[int, int, float] | None:
    """Return width, height, and the share of white in the border; None for what is no readable picture."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(place) as picture:
                width, height = picture.size
                picture.draft("RGB", (_SMALL, _SMALL))
                picture.thumbnail((_SMALL, _SMALL))
                small = picture.convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, Warning, ValueError, SyntaxError):
        return None
    right, bottom = small.width - 1, small.height - 1
    border = [(x, y) for x in range(right + 1) for y in (0, bottom)]
    border += [(x, y) for y in range(bottom + 1) for x in (0, right)]
    white = sum(min(_rgb(small.getpixel(point))) >= _WHITE for point in border)
    return width, height, white / len(border)


def _rgb(value: float | tuple[int, ...] | None) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (0,)
