"""The picture stage: what a worker renders, kept in the ledger as pictures arrive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import Picture, PictureJob, RenderedPicture
from listgen.domain.run import Spend
from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.picture_tasks import PictureTask
from listgen.errors import ImageError


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one picture task: a picture with its alt text, or the finding that says why there is none.

    A `final` failure is the photo's nature: it is kept like a picture, and not tried again.
    """

    task: str
    picture: RenderedPicture | None
    alt_text: str = ""
    failure: Finding | None = None
    final: bool = False


_PICTURE = TypeAdapter(Picture)
_FINDING = TypeAdapter(Finding)


def kept_picture(task: PictureTask, ledger: Ledger) -> Picture | Finding | None:
    """Return the task's picture where the ledger has it, or the finding that says why this photo has none."""
    entry = ledger.find(task.key)
    if entry is None:
        return None
    ledger.remember(task.name, task.key)
    if not entry.blob:
        return _FINDING.validate_json(entry.meta)
    return replace(_PICTURE.validate_json(entry.meta), path=ledger.blob_path(entry.blob))


def keep_reason(task: PictureTask, reason: Finding, ledger: Ledger) -> None:
    """Write into the ledger why a photo has no picture of this kind."""
    ledger.add(task.key, "picture", task.name, Entry(_FINDING.dump_json(reason).decode()))


def keep_picture(
    task: PictureTask,
    done: RenderedPicture,
    alt_text: str,
    ledger: Ledger,
    *,
    calls: int = 0,
    cost_usd: float | None = 0.0,
) -> Picture:
    """Write a rendered picture into the ledger and return its record; `calls` is what its painting took.

    One that was not painted, since nobody answered, is kept beside the place of the painted one: the next run asks.
    """
    key = task.key
    if any(finding.code == "picture.not-painted" for finding in done.findings):
        key = content_key("not-painted", of=task.key.digest)
    blob = ledger.add_blob(done.data)
    picture = Picture(
        slot=task.job.spec.slot,
        kind=task.job.spec.kind,
        blob=blob,
        suffix=done.suffix,
        width=done.width,
        height=done.height,
        size=len(done.data),
        alt_text=alt_text,
        source_type=done.source_type,
        certificate=done.certificate,
        scene=done.scene,
        whole_photo=done.whole_photo,
        findings=tuple(replace(finding, sku=task.job.sku) for finding in done.findings),
        calls=calls,
        cost_usd=cost_usd,
    )
    ledger.add(key, "picture", task.name, Entry(_PICTURE.dump_json(picture).decode(), blob))
    return replace(picture, path=ledger.blob_path(blob))


def spend_of(picture: Picture) -> Iterator[Spend]:
    """Yield what a picture took of a paid endpoint, if it took anything."""
    if picture.calls:
        yield Spend(channel="", variant="", field=picture.kind, calls=picture.calls, cost_usd=picture.cost_usd)


def render_group(tasks: Sequence[tuple[str, PictureJob, FactSheet]]) -> list[Rendered]:
    """Render the pictures of one photo; each failure is a finding of its own."""
    from listgen.copywriting.alt_text import compose_alt_text
    from listgen.imaging.picture import render_picture

    results = []
    for name, job, facts in tasks:

        def describe(setting: str, job: PictureJob = job, facts: FactSheet = facts) -> str:
            return compose_alt_text(facts, kind=job.spec.kind, setting=setting, slot=job.spec.slot)

        try:
            done = render_picture(job, describe=describe)
        except ImageError as error:
            results.append(Rendered(name, None, failure=failed_picture(job, error.message, error.hint or "")))
        except Exception as error:
            results.append(_failed(name, job, error))
        else:
            reason = next((finding for finding in done.findings if finding.code == "picture.no-detail"), None)
            if reason is not None:
                results.append(Rendered(name, None, failure=reason, final=True))
            else:
                results.append(Rendered(name, done, describe(done.setting)))
    return results


def _failed(name: str, job: PictureJob, error: Exception) -> Rendered:
    text = f"the {job.spec.kind} could not be made ({type(error).__name__}: {error})"
    return Rendered(
        name, None, failure=failed_picture(job, text, "please report this with the photo; other SKUs are not affected")
    )


def failed_picture(job: PictureJob, message: str, hint: str) -> Finding:
    """Return the finding of a picture that was not made."""
    return Finding(
        code="picture.failed",
        severity=Severity.WARNING,
        message=message,
        sku=job.sku,
        field=job.spec.kind,
        place=Path(job.photo).name,
        hint=hint,
    )
