"""Recall of the lock on injected faults, and its false alarms on untouched sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.factlock.fault_record import KINDS, Fault
from benchmarks.factlock.inject import sample
from benchmarks.factlock.texts import Text
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Claim
from listgen.domain.finding import Finding
from listgen.facts.lock import check_claims, lock_findings

# Returns what would stop a sentence about a text's product: the lock, or a baseline.
Checker = Callable[[Text, str], tuple[Finding, ...]]
MOST = 120
_VOICE = Voice()


@dataclass(frozen=True, slots=True)
class Miss:
    """A fault that no finding touches, with what was found elsewhere in its sentence."""

    fault: Fault
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Faults of one kind in one group: how many were there, found at their place, found anywhere in the sentence."""

    kind: str
    faults: int
    found: int
    anywhere: int
    misses: tuple[Miss, ...]

    @property
    def share(self) -> float:
        """The share that was found at its place; 1 where there was none to find."""
        return self.found / self.faults if self.faults else 1.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """An untouched sentence that was stopped."""

    text: Text
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Alarms:
    """Blocking findings in untouched sentences."""

    sentences: int
    alarms: tuple[Alarm, ...]

    @property
    def findings(self) -> int:
        """How many blocking findings there are."""
        return sum(len(alarm.findings) for alarm in self.alarms)

    @property
    def per_hundred(self) -> float:
        """Blocking findings per 100 untouched sentences."""
        return 100 * self.findings / self.sentences if self.sentences else 0.0


def claims_of(text: Text, sentence: str) -> tuple[Claim, ...]:
    """Return what the lock claims to find in a sentence about a text's product."""
    return check_claims(
        "description", [sentence], text.sheet, voice=_VOICE, siblings=text.siblings, language=text.language
    )


def blocking(text: Text, sentence: str) -> tuple[Finding, ...]:
    """Return the findings that would keep a sentence out of an upload file."""
    found = lock_findings(claims_of(text, sentence), sku=text.sku, channel="", variant="")
    return tuple(finding for finding in found if finding.blocking)


def measure_alarms(texts: Sequence[Text], *, checker: Checker = blocking) -> Alarms:
    """Return the false alarms in untouched sentences."""
    alarms = tuple(Alarm(text, found) for text in texts if (found := checker(text, text.sentence)))
    return Alarms(len(texts), alarms)


def measure_recall(texts: Sequence[Text], *, most: int = MOST, checker: Checker = blocking) -> tuple[Recall, ...]:
    """Return the recall of each kind of fault, on at most `most` faults a kind."""
    return tuple(recall_of(kind, sample(texts, kind, most), checker=checker) for kind in KINDS)


def recall_of(kind: str, faults: Sequence[Fault], *, checker: Checker = blocking) -> Recall:
    """Return the recall of some faults. A finding that the untouched sentence has as well does not count."""
    found = anywhere = 0
    misses: list[Miss] = []
    for fault in faults:
        before = {_same(finding) for finding in checker(fault.text, fault.text.sentence)}
        findings = tuple(one for one in checker(fault.text, fault.sentence) if _same(one) not in before)
        anywhere += bool(findings)
        if any(_touches(finding, span) for finding in findings for span in fault.spans):
            found += 1
        else:
            misses.append(Miss(fault, findings))
    return Recall(kind, len(faults), found, anywhere, tuple(misses))


def _same(finding: Finding) -> tuple[str, str]:
    return finding.text, finding.verdict


def _touches(finding: Finding, span: tuple[int, int]) -> bool:
    return (finding.start or 0) < span[1] and span[0] < (finding.end or 0)
