"""Listings phrased by a language model: draft, checks, one repair of the fields that failed, then the composer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from listgen.copywriting.compose import compose_draft, in_order, writes
from listgen.copywriting.prompts import MODEL_FIELDS, reply_schema, system_prompt, user_prompt
from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel, FieldSpec
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText
from listgen.domain.variant import Variant
from listgen.facts.language import language_of_locale
from listgen.facts.lock import check_claims, lock_findings
from listgen.providers.text import Answer, TextRequest, UnusableAnswer

# Checks of a marketplace's rules on single fields; handed in because rooms on one floor do not import each other.
FieldRules = Callable[[FieldText, Channel], Sequence[Finding]]
_ATTEMPTS = 2
_FEWEST_FACTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingJob:
    """One listing to write: everything that the prompts and the checks need.

    `fields` are those to be written, `kept` those of them that are written already. `unused` are fields that nobody
    will look at: the composer need not write them. `max_tokens` caps each reply.
    `rules_date` is the day whose marketplace rules hold, None for those of this version.
    """

    facts: FactSheet
    channel: Channel
    variant: Variant
    voice: Voice
    seed: int
    fields: tuple[str, ...] = MODEL_FIELDS
    siblings: tuple[FactSheet, ...] = ()
    project: Path | None = None
    kept: tuple[FieldText, ...] = ()
    unused: tuple[str, ...] = ()
    max_tokens: int = 1500
    keywords: tuple[str, ...] = ()  # true of the product, most searched first
    rules_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The next thing to ask the model."""

    request: TextRequest
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A finished draft, and what was found on the way.

    `fresh` are the fields that the model wrote for this draft, `taken_over` those that the composer wrote because the
    model failed twice, each with its finding.
    """

    draft: Draft
    fresh: tuple[str, ...]
    taken_over: tuple[Finding, ...]


def next_step(job: WritingJob, answers: Sequence[Answer], rules: FieldRules | None = None) -> Ask | ModelDraft:
    """Return what to ask next, or the draft in which every field passed the checks.

    Pure: the same job and answers give the same step, so a run that was killed goes on from the answers it kept, in any
    process. A field is asked for once more with its findings, then the composer takes it.
    """
    wanted = _wanted(job)
    good = {text.name: text for text in job.kept}
    asked = [spec for spec in wanted if spec.name not in good]
    findings: list[Finding] = []
    for attempt in range(_ATTEMPTS):
        todo = [spec for spec in asked if spec.name not in good]
        if not todo:
            break
        if attempt == len(answers):
            return Ask(_request(job, todo, findings, attempt), tuple(spec.name for spec in todo))
        findings = []
        for spec, text in _texts(answers[attempt], todo):
            failed = _failures(text, spec, job, rules) if text else [_unusable(job, spec.name, answers[attempt])]
            if failed:
                findings.extend(failed)
            elif text:
                good[spec.name] = text
    written = {*good, *job.unused}
    base = compose_draft(
        job.facts, job.channel, job.variant, voice=job.voice, seed=job.seed, without=written, keywords=job.keywords
    )
    fields = in_order({**{text.name: text for text in base.fields}, **good}.values())
    instead = (
        "the composer wrote this field" if writes(job.channel.locale) else "the sheet's own words stand here, or none"
    )
    taken_over = tuple(
        replace(
            finding,
            severity=Severity.INFO,
            message=f"{instead}, the model failed twice: {finding.message}",
            start=None,
            end=None,
        )
        for finding in findings
        if finding.field not in good
    )
    fresh = tuple(spec.name for spec in asked if spec.name in good)
    return ModelDraft(replace(base, fields=fields), fresh, taken_over)


def _wanted(job: WritingJob) -> list[FieldSpec]:
    specs = [spec for name in job.fields if (spec := job.channel.field(name)) is not None]
    # A sheet of two facts has nothing left for a third field.
    return specs if len(job.facts.facts) >= _FEWEST_FACTS else [spec for spec in specs if spec.name != "highlights"]


def _request(job: WritingJob, todo: Sequence[FieldSpec], findings: Sequence[Finding], attempt: int) -> TextRequest:
    return TextRequest(
        system=system_prompt(job.channel, job.voice, job.project),
        user=user_prompt(
            job.facts,
            job.channel,
            todo,
            angle=job.variant.choices.angle,
            findings=findings,
            project=job.project,
            keywords=job.keywords,
        ),
        schema=reply_schema(todo),
        schema_name="listing",
        max_tokens=job.max_tokens,
        seed=job.seed + attempt + 1,
    )


def _texts(answer: Answer, todo: Sequence[FieldSpec]) -> Iterator[tuple[FieldSpec, FieldText | None]]:
    for spec in todo:
        yield spec, None if isinstance(answer, UnusableAnswer) else _field_text(spec, answer.data, answer.model)


def _unusable(job: WritingJob, field: str, answer: Answer) -> Finding:
    return _finding(job, field, answer.reason if isinstance(answer, UnusableAnswer) else "the field is empty")


def _field_text(spec: FieldSpec, data: Mapping[str, Any], model: str) -> FieldText:
    value = data[spec.name]
    items = [value] if isinstance(value, str) else list(value)
    clean = tuple(" ".join(str(item).split()) for item in items)
    cites = tuple(cite for cite in data.get("cites", ()) if isinstance(cite, int))
    return FieldText(spec.name, tuple(item for item in clean if item)[: spec.max_items or None], model, cites)


def _failures(text: FieldText, spec: FieldSpec, job: WritingJob, rules: FieldRules | None) -> list[Finding]:
    if not text.items:
        return [_finding(job, spec.name, "the field is empty")]
    facts, channel, voice = job.facts, job.channel, job.voice
    # A language that the lock does not read gets a finding where the whole draft is locked.
    code = language_of_locale(channel.locale)
    claims = (
        check_claims(text.name, text.items, facts, voice=voice, siblings=job.siblings, language=code) if code else ()
    )
    found = [*lock_findings(claims, sku=facts.sku, channel=channel.id, variant=job.variant.name)]
    if rules is not None:
        found += rules(text, channel)
    for item in text.items:
        if spec.limit is not None and spec.limit.measure(item) > spec.limit.maximum:
            length = f"{spec.limit.measure(item)} {spec.limit.unit}, at most {spec.limit.maximum} are allowed"
            found.append(_finding(job, spec.name, length, item))
        for word in voice.banned:
            if word.casefold() in item.casefold():
                found.append(_finding(job, spec.name, "the brand never uses this word", word))
    # Empty praise only warns, in a seller's text; a model is asked for better.
    return [finding for finding in found if finding.blocking or finding.code.startswith("fact.")]


def _finding(job: WritingJob, field: str, message: str, text: str = "") -> Finding:
    return Finding(
        code="model.unusable",
        severity=Severity.ERROR,
        message=message,
        sku=job.facts.sku,
        field=field,
        text=text,
        channel=job.channel.id,
        variant=job.variant.name,
    )
