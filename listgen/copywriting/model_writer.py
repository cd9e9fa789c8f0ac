"""Listings phrased by a language model: draft, checks, one repair of the fields that failed, then the composer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.prompts import MODEL_FIELDS, reply_schema, system_prompt, user_prompt
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText
from listgen.domain.variant import Variant
from listgen.errors import UnusableReply
from listgen.facts.language import language_of_locale
from listgen.facts.lock import check_claims, lock_findings
from listgen.providers.text import TextProvider, TextRequest

# Checks of a marketplace's rules on single fields; handed in because rooms on one floor do not import each other.
FieldRules = Callable[[FieldText, Channel], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A draft, the calls it took, and what was found on the way (fields that the composer had to take over)."""

    draft: Draft
    calls: int
    findings: tuple[Finding, ...]


def write_with_model(
    provider: TextProvider,
    facts: FactSheet,
    channel: Channel,
    variant: Variant,
    *,
    voice: Voice,
    seed: int,
    siblings: Sequence[FactSheet] = (),
    rules: FieldRules | None = None,
    project: Path | None = None,
) -> ModelDraft:
    """Return a draft in which every field passed the checks; what failed twice is the composer's text.

    Raises ProviderError where the provider stops the run.
    """
    base = compose_draft(facts, channel, variant, voice=voice, seed=seed)
    wanted = [spec for name in MODEL_FIELDS if (spec := channel.field(name)) is not None and base.field(name)]
    good: dict[str, FieldText] = {}
    findings: list[Finding] = []
    calls = 0
    for attempt in (1, 2):
        todo = [spec for spec in wanted if spec.name not in good]
        if not todo:
            break
        request = TextRequest(
            system=system_prompt(channel, voice, project),
            user=user_prompt(facts, channel, todo, angle=variant.choices.angle, findings=findings, project=project),
            schema=reply_schema(todo),
            schema_name="listing",
            seed=seed + attempt,
        )
        try:
            reply = provider.complete(request)
        except UnusableReply as error:
            calls += error.calls
            findings = [_finding(facts, channel, variant, spec.name, error.message) for spec in todo]
            continue
        calls += reply.calls
        findings = []
        for spec in todo:
            text = _field_text(spec, reply.data, reply.model)
            failed = _failures(text, spec, facts, channel, variant, voice, siblings, rules)
            if failed:
                findings.extend(failed)
            else:
                good[spec.name] = text
    fields = tuple(good.get(text.name, text) for text in base.fields)
    taken_over = tuple(
        replace(
            finding,
            severity=Severity.INFO,
            message=f"the composer wrote this field, the model failed twice: {finding.message}",
            start=None,
            end=None,
        )
        for finding in findings
        if finding.field not in good
    )
    return ModelDraft(replace(base, fields=fields), calls, taken_over)


def _field_text(spec: FieldSpec, data: Mapping[str, Any], model: str) -> FieldText:
    value = data[spec.name]
    items = [value] if isinstance(value, str) else list(value)
    clean = tuple(" ".join(str(item).split()) for item in items)
    cites = tuple(cite for cite in data.get("cites", ()) if isinstance(cite, int))
    return FieldText(spec.name, tuple(item for item in clean if item)[: spec.max_items or None], model, cites)


def _failures(
    text: FieldText,
    spec: FieldSpec,
    facts: FactSheet,
    channel: Channel,
    variant: Variant,
    voice: Voice,
    siblings: Sequence[FactSheet],
    rules: FieldRules | None,
) -> list[Finding]:
    if not text.items:
        return [_finding(facts, channel, variant, spec.name, "the field is empty")]
    # A language that the lock does not read gets a finding where the whole draft is locked.
    code = language_of_locale(channel.locale)
    claims = check_claims(text.name, text.items, facts, voice=voice, siblings=siblings, language=code) if code else ()
    found = [*lock_findings(claims, sku=facts.sku, channel=channel.id, variant=variant.name)]
    if rules is not None:
        found += rules(text, channel)
    for item in text.items:
        if spec.limit is not None and spec.limit.measure(item) > spec.limit.maximum:
            length = f"{spec.limit.measure(item)} {spec.limit.unit}, at most {spec.limit.maximum} are allowed"
            found.append(_finding(facts, channel, variant, spec.name, length, item))
        for word in voice.banned:
            if word.casefold() in item.casefold():
                found.append(_finding(facts, channel, variant, spec.name, "the brand never uses this word", word))
    return [finding for finding in found if finding.blocking]


def _finding(facts: FactSheet, channel: Channel, variant: Variant, field: str, message: str, text: str = "") -> Finding:
    return Finding(
        code="model.unusable",
        severity=Severity.ERROR,
        message=message,
        sku=facts.sku,
        field=field,
        text=text,
        channel=channel.id,
        variant=variant.name,
    )
