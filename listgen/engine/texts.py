"""The text stage: draft, fact lock, repair of what failed, bounded."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import Claim, FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText
from listgen.domain.variant import Factor, Variant
from listgen.engine.ledger import Entry, Shelf
from listgen.engine.work import TEXT_FACTORS, TextTask

_DRAFT = TypeAdapter(Draft)


def kept_draft(task: TextTask, ledger: Shelf) -> Draft | None:
    """Return the task's draft where the ledger has it."""
    entry = ledger.find(task.key)
    if entry is None:
        return None
    ledger.remember(task.name, task.key)
    return _DRAFT.validate_json(entry.meta)


def keep_draft(task: TextTask, draft: Draft, ledger: Shelf) -> None:
    """Write a draft into the ledger before it is used for anything."""
    ledger.add(task.key, "text", task.name, Entry(_DRAFT.dump_json(draft).decode()))


def composed(task: TextTask, voice: Voice, without: Collection[str] = ()) -> Draft:
    """Return the offline composer's draft; fields named in `without` may be missing."""
    from listgen.copywriting.compose import compose_draft

    return compose_draft(
        task.facts, task.channel, task.variant, voice=voice, seed=task.seed, without=without, keywords=task.keywords
    )


def take_factor(control: Draft, arm: Draft, variant: Variant) -> Draft:
    """Return the control's draft with only the fields that the variant's factor is about taken from the arm."""
    changed = TEXT_FACTORS.get(variant.factor or "", ())
    fields = tuple((arm.field(text.name) or text) if text.name in changed else text for text in control.fields)
    return replace(control, variant=variant.name, fields=fields)


def why_not_made(control: Draft, arm: Draft, factor: Factor) -> str:
    """Return why an arm is not worth a test, "" where a shopper who skims would see the difference.

    Shoppers read the first words of bullets and titles, so at least half of the items have to open otherwise.
    """
    from listgen.copywriting.difference import differs_visibly

    difference = differs_visibly(control, arm, factor)
    if not difference.visible:
        return difference.reason
    fields = TEXT_FACTORS.get(factor, ())
    before = [_opening(item) for name in fields for item in control.items(name)]
    after = [_opening(item) for name in fields for item in arm.items(name)]
    length = max(len(before), len(after))
    same = sum(one == other for one, other in zip(before, after, strict=False))
    if 2 * same > length:
        return f"most of its {' and '.join(fields)} would open like the control's: the sheet gives too few facts"
    return ""


def _opening(item: str) -> tuple[str, ...]:
    return tuple(item.casefold().split()[:3])


@dataclass(frozen=True, slots=True)
class LockedText:
    """A draft in which nothing is claimed that the sheet does not carry; `claims` are those of the final text."""

    draft: Draft
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def lock_text(
    draft: Draft, facts: FactSheet, *, voice: Voice, siblings: Sequence[FactSheet], channel: Channel
) -> LockedText:
    """Return the draft without the bullets, phrases and sentences that fail the fact lock, and say what was taken out.

    A title that fails is a blocking finding: half a title is none. Another field of which nothing is left is dropped.
    """
    from listgen.facts.language import language_of_locale
    from listgen.facts.lock import check_claims, coverage_findings, lock_findings

    own = language_of_locale(channel.locale)
    if not own:
        return LockedText(draft, (), (_not_checked(draft, channel),))
    fields: list[FieldText] = []
    claims: list[Claim] = []
    findings: list[Finding] = []
    for text in draft.fields:
        language = _read_as(text, own)
        found = check_claims(text.name, text.items, facts, voice=voice, siblings=siblings, language=language)
        failed = lock_findings(found, sku=draft.sku, channel=draft.channel, variant=draft.variant)
        if not failed or text.name == "title":
            fields.append(text)
            claims.extend(found)
            findings.extend(failed)
            continue
        # Empty praise too: in a seller's own text it only warns, but this text is ours.
        bad = [claim for claim in found if not claim.held]
        findings.extend(_struck(failed, channel))
        kept = _without(text, bad)
        if kept:
            fields.append(replace(text, items=kept))
            claims.extend(check_claims(text.name, kept, facts, voice=voice, siblings=siblings, language=language))
    mostly = "en" if all(_read_as(text, own) == "en" for text in fields) else own
    told = [item for text in fields for item in text.items]
    findings.extend(
        coverage_findings(told, facts, sku=draft.sku, channel=draft.channel, variant=draft.variant, language=mostly)
    )
    return LockedText(replace(draft, fields=tuple(fields)), tuple(claims), tuple(findings))


def _read_as(text: FieldText, language: str) -> str:
    """Return the language to read a field in: the composer writes English wherever it cannot write the channel's."""
    return "en" if text.writer == "composer" else language


def _not_checked(draft: Draft, channel: Channel) -> Finding:
    return Finding(
        code="fact.not-checked",
        severity=Severity.WARNING,
        message=f"the text is not checked: the lock does not read the language of {channel.locale}",
        sku=draft.sku,
        channel=draft.channel,
        variant=draft.variant,
        hint="read it against the sheet before you upload it",
    )


# What a field is made of: phrases between commas, or sentences. A bullet is one sentence and goes whole.
_PHRASE = re.compile(r"[^,]+(?:,\s*|$)")
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s)|$)\s*", re.S)


def _without(text: FieldText, bad: Sequence[Claim]) -> tuple[str, ...]:
    """Return the items of a field without the phrases or sentences that hold a failed claim."""
    part = _PHRASE if text.name in ("highlights", "search_terms") else _SENTENCE
    kept = []
    for index, item in enumerate(text.items):
        spans = [(claim.start, claim.end) for claim in bad if claim.item == index]
        if not spans:
            kept.append(item)
            continue
        rest = "".join(
            match.group()
            for match in part.finditer(item)
            if not any(match.start() < end and start < match.end() for start, end in spans)
        ).strip(" ,")
        if rest:
            kept.append(rest)
    return tuple(kept)


def _struck(failed: Sequence[Finding], channel: Channel) -> tuple[Finding, ...]:
    return tuple(
        replace(
            finding,
            severity=Severity.WARNING,
            message=f"taken out of the text: {finding.message}",
            start=None,
            end=None,
            channel=channel.id,
        )
        for finding in failed
    )
