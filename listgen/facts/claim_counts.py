"""Count claims: bare numbers with the thing they count, compared with what the cells say and list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from listgen.domain.fact import Items, Verdict
from listgen.domain.source import CellRef
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence, KnownQuantity, plain_numbers
from listgen.facts.judged import Judged, overlaps
from listgen.facts.keys import fact_keys
from listgen.facts.units import word_number

_COUNT = re.compile(
    r"(?<![\w.,/#])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,5}\.\d+|\d{1,5}(?:\s?-\s?\d{1,5})?|[A-Za-z]+(?:-[a-z]+)?)(?P<plus>\+)?(?=[\s-]+[A-Za-z]|[\s.,;:)]|$)"
)
_IGNORED_NUMBERS = frozenset({"zero", "one", "dual"})


def check_counts(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    taken: list[tuple[int, int]],
    language: str = "en",
) -> Iterator[Judged]:
    """Yield every count of a text: "two pockets", "set of 4", "2-6 players"."""
    del language
    plain_sources = " ¦ ".join(source.text for source in evidence.sources)
    for match in _COUNT.finditer(text):
        word = match["number"]
        number = word if word[0].isdigit() else _spelled(word)
        if number is None or word.lower() in _IGNORED_NUMBERS or overlaps(match.start(), match.end(), taken):
            continue
        after = re.match(r"[\s-]+((?:[A-Za-z][\w'’]*[\s-]*){1,4})", text[match.end() :])
        nouns = [noun.lower() for noun in re.findall(r"[A-Za-z][\w'’]*", after.group(1))] if after else []
        if re.search(r"-[A-Za-z]", word):
            nouns = [word.split("-", 1)[1].lower(), *nouns]
        taken.append((match.start(), match.end()))
        named = _after_its_name(text, match.start(), number, evidence)
        if named is not None:
            yield Judged(match.start(), match.end(), "count", Verdict.SUPPORTED, named)
            continue
        yield _judge_count(match.start(), match.end(), number, nouns, plain_sources, evidence, siblings)


def _after_its_name(text: str, start: int, number: str, evidence: Evidence) -> CellRef | None:
    """Return the cell of "Size 40", "Model 300": a number after the name of the attribute whose value it is."""
    before = re.search(r"([A-Za-z]+)[\s:]*$", text[max(0, start - 20) : start])
    if not before:
        return None
    stem = _stem(before.group(1))
    for fact in evidence.sheet.facts:
        if stem in _key_stems(fact.key) and number in re.findall(r"\d+", fact_text(fact)):
            return fact.cell
    return None


def _spelled(word: str) -> str | None:
    number = word_number(word)
    if number is None and "-" in word:
        number = word_number(word.split("-")[0])
    return str(number) if number is not None else None


def _judge_count(
    start: int,
    end: int,
    number: str,
    nouns: list[str],
    plain_sources: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
) -> Judged:
    number = number.replace(" ", "").replace(",", "")
    pattern = re.compile(rf"(?<![\w.,/-]){re.escape(number)}(?![\d,.]*\d)[\s+-]+((?:[a-z'’-]+[\s,]*){{0,5}})")
    alone = re.compile(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)")
    cell = next((source.cell for source in evidence.sources if alone.search(source.text)), None)
    stems = {_stem(noun) for noun in nouns}
    for match in pattern.finditer(plain_sources):
        if not stems or stems & {_stem(word) for word in re.findall(r"[a-z]+", match.group(1))}:
            return Judged(start, end, "count", Verdict.SUPPORTED, cell)
    entailed = _counted(number, stems, evidence, siblings)
    if entailed:
        return Judged(start, end, "count", Verdict.ENTAILED, entailed, "count")
    bare = [known for known in evidence.quantities if known.quantity.unit == "" and _number_text(known) == number]
    if bare and (not stems or any(stems & _key_stems(known.key) for known in bare)):
        return Judged(start, end, "count", Verdict.SUPPORTED, bare[0].cell)
    if cell is not None and not stems:
        return Judged(start, end, "count", Verdict.SUPPORTED, cell)
    rival = (
        re.compile(
            r"(?<![\w.,/-])(\d+)[\s-]+(?:[a-z'’-]+\s+){0,3}?(" + "|".join(re.escape(s) for s in sorted(stems)) + r")"
        )
        if stems
        else None
    )
    other = rival.search(plain_sources) if rival else None
    if other:
        return Judged(start, end, "count", Verdict.CONTRADICTED, cell, note=f"the cell says {other.group(0).strip()}")
    return Judged(start, end, "count", Verdict.UNSUPPORTED, note="no cell gives this number")


def _counted(number: str, stems: set[str], evidence: Evidence, siblings: Sequence[Evidence]) -> CellRef | None:
    """Return the cell of a list that has as many things as the claim counts ("1 front, 2 side pockets" are three)."""
    if not number.isdigit():
        return None
    for fact in evidence.sheet.facts:
        if isinstance(fact.value, Items):
            fitting = [
                item
                for item in fact.value.items
                if stems & {_stem(word) for word in re.findall(r"[a-z]+", item.lower())}
            ]
            everything = stems & (_key_stems(fact.key) | {"piec", "item", "thing", "part"})
            for group in (fitting, list(fact.value.items) if everything else []):
                if group and sum(_amount(item) for item in group) == int(number):
                    return fact.cell
        elif isinstance(fact.value, tuple) and stems & {"material", "fabric"} and len(fact.value) == int(number):
            return fact.cell
    for key in ("size", "colour", "storage", "memory", "screen_size"):
        if stems & (_key_stems(key) | ({"color"} if key == "colour" else set())):
            values = {fact_text(fact) for one in (evidence, *siblings) for fact in one.sheet.facts if fact.key == key}
            if len(values) == int(number) and siblings:
                return next(fact.cell for fact in evidence.sheet.facts if fact.key == key)
    return None


def _amount(item: str) -> int:
    match = re.match(r"(\d+)", plain_numbers(item))
    if match:
        return int(match.group(1))
    last = re.sub(r" on .*$", "", item.lower()).split()[-1]
    return 2 if re.match(r"(?:pair|side)", item.lower()) and last.endswith("s") else 1


def _number_text(known: KnownQuantity) -> str:
    low = f"{known.quantity.magnitude.normalize():f}"
    return f"{low}-{known.quantity.maximum.normalize():f}" if known.quantity.maximum is not None else low


def _key_stems(key: str) -> set[str]:
    found = fact_keys().get(key)
    if not found:
        return set()
    return {_stem(word) for word in re.findall(r"[a-z]+", " ".join((found.label, *found.words)).lower())}


def _stem(word: str) -> str:
    plain = re.sub(r"['’]s?$", "", word.lower())
    if plain.endswith("ies") and len(plain) > 5:
        return plain[:-3] + "y"
    if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3:
        plain = plain[:-1]
    # "boxes" and "box", "sides" and "side" meet without their e
    return plain[:-1] if plain.endswith("e") and len(plain) > 3 else plain
