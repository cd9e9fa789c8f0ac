"""Faults in words: attributes exchanged, denials turned round, a sibling's word, certificates, materials, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random

from benchmarks.factlock.fault_data import FaultWords, common
from benchmarks.factlock.fault_record import Fault
from benchmarks.factlock.inject_numbers import Figure, figures
from benchmarks.factlock.texts import Text
from listgen.domain.fact import FactSheet

_MODEL = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z][A-Z0-9-]{2,}(?![A-Za-z0-9])")
_STOP = re.compile(r"[.!?。！？]+$")
# What an edit of attribute words or denials marks besides itself: the figure or the denied words stand beside it.
_NEAR = 25
# Longer cells are prose, whose pieces are no values.
_LONGEST_VALUE = 60


def swapped_words(text: Text, words: FaultWords) -> Iterator[Fault]:
    """Yield the sentence with two attribute words, or the materials of two parts, in each other's place."""
    sentence = text.sentence
    found = figures(sentence, words)
    for one, other in words.pairs:
        here, there = list(words.word(one).finditer(sentence)), list(words.word(other).finditer(sentence))
        if len(here) != 1 or len(there) != 1:
            continue
        (left, right) = sorted((here[0], there[0]), key=lambda match: match.start())
        between = [figure for figure in found if left.end() <= figure.start and figure.end <= right.start()]
        if between and _nearest(found, left) != _nearest(found, right):
            edits = [(left.start(), left.end(), right.group()), (right.start(), right.end(), left.group())]
            yield Fault.of("swapped_attribute", text, edits, widen=_NEAR)
    named = material_spans(sentence, words)
    for (start, end, form), (begin, stop, other) in pairwise(named):
        # "oak and steel" is a list; a part's name between the two makes them materials of different parts.
        if form.lower() != other.lower() and _names_part(sentence[end:begin], words):
            yield Fault.of("swapped_attribute", text, [(start, end, other), (begin, stop, form)])


def _nearest(found: Sequence[Figure], word: re.Match[str]) -> Decimal:
    """Return the value of the figure that stands nearest to a word."""
    near = min(found, key=lambda figure: max(figure.start - word.end(), word.start() - figure.unit_end))
    return near.value


def _names_part(between: str, words: FaultWords) -> bool:
    plain = words.joins.sub("", between)
    several = not words.boundary or len(re.findall(r"[^\W\d_]+", re.sub(r"\b(?:and|or|und|et|y)\b", "", between))) > 1
    return several and re.search(r"[^\W\d_]{2}", plain) is not None and not re.search("[.;。]", between)


def material_spans(sentence: str, words: FaultWords) -> list[tuple[int, int, str]]:
    """Return the materials that a sentence names, in reading order, the longest name where several begin."""
    taken: list[tuple[int, int, str]] = []
    for form in words.material_words:
        for match in words.word(re.escape(form)).finditer(sentence):
            if all(match.end() <= start or end <= match.start() for start, end, _ in taken):
                taken.append((match.start(), match.end(), match.group()))
    return sorted(taken)


def negations(text: Text, words: FaultWords) -> Iterator[Fault]:
    """Yield the sentence with a denial taken out or put in."""
    seen: set[str] = set()
    for edit in words.negations:
        for match in edit.find.finditer(text.sentence):
            put = match.expand(edit.put)
            put = put[0].lower() + put[1:] if put and match.group()[0].islower() else put
            fault = Fault.of("negation", text, [(*match.span(), put)], widen=_NEAR)
            if fault.sentence != text.sentence and fault.sentence not in seen:
                seen.add(fault.sentence)
                yield fault


def sibling_words(text: Text, words: FaultWords) -> Iterator[Fault]:
    """Yield the sentence with a word of a sibling's cell in the place of the product's own: its colour, its size."""
    own = {cell.column: cell.text for cell in text.sheet.cells}
    seen: set[str] = set()
    for sibling in text.siblings:
        for cell in sibling.cells:
            mine = "" if cell == sibling.name_cell else own.get(cell.column, "")
            if not mine or len(mine) > _LONGEST_VALUE or len(_pieces(mine)) != len(_pieces(cell.text)):
                continue
            for was, put in zip(_pieces(mine), _pieces(cell.text), strict=True):
                if not was or not put or was == put or re.search(r"\d", was + put):
                    continue
                if (len(put) < 2 and words.boundary) or _says(text.sheet, put):
                    continue
                for match in words.word(re.escape(was)).finditer(text.sentence):
                    like = put if match.group()[0].isupper() else put[0].lower() + put[1:]
                    fault = Fault.of("sibling", text, [(match.start(), match.end(), like)])
                    if fault.sentence not in seen:
                        seen.add(fault.sentence)
                        yield fault


def _pieces(cell: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"[,;、，；]", cell)]


def _says(sheet: FactSheet, phrase: str) -> bool:
    return any(phrase.lower() in cell.text.lower() for cell in sheet.cells)


def certificates(text: Text, words: FaultWords, random: Random) -> Iterator[Fault]:
    """Yield the sentence with a certificate or a promise that needs proof, of which no cell says a word."""
    yield from _added(
        "added_certificate", text, common().certificate, words.certificates, words.certificate_templates, random
    )


def materials(text: Text, words: FaultWords, random: Random) -> Iterator[Fault]:
    """Yield the sentence with a material that no cell names, added or in the place of the true one."""
    yield from _added("added_material", text, common().material, words.materials, words.material_templates, random)
    for start, end, _ in material_spans(text.sentence, words):
        if common().denied.search(text.sentence[:start]) or common().denied_after.match(text.sentence[end:]):
            continue  # "contains no copper" is as true as it was
        foreign = [name for name in words.materials if not _known(common().material[name], text)]
        if foreign:
            put = words.materials[foreign[random.randrange(len(foreign))]]
            yield Fault.of("added_material", text, [(start, end, put)])


def _added(
    kind: str,
    text: Text,
    patterns: dict[str, re.Pattern[str]],
    phrases: dict[str, str],
    templates: tuple[str, ...],
    random: Random,
) -> Iterator[Fault]:
    names = [name for name in phrases if not _known(patterns[name], text)]
    if not names:
        return
    phrase = phrases[names[random.randrange(len(names))]]
    template = templates[random.randrange(len(templates))]
    plain = _STOP.sub("", text.sentence)
    capital = phrase[0].upper() + phrase[1:]
    sentence = template.replace("{s}", plain).replace("{x}", phrase).replace("{X}", capital)
    start = sentence.rindex(phrase) if "{x}" in template else sentence.index(capital)
    yield Fault(kind=kind, text=text, sentence=sentence, spans=((start, start + len(phrase)),))


def _known(pattern: re.Pattern[str], text: Text) -> bool:
    """Return whether the sentence or any cell, the name included, has to do with what a pattern names."""
    return any(
        pattern.search(part) for part in (text.sentence, text.sheet.name, *(c.text for c in text.sheet.cells))
    ) or any(pattern.search(cell.column) for cell in text.sheet.cells)


def codes(text: Text, random: Random) -> Iterator[Fault]:
    """Yield the sentence with a connector, class, norm, size or model number that is another one's."""
    for code in common().codes:
        for match in code.find.finditer(text.sentence):
            group = "code" if "code" in code.find.groupindex else 0
            before = text.sentence[match.start() : match.start(group)]
            puts = [put for put in code.put if put != match.group(group) and not _has_code(text, before + put)]
            for put in puts:
                yield Fault.of("changed_code", text, [(*match.span(group), put)], widen=3)
    for match in _MODEL.finditer(text.sentence):
        model = match.group()
        if any(code.find.search(model) for code in common().codes) or not _has_code(text, model):
            continue
        digit = next(index for index in range(len(model) - 1, -1, -1) if model[index].isdigit())
        puts = [model[:digit] + other + model[digit + 1 :] for other in "13579" if other != model[digit]]
        puts = [put for put in puts if not _has_code(text, put)]
        random.shuffle(puts)
        for put in puts[:2]:
            yield Fault.of("changed_code", text, [(match.start(), match.end(), put)])


def _has_code(text: Text, code: str) -> bool:
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])")
    cells = [cell.text for sheet in (text.sheet, *text.siblings) for cell in sheet.cells]
    return any(pattern.search(cell) for cell in (text.sheet.name, *cells))
