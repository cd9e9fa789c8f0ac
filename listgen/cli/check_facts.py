"""The fact lock for `listgen check --catalog`: every claim of a listing file against the product sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.catalog.brand_kit import find_brand_kit, read_brand_kit
from listgen.catalog.read import read_catalog
from listgen.cli.settings import project_kit, resolve_catalog
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Claim, FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Catalog, Product, ProductKind
from listgen.facts.build import build_fact_sheet
from listgen.facts.language import LANGUAGES, detect_language, language
from listgen.facts.lock import check_claims, coverage_findings, lock_findings
from listgen.facts.plain_text import mask_markup
from listgen.facts.scripts import is_unspaced
from listgen.marketplaces.check import CheckedListing, SheetSide

if TYPE_CHECKING:
    from listgen.copywriting.keywords import KeywordIndex
    from listgen.domain.keyword import JudgedKeyword

_DEFAULT = "en"
_OF_FAMILIES = frozenset({"shopify-csv", "etsy-sheet"})
_OWN_SCRIPT = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True)
class LockedListing:
    """A listing after the lock: its claims with their verdicts, the findings, and the language it was read in.

    `facts` is what the sheet says of the product, None for one that was not compared.
    """

    listing: CheckedListing
    language: str
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    facts: FactSheet | None = None


def open_lock(catalog_path: Path, brand: str | None) -> Lock:
    """Return the product sheet with the brand kit's voice; columns, and the kit where none is given, are those of
    the sheet's `listgen.toml`.

    Raises:
        CatalogError: The sheet cannot be read.
        UsageError: The sheet does not exist, or the brand kit is unknown or broken.
    """
    path, photos, columns = resolve_catalog(catalog_path, None)
    kit = brand or project_kit(catalog_path)
    return Lock(
        read_catalog(path, columns=columns, photos=photos),
        read_brand_kit(find_brand_kit(kit, Path.cwd())).voice if kit else Voice(),
    )


class Lock:
    """The sheet and the kit, with the fact sheets that were built so far."""

    def __init__(self, catalog: Catalog, voice: Voice) -> None:
        self._catalog = catalog
        self._voice = voice
        self._products = {product.sku: product for product in catalog.products}
        folded = Counter(_folded(sku) for sku in self._products)
        self._folded = {_folded(sku): sku for sku in self._products if folded[_folded(sku)] == 1}
        self._sheets: dict[str, tuple[FactSheet, tuple[FactSheet, ...]]] = {}
        self._brands = tuple(dict.fromkeys(product.brand for product in catalog.products if product.brand))

    def sheet_side(self, sku: str) -> SheetSide | None:
        """Return what the sheet knows of a SKU, None where it has no row."""
        product = self._product(sku)
        return SheetSide(product, self._facts(product)[0].type_id) if product else None

    def judged(self, sku: str, index: KeywordIndex) -> tuple[JudgedKeyword, ...] | None:
        """Return the keywords of a SKU, each with the reason why no text may use it; None where no row has the SKU."""
        from listgen.copywriting.keywords import judge_keywords

        product = self._product(sku)
        if product is None:
            return None
        facts, siblings = self._facts(product)
        skus = (product.sku, product.parent_sku) if product.parent_sku else (product.sku,)
        rows = index.of_product(facts.type_id, facts.noun, skus)
        return judge_keywords(rows, facts, voice=self._voice, siblings=siblings, brands=self._brands)

    def listings(self, listings: Iterable[CheckedListing]) -> tuple[LockedListing, ...]:
        """Return every listing that holds text, with each claim compared with the row of its SKU.

        The language is that of the bundle's locale, else what the text is written in; a text in a language that the
        lock does not read gets the finding `fact.not-checked`.
        """
        told = [listing for listing in listings if listing.record.texts or listing.record.others]
        codes = _languages(told)
        return tuple(self._checked(listing, code) for listing, code in zip(told, codes, strict=True))

    def _product(self, sku: str) -> Product | None:
        # Etsy's sheet has one row a family, with all its SKUs in a cell.
        for name in (sku, sku.split(",", maxsplit=1)[0].strip()):
            found = self._products.get(name) or self._products.get(self._folded.get(_folded(name), ""))
            if found is not None:
                return found
        return None

    def _checked(self, listing: CheckedListing, code: str) -> LockedListing:
        sku = listing.record.sku
        product = self._product(sku)
        if product is None:
            return LockedListing(listing, code, (), (_unknown(listing),))
        if code not in LANGUAGES:
            return LockedListing(listing, code, (), (_not_checked(listing, code),))
        facts, siblings = self._facts(self._speaker(listing, product))
        claims: list[Claim] = []
        findings: list[Finding] = []
        for text in (*listing.record.texts, *listing.record.others):
            items = [mask_markup(item) for item in text.items]
            found = check_claims(text.name, items, facts, voice=self._voice, siblings=siblings, language=code)
            claims += found
            findings += lock_findings(found, sku=sku, channel="", variant="")
        if _is_whole(listing):
            told = [mask_markup(item) for item in _items(listing)]
            findings += coverage_findings(told, facts, sku=sku, channel="", variant="", language=code)
        if not language(code).full:
            findings.append(_partly(listing, code))
        place = ", ".join(part for part in (listing.place, _row(listing)) if part)
        return LockedListing(
            listing,
            code,
            tuple(claims),
            tuple(replace(finding, row=listing.record.row, place=place) for finding in findings),
            facts,
        )

    def _facts(self, product: Product) -> tuple[FactSheet, tuple[FactSheet, ...]]:
        if product.sku not in self._sheets:
            others = self._catalog.siblings(product) if product.kind is not ProductKind.SIMPLE else ()
            siblings = tuple(build_fact_sheet(other) for other in others)
            self._sheets[product.sku] = build_fact_sheet(product, others), siblings
        return self._sheets[product.sku]

    def _speaker(self, listing: CheckedListing, product: Product) -> Product:
        """Return the product whose text this is: on Shopify and Etsy a row carries that of the whole family."""
        if listing.format not in _OF_FAMILIES or product.kind is not ProductKind.VARIATION:
            return product
        return next(
            (
                other
                for other in self._catalog.products
                if other.kind is ProductKind.PARENT and other.family == product.family
            ),
            product,
        )


def _languages(listings: Sequence[CheckedListing]) -> Iterator[str]:
    """Yield the language of each listing; a title too short to tell is in the language of the rest of its file."""
    found = [
        locale_language(listing) or detect_language("\n".join(_words(item) for item in _items(listing)))
        for listing in listings
    ]
    by_place: dict[str, Counter[str]] = {}
    for listing, code in zip(listings, found, strict=True):
        if code:
            by_place.setdefault(listing.place, Counter())[code] += 1
    for listing, code in zip(listings, found, strict=True):
        common = by_place.get(listing.place)
        yield code or (common.most_common(1)[0][0] if common else _DEFAULT)


def locale_language(listing: CheckedListing) -> str:
    """Return the language of a listing's locale; "" without one, and where no text is in its script.

    What goes to a Chinese channel without a translation is English, and read as such.
    """
    code = listing.locale.split("-", maxsplit=1)[0].lower()
    foreign = code in _OWN_SCRIPT and not any(is_unspaced(item) for item in _items(listing))
    return "" if foreign else code


def _is_whole(listing: CheckedListing) -> bool:
    """Tell whether this is a listing and not a title alone: only of a whole one it can be said what it leaves out."""
    given = {text.name for text in listing.record.texts if any(item.strip() for item in text.items)}
    return len(given & {"title", "bullets", "description"}) > 1


def _items(listing: CheckedListing) -> Iterator[str]:
    for text in (*listing.record.texts, *listing.record.others):
        yield from text.items


def _words(text: str) -> str:
    return " ".join(mask_markup(text).split())


def _folded(sku: str) -> str:
    # A spreadsheet program takes leading zeros and case lightly.
    return sku.strip().casefold().lstrip("0")


def _row(listing: CheckedListing) -> str:
    return f"row {listing.record.row}" if listing.record.row else ""


def _unknown(listing: CheckedListing) -> Finding:
    return _remark(
        listing,
        "fact.no-row",
        "no row of the sheet has this SKU, so its claims cannot be checked",
        "give the sheet that the listing was made from",
    )


def _not_checked(listing: CheckedListing, code: str) -> Finding:
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        name = code
    return _remark(
        listing,
        "fact.not-checked",
        f"the text is not checked: the lock does not read {name}",
        f"it reads {', '.join(language(known).name for known in LANGUAGES)}",
    )


def _partly(listing: CheckedListing, code: str) -> Finding:
    return _remark(
        listing,
        "fact.partly-checked",
        f"in {language(code).name} quantities, colours, materials and negations are checked, not every promise",
        "read the promises yourself",
        Severity.INFO,
    )


def _remark(
    listing: CheckedListing, code: str, message: str, hint: str, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        message=message,
        sku=listing.record.sku,
        row=listing.record.row,
        place=listing.place,
        hint=hint,
    )
