"""The text rules of marketplaces: limits from the profile, and rule packs (data)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText, Listing
from listgen.domain.product import Product
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.rules.fixes import fixed_text
from listgen.marketplaces.rules.kinds import Subject, spans
from listgen.marketplaces.rules.limits import breaches
from listgen.marketplaces.rules.pack import Rule, as_of, rules_for

__all__ = ["FixedItem", "as_of", "check_fields", "check_listing", "fix_fields", "fixed_items", "sheet_text"]

_LONGEST_SUGGESTION = 300


def check_listing(
    listing: Listing, channel: Channel, *, rules_date: datetime.date | None = None
) -> tuple[Finding, ...]:
    """Return what a marketplace would refuse or dislike in the texts of a listing.

    `start` and `end` count characters of one item of the field; `place` says which item where there are several.
    Errors keep the listing out of the upload files; rules and limits without a source only warn. `rules_date` replays
    the rules of an older day, None stands for `as_of`; the limits of that day come with the channel.
    """
    product = listing.product
    found = check_fields(
        listing.draft.fields,
        channel,
        brand=product.brand,
        name=product.name,
        rules_date=rules_date,
        item_type=listing.item_type,
        sheet=sheet_text(product),
    )
    return tuple(replace(finding, sku=product.sku, variant=listing.variant.name) for finding in found)


def check_fields(
    fields: Sequence[FieldText],
    channel: Channel,
    *,
    brand: str = "",
    name: str = "",
    rules_date: datetime.date | None = None,
    partial: bool = False,
    item_type: str = "",
    sheet: str | None = None,
) -> tuple[Finding, ...]:
    """Return findings, without SKU and row, for texts from a draft or a file.

    `partial` is for tables that hold some fields only: a field that is absent is then no finding. `item_type` is the
    id of the product type, `sheet` all that the sheet says of the product; None where no sheet is known.
    """
    given = {field.name: field for field in fields}
    whole = _Whole(channel, rules_date, item_type, Subject("", brand, name, _title_of(fields), sheet))
    found: list[Finding] = []
    for spec in channel.fields:
        if partial and spec.name not in given:
            continue
        items = given[spec.name].items if spec.name in given else ()
        found.extend(_limit_findings(spec, items, channel))
        writer = given[spec.name].writer if spec.name in given else ""
        for number, item in enumerate(items):
            found.extend(_rule_findings(spec.name, item, _place(number, items), whole, writer))
    return tuple(found)


def fix_fields(
    fields: Sequence[FieldText],
    channel: Channel,
    *,
    brand: str = "",
    name: str = "",
    rules_date: datetime.date | None = None,
) -> tuple[tuple[FieldText, ...], tuple[str, ...]]:
    """Return the fields after every fix that is always safe, and the ids of the rules that asked for one.

    An item of which nothing is left goes; what only a person can decide stays as it is.
    """
    whole = _Whole(channel, rules_date, "", Subject("", brand, name, _title_of(fields)))
    fixed: list[FieldText] = []
    used: dict[str, None] = {}
    for text in fields:
        items = []
        for item in text.items:
            better, ids = fixed_text(whole.rules(text.name), replace(whole.subject, text=item))
            used |= dict.fromkeys(ids)
            if better.strip() or not item.strip():
                items.append(better)
        fixed.append(replace(text, items=tuple(items)))
    return tuple(fixed), tuple(used)


@dataclass(frozen=True, slots=True)
class FixedItem:
    """One item of a field before and after the fixes that are always safe, and the rules that asked for them."""

    field: str
    item: int
    before: str
    after: str
    rules: tuple[str, ...]


def fixed_items(
    fields: Sequence[FieldText],
    channel: Channel,
    *,
    brand: str = "",
    rules_date: datetime.date | None = None,
    codes: Collection[tuple[str, str]] | None = None,
) -> tuple[FixedItem, ...]:
    """Return the items that a safe fix changes; an item of which nothing would be left is for a person to decide.

    `codes` are the fields with the ids of the rules that may be applied to them, None for all. Where no brand is
    known, a word in capitals may be the brand, and stays.
    """
    whole = _Whole(channel, rules_date, "", Subject("", brand, "", _title_of(fields)))
    found = []
    for text in fields:
        rules = [
            rule
            for rule in whole.rules(text.name)
            if (codes is None or (text.name, rule.id) in codes) and (brand or rule.fix != "capital")
        ]
        for number, item in enumerate(text.items):
            better, ids = fixed_text(rules, replace(whole.subject, text=item))
            if ids and better.strip() and better != item:
                found.append(FixedItem(text.name, number, item, better, ids))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all items of a listing share."""

    channel: Channel
    on: datetime.date | None
    item_type: str
    subject: Subject

    def rules(self, field: str) -> tuple[Rule, ...]:
        country = self.channel.locale.rpartition("-")[2]
        return rules_for(self.channel.marketplace, field, self.on, country=country, item_type=self.item_type)


def _limit_findings(spec: FieldSpec, items: Sequence[str], channel: Channel) -> Iterator[Finding]:
    for breach in breaches(spec, items, market=_market(channel.marketplace)):
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


def _rule_findings(field: str, item: str, place: str, whole: _Whole, writer: str) -> Iterator[Finding]:
    subject = replace(whole.subject, text=item, writer=writer)
    rules = whole.rules(field)
    for rule in rules:
        found = spans(rule, subject)
        better = fixed_text((rule,), subject)[0] if found and rule.fix else ""
        for start, end in found:
            yield Finding(
                code=rule.id,
                severity=_severity(rule, subject),
                message=rule.message.replace("{market}", _market(whole.channel.marketplace)),
                hint=rule.hint,
                field=field,
                start=start,
                end=end,
                text=item[start:end],
                evidence=rule.source,
                place=place,
                channel=whole.channel.id,
                suggestion=better if len(better) <= _LONGEST_SUGGESTION else "",
            )


def _severity(rule: Rule, subject: Subject) -> Severity:
    """Return how much a finding matters: what a sheet might excuse only warns where no sheet is known."""
    if rule.unless_sheet and subject.sheet is None and rule.effective is Severity.ERROR:
        return Severity.WARNING
    return rule.effective


def sheet_text(product: Product) -> str:
    """Return all that the sheet says of a product, one value a line."""
    cells = [f"{attribute.name}: {attribute.value}" for attribute in product.attributes]
    return "\n".join([product.name, product.description, *(bullet.value for bullet in product.bullets), *cells])


@cache
def _market(marketplace: str) -> str:
    """Return a marketplace's name as people write it; a project's own marketplace has only its id here."""
    if not marketplace:
        return "every marketplace"
    return load_profile(marketplace).title if marketplace in profile_names() else marketplace


def _title_of(fields: Sequence[FieldText]) -> str:
    return " ".join(item for field in fields if field.name == "title" for item in field.items)


def _place(item: int | None, items: Sequence[str]) -> str:
    return f"item {item + 1}" if item is not None and len(items) > 1 else ""
