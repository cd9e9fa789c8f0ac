"""Records of a bundle: what is written where, and what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Literal

from listgen.domain.channel import Channel
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.picture import Picture
from listgen.domain.product import Family, ProductKind
from listgen.marketplaces.cells import money
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.seller import SellerSettings


class Store:
    """Bytes of a file that is being made: in memory while small, in an unnamed temporary file when large."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # lives as long as the store
        self._hash = hashlib.sha256()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._file.seek(self._size)
        self._file.write(data)
        self._hash.update(data)
        self._size += len(data)

    @property
    def sha256(self) -> str:
        """Return the hash of all that was added."""
        return self._hash.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes piece by piece."""
        place = 0
        while place < self._size:
            self._file.seek(place)
            chunk = self._file.read(_CHUNK)
            place += len(chunk)
            yield chunk


_IN_MEMORY = 4_000_000
_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file of the bundle: path below the bundle's folder, and its bytes."""

    path: str
    content: bytes | Store
    role: Literal["upload", "howto", "manifest"] = "upload"

    @property
    def data(self) -> bytes:
        """All bytes at once."""
        return self.content if isinstance(self.content, bytes) else b"".join(self.content.chunks())

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.content)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes piece by piece."""
        return iter((self.content,)) if isinstance(self.content, bytes) else self.content.chunks()

    @property
    def sha256(self) -> str:
        """Return the hash that the manifest holds."""
        return hashlib.sha256(self.content).hexdigest() if isinstance(self.content, bytes) else self.content.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleImage:
    """A picture of the bundle by reference: path below the bundle's folder, hash of its bytes, where they lie now.

    `url` is the address that the upload file names, "" where the seller gave no place for pictures.
    """

    path: str
    blob: str
    source: Path | None
    sku: str
    slot: str
    listed: bool
    url: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A SKU that is in no upload file of the bundle, with the reason in one sentence and the findings behind it."""

    sku: str
    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One folder `<marketplace>-<locale>/<variant>`, complete in memory: the engine writes it."""

    channel: str  # "amazon-en-US"
    variant: str
    files: tuple[BundleFile, ...]
    images: tuple[BundleImage, ...]
    skus: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def folder(self) -> str:
        """Return the bundle's folder below the build folder."""
        return f"{self.channel}/{self.variant}"


@dataclass(frozen=True, kw_only=True)
class ExportJob:
    """Everything an exporter needs: listings to write (parents before their variations), pictures, settings."""

    profile: Profile
    channel: Channel
    variant: str
    seller: SellerSettings
    listings: tuple[Listing, ...]
    families: tuple[Family, ...]
    images: tuple[BundleImage, ...]

    # Looked up once per row, so the lists are indexed once: a feed may hold 25,000 rows.
    @cached_property
    def _families(self) -> Mapping[str, Family]:
        return {family.key: family for family in self.families}

    @cached_property
    def _parents(self) -> Mapping[str, Listing]:
        return {
            listing.product.family: listing for listing in self.listings if listing.product.kind is ProductKind.PARENT
        }

    @cached_property
    def _variations(self) -> Mapping[str, tuple[Listing, ...]]:
        grouped: dict[str, list[Listing]] = {}
        for listing in self.listings:
            if listing.product.kind is ProductKind.VARIATION:
                grouped.setdefault(listing.product.family, []).append(listing)
        return {family: tuple(listings) for family, listings in grouped.items()}

    @cached_property
    def _images(self) -> Mapping[str, tuple[BundleImage, ...]]:
        grouped: dict[str, list[BundleImage]] = {}
        for image in self.images:
            grouped.setdefault(image.sku, []).append(image)
        return {sku: tuple(images) for sku, images in grouped.items()}

    def listed_images(self, sku: str) -> tuple[BundleImage, ...]:
        """Return the pictures of a SKU that belong to its product row, main picture first."""
        return tuple(image for image in self._images.get(sku, ()) if image.listed)

    def url(self, sku: str, slot: str) -> str:
        """Return the address of one picture, "" where there is none."""
        return next((image.url for image in self._images.get(sku, ()) if image.slot == slot), "")

    def family(self, listing: Listing) -> Family | None:
        """Return the family of a parent or variation."""
        return self._families.get(listing.product.family)

    def parent(self, listing: Listing) -> Listing | None:
        """Return the listing of a variation's parent, None where it is not exported."""
        if listing.product.kind is not ProductKind.VARIATION:
            return None
        return self._parents.get(listing.product.family)

    def variations(self, parent: Listing) -> tuple[Listing, ...]:
        """Return the listings of all variations in the family of a parent or variation."""
        return self._variations.get(parent.product.family, ())

    def currency(self, listing: Listing) -> str:
        """Return the currency of the listing's price."""
        return listing.product.currency or self.seller.currency or self.channel.currency

    def foreign_price(self, listing: Listing) -> bool:
        """Tell whether a price is in another currency than the marketplace's.

        A marketplace of one country never takes a price whose currency nobody says: 34 dollars are not 34 yuan.
        """
        at_home = self.channel.locale == self.profile.home_locale
        unsaid = not listing.product.currency and not self.seller.currency
        return (at_home and unsaid) or self.currency(listing) != self.channel.currency

    def foreign_price_finding(self, listing: Listing) -> Finding:
        """Return the finding of a price that is left out for its currency."""
        named = listing.product.currency or self.seller.currency
        said = f"in {named}" if named else "in a currency that nobody names"
        own = self.channel.currency
        return self.finding(
            "export.currency",
            f"the price is {said}, and the marketplace sells in {own}: it is left out",
            sku=listing.product.sku,
            severity=Severity.WARNING,
            hint=f"add a price in {own} to the sheet, or set `currency` under [seller] if it is one",
        )

    def price(self, listing: Listing, findings: list[Finding]) -> Decimal | None:
        """Return the price with the places that the channel's currency has.

        None where the sheet has no price, and with a finding where it is in another currency.
        """
        product = listing.product
        if product.price is None:
            return None
        if self.foreign_price(listing):
            findings.append(self.foreign_price_finding(listing))
            return None
        return Decimal(money(product.price, self.currency(listing)))

    def finding(
        self, code: str, message: str, *, sku: str, severity: Severity, field: str = "", hint: str = ""
    ) -> Finding:
        """Return a finding of this channel and variant."""
        return Finding(
            code=code,
            severity=severity,
            message=message,
            sku=sku,
            field=field,
            hint=hint,
            channel=self.channel.id,
            variant=self.variant,
        )


@dataclass(frozen=True, slots=True)
class Export:
    """What an exporter wrote: upload files, the SKUs in them, and what it could not write.

    `gaps` are sentences for the HOWTO: what the marketplace requires and no row has.
    """

    files: tuple[BundleFile, ...]
    skus: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[str, ...] = ()
