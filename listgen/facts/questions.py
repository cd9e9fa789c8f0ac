"""Questions of a text and their answers: what is asked and then denied is claimed the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from listgen.domain.fact import Verdict
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data

_QUESTION = re.compile(r"(?:^|(?<=[.:!?。：！？\n])|[¿])\s*(?P<asked>[^.:!?。：！？\n¿]+)[?？]\s*")
_LONGEST = 60  # characters of an answer that are looked at


def answer_questions(text: str, judged: Sequence[Judged], language: str) -> tuple[Judged, ...]:
    """Return the claims of a text; those inside of a question that is answered with a no are turned round.

    What the sheet says was denied, so it is CONTRADICTED; what is against the sheet was rightly denied; what no cell
    backs was not claimed. A question that is answered with a yes, or not at all, is read as a statement; but the
    denials of one that nobody answers ("You don't need the strap?") speak of the buyer, not of the product.
    """
    if "?" not in text and "？" not in text:
        return tuple(judged)
    denied = tuple(_denied_questions(text, language))
    asked = tuple(match.span("asked") for match in _QUESTION.finditer(text) if not _says_yes(text[match.end() :]))
    said = (one for one in judged if not _asks_only(one, asked, denied))
    return tuple(turned for one in said if (turned := _turned(one, denied)) is not None)


def _asks_only(one: Judged, asked: Sequence[tuple[int, int]], denied: Sequence[tuple[int, int]]) -> bool:
    if one.kind != "negation" or one.verdict is not Verdict.CONTRADICTED:
        return False
    return any(span not in denied and span[0] <= one.start and one.end <= span[1] for span in asked)


def _says_yes(answer: str) -> bool:
    return re.split(r"[^\w\s]", answer.lstrip("¡ ").lower(), maxsplit=1)[0].strip() in read_data("answers.toml")["yes"]


def _turned(one: Judged, denied: Sequence[tuple[int, int]]) -> Judged | None:
    if not any(left <= one.start and one.end <= right for left, right in denied):
        return one
    if one.verdict is Verdict.CONTRADICTED:
        return replace(one, verdict=Verdict.SUPPORTED, note="", nearest="", denied=not one.denied)
    if one.verdict in (Verdict.SUPPORTED, Verdict.ENTAILED):
        return replace(one, verdict=Verdict.CONTRADICTED, rule="", note="the cell says so", denied=not one.denied)
    return None


def _denied_questions(text: str, language: str) -> Iterator[tuple[int, int]]:
    for match in _QUESTION.finditer(text):
        answer = text[match.end() : match.end() + _LONGEST].lstrip("¡ ")
        if _says_no(language).match(answer):
            yield match.span("asked")


@cache
def _says_no(code: str) -> re.Pattern[str]:
    """Return the pattern of answers that say no: an answer word alone, or a denial of what comes along."""
    words = language_of(code)
    short = [re.escape(word) for word in read_data("answers.toml")["no"] if word[:1].isalpha() and len(word) > 1]
    alone = "|".join(sorted(short, key=len, reverse=True))
    after = "|".join(form for form in words.negation.after if not form.startswith(":"))
    end = r"(?=\W|$)" if words.boundary else ""
    return re.compile(rf"(?:(?:{alone})(?=\s*(?:[^\w\s]|$))|(?:{after}){end})", re.IGNORECASE)
