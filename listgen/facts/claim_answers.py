"""Yes/no claims: "dishwasher safe", "battery included", "no assembly required", against facts and cells."""

from __future__ import annotations

from collections.abc import Iterator

from listgen.domain.fact import Verdict
from listgen.facts.concepts import find_answers
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged
from listgen.facts.polarity import answers_by_part, clause_stems, negated, read_clauses
from listgen.facts.sayings import answered, sayings_of, word_for_word

# Without a cell these are promises all the same; the other keys are also said of parts that some other cell names.
_NEED_A_CELL = frozenset({"battery_included", "bulb_included", "assembly"})


def check_answers(text: str, evidence: Evidence, language: str) -> Iterator[Judged]:
    """Yield what a text answers to yes/no facts of the sheet, right or wrong."""
    for span in find_answers(text, language):
        denied = span.yes and negated(text, span.start, span.end, language)
        claimed = span.yes and not denied
        said = answered(evidence, span.key)
        value = "yes" if claimed else "no"
        if any(answers_by_part(one.cell.text) for one in said):
            continue  # "lid yes, base no": which part is meant, the denials of both tell
        if not said:
            if span.key in _NEED_A_CELL and not _spoken_of(text[span.start : span.end], evidence, language, denied):
                yield Judged(span.start, span.end, "yes_no", Verdict.UNSUPPORTED, note="no cell says so", value=value,
                             about=span.key, denied=denied)  # fmt: skip
            continue
        own = next((one for one in said if one.denied != claimed), None)
        if own is not None:
            yield Judged(span.start, span.end, "yes_no", Verdict.SUPPORTED, own.cell, value=value, about=span.key,
                         denied=denied)  # fmt: skip
            continue
        note = f"the cell says {'no' if said[0].denied else 'yes'}"
        yield Judged(span.start, span.end, "yes_no", Verdict.CONTRADICTED, said[0].cell, note=note, value=value,
                     about=span.key, denied=denied)  # fmt: skip


def _spoken_of(written: str, evidence: Evidence, language: str, denied: bool) -> bool:
    """Return whether a cell says the words, or speaks of the thing at all: then the denials of both are compared."""
    if word_for_word(evidence, written, denied=denied, language=language):
        return True
    stems = {stem for clause in read_clauses(written, language) for stem in clause_stems(clause)}
    return any(stems & clause_stems(clause) for clause, _ in sayings_of(evidence).clauses)
