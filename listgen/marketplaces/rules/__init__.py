"""The text rules of marketplaces: limits from the profile, and rule packs (data)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.finding import Finding
from listgen.domain.listing import FieldText, Listing
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.rules.kinds import Subject, spans
from listgen.marketplaces.rules.limits import breaches
from listgen.marketplaces.rules.pack import rules_for

__all__ = ["check_fields", "check_listing"]


def check_listing(
    listing: Listing, channel: Channel, *, rules_date: datetime.date | None = None
) -> tuple[Finding, ...]:
    """Return what a marketplace would refuse or dislike in the texts of a listing.

    `start` and `end` count characters of one item of the field; `place` says which item where there are several.
    Errors keep the listing out of the upload files; rules and limits without a source only warn. `rules_date` replays
    the rules of an older day; the limits of that day come with the channel.
    """
    product = listing.product
    found = check_fields(listing.draft.fields, channel, brand=product.brand, name=product.name, rules_date=rules_date)
    return tuple(replace(finding, sku=product.sku, variant=listing.variant.name) for finding in found)


def check_fields(
    fields: Sequence[FieldText],
    channel: Channel,
    *,
    brand: str = "",
    name: str = "",
    rules_date: datetime.date | None = None,
    partial: bool = False,
) -> tuple[Finding, ...]:
    """Return findings, without SKU and row, for texts from a draft or a file.

    `partial` is for tables that hold some fields only: a field that is absent is then no finding.
    """
    given = {field.name: field.items for field in fields}
    title = " ".join(given.get("title", ()))
    found: list[Finding] = []
    for spec in channel.fields:
        if partial and spec.name not in given:
            continue
        items = given.get(spec.name, ())
        found.extend(_limit_findings(spec, items, channel))
        for number, item in enumerate(items):
            subject = Subject(item, brand, name, title)
            found.extend(_rule_findings(spec.name, subject, _place(number, items), channel, rules_date))
    return tuple(found)


def _limit_findings(spec: FieldSpec, items: Sequence[str], channel: Channel) -> Iterator[Finding]:
    for breach in breaches(spec, items, market=_title(channel.marketplace)):
        yield Finding(
            code=breach.code,
            severity=breach.severity,
            message=breach.message,
            hint=breach.hint,
            field=spec.name,
            start=breach.start,
            end=breach.end,
            text=breach.text,
            place=_place(breach.item, items),
            channel=channel.id,
        )


def _rule_findings(
    field: str, subject: Subject, place: str, channel: Channel, on: datetime.date | None
) -> Iterator[Finding]:
    for rule in rules_for(channel.marketplace, field, on):
        for start, end in spans(rule, subject):
            yield Finding(
                code=rule.id,
                severity=rule.effective,
                message=rule.message,
                hint=rule.hint,
                field=field,
                start=start,
                end=end,
                text=subject.text[start:end],
                evidence=rule.source,
                place=place,
                channel=channel.id,
            )


def _title(marketplace: str) -> str:
    """Return a marketplace's name as people write it; a project's own marketplace has only its id here."""
    return load_profile(marketplace).title if marketplace in profile_names() else marketplace


def _place(item: int | None, items: Sequence[str]) -> str:
    return f"item {item + 1}" if item is not None and len(items) > 1 else ""
