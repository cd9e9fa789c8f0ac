"""manifest.json of a bundle (`listgen.bundle/1`): what is in it, with hashes, texts, certificates and findings."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from listgen.domain.finding import Finding
from listgen.domain.listing import Listing
from listgen.marketplaces.records import BundleFile, BundleImage, ExportJob, LeftOut, Store

SCHEMA = "listgen.bundle/1"
Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json] | None"


def build_manifest(
    job: ExportJob,
    files: Sequence[BundleFile],
    images: Sequence[BundleImage],
    skus: Sequence[str],
    left_out: Sequence[LeftOut],
    findings: Sequence[Finding],
) -> BundleFile:
    """Return manifest.json, which names every other file of the bundle with its hash."""
    written = frozenset(skus)
    by_sku: dict[str, list[BundleImage]] = {}
    for image in images:
        by_sku.setdefault(image.sku, []).append(image)
    remarks: dict[str, list[Finding]] = {}
    for finding in findings:
        remarks.setdefault(finding.sku, []).append(finding)
    head: Mapping[str, Json] = {
        "schema": SCHEMA,
        "marketplace": job.profile.name,
        "locale": job.channel.locale,
        "variant": job.variant,
        "profile": {"checked": job.profile.checked.isoformat(), "rules_date": job.profile.day.isoformat()},
        "files": [{"path": file.path, "role": file.role, "sha256": file.sha256, "bytes": file.size} for file in files],
    }
    lists: Mapping[str, Iterator[Mapping[str, Json]]] = {
        "images": (
            {
                "path": image.path,
                "sha256": image.blob,
                "sku": image.sku,
                "slot": image.slot,
                "digital_source_type": image.picture.source_type,
                "url": image.url,
            }
            for image in images
        ),
        "skus": (
            _sku(listing, by_sku.get(listing.product.sku, ()), remarks.get(listing.product.sku, ()))
            for listing in job.listings
            if listing.product.sku in written
        ),
        "left_out": (
            {"sku": left.sku, "reason": left.reason, "findings": [_finding(finding) for finding in left.findings]}
            for left in left_out
        ),
    }
    store = Store()
    store.add(_json(head).removesuffix("\n}").encode())
    for name, items in lists.items():
        _add_list(store, name, items)
    store.add(b"\n}\n")
    return BundleFile("manifest.json", store, "manifest")


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _add_list(store: Store, name: str, items: Iterator[Mapping[str, Json]]) -> None:
    """Add a list of the document, item by item: the manifest of a large catalogue is larger than its texts."""
    start = f',\n  "{name}": ['
    empty = True
    for item in items:
        # No string of JSON has a line end of its own, so this indents and changes nothing.
        text = _json(item).replace("\n", "\n    ")
        store.add((f"{start}\n    {text}" if empty else f",\n    {text}").encode())
        empty = False
    store.add(f"{start}]".encode() if empty else b"\n  ]")


def _sku(listing: Listing, images: Sequence[BundleImage], remarks: Sequence[Finding]) -> Mapping[str, Json]:
    product = listing.product
    return {
        "sku": product.sku,
        "kind": product.kind.value,
        "parent_sku": product.parent_sku,
        "brand": product.brand,
        "factor": listing.variant.factor,
        "level": listing.variant.level,
        "fields": {field.name: {"items": field.items, "writer": field.writer} for field in listing.draft.fields},
        "pictures": [_picture(image) for image in images],
        "missing": listing.missing,
        "findings": [_finding(finding) for finding in (*listing.findings, *remarks)],
    }


def _picture(image: BundleImage) -> Mapping[str, Json]:
    picture = image.picture
    return {
        "slot": image.slot,
        "kind": picture.kind,
        "path": image.path,
        "sha256": image.blob,
        "width": picture.width,
        "height": picture.height,
        "bytes": picture.size,
        "alt_text": picture.alt_text,
        "digital_source_type": picture.source_type,
        "whole_photo": picture.whole_photo,
        "certificate": dataclasses.asdict(picture.certificate),
    }


def _finding(finding: Finding) -> Mapping[str, Json]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "field": finding.field,
        "text": finding.text,
        "hint": finding.hint,
    }
