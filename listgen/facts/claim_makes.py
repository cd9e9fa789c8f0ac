"""Material and colour claims, bound to the part that they are said of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from listgen.domain.fact import Fact, Verdict
from listgen.facts.entailment import Rule
from listgen.facts.evidence import Evidence, negated, said_in, words_pattern
from listgen.facts.judged import Judged
from listgen.facts.lexicon import (
    Found,
    colour_allows,
    colour_supports,
    find_colours,
    find_materials,
    is_ambiguous,
    material_allows,
    material_supports,
    same_colour,
)
from listgen.facts.load import read_data
from listgen.facts.makes import KnownMake, Makes, makes_of, part_at, same_part, share_at, spoken_part
from listgen.facts.product_types import product_type, singular_of
from listgen.facts.rival_makes import rival_of
from listgen.facts.word_forms import fold

# "use no metal utensils", "for glass hobs": what the product meets, not what it is made of
_THINGS = re.compile(
    r"(?i)\s+(?:utensils?|tools?|scourers?|scrubbers?|sponges?|brush(?:es)?|wool|cutlery|surfaces?|floors?|hobs?|"
    r"cooktops?|stovetops?|stoves?|walls?|doors?|roofs?|tables?|furniture|detectors?|objects?|parts?|cleaners?|polish)\b"
)
_MEETS = re.compile(
    r"(?i)\b(?:no|not|never|avoid|without|use|uses|on|for|against|to|from|between|protects?|fits?)\b[^.;:]{0,40}$"
)
_LIST_BEFORE = re.compile(r"(?i)(?:,|\band|\bor)\s$")
_LIST_AFTER = re.compile(r"(?i),?\s(?:and|or)\b|,\s\w+,")
_MADE_OF = re.compile(
    r"(?i)\b(?:of|in|from|pure|solid|sterling|genuine|real|is|are|with)\s$|\d\s?(?:%|mm|k|ct)\s$|[:(]\s?$"
)
_OWN_PART = re.compile(
    r"(?i)[\s-](?:plated|coated|plate|coating|case|lid|top|body|frame|shell|pocket|lining|handle|base|strap|cover|door)\b"
)


def check_materials(
    text: str, evidence: Evidence, siblings: Sequence[Evidence], language: str = ""
) -> Iterator[Judged]:
    """Yield the materials of a text, each with the part that it is said of.

    `language` is the text's, by default the one that the evidence was read for.
    """
    language = language or evidence.languages[0]
    found = find_materials(text, ambiguous=True, language=language)
    if not found:
        return
    makes = makes_of(evidence)
    colours = find_colours(text, language)
    for one in found:
        if any(
            two.start <= one.start and one.end <= two.end and one.end - one.start < two.end - two.start
            for two in colours
        ):
            continue  # "slate blue", "bleu ardoise"
        if language == "en" and (_is_else(text, one) or _is_of_another_thing(text, one)):
            continue
        judged = _judge_material(text, one, evidence, makes, siblings, language)
        if judged is not None:
            yield judged


def _is_else(text: str, found: Found) -> bool:
    """Return whether an ambiguous English word is no material here: "a glass of water", "down to 5 °C"."""
    if not is_ambiguous(found.name):
        return False
    after, before = text[found.end : found.end + 30], text[max(0, found.start - 20) : found.start]
    if _MADE_OF.search(before):
        return False
    listed = _LIST_BEFORE.search(before) or _LIST_AFTER.match(after)
    near = find_materials(before) or find_materials(after)
    return found.name not in _CLEAR_BESIDE or not ((listed and near) or _OWN_PART.match(after))


_CLEAR_BESIDE = frozenset(
    {"glass", "paper", "iron", "walnut", "fleece", "felt", "stone", "slate", "crystal", "acrylic", "gold", "silver"}
)


def _is_of_another_thing(text: str, found: Found) -> bool:
    return _THINGS.match(text, found.end) is not None and _MEETS.search(text[: found.start]) is not None


def _judge_material(
    text: str, found: Found, evidence: Evidence, makes: Makes, siblings: Sequence[Evidence], language: str
) -> Judged | None:
    start, end = found.start, found.end
    written = text[start:end]
    denied = negated(text, start, end, language)
    part = _part_of(text, start, end, evidence, language)
    if part and singular_of(part) == singular_of(evidence.sheet.noun.lower()).split(" ")[-1]:
        part = ""  # the strap of a yoga strap is the whole of it
    about = part

    def judged(verdict: Verdict, known: KnownMake | None, rule: str = "", note: str = "") -> Judged:
        cell = known.cell if known else None
        return Judged(start, end, "material", verdict, cell, rule, note, found.name, about, "", denied)

    if denied:
        return _judge_denied(found, makes, judged)
    held = [known for known in makes.materials if not known.denied and _holds(known, found, written, language)]
    certain = [known for known in makes.materials if known.certain]
    if part:
        own = [known for known in certain if singular_of(known.part) == singular_of(part)]
        if not own and not any(known for known in held if not known.part):
            # what is told of a part by another name of it counts where nothing is told of the whole
            own = [known for known in certain if same_part(known.part, part)]
        told = {known.cell for known in own}
        if own and not any(
            same_part(known.part, part) or (_whole_mention(known, part) and known.cell not in told) for known in held
        ):
            said = ", ".join(dict.fromkeys(known.written for known in own))
            return judged(Verdict.CONTRADICTED, own[0], note=f"the {_called(part)} is {said}")
        if held and all(known.part and not same_part(known.part, part) for known in held):
            return judged(Verdict.CONTRADICTED, held[0], note=f"only the {_called(held[0].part)} is {held[0].written}")
    elif held and all(known.part for known in held) and _is_whole(text, end, evidence):
        named = any(source.key == "name" and written.lower() in source.text for source in evidence.sources)
        if not named:
            return judged(Verdict.CONTRADICTED, held[0], note=f"only the {held[0].part} is {held[0].written}")
    share = share_at(text, start, end)
    shares = {known.share for known in held if known.share is not None and known.found.name == found.name}
    if share is not None and shares and share not in shares:
        said = " or ".join(f"{one}%" for one in sorted(shares))
        return judged(Verdict.CONTRADICTED, held[0], note=f"the cell says {said} {held[0].written}")
    rival = rival_of(text, found, evidence, language) if held else None
    if rival is not None:
        note = f"this is {rival.written} in the sheet"
        return Judged(start, end, "material", Verdict.CONTRADICTED, rival.cell, "", note, found.name, about)
    if held:
        best = min(held, key=lambda known: (not same_part(known.part, part), not known.certain))
        exact = best.found.name == found.name or best.written == fold(written)
        return judged(Verdict.SUPPORTED if exact else Verdict.ENTAILED, best, "" if exact else "material.broader")
    left_out = next((known for known in makes.materials if known.denied and known.found.name == found.name), None)
    if left_out is not None:
        return judged(Verdict.CONTRADICTED, left_out, note="the cell denies it")
    cell = said_in(evidence, words_pattern(written), denied=False, language=language)
    if cell is not None:
        return Judged(start, end, "material", Verdict.SUPPORTED, cell, value=found.name, about=about)
    for sibling in siblings:
        for known in makes_of(sibling).materials:
            if known.certain and not known.denied and _holds(known, found, written, language):
                return judged(Verdict.BORROWED, known, note="true of another variation")
    whole = [known for known in certain if not known.part]
    if whole:
        said = ", ".join(dict.fromkeys(known.written for known in whole))
        return judged(Verdict.CONTRADICTED, whole[0], note=f"the cell says {said}")
    return judged(Verdict.UNSUPPORTED, None, note="no cell gives this material")


def _judge_denied(found: Found, makes: Makes, judged: Callable[..., Judged]) -> Judged | None:
    """Judge "without leather": a cell may say the same or the contrary; what no cell has is no claim of a material."""
    for known in makes.materials:
        if known.denied and known.found.name == found.name:
            return judged(Verdict.SUPPORTED, known)
    for known in makes.materials:
        if known.certain and not known.denied and known.found.name == found.name:
            return judged(Verdict.CONTRADICTED, known, note=f"the cell says {known.written}")
    return None


def _called(part: str) -> str:
    return "same part" if part.startswith("~") else part


def _holds(known: KnownMake, found: Found, written: str, language: str) -> bool:
    if material_allows(known.found.name, found.name) or known.written == fold(written):
        return True
    return language == "en" and known.certain and material_supports(known.written, written)


def _whole_mention(known: KnownMake, part: str) -> bool:
    # the cell that names material and part together may be a name or prose whose part was not read
    return not known.part and not known.certain and part in known.cell.text.lower()


def _part_of(text: str, start: int, end: int, evidence: Evidence, language: str) -> str:
    """Return the part that a material word is said of: "rubber strap", "the strap is rubber", "Deckel aus Bambus"."""
    own = {known.part for known in makes_of(evidence).materials if known.part}
    if language != "en":
        return part_at(text, start, end, language) or spoken_part(text, start, frozenset(own))
    parts = own | set(product_type(evidence.sheet.type_id).parts) | _plain_parts()
    after = re.match(r"\s+(?:[\w-]+\s+)?([a-z]+(?: [a-z]+)?)", text[end : end + 40], re.IGNORECASE)
    before = re.search(
        r"(?i)\b((?:[a-z]+\s+)?[a-z]+)\s+(?:is|are|in|of|made of|made from)\s+(?:[\d/%]+\s+)?(?:\w+\s+)?$",
        text[max(0, start - 48) : start],
    )
    for match in (after, before):
        if not match:
            continue
        words = match.group(1).lower().split()
        direct = re.match(r"\s+([a-z]+)", text[end : end + 30], re.IGNORECASE) if match is after else None
        last = direct.group(1).lower() if direct else words[-1] if match is before else ""
        for candidate in (" ".join(words), words[0], last):
            if candidate in parts or singular_of(candidate) in parts:
                return candidate
    return ""


@cache
def _plain_parts() -> frozenset[str]:
    """Return parts that any product may have; "top" and "case" are as often products as parts."""
    return frozenset(read_data("lexicon.toml")["plain_parts"])


def _is_whole(text: str, end: int, evidence: Evidence) -> bool:
    head = evidence.sheet.noun.lower().split()[-1]
    return re.match(rf"(?i)\s+(?:[\w-]+\s+)?{re.escape(head)}\b", text[end : end + 40]) is not None


def check_colours(text: str, evidence: Evidence, siblings: Sequence[Evidence], language: str = "") -> Iterator[Judged]:
    """Yield the colours of a text; a family word is entailed by a colour of the family."""
    language = language or evidence.languages[0]
    found = find_colours(text, language)
    if language != "en":
        # a German text may keep the English name of the cell: "in Slate Blue"
        english = [one for one in find_colours(text) if len(one.name) > 3 and one.name not in _ambiguous_colours()]
        found += tuple(one for one in english if not any(one.start < two.end and two.start < one.end for two in found))
    if not found:
        return
    makes = makes_of(evidence)
    for one in found:
        if _not_colour(language).match(text, one.end):
            continue
        if language == "en" and one.name in _ambiguous_colours() and not _is_colour_here(text, one, found, evidence):
            continue
        yield _judge_colour(text, one, evidence, makes, siblings, language)


def _is_colour_here(text: str, one: Found, others: Sequence[Found], evidence: Evidence) -> bool:
    """Return whether a word such as *orange* means the colour: after "in", beside a colour, or before the product."""
    before, after = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 30]
    if re.search(r"(?i)(?:\bin|\bcolou?r(?: is)?:?)\s$", before):
        return True
    beside = re.compile(r"(?i)\s*(?:,|/|and|or|&|with)\s*")
    for other in others:
        gap = text[other.end : one.start] if other.end <= one.start else text[one.end : other.start]
        if other is not one and beside.fullmatch(gap) and other.name not in _ambiguous_colours():
            return True
    head = evidence.sheet.noun.lower().split()[-1] if evidence.sheet.noun else ""
    noun = re.match(r"\s+(?:[\w-]+\s+)?([a-z]+)", after.lower())
    return bool(
        head
        and noun
        and singular_of(noun.group(1)) == singular_of(head)
        and re.search(r"(?i)\b(?:an?|the|this|our)\s$", before)
    )


def _entailing(text: str, start: int, end: int, evidence: Evidence) -> tuple[Rule, Fact] | None:
    """Return the rule that licenses a phrase around a colour word, and its fact: 3000 K is "warm white"."""
    for rule, fact in evidence.rules:
        if rule.entails and any(match.start() <= start and end <= match.end() for match in rule.entails.finditer(text)):
            return rule, fact
    return None


def _judge_colour(
    text: str, found: Found, evidence: Evidence, makes: Makes, siblings: Sequence[Evidence], language: str
) -> Judged:
    start, end = found.start, found.end
    written = text[start:end]
    plain = fold(written)
    denied = negated(text, start, end, language)

    def judged(verdict: Verdict, known: KnownMake | None, rule: str = "", note: str = "") -> Judged:
        cell = known.cell if known else None
        return Judged(start, end, "colour", verdict, cell, rule, note, found.name, "", "", denied)

    same = same_colour(found.name)
    given = [known for known in makes.colours if known.denied == denied]
    for known in sorted(given, key=lambda known: not known.certain):
        if known.written == plain or same_colour(known.found.name) == same:
            return judged(Verdict.SUPPORTED, known)
    for known in sorted(given, key=lambda known: not known.certain):
        if colour_allows(known.found, found) or (known.certain and colour_supports(known.written, written)):
            return judged(Verdict.ENTAILED, known, "colour.family")
    for spelling in (written.replace("gray", "grey"), written.replace("grey", "gray")):
        said_by = said_in(evidence, words_pattern(spelling), denied=denied, language=language)
        if said_by is not None:
            return Judged(start, end, "colour", Verdict.SUPPORTED, said_by, value=found.name, denied=denied)
    rule = _entailing(text, start, end, evidence)
    if rule is not None:
        return Judged(start, end, "colour", Verdict.ENTAILED, rule[1].cell, rule[0].id, value=found.name)
    for sibling in siblings:
        for known in makes_of(sibling).colours:
            if known.certain and not denied and colour_allows(known.found, found):
                return judged(Verdict.BORROWED, known, note="the colour of another variation")
    certain = [known for known in makes.colours if known.certain]
    if certain:
        return judged(Verdict.CONTRADICTED, certain[0], note=f"the cell says {certain[0].written}")
    return judged(Verdict.UNSUPPORTED, None, note="no cell gives this colour")


@cache
def _ambiguous_colours() -> frozenset[str]:
    return frozenset(read_data("lexicon.toml")["ambiguous_colours"])


@cache
def _not_colour(language: str) -> re.Pattern[str]:
    return re.compile(read_data("lexicon.toml")["not_colour"].get(language, "(?!)"), re.IGNORECASE)
