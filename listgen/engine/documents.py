"""The documents that a run leaves, `run.json` and `listing.json`, as plain values."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, TypedDict

from pydantic import TypeAdapter

from listgen.domain.campaign import Campaign
from listgen.domain.finding import Finding
from listgen.domain.listing import Listing
from listgen.domain.picture import Picture
from listgen.domain.run import RunReport, SkuReport, Spend

_SPEND = TypeAdapter(Spend)


def to_json(document: object) -> str:
    """Return a document as stable, readable JSON with a final line end."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


class _Counts(TypedDict):
    skus: int
    done: int
    attention: int
    left_out: int


def run_head(report: RunReport) -> dict[str, Any]:
    """Return `run.json` without its products, whose place `skus` is the last."""
    states = [sku.status.value for sku in report.lines or report.skus]
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
        "campaign": _campaign_document(report.campaign),
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
        "skus": [],
    }


def _campaign_document(campaign: Campaign | None) -> dict[str, Any] | None:
    if campaign is None:
        return None
    return {
        "name": campaign.name,
        "from": campaign.begins.isoformat(),
        "until": campaign.ends.isoformat(),
        "date": campaign.day.isoformat(),
        "shown": campaign.state == "running",
    }


def read_head(path: Path) -> dict[str, Any]:
    """Return a `run.json` without its products, read no further than to their start."""
    head: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            # No string has a line end of its own, and no other key stands one blank from the edge.
            if line.startswith(' "skus": ['):
                break
            head.append(line)
    document: dict[str, Any] = json.loads("".join((*head, ' "skus": []}')))
    return document


def run_document(report: RunReport) -> dict[str, Any]:
    """Return `run.json`. It tells of the result, not of one run's way there, so a rerun leaves its bytes unchanged."""
    return {**run_head(report), "skus": [sku_document(sku) for sku in report.skus]}


def sku_document(sku: SkuReport) -> dict[str, Any]:
    """Return what `run.json` says of a product."""
    return {
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
    document = _PICTURE.dump_python(picture, mode="json", exclude={"path", "findings", "calls", "cost_usd"})
    document["file"] = picture.path.relative_to(out).as_posix() if picture.path else None
    document["findings"] = [finding_document(finding) for finding in picture.findings]
    return dict(document)
