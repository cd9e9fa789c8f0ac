"""The text stage of a run: composer texts and paid texts, each in the ledger before it is used, then the fact lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace

from listgen.copywriting.model_writer import WritingJob
from listgen.copywriting.prompts import MODEL_FIELDS, PROMPT_KEYWORDS
from listgen.domain.brand_kit import Voice
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText
from listgen.domain.product import ProductKind
from listgen.domain.run import Spend
from listgen.engine.assemble import Inputs, SkuProgress
from listgen.engine.batch import BatchDesk, BatchWish
from listgen.engine.batch_book import BatchBook
from listgen.engine.chat_forms import known_form
from listgen.engine.events import Story
from listgen.engine.kept_fields import KeptField, changed_uses, field_key, find_field, keep_field, uses_all
from listgen.engine.keys import ContentKey, Hashed, hashed
from listgen.engine.ledger import Ledger, Notes, Shelf
from listgen.engine.model_texts import PaidProvider, open_batches, open_recorder
from listgen.engine.paid_texts import PaidText, write_paid
from listgen.engine.replies import KeptReplies
from listgen.engine.settings import RunSettings
from listgen.engine.texts import composed, keep_draft, kept_draft, lock_text, take_factor, why_not_made
from listgen.engine.work import TEXT_FACTORS, SkuWork, TextTask, who_answers, writer_part
from listgen.errors import ListgenError, ProviderBusy, ProviderError
from listgen.providers.batch import batch_terms
from listgen.providers.prices import Price
from listgen.providers.text import Usage

# Fields that are written at a time.
_AT_A_TIME = 250


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field of a paid text: what the ledger has of it, or why it has to be asked for."""

    name: str
    kept: KeptField | None
    reason: str  # "" where it is kept


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a run by task name, and why there is none where there is none."""

    drafts: dict[str, Draft]
    failed: Mapping[str, Exception]


def write_texts(
    settings: RunSettings,
    inputs: Inputs,
    ledger: Ledger,
    paid: PaidProvider | None,
    progress: Mapping[str, SkuProgress],
) -> Written:
    """Write every text of a run, and into `progress` what that took. `paid` is None for the offline composer."""
    drafts: dict[str, Draft] = {}
    failed: dict[str, Exception] = {}
    free = [task for work in inputs.work for task in work.texts if paid is None or not is_paid(work, task)]
    _compose(free, ledger, settings.kit.voice, progress, drafts, failed)
    if paid is not None:
        _buy(settings, inputs, ledger, paid, progress, drafts, failed)
    return Written(drafts, failed)


def lock_texts(works: Iterable[SkuWork], written: Written, voice: Voice, progress: Mapping[str, SkuProgress]) -> None:
    """Put written texts of some products into `progress`, locked, and let go of them in `written`."""
    for work in works:
        _lock_texts(work, written.drafts, written.failed, progress[work.product.sku], voice)
        for task in work.texts:
            written.drafts.pop(task.name, None)


def fill_from_batches(settings: RunSettings, inputs: Inputs, ledger: Ledger, paid: PaidProvider, story: Story) -> None:
    """Let batches answer what they can, where the run wants that or a batch is under way. Raises BatchPending."""
    who = who_answers(settings)
    if settings.text != "openai" or settings.frozen:
        return
    if not settings.batch and not BatchBook(ledger, who).open():
        return
    wish = BatchWish(send=settings.batch, cancel=settings.batch_cancel, wait=settings.batch_wait * 60)
    batches = open_batches(settings, known_form(ledger, who))
    desk = BatchDesk(wish, batches, batch_terms(settings.text_base_url), ledger, paid.budget, who, story)
    desk.fill(lambda: open_jobs(settings, inputs, ledger))


def compose_texts(works: Iterable[SkuWork], shelf: Shelf, voice: Voice, progress: Mapping[str, SkuProgress]) -> None:
    """Write the composer's texts of some products into `progress`, locked, one product after the other."""
    for work in works:
        drafts: dict[str, Draft] = {}
        failed: dict[str, Exception] = {}
        _compose(work.texts, shelf, voice, progress, drafts, failed)
        _lock_texts(work, drafts, failed, progress[work.product.sku], voice)


def field_states(task: TextTask, settings: RunSettings, ledger: Ledger | None) -> tuple[FieldState, ...]:
    """Return the fields of a paid text with what the ledger has of each; `ledger` is None where there is none yet."""
    states = []
    for name in paid_fields(task):
        if settings.record:
            # Every request has to be made, from the first on; what the ledger has of the answers is not paid again.
            states.append(FieldState(name, None, "is recorded"))
            continue
        key = _key(task, name, settings)
        kept = find_field(key, ledger) if ledger else None
        if kept is not None:
            changed = changed_uses(kept.uses, task.facts)
            states.append(
                FieldState(name, None, f"changed: {', '.join(changed)}") if changed else FieldState(name, kept, "")
            )
            continue
        before = ledger.last_parts(_place(task, name)) if ledger else None
        if before is None:
            states.append(FieldState(name, None, "new"))
        else:
            states.append(
                FieldState(name, None, f"changed: {', '.join(key.changed(before)) or 'the ledger was pruned'}")
            )
    return tuple(states)


def open_jobs(settings: RunSettings, inputs: Inputs, ledger: Ledger | None) -> Iterator[WritingJob]:
    """Yield the listings for which a model has to be asked; none where the composer writes."""
    if settings.text == "composer":
        return
    for work in inputs.work:
        for task in work.texts:
            if is_paid(work, task):
                states = field_states(task, settings, ledger)
                if any(state.kept is None for state in states):
                    yield _job(settings, work, task, states)


def paid_fields(task: TextTask) -> tuple[str, ...]:
    """Return the fields that a model writes: an arm takes all but those of its factor from the control."""
    own = TEXT_FACTORS.get(task.variant.factor or "", MODEL_FIELDS)
    return tuple(name for name in MODEL_FIELDS if name in own and task.channel.field(name) is not None)


def is_paid(work: SkuWork, task: TextTask) -> bool:
    """Return whether a model writes this text: in a shop, variations show their parent's and none of their own."""
    return not (task.channel.family_text and work.product.kind is ProductKind.VARIATION)


def _compose(
    tasks: Iterable[TextTask],
    ledger: Shelf,
    voice: Voice,
    progress: Mapping[str, SkuProgress],
    drafts: dict[str, Draft],
    failed: dict[str, Exception],
) -> None:
    todo: list[TextTask] = []
    for task in tasks:
        found = kept_draft(task, ledger)
        if found is None:
            todo.append(task)
        else:
            drafts[task.name] = found
            progress[task.facts.sku].kept += 1
    for task in todo:
        try:
            draft = composed(task, voice)
        except Exception as error:
            failed[task.name] = error
            continue
        keep_draft(task, draft, ledger)
        drafts[task.name] = draft
        progress[task.facts.sku].made += 1


def _buy(
    settings: RunSettings,
    inputs: Inputs,
    ledger: Ledger,
    paid: PaidProvider,
    progress: Mapping[str, SkuProgress],
    drafts: dict[str, Draft],
    failed: dict[str, Exception],
) -> None:
    tasks = {task.name: (work, task) for work in inputs.work for task in work.texts if is_paid(work, task)}
    states = {name: field_states(task, settings, ledger) for name, (_, task) in tasks.items()}
    todo = [name for name, fields in states.items() if any(state.kept is None for state in fields)]
    if todo and settings.frozen and settings.text != "replay":
        raise ProviderError(
            f"{len(todo)} texts are not in the ledger, and --frozen calls no provider", hint="run once without --frozen"
        )
    replies = KeptReplies(paid.provider, ledger, who_answers(settings), open_recorder(settings))

    def jobs() -> Iterator[tuple[str, WritingJob]]:
        for name in todo:
            yield name, _job(settings, *tasks[name], states[name])

    results = write_paid(
        jobs(),
        replies,
        parallel=settings.concurrency,
        processes=max(1, settings.jobs - 1),
        total=len(todo),
        stop=paid.budget.close,
    )
    # Beside the answers, which are written at once, fields can wait a little: a killed run makes them of its answers.
    notes = Notes()
    # Closed with this block: Ctrl-C may come while an answer is kept.
    with closing(results):
        for name, result in results:
            work, task = tasks[name]
            sku = progress[work.product.sku]
            if isinstance(result, ProviderBusy):
                # The endpoint failed this listing for good: the composer steps in, and the next run asks again.
                sku.findings.append(_busy(task, result))
                sku.spends.append(_spend(task, "", Usage(calls=result.calls), None))
                states[name] = tuple(FieldState(state.name, state.kept, "") for state in states[name])
                drafts[name] = _with_kept(settings, task, states[name])
            elif isinstance(result, Exception):
                failed[name] = result
            else:
                drafts[name] = result.draft
                sku.made += 1
                sku.findings.extend(result.taken_over)
                _keep(settings, task, result, notes, sku, paid.budget.price)
                if len(notes.added) >= _AT_A_TIME:
                    ledger.write(notes)
                    ledger.checkpoint()
                    notes = Notes()
    ledger.write(notes)
    for name, (work, task) in tasks.items():
        if name in failed:
            continue
        sku = progress[work.product.sku]
        # Fields that were kept count in a listing of which others are new, too: the sum is what all of it took.
        for state in states[name]:
            if state.kept is not None:
                sku.spends.append(_spend(task, state.name, state.kept.usage, state.kept.cost_usd))
                if state.kept.text is None:
                    sku.findings.append(_taken_over(task, state.name, state.kept.reason))
        if name not in drafts:
            sku.kept += 1
            drafts[name] = _with_kept(settings, task, states[name])
    for work in inputs.work:
        _put_in_order(work, progress[work.product.sku])


def _put_in_order(work: SkuWork, sku: SkuProgress) -> None:
    """Answers arrive in any order; the report lists what they took, and what they lack, in the order of the texts."""
    order = {(task.channel.id, task.variant.name): place for place, task in enumerate(work.texts)}
    fields = {name: place for place, name in enumerate(MODEL_FIELDS)}

    def place(noted: Spend | Finding) -> tuple[int, int]:
        return order.get((noted.channel, noted.variant), -1), fields.get(noted.field, -1)

    sku.spends.sort(key=place)
    sku.findings.sort(key=place)


def _job(settings: RunSettings, work: SkuWork, task: TextTask, states: tuple[FieldState, ...]) -> WritingJob:
    kept = tuple(_kept_text(task, state, settings) for state in states if state.kept is not None)
    return WritingJob(
        facts=task.facts,
        channel=task.channel,
        variant=task.variant,
        voice=settings.kit.voice,
        seed=task.seed,
        fields=paid_fields(task),
        siblings=work.siblings,
        project=settings.project,
        kept=tuple(text for text in kept if text is not None),
        unused=_unused(task),
        max_tokens=settings.max_tokens,
        keywords=task.keywords,
        rules_date=settings.rules_date,
    )


def _with_kept(settings: RunSettings, task: TextTask, states: tuple[FieldState, ...]) -> Draft:
    """Return the draft of kept fields, with the composer's text for all others."""
    from listgen.copywriting.compose import in_order

    texts = {state.name: state.kept.text for state in states if state.kept is not None and state.kept.text is not None}
    base = composed(task, settings.kit.voice, {*texts, *_unused(task)})
    return replace(base, fields=in_order({**{text.name: text for text in base.fields}, **texts}.values()))


def _unused(task: TextTask) -> tuple[str, ...]:
    """Return the fields that nobody will look at: an arm takes all but those of its factor from the control."""
    own = TEXT_FACTORS.get(task.variant.factor or "")
    return () if own is None else tuple(spec.name for spec in task.channel.fields if spec.name not in own)


def _kept_text(task: TextTask, state: FieldState, settings: RunSettings) -> FieldText | None:
    if state.kept is None:
        return None
    if state.kept.text is not None:
        return state.kept.text
    # The composer has this field; it is not asked for again.
    others = [spec.name for spec in task.channel.fields if spec.name != state.name]
    return composed(task, settings.kit.voice, others).field(state.name) or FieldText(state.name, ())


def _keep(
    settings: RunSettings, task: TextTask, done: PaidText, notes: Notes, sku: SkuProgress, price: Price | None
) -> None:
    """Take notes of the new fields, each with its share of what the answers took.

    All are written at once, or none: a listing of which half is kept would be asked for its other half, in new words.
    """
    shares = _shares(done)
    fields: list[tuple[str, KeptField]] = []
    for fresh in done.fresh:
        usage = shares.get(fresh.text.name, Usage())
        fields.append((fresh.text.name, KeptField(fresh.text, fresh.uses, usage, _cost(usage, price))))
    for finding in done.taken_over:
        usage = shares.get(finding.field, Usage())
        kept = KeptField(None, uses_all(task.facts), usage, _cost(usage, price), finding.message)
        fields.append((finding.field, kept))
    for name, kept in fields:
        keep_field(_key(task, name, settings), _place(task, name), kept, notes)
    sku.spends.extend(_spend(task, name, kept.usage, kept.cost_usd) for name, kept in fields)


def _cost(usage: Usage, price: Price | None) -> float | None:
    if price is None or not price.covers(usage):
        return None if usage.calls else 0.0
    return float(price.of(usage))


def _shares(done: PaidText) -> dict[str, Usage]:
    """Return what each field took: the calls and tokens of an answer go to its fields in equal parts.

    The remainder of an integer division goes to the first fields, so that the sum is what the endpoint counted.
    """
    shares: dict[str, Usage] = {}
    for fields, usage in done.asked:
        for place, name in enumerate(fields):
            parts = {count: _part(total, place, len(fields)) for count, total in asdict(usage).items()}
            own = Usage(**parts)
            shares[name] = shares.get(name, Usage()).plus(own)
    return shares


def _part(total: int, place: int, count: int) -> int:
    return total // count + (1 if place < total % count else 0)


def _key(task: TextTask, field: str, settings: RunSettings) -> ContentKey:
    voice, writer = _parts_of(settings)
    keywords = task.keywords[:PROMPT_KEYWORDS]
    return field_key(
        field, task.facts, task.channel, task.variant, voice=voice, seed=task.seed, writer=writer, keywords=keywords
    )


# The same in every key of a run; the settings are known by identity.
_hashed_parts: list[tuple[RunSettings, Hashed, Hashed]] = []


def _parts_of(settings: RunSettings) -> tuple[Hashed, Hashed]:
    """Return voice and writer as parts of a key."""
    if not _hashed_parts or _hashed_parts[0][0] is not settings:
        voice = hashed([settings.kit.voice, settings.kit.brand])
        _hashed_parts[:] = [(settings, voice, hashed(writer_part(settings)))]
    return _hashed_parts[0][1:]


def _spend(task: TextTask, field: str, usage: Usage, cost_usd: float | None) -> Spend:
    return Spend(
        channel=task.channel.id,
        variant=task.variant.name,
        field=field,
        calls=usage.calls,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cached_tokens=usage.cached_tokens,
        cost_usd=cost_usd,
    )


def _place(task: TextTask, field: str) -> str:
    return f"{task.name}/{field}"


def _busy(task: TextTask, error: ProviderError) -> Finding:
    return Finding(
        code="model.no-answer",
        severity=Severity.WARNING,
        message=f"the endpoint gave no answer ({error.message}); the composer wrote this listing for now",
        sku=task.facts.sku,
        channel=task.channel.id,
        variant=task.variant.name,
        hint="run again: only what is missing is asked for",
    )


def _taken_over(task: TextTask, field: str, reason: str) -> Finding:
    return Finding(
        code="model.unusable",
        severity=Severity.INFO,
        message=reason,
        sku=task.facts.sku,
        field=field,
        channel=task.channel.id,
        variant=task.variant.name,
    )


def _lock_texts(
    work: SkuWork, drafts: Mapping[str, Draft], failed: Mapping[str, Exception], sku: SkuProgress, voice: Voice
) -> None:
    """Run the fact lock over the drafts of a SKU; arms differ from the control in their factor alone."""
    controls: dict[str, Draft] = {}
    for task in work.texts:
        place = (task.channel.id, task.variant.name)
        if task.name in failed:
            sku.findings.append(_failed_text(work, failed[task.name], place))
            continue
        draft = drafts[task.name]
        if task.variant.factor is None:
            controls[task.channel.id] = draft
        elif task.channel.id not in controls:
            continue
        else:
            control = controls[task.channel.id]
            draft = take_factor(control, draft, task.variant)
            reason = why_not_made(control, draft, task.variant.factor)
            if reason:
                sku.not_made[place] = reason
                continue
        if work.facts is not None:
            sku.drafts[place] = lock_text(draft, work.facts, voice=voice, siblings=work.siblings, channel=task.channel)


def _failed_text(work: SkuWork, error: Exception, place: tuple[str, str]) -> Finding:
    if isinstance(error, ListgenError):
        code, message, hint = "text.failed", error.message, error.hint or ""
    else:
        code, message = "sku.failed", f"the text could not be written ({type(error).__name__}: {error})"
        hint = "please report this with the row; other SKUs are not affected"
    return Finding(
        code=code,
        severity=Severity.ERROR,
        message=message,
        sku=work.product.sku,
        place=str(work.product.row),
        channel=place[0],
        variant=place[1],
        hint=hint,
    )
