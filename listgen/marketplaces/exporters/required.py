"""What a marketplace requires and listings lack: a remark on each, or one line for the HOWTO where all lack it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from listgen.domain.finding import Finding, Severity
from listgen.marketplaces.records import ExportJob


@dataclass(frozen=True, slots=True)
class Required:
    """One thing that is required: its name in the file, what a seller does about it, and the SKUs with and without."""

    name: str
    hint: str
    asked: Sequence[str]
    lacking: Sequence[str]


def missing(job: ExportJob, wanted: Iterable[Required]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the lines for the HOWTO, and the remarks.

    What no listing has is one setting or one column that is not there, and no news about each of them.
    """
    gaps: list[str] = []
    findings: list[Finding] = []
    title = job.profile.title
    for one in wanted:
        if len(one.asked) > 1 and len(one.lacking) == len(one.asked):
            gaps.append(f"`{one.name}` is empty in all rows, {title} requires it: {one.hint}.")
            continue
        findings += [
            job.finding(
                "export.required",
                f"{title} requires `{one.name}`, which is empty",
                sku=sku,
                severity=Severity.WARNING,
                field=one.name,
                hint=one.hint,
            )
            for sku in one.lacking
        ]
    return tuple(gaps), tuple(findings)
