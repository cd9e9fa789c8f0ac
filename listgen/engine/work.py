"""What has to be made: every SKU with its facts, and one task per text and picture, each under its content key.

`plan` and `generate` read the same list, so what was announced is what happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from listgen.catalog.checks import check_catalog
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.keyword import JudgedKeyword
from listgen.domain.names import derive_seed
from listgen.domain.product import Catalog, Product, ProductKind
from listgen.domain.variant import Choices, Variant
from listgen.engine.campaigns import product_campaign_findings
from listgen.engine.files import sha256_of
from listgen.engine.keys import ContentKey, Hashed, code_digest, content_key, hashed, look_digest
from listgen.engine.keywords import keyword_shelf, ruled_out, takes_keywords, usable
from listgen.engine.picture_tasks import PictureTask, picture_tasks
from listgen.engine.settings import RunSettings

TEXT_FACTORS = {"angle": ("bullets",), "title_pattern": ("title",), "tone": ("bullets", "description")}


@dataclass(frozen=True, slots=True)
class TextTask:
    """One text to write: a SKU in a channel and variant."""

    name: str
    key: ContentKey
    facts: FactSheet
    channel: Channel
    variant: Variant
    seed: int
    keywords: tuple[str, ...] = ()  # what its words may be chosen from, most searched first


@dataclass(frozen=True, slots=True)
class SkuWork:
    """One product with everything that has to be made for it.

    `pictures_of` names the SKU whose pictures a parent shows, "" for products with pictures of their own. `findings`
    are those of the sheet and the photos; `blocking` the ones among them that keep the SKU out of upload files.
    """

    product: Product
    facts: FactSheet | None
    siblings: tuple[FactSheet, ...]
    texts: tuple[TextTask, ...]
    pictures: tuple[PictureTask, ...]
    pictures_of: str = ""
    findings: tuple[Finding, ...] = ()
    blocking: tuple[Finding, ...] = ()
    keywords: tuple[JudgedKeyword, ...] = ()
    refused: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # keyword and reason, by channel id


def select_products(catalog: Catalog, only: Sequence[str], limit: int | None) -> tuple[Product, ...]:
    """Return the products that a run is about, in sheet order; a family's parent comes along with its variations."""
    wanted = set(only)
    chosen = [product for product in catalog.products if not wanted or product.sku in wanted]
    if limit is not None:
        first = {product.sku for product in [product for product in chosen if not product.synthetic][:limit]}
        chosen = [product for product in chosen if product.sku in first or product.synthetic]
    families = {product.family for product in chosen if product.family and product.kind is ProductKind.VARIATION}
    skus = {product.sku for product in chosen if not product.synthetic or product.family in families}
    return tuple(
        product
        for product in catalog.products
        if product.sku in skus or (product.kind is ProductKind.PARENT and product.family in families)
    )


@dataclass(frozen=True, slots=True)
class SheetIndex:
    """What the work on some products asks the whole sheet for: their families, and what was found on their rows.

    `families` holds parent and variations of each family, `rows` the findings of reading, `doctor` those of the checks.
    """

    families: Mapping[str, Sequence[Product]]
    rows: Mapping[str, Sequence[Finding]]
    doctor: Mapping[str, Sequence[Finding]]
    brands: tuple[str, ...] = ()  # of all products

    def of(self, products: Iterable[Product]) -> SheetIndex:
        """Return the part of the index that some products need."""
        listed = list(products)
        families = {product.family for product in listed if product.family}
        return SheetIndex(
            {family: self.families[family] for family in families if family in self.families},
            {product.sku: self.rows[product.sku] for product in listed if product.sku in self.rows},
            {product.sku: self.doctor[product.sku] for product in listed if product.sku in self.doctor},
            self.brands,
        )


def index_sheet(catalog: Catalog) -> SheetIndex:
    """Return the index of a catalogue; the sheet doctor looks at it once."""
    families: dict[str, list[Product]] = {}
    for product in catalog.products:
        if product.family:
            families.setdefault(product.family, []).append(product)
    brands = tuple(dict.fromkeys(product.brand for product in catalog.products if product.brand))
    return SheetIndex(families, _by_sku(catalog.findings), _by_sku(check_catalog(catalog)), brands)


def build_work(
    settings: RunSettings, index: SheetIndex, products: Sequence[Product], channels: Sequence[Channel]
) -> tuple[SkuWork, ...]:
    """Return the work of a run, one entry a product, in sheet order. Reads photos to hash them, writes nothing."""
    facts, broken = _fact_sheets(index, products)
    shelf = keyword_shelf(settings)
    look = look_digest(settings.kit)
    photo_hashes: dict[str, str] = {}
    work = []
    for product in products:
        # A row that cannot be trusted (an SKU that stands twice, more cells than columns) reaches no upload file. What
        # the sheet doctor finds costs a field at most, e.g. a GTIN with a wrong check digit.
        rows = tuple(index.rows.get(product.sku, ()))
        blocking = tuple(finding for finding in rows if finding.blocking)
        findings = (*rows, *index.doctor.get(product.sku, ()))
        sheet = facts.get(product.sku)
        if sheet is None:
            work.append(
                SkuWork(product, None, (), (), (), findings=(*findings, broken[product.sku]), blocking=blocking)
            )
            continue
        members = _variations(index, product.family)
        siblings = tuple(facts[other.sku] for other in members if other.sku != product.sku and other.sku in facts)
        judged = shelf.judge(product, sheet, settings.kit.voice, siblings, index.brands) if shelf else ()
        refused = {
            channel.id: ruled_out(judged, channel, item_type=sheet.type_id, rules_date=settings.rules_date)
            for channel in channels
            if judged
        }
        texts = tuple(_text_tasks(settings, product, sheet, channels, judged, refused))
        lender = next((other for other in members if other.photo), None)
        if product.kind is ProductKind.PARENT and lender and (product.photo is None or product.photo == lender.photo):
            whole = SkuWork(product, sheet, siblings, texts, (), lender.sku, findings=findings, blocking=blocking)
            work.append(replace(whole, keywords=judged, refused=refused))
            continue
        pictures: tuple[PictureTask, ...] = ()
        if settings.images != "none" and product.photo and product.photo.path:
            path = str(product.photo.path)
            if path not in photo_hashes:
                photo_hashes[path] = sha256_of(product.photo.path)
            findings = (*findings, *product_campaign_findings(settings, product, sheet, channels))
            pictures = tuple(picture_tasks(settings, product, sheet, channels, look, photo_hashes[path]))
        if product.photo is None and product.kind is not ProductKind.PARENT and settings.images != "none":
            findings = (*findings, _no_photo(product))
        whole = SkuWork(product, sheet, siblings, texts, pictures, findings=findings, blocking=blocking)
        work.append(replace(whole, keywords=judged, refused=refused))
    return tuple(work)


def _variations(index: SheetIndex, family: str) -> list[Product]:
    return [product for product in index.families.get(family, ()) if product.kind is ProductKind.VARIATION]


def _by_sku(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.sku].append(finding)
    return found


def _no_photo(product: Product) -> Finding:
    named = ", ".join(photo.reference for photo in product.photos)
    return Finding(
        code="photo.none",
        severity=Severity.WARNING,
        message=f"no photo was found (the sheet names {named})" if named else "the sheet names no photo",
        sku=product.sku,
        field="pictures",
        place=str(product.row),
        hint="put the file beside the sheet or into --photos; the name may also be the SKU",
    )


def _fact_sheets(index: SheetIndex, products: Iterable[Product]) -> tuple[dict[str, FactSheet], dict[str, Finding]]:
    from listgen.facts.build import build_fact_sheet

    facts: dict[str, FactSheet] = {}
    broken: dict[str, Finding] = {}
    needed: dict[str, Product] = {}
    for product in products:
        needed[product.sku] = product
        needed |= {other.sku: other for other in index.families.get(product.family, ())}
    for product in needed.values():
        siblings = [other for other in _variations(index, product.family) if other.sku != product.sku]
        try:
            facts[product.sku] = build_fact_sheet(product, siblings)
        except Exception as error:
            broken[product.sku] = Finding(
                code="sku.failed",
                severity=Severity.ERROR,
                message=f"the facts of this row could not be read ({type(error).__name__}: {error})",
                sku=product.sku,
                place=str(product.row),
                hint="please report this with the row; the other SKUs are not affected",
            )
    return facts, broken


def _text_tasks(
    settings: RunSettings,
    product: Product,
    facts: FactSheet,
    channels: Sequence[Channel],
    judged: Sequence[JudgedKeyword],
    refused: Mapping[str, Mapping[str, str]],
) -> Iterable[TextTask]:
    seed = derive_seed(settings.seed, product.sku, "text")
    said, writer = hashed(facts), hashed(writer_part(settings))
    voice = _hashed(settings.kit.voice)
    for channel in channels:
        # The composer uses keywords in search terms and tags alone.
        wanted = bool(judged) and (settings.text != "composer" or takes_keywords(channel))
        keywords = usable(judged, refused[channel.id]) if wanted else ()
        # Without a keyword the key is that of a run without a keyword file.
        asked: dict[str, object] = {"keywords": keywords} if keywords else {}
        for variant in settings.variants:
            if variant.factor is not None and variant.factor not in TEXT_FACTORS:
                continue
            key = content_key(
                "text",
                facts=said,
                channel=_hashed(channel),
                choices=_hashed(replace(variant.choices, scene="")),
                voice=voice,
                brand=settings.kit.brand,
                seed=seed,
                writer=writer,
                **asked,
            )
            name = f"text/{channel.id}/{variant.name}/{product.sku}"
            yield TextTask(name, key, facts, channel, variant, seed, keywords)


@lru_cache(maxsize=256)
def _hashed(value: Channel | Choices | Voice) -> Hashed:
    return hashed(value)


def writer_part(settings: RunSettings) -> object:
    """Return the part of a key that says who writes: code for the composer, model, address and prompts for a model."""
    if settings.text == "composer":
        return ["composer", code_digest("copywriting", "facts")]
    from listgen.copywriting.prompts import prompt_digest

    return [settings.text, *who_answers(settings), prompt_digest(settings.project)]


def who_answers(settings: RunSettings) -> tuple[str, str]:
    """Return what tells one answering model from another: its address and name, for files their hash."""
    if settings.text == "local":
        # Neither where the model lies nor how its file is called.
        return "local", settings.text_identity
    if settings.text_identity:
        return f"{settings.text}:{settings.text_identity}", settings.text_model
    return settings.text_base_url, settings.text_model
