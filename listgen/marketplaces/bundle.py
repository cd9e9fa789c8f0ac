"""Building a bundle: upload files, picture names, manifest and HOWTO of one channel and variant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from listgen.domain.channel import Channel
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import Family, ProductKind
from listgen.marketplaces.cells import is_formula
from listgen.marketplaces.exporters import exporter
from listgen.marketplaces.howto import write_howto
from listgen.marketplaces.image_zip import zip_images
from listgen.marketplaces.images import place_images
from listgen.marketplaces.manifest import build_manifest
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.records import Bundle, BundleFile, BundleImage, ExportJob, LeftOut
from listgen.marketplaces.seller import SellerSettings

__all__ = ["Bundle", "BundleFile", "BundleImage", "LeftOut", "SellerSettings", "build_bundle"]


def build_bundle(
    profile: Profile,
    *,
    locale: str,
    variant: str,
    listings: Sequence[Listing],
    families: Sequence[Family],
    seller: SellerSettings,
) -> Bundle:
    """Return a complete bundle in memory; nothing is written, and nothing read but the pictures of a zip.

    Listings with blocking findings are left out and named in the manifest with the reason. A marketplace without
    listings to upload has a bundle without upload file.

    Raises:
        MarketplaceError: The profile does not serve the locale, or names an unknown file format.
    """
    channel = profile.channel(locale)
    kept, left_out = _sorted_out(listings, channel, seller)
    ordered = _families_together(kept, families)
    images = place_images(profile, channel, variant, ordered, seller)
    job = ExportJob(
        profile=profile,
        channel=channel,
        variant=variant,
        seller=seller,
        listings=ordered,
        families=tuple(families),
        images=images,
    )
    write = exporter(profile.file.format)
    export = write(job) if ordered else None
    files = export.files if export else ()
    missing = (*left_out, *(export.left_out if export else ()))
    findings = (*_remarks(job), *(export.findings if export else ()))
    skus = export.skus if export else ()
    written = frozenset(skus)
    images = tuple(image for image in images if image.sku in written)
    files = (*files, *zip_images(job, images))
    howto = write_howto(job, files, skus, missing, findings, export.gaps if export else ())
    manifest = build_manifest(job, (*files, howto), images, skus, missing, findings)
    return Bundle(
        channel=channel.id,
        variant=variant,
        files=(*files, howto, manifest),
        images=images,
        skus=skus,
        left_out=missing,
        findings=findings,
    )


def _remarks(job: ExportJob) -> Iterator[Finding]:
    """Yield what is odd about a listing in any format: its SKU as a cell, and pictures that are missing."""
    rules, limit = job.profile.file, job.profile.file.max_sku
    pictured = {image.sku for image in job.images if image.slot == "main"}
    for listing in job.listings:
        sku = listing.product.sku
        if is_formula(sku) and not rules.guards_formulas:
            yield job.finding(
                "export.formula",
                "a spreadsheet program would run this SKU as a formula, so an apostrophe stands before it",
                sku=sku,
                severity=Severity.WARNING,
                hint="the marketplace keeps the apostrophe: rename the SKU, or delete it in the file before the upload",
            )
        if limit is not None and len(sku) > limit.value:
            yield job.finding(
                "export.sku-length",
                f"the SKU has {len(sku)} characters, {job.profile.title} takes {limit.value}",
                sku=sku,
                severity=Severity.WARNING,
                hint="give the product a shorter SKU",
            )
        yield from _picture_remarks(job, sku)
        # A run without pictures is what the user asked for; one listing without is not.
        if pictured and sku not in pictured:
            yield job.finding(
                "export.no-picture",
                "the listing has no main picture",
                sku=sku,
                severity=Severity.WARNING,
                hint="`inspect` says which photo is missing",
            )


def _picture_remarks(job: ExportJob, sku: str) -> Iterator[Finding]:
    """Yield pictures whose ground is not white where the marketplace wants white."""
    for image in job.listed_images(sku):
        slot, picture = job.profile.slot(image.slot), image.picture
        not_white = picture.whole_photo or picture.certificate.border_white is False
        if slot is not None and slot.background == "white" and not_white:
            yield job.finding(
                "export.background",
                f"{job.profile.title} wants the {slot.use} on pure white; this photo could not be cut out",
                sku=sku,
                severity=Severity.WARNING,
                field=image.slot,
                hint="photograph the product on a plain ground, or give a PNG with transparency",
            )


def _sorted_out(
    listings: Sequence[Listing], channel: Channel, seller: SellerSettings
) -> tuple[tuple[Listing, ...], tuple[LeftOut, ...]]:
    """Return the listings that can be uploaded, and those that cannot with the reason."""
    reasons: dict[int, LeftOut] = {}
    seen: set[str] = set()
    for number, listing in enumerate(listings):
        reason = _reason(listing, seller) or ("another listing has the same SKU" if listing.product.sku in seen else "")
        seen.add(listing.product.sku)
        if reason:
            blocking = tuple(finding for finding in listing.findings if finding.blocking)
            reasons[number] = LeftOut(listing.product.sku, reason, blocking)
    fallen = {listings[number].product.family for number in reasons if _is(listings[number], ProductKind.PARENT)}
    sold = {
        listing.product.family
        for number, listing in enumerate(listings)
        if number not in reasons and _is(listing, ProductKind.VARIATION)
    }
    for number, listing in enumerate(listings):
        family = listing.product.family
        if number in reasons:
            continue
        if _is(listing, ProductKind.VARIATION) and channel.family_text and family in fallen:
            reasons[number] = LeftOut(listing.product.sku, "its parent, which carries the text, is left out")
        elif _is(listing, ProductKind.PARENT) and family not in sold:
            reasons[number] = LeftOut(listing.product.sku, "none of its variations can be uploaded")
    kept = tuple(listing for number, listing in enumerate(listings) if number not in reasons)
    return kept, tuple(reasons[number] for number in sorted(reasons))


def _is(listing: Listing, kind: ProductKind) -> bool:
    return listing.product.kind is kind


def _reason(listing: Listing, seller: SellerSettings) -> str:
    blocking = next((finding for finding in listing.findings if finding.blocking), None)
    if blocking is not None:
        return blocking.message
    if not any(item.strip() for item in listing.draft.items("title")):
        return "it has no title"
    unpriced = listing.product.price is None and listing.product.kind is not ProductKind.PARENT
    return "it has no price" if unpriced and seller.missing_price == "leave_out" else ""


def _families_together(listings: Sequence[Listing], families: Sequence[Family]) -> tuple[Listing, ...]:
    """Return the listings with each family in one piece: parent first, variations in the order of the sheet."""
    places: Mapping[str, Mapping[str, int]] = {
        family.key: {sku: place for place, sku in enumerate(family.skus)} for family in families
    }
    first: dict[str, int] = {}
    for number, listing in enumerate(listings):
        first.setdefault(listing.product.family or f"\0{number}", number)

    def rank(numbered: tuple[int, Listing]) -> tuple[int, bool, int, int]:
        number, listing = numbered
        family = listing.product.family
        place = places.get(family, {}).get(listing.product.sku, len(listings))
        return first[family or f"\0{number}"], listing.product.kind is not ProductKind.PARENT, place, number

    return tuple(listing for _, listing in sorted(enumerate(listings), key=rank))
