"""The table that a profile describes: one exporter for every marketplace whose file is rows under a head.

The profile's `[file]` says how the file is written, its `[[columns]]` what stands in each column; no code knows the
marketplace. `readers/profiled.py` reads the same description backwards.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.errors import MarketplaceError
from listgen.marketplaces.cells import clean, guard
from listgen.marketplaces.columns import Column, fill
from listgen.marketplaces.exporters.parts import Block, packed, split
from listgen.marketplaces.exporters.required import Required, missing
from listgen.marketplaces.exporters.sources import Sources, options_of
from listgen.marketplaces.exporters.workbooks import write_workbooks
from listgen.marketplaces.names import digest
from listgen.marketplaces.profile import FileFormat
from listgen.marketplaces.records import Export, ExportJob
from listgen.marketplaces.rules.limits import cut

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json]"
# Names that tie rows together: one that is cut must not become another's.
_TIES = frozenset({"sku", "parent_sku", "group"})
_ADDRESSES = frozenset({"link", "main_image", "images", "extra_images", "option_image"})
_MOST_SPREAD = 30
_HASH = 9


@dataclass(frozen=True, slots=True)
class _Place:
    """One column of the file: its name, the column of the profile, and the item or the attribute in it."""

    name: str
    column: Column
    number: int | None = None
    attribute: str = ""


def export_table(job: ExportJob) -> Export:
    """Return the table of a profile's columns, in as many files as its limits ask for; families stay together.

    A cell that is longer than its column takes is cut at a word, with a finding. What is required and empty is a
    finding of its row, or a gap of the bundle where no row has it.

    Raises:
        MarketplaceError: The profile has no columns.
    """
    made = _export(job)
    for table in job.profile.further:
        if job.seller.choice(job.profile.name, table.setting) != "true":
            continue
        more = _export(replace(job, profile=replace(job.profile, file=table.file, columns=table.columns)))
        made = Export(
            (*made.files, *more.files),
            made.skus,
            made.left_out,
            (*made.findings, *(finding for finding in more.findings if finding not in made.findings)),
            (*made.gaps, table.step, *(gap for gap in more.gaps if gap not in made.gaps)),
        )
    return made


def _export(job: ExportJob) -> Export:
    rules = job.profile.file
    if not job.profile.columns:
        raise MarketplaceError(
            f"the profile `{job.profile.name}` has the format `table` but no [[columns]]",
            hint="add one table [[columns]] for each column of the file",
        )
    sold_only = rules.rows == "sold"
    written = [item for item in job.listings if not (sold_only and item.product.kind is ProductKind.PARENT)]
    if rules.rows == "families":
        written = [item for item in written if item.product.kind is not ProductKind.VARIATION or job.parent(item)]
    if job.channel.family_text and sold_only:
        # The rows of a family show one text, its parent's.
        written = [_with_text_of(job.parent(item), item) for item in written]
    writer = _Writer(job, written)
    sources = Sources(job)
    foreign = [item for item in written if item.product.price is not None and sources.foreign(item)]
    writer.findings += [job.foreign_price_finding(item) for item in foreign]
    rows = [writer.row(listing) for listing in written]
    blocks: list[list[list[str]]] = []
    known = ""
    for listing, row in zip(written, rows, strict=True):
        family = listing.product.family
        if not family or family != known:
            blocks.append([])
        blocks[-1].append(row)
        known = family
    gaps, findings = writer.missing(written, rows)
    if rules.layout == "workbook":
        files = write_workbooks(rules, writer.head_rows(), blocks, writer.kinds())
    else:
        files = split(
            rules.name,
            (Block(writer.lines(block), len(block)) for block in blocks),
            max_bytes=rules.max_bytes,
            max_rows=rules.max_rows,
            head=writer.head(),
        )
        files = tuple(packed(file) for file in files)
    skus = tuple(listing.product.sku for listing in written)
    return Export(files, skus, findings=(*writer.findings, *findings), gaps=gaps)


def _with_text_of(parent: Listing | None, listing: Listing) -> Listing:
    return replace(listing, draft=parent.draft) if parent is not None else listing


def locale_words(job: ExportJob) -> Mapping[str, str]:
    """Return what stands for names in braces in heads and info lines: currency, country, language, the locale's own."""
    language, _, country = job.channel.locale.partition("-")
    own = job.profile.locale_rules(job.channel.locale).words
    return {"currency": job.channel.currency, "country": country, "language": language} | own


class _Writer:
    """Fills rows, and writes them as text."""

    def __init__(self, job: ExportJob, listings: Sequence[Listing]) -> None:
        self._job = job
        self._rules: FileFormat = job.profile.file
        self._sources = Sources(job)
        self._words = locale_words(job)
        self._places = tuple(self._all_places(listings))
        self.findings: list[Finding] = []

    def _all_places(self, listings: Sequence[Listing]) -> Iterable[_Place]:
        own = {column.attribute.lower() for column in self._job.profile.columns if column.attribute}
        for column in self._job.profile.columns:
            if not column.spread:
                yield from (_Place(name, column, number) for name, number in column.names(self._words))
                continue
            # Of more names than there is room for, those of most listings stay; equal ones as the sheet has them.
            counts = Counter(
                name for listing in listings for name, _ in self._sources.attributes(listing) if name.lower() not in own
            )
            ordered = [name for name, _ in counts.most_common(column.most or _MOST_SPREAD)]
            yield from (_Place(column.name.replace("{name}", name), column, attribute=name) for name in ordered)

    def row(self, listing: Listing) -> list[str]:
        """Return the cells of a listing, JSON text for those that are no text in JSON lines."""
        cells = [self._cell(listing, place) for place in self._places]
        self._note_lost_letters(listing, cells)
        return cells

    def _note_lost_letters(self, listing: Listing, cells: Sequence[str]) -> None:
        encoding = self._rules.encoding
        lost = {char for cell in cells for char in clean(cell) if not _can(char, encoding)} if "gb" in encoding else ()
        if lost:
            self.findings.append(
                self._job.finding(
                    "export.letters",
                    f"the file's encoding ({encoding.upper()}) has no `{min(lost)}`; a question mark stands there",
                    sku=listing.product.sku,
                    severity=Severity.WARNING,
                    hint="leave the character out of the sheet",
                )
            )

    def _cell(self, listing: Listing, place: _Place) -> str:
        column = place.column
        if listing.product.kind.value not in column.rows:
            return ""
        values = self._values(listing, place)
        if not values:
            return ""
        if self._rules.layout == "json-lines" or column.kind == "object":
            return json.dumps(self._typed(listing, column, values), ensure_ascii=False)
        return self._fitted(listing, column, self._joined(column, values))

    def _values(self, listing: Listing, place: _Place) -> tuple[str, ...]:
        column = place.column
        if column.setting:
            product = listing.product
            own = self._job.seller.choice(self._job.profile.name, column.setting, product.sku, listing.item_type)
            if own:
                return (own,)
        found: tuple[str, ...] = ()
        named = place.attribute or column.attribute
        if named:
            known = {name.lower(): kept for name, kept in self._sources.attributes(listing)}
            found = known.get(named.lower(), ())
        elif column.holds:
            found = self._sources.values(listing, column.holds)
        if place.number is not None:
            found = found[place.number - 1 : place.number]
        elif column.pick is not None:
            found = found[column.pick - 1 : column.pick]
        if column.most is not None and not column.spread:
            found = found[: column.most]
        if not found:
            return (fill(column.text, self._words),) if column.text else ()
        return tuple(kept for kept in (_said(column.words, value) for value in found) if kept)

    def _joined(self, column: Column, values: Sequence[str]) -> str:
        mark = column.join.strip()
        if mark and len(values) > 1:
            # An address says it in other letters, a text does without the mark that would divide it.
            escaped = "".join(f"%{byte:02X}" for byte in mark.encode()) if column.holds in _ADDRESSES else " "
            values = [" ".join(value.replace(mark, escaped).split()) for value in values]
        return column.join.join(column.entry(value, place) for place, value in enumerate(values))

    def _typed(self, listing: Listing, column: Column, values: Sequence[str]) -> Json:
        if column.kind == "list":
            return [self._fitted(listing, column, value) for value in values]
        if column.kind == "object":
            return dict(options_of(listing, self._job.channel.locale))
        joined = self._joined(column, values)
        if column.kind == "boolean":
            return joined == self._rules.yes
        if column.kind in ("number", "integer"):
            try:
                return int(joined) if column.kind == "integer" else float(joined)
            except ValueError:
                return joined
        return self._fitted(listing, column, joined)

    def _fitted(self, listing: Listing, column: Column, text: str) -> str:
        limit = column.limit.text_limit if column.limit else None
        if limit is None or limit.measure(text) <= limit.maximum:
            return text
        if column.holds in _TIES:
            mark = f"-{digest(text)}"
            kept = text
            while limit.measure(kept + mark) > limit.maximum and kept:
                kept = kept[: min(len(kept) - 1, limit.maximum - _HASH)] if len(kept) > limit.maximum else kept[:-1]
            return kept + mark
        kept = text[: cut(text, limit)]
        if " " in kept and not text[len(kept) : len(kept) + 1].isspace():
            kept = kept.rpartition(" ")[0]
        self.findings.append(
            self._job.finding(
                "export.cut",
                f"`{column.name}` has {limit.measure(text)} {limit.unit}, {self._job.profile.title} takes "
                f"{limit.maximum}; it is cut",
                sku=listing.product.sku,
                severity=Severity.WARNING,
                field=column.name,
                hint="shorten the cell in the sheet",
            )
        )
        return kept.rstrip()

    def missing(
        self, listings: Sequence[Listing], rows: Sequence[Sequence[str]]
    ) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        """Return what no row has though the marketplace requires it, as lines for the HOWTO; and findings of rows."""
        wanted = []
        for at, place in enumerate(self._places):
            column = place.column
            if not column.required or (place.number or 1) > 1:
                continue
            asked = [number for number, item in enumerate(listings) if item.product.kind.value in column.rows]
            skus = [listings[number].product.sku for number in asked]
            lacking = [listings[number].product.sku for number in asked if not rows[number][at]]
            wanted.append(Required(place.name.partition("(")[0], column.hint, skus, lacking))
        return missing(self._job, wanted)

    def head_rows(self) -> list[list[str]]:
        """Return the head rows, each of which shows one thing of every column."""
        return [
            [
                {"name": place.name, "label": place.column.label, "need": place.column.need, "": ""}[row]
                for place in self._places
            ]
            for row in self._rules.heads
        ]

    def kinds(self) -> tuple[str, ...]:
        """Return the kind of each column's values."""
        return tuple(place.column.kind for place in self._places)

    def head(self) -> bytes:
        """Return everything before the first row of data."""
        rules = self._rules
        if rules.layout == "json-lines":
            return b""
        info = "".join(fill(line, self._words) + rules.newline for line in rules.info)
        return self._encoded(info + self._text(self.head_rows()), first=True)

    def lines(self, rows: Sequence[Sequence[str]]) -> bytes:
        """Return rows of data as the file has them."""
        if self._rules.layout == "json-lines":
            names = [json.dumps(place.name, ensure_ascii=False) for place in self._places]
            # A cell is JSON text already; what is empty is left out, as feeds ask for.
            objects = (
                ", ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=True) if cell) for row in rows
            )
            return self._encoded("".join(f"{{{content}}}{self._rules.newline}" for content in objects))
        return self._encoded(self._text([[guard(clean(cell)) for cell in row] for row in rows]))

    def _text(self, rows: Iterable[Sequence[str]]) -> str:
        rules = self._rules
        if rules.quoting == "never":
            flat = ([" ".join(cell.replace(rules.delimiter, " ").split()) for cell in row] for row in rows)
            return "".join(rules.delimiter.join(row) + rules.newline for row in flat)
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=rules.delimiter,
            lineterminator=rules.newline,
            quoting=csv.QUOTE_ALL if rules.quoting == "all" else csv.QUOTE_MINIMAL,
        )
        for row in rows:
            writer.writerow([cell.replace("\n", rules.cell_newline) for cell in row])
        return out.getvalue()

    def _encoded(self, text: str, *, first: bool = False) -> bytes:
        encoding = self._rules.encoding
        if encoding == "utf-8-sig" and not first:
            encoding = "utf-8"
        if encoding == "utf-16":
            return (b"\xff\xfe" if first else b"") + text.encode("utf-16-le")
        # A character that GBK lacks (an emoji, a rare letter) must not cost the file.
        return text.encode(encoding, errors="replace")


def _said(words: Mapping[str, str], value: str) -> str:
    return words.get(value, words.get("*", value)) if words else value


@cache
def _can(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
