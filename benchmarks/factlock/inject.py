"""Faults for sentences: all kinds, and a seeded sample of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from benchmarks.factlock import inject_numbers as numbers
from benchmarks.factlock import inject_words as in_words
from benchmarks.factlock.fault_data import FaultWords, fault_words
from benchmarks.factlock.fault_record import KINDS, Fault
from benchmarks.factlock.texts import Text
from listgen.domain.names import derive_seed


def faults_of(text: Text, kind: str) -> tuple[Fault, ...]:
    """Return the faults of a kind that the sentence allows; the same for the same sentence and sheet."""
    words = fault_words(text.language)
    random = Random(derive_seed("fault", kind, text.name))
    made = {fault.sentence: fault for fault in _made(text, kind, words, random) if fault.sentence != text.sentence}
    return tuple(made.values())


def sample(texts: Sequence[Text], kind: str, most: int) -> tuple[Fault, ...]:
    """Return at most `most` faults of a kind, drawn by a seed made from the sentences' names."""
    found = [fault for text in texts for fault in faults_of(text, kind)]
    ranked = sorted(found, key=lambda fault: derive_seed("sample", kind, fault.text.name, fault.sentence))
    kept = {id(fault) for fault in ranked[:most]}
    return tuple(fault for fault in found if id(fault) in kept)


def _made(text: Text, kind: str, words: FaultWords, random: Random) -> Iterator[Fault]:
    match kind:
        case "changed_value":
            yield from numbers.changed_values(text, words, random)
        case "scale":
            yield from numbers.scales(text, words, random)
        case "unit":
            yield from numbers.units(text, words, random)
        case "swapped_attribute":
            yield from numbers.swapped_figures(text, words)
            yield from in_words.swapped_words(text, words)
        case "negation":
            yield from in_words.negations(text, words)
        case "sibling":
            yield from numbers.sibling_figures(text, words)
            yield from in_words.sibling_words(text, words)
        case "added_certificate":
            yield from in_words.certificates(text, words, random)
        case "added_material":
            yield from in_words.materials(text, words, random)
        case "changed_code":
            yield from in_words.codes(text, random)
        case _:
            raise ValueError(f"no such kind of fault: {kind}, one of {', '.join(KINDS)}")
