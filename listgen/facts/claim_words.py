"""Word claims: colours, materials, codes, certificates, yes/no facts and promises, compared with what the cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from listgen.domain.fact import FactKind, Items, Verdict, YesNo
from listgen.facts.claim_makes import check_colours, check_materials
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence, codes_in, negated, said_in, words_pattern
from listgen.facts.judged import Judged
from listgen.facts.language import language
from listgen.facts.load import read_data

KINDS = (
    "certificate",
    "superlative",
    "comparative",
    "guarantee",
    "promise",
    "person_outcome",
    "health",
    "permanence",
    "praise",
)
# ASCII: Chinese and Japanese write codes without a blank ("支持USB-C充电"); letters of other scripts still join a word.
_CODE = re.compile(
    r"(?<![\wÀ-ɏЀ-ӿ-])(?:IP[X\d][\dX]K?|IK\d\d|(?i:USB)[- ]?(?:[ABC]|micro|mini)\b|USB ?\d(?:\.\d)?|"
    r"HDMI(?: ?\d\.\d)?|Bluetooth ?\d\.\d|"
    r"Wi-?Fi ?\d\w?|(?i:Cat)\.? ?\d\w?|RJ-?\d\d|UPF ?\d+\+?|SPF ?\d+\+?|18/8|18/10|"
    r"(?:EN|ISO|ASTM|DIN|IEC|MIL-STD|UL)[- ]?[A-Z]?\d[\w-]*|"
    r"E(?:14|26|27|12|40)\b|GU\d+(?:\.\d)?|B22|A[3-6]\b|PD ?\d\.\d|\d{2,4}D\b|f/?\d(?:\.\d)?|"
    r"[A-Za-z]{1,6}-?\d[\w-]*|\d+[A-Za-z]{1,3}\d*[\w-]*)(?![\wÀ-ɏЀ-ӿ-])",
    re.ASCII,
)
_PROMISES = frozenset({"superlative", "comparative", "guarantee", "promise", "person_outcome", "health", "permanence"})
_PROMISED = re.compile(r"(?i)\b(?:with|includ\w*|comes?|get|box|plus|and|covers?|contains?)\b")
_NOT_PROMISED = re.compile(
    r"(?i)\b(?:not|no|without|separately|own|extra|excluding|except|takes?|needs?|requires?|uses?|fits?|for)\b"
)
_FAMILY = re.compile(r"^(USB|IP|BLUETOOTH|UPF|SPF|CAT|E|GU|ISO|EN|18/)", re.IGNORECASE)
_PEOPLE = "men|women|boys|girls|kids|children|toddlers?|babies|baby|ladies|unisex"
_AUDIENCE = re.compile(rf"(?i)(?<![\w-])({_PEOPLE})(?:['’]s|['’])?(?![\w-])")
_SAME_AUDIENCE = {"children": "kids", "ladies": "women", "toddlers": "toddler", "babies": "baby"}
_ORIGIN = re.compile(
    r"\b(?:(?i:made|assembled|sewn|woven|produced|manufactured)) in (?:the )?([A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)?)"
)


def check_words(
    text: str, evidence: Evidence, siblings: Sequence[Evidence], taken: list[tuple[int, int]]
) -> Iterator[Judged]:
    """Yield every word claim of a text; spans in `taken` (product names, licensed lines, numbers) are skipped."""
    for judged in _all(text, evidence, siblings, taken):
        if not any(judged.start < right and left < judged.end for left, right in taken):
            taken.append((judged.start, judged.end))
            yield judged


def check_codes(
    text: str, evidence: Evidence, siblings: Sequence[Evidence], taken: list[tuple[int, int]]
) -> Iterator[Judged]:
    """Yield the codes of a text: connectors, norms, ratings, grades, model numbers."""
    from listgen.facts.units import find_quantities

    measured = [(span.start, span.end) for span in find_quantities(text, language=evidence.languages[0])]
    for match in _CODE.finditer(text):
        start, end = match.span()
        if any(start < right and left < end for left, right in (*taken, *measured)):
            continue
        if not re.search(r"\d", match.group()) and not match.group().lower().startswith("usb"):
            continue
        if re.fullmatch(r"\d+(?:st|nd|rd|th|s|x)", match.group(), re.IGNORECASE):
            continue
        taken.append((start, end))
        yield _judge_code(match, evidence, siblings)


def _judge_code(match: re.Match[str], evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    start, end = match.span()
    plain = re.sub(r"[\s\-.]", "", match.group()).upper()
    if plain in evidence.codes:
        return Judged(start, end, "code", Verdict.SUPPORTED, evidence.codes[plain])
    for source in evidence.sources:
        if plain in re.sub(r"[\s\-.]", "", source.text).upper():
            return Judged(start, end, "code", Verdict.SUPPORTED, source.cell)
    for sibling in siblings:
        if plain in sibling.codes:
            return Judged(start, end, "code", Verdict.BORROWED, sibling.codes[plain], note="true of another variation")
    family = _FAMILY.match(plain)
    if family:
        for code, cell in evidence.codes.items():
            if code.startswith(family.group(1).upper()) and code != plain:
                return Judged(start, end, "code", Verdict.CONTRADICTED, cell, note=f"the cell says {code}")
    return Judged(start, end, "code", Verdict.UNSUPPORTED, note="no cell gives this code")


def _all(text: str, evidence: Evidence, siblings: Sequence[Evidence], taken: list[tuple[int, int]]) -> Iterator[Judged]:
    yield from _yes_no(text, evidence)
    yield from _origins(text, evidence)
    yield from _not_included(text, evidence)
    yield from _never(text, evidence)
    yield from _lexicon(text, evidence, siblings)
    yield from check_materials(text, evidence, siblings)
    yield from check_colours(text, evidence, siblings)
    yield from _audiences(text, evidence)


def _yes_no(text: str, evidence: Evidence) -> Iterator[Judged]:
    for key, (yes, no) in _yes_no_patterns().items():
        fact = evidence.yes_no.get(key)
        for pattern, answer in ((no, False), (yes, True)):
            for match in pattern.finditer(text):
                claimed = answer != (negated(text, match.start(), match.end()) and answer)
                if fact is None or not isinstance(fact.value, YesNo):
                    continue
                held = fact.value.yes == claimed
                verdict = Verdict.SUPPORTED if held else Verdict.CONTRADICTED
                note = "" if held else f"the cell says {'yes' if fact.value.yes else 'no'}"
                yield Judged(match.start(), match.end(), "yes_no", verdict, fact.cell, note=note)


def _origins(text: str, evidence: Evidence) -> Iterator[Judged]:
    for match in _ORIGIN.finditer(text):
        given = [fact for fact in evidence.sheet.facts if fact.key == "origin"]
        place = match.group(1).lower()
        cell = next((fact.cell for fact in given if place in fact_text(fact).lower()), None)
        if cell is None:
            cell = said_in(evidence, words_pattern(match.group()), denied=False)
        if cell is not None:
            yield Judged(match.start(), match.end(), "origin", Verdict.SUPPORTED, cell)
        elif given:
            said = fact_text(given[0])
            yield Judged(
                match.start(), match.end(), "origin", Verdict.CONTRADICTED, given[0].cell, note=f"the cell says {said}"
            )
        else:
            yield Judged(match.start(), match.end(), "origin", Verdict.UNSUPPORTED, note="no cell gives the origin")


def _not_included(text: str, evidence: Evidence) -> Iterator[Judged]:
    for fact in evidence.sheet.facts:
        if fact.key != "not_included" or not isinstance(fact.value, Items):
            continue
        for item in fact.value.items:
            head = re.escape(re.sub(r"s$", "", item.split()[-1].lower()))
            for match in re.finditer(rf"(?i)(?<![\w-]){head}(?:s|es)?(?![\w-])", text):
                left = max(text.rfind(mark, 0, match.start()) for mark in (". ", "; ", ": ")) + 1
                around = text[left : match.end() + 60]
                if _NOT_PROMISED.search(around):
                    continue
                if _PROMISED.search(text[left : match.end()]):
                    note = f"the cell says {item} not included"
                    yield Judged(match.start(), match.end(), "contents", Verdict.CONTRADICTED, fact.cell, note=note)


def _never(text: str, evidence: Evidence) -> Iterator[Judged]:
    for rule, fact in evidence.rules:
        if rule.never is None:
            continue
        for match in rule.never.finditer(text):
            denied = negated(text, match.start(), match.end())
            if (
                denied
                or said_in(evidence, words_pattern(match.group()), denied=False)
                or _entailed(match.group(), evidence)
            ):
                continue
            note = f"more than {fact_text(fact)} says"
            kind = "widening"
            yield Judged(match.start(), match.end(), kind, Verdict.CONTRADICTED, fact.cell, rule.id, note)


def _entailed(claim: str, evidence: Evidence) -> str:
    for rule, _ in evidence.rules:
        if rule.entails and rule.entails.search(claim):
            return rule.id
    return ""


def _lexicon(text: str, evidence: Evidence, siblings: Sequence[Evidence]) -> Iterator[Judged]:
    for kind, pattern in _claim_patterns().items():
        for match in pattern.finditer(text):
            yield _judge_word(text, match, kind, evidence, siblings)


def _judge_word(text: str, match: re.Match[str], kind: str, evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    start, end = match.span()
    denied = negated(text, start, end)
    pattern = words_pattern(match.group())
    cell = said_in(evidence, pattern, denied=denied, facts_only=kind in _PROMISES)
    if cell is not None:
        return Judged(start, end, kind, Verdict.SUPPORTED, cell)
    if not denied:
        absent = re.fullmatch(r"(?i)([\w-]+?)[- ]free", match.group())
        for fact in evidence.sheet.facts if absent else ():
            if (
                absent
                and fact.key == "free_of"
                and re.sub(r"s$", "", absent.group(1).lower()) in fact_text(fact).lower()
            ):
                return Judged(start, end, kind, Verdict.ENTAILED, fact.cell, "free-of")
        for rule, fact in evidence.rules:
            if rule.entails and rule.entails.search(match.group()):
                return Judged(start, end, kind, Verdict.ENTAILED, fact.cell, rule.id)
    opposite = said_in(evidence, pattern, denied=not denied)
    if opposite is not None:
        return Judged(start, end, kind, Verdict.CONTRADICTED, opposite, note="the cell says the opposite")
    for word, (keys, unless) in _opposites().items():
        if denied or not word.fullmatch(match.group()):
            continue
        for fact in evidence.sheet.facts:
            if fact.key in keys and not unless.search(fact_text(fact)):
                note = f"the cell says {fact_text(fact)}"
                return Judged(start, end, kind, Verdict.CONTRADICTED, fact.cell, note=note)
    for sibling in siblings:
        other = said_in(sibling, pattern, denied=denied)
        if other is not None:
            return Judged(start, end, kind, Verdict.BORROWED, other, note="true of another variation")
    return Judged(start, end, kind, Verdict.UNSUPPORTED, note="no cell says so")


def _audiences(text: str, evidence: Evidence) -> Iterator[Judged]:
    given = [
        fact
        for fact in evidence.sheet.facts
        if fact.key in ("audience", "age_group") and fact.kind is not FactKind.CODE
    ]
    words = {word for fact in given for word in re.findall(r"[a-z]+", fact_text(fact).lower())}
    for match in _AUDIENCE.finditer(text):
        word = match.group(1).lower()
        word = _SAME_AUDIENCE.get(word, word)
        kids = {"boys", "girls"} <= words and word == "kids"
        both = word == "unisex" and {"men", "women"} <= words
        if word in words or kids or both or ("unisex" in words and word in ("men", "women")):
            rule = "" if word in words else "audience"
            yield Judged(
                match.start(),
                match.end(),
                "audience",
                Verdict.ENTAILED if rule else Verdict.SUPPORTED,
                given[0].cell,
                rule,
            )
            continue
        said_by = said_in(evidence, words_pattern(match.group(1)), denied=False)
        if said_by is not None:
            yield Judged(match.start(), match.end(), "audience", Verdict.SUPPORTED, said_by)
        elif given:
            said = fact_text(given[0])
            yield Judged(
                match.start(),
                match.end(),
                "audience",
                Verdict.CONTRADICTED,
                given[0].cell,
                note=f"the cell says {said}",
            )
        else:
            yield Judged(match.start(), match.end(), "audience", Verdict.UNSUPPORTED, note="no cell says for whom")


@cache
def _claim_patterns() -> dict[str, re.Pattern[str]]:
    words = language("en")
    return {kind: words.pattern(form for forms in words.claims[kind].values() for form in forms) for kind in KINDS}


@cache
def _yes_no_patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {key: (words.yes, words.no) for key, words in language("en").yes_no.items()}


@cache
def _opposites() -> dict[re.Pattern[str], tuple[tuple[str, ...], re.Pattern[str]]]:
    rows = read_data("opposites.toml")["opposites"]
    return {
        re.compile(word, re.IGNORECASE): (tuple(row["key"].split("|")), re.compile(row["unless"], re.IGNORECASE))
        for word, row in rows.items()
    }


__all__ = ["KINDS", "check_codes", "check_words", "codes_in"]
