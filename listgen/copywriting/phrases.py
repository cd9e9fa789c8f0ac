"""Takes sellers' phrases apart: "Dual top handles" is a noun phrase, "Strap fits 7 in" a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from listgen.copywriting.grammar import (
    article,
    head_of,
    is_counted,
    is_mass,
    is_plural,
    lower_first,
    number_words,
    soften,
)
from listgen.copywriting.lexicon import load, word_set

Shape = Literal["noun", "verb", "adjective", "clause", "included", "imperative", "junk"]

_TAGS = re.compile(r"<[^>]*>")
_INCH = re.compile(r"(?<=\d)\s*(?:\"|''|”|″)")
_FOOT = re.compile(r"(?<=\d)\s*(?:'|’|′)(?=\s|$)")
_IMPERATIVE = re.compile(
    r"(?i)^(machine wash|hand wash|wash|wipe|clean|do not|don't|dry clean|tumble|line dry|iron|keep|store|rinse|soak|"
    r"bleach|"
    r"spot clean|hang|lay|air dry|water|place|sponge|dust|oil|polish)\b"
)
_DIMENSION_ONLY = re.compile(r"^[\d.,/ x×*-]+\s*(in|cm|mm|m|ft|l|ml|oz|lb|lbs|kg|g)?\.?$", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A seller's phrase in sentence case, without a full stop; `group` says what it is about ("stowage", "carry" …)."""

    shape: Shape
    text: str
    group: str = "other"
    plural: bool = False

    @property
    def with_article(self) -> str:
        """The phrase as it stands in *has …*."""
        if self.shape != "noun" or self.plural or is_mass(self.text) or is_counted(self.text):
            return self.text
        return f"{article(self.text)} {self.text}"


def clean(text: str) -> str:
    """Return the phrase without mark-up, with unit words for inch and foot marks, without a closing full stop."""
    text = _TAGS.sub(" ", text)
    text = _FOOT.sub(" ft", _INCH.sub(" in", text))
    text = text.replace("’", "'").replace("&amp;", "&").replace(" & ", " and ")
    text = re.sub(r"\s*[–—]\s*", "-", text)
    text = re.sub(r"\b(\d+)\.0+(?=\s?(?:in|ft|cm|mm|m|kg|g|lb|lbs|oz|l|ml)\b)", r"\1", text)
    text = re.sub(r"(?<=\d) in (?:-|to) (?=\d)", " to ", text)
    text = re.sub(r"[!…?{}]+", "", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:-")


def parse_phrase(raw: str) -> Phrase:
    """Return the phrase with its shape; "junk" where nothing of it can be said plainly and be checked."""
    text = clean(raw)
    lower = text.lower()
    words = text.split()
    if not words or len(text) > 90 or any(bad in lower for bad in load("phrases")["junk"]):
        return Phrase("junk", text)
    if _DIMENSION_ONLY.match(text) or "http" in lower or "@" in text:
        return Phrase("junk", text)
    text = _drop_praise(text)
    text = soften(text) if is_titled(text) else lower_first(text)
    text = with_inner_articles(_number_first(text))
    if ":" in text:
        return Phrase("junk", text)
    text = re.sub(r"^([A-Z]{2,}) ([A-Z][a-z]+)$", lambda match: f"{match[1]} {match[2].lower()}", text)
    words = text.split()
    if not words or text.lower() in ("base", "design", "fit", "feel", "look", "style", "grip", "body"):
        return Phrase("junk", raw)
    if re.search(r"\d\S* \w+ (long|wide|high|deep|tall)\b.*\bx\b", text):
        return Phrase("junk", text)  # measures that belong into a dimensions fact
    if _IMPERATIVE.match(text) and not _is_noun_like(text):
        return Phrase("imperative", text, "care")
    if re.search(r"(?i)\b(not included|sold separately)$", text):
        return Phrase("clause", re.sub(r"(?i)\s+(?:is|are)?\s*(not included|sold separately)$", r" \1", text), "limit")
    included = re.match(r"(?i)^(.+?)\s+(?:is |are )?included$", text)
    if included and len(included[1].split()) <= 6:
        return Phrase("included", included[1], _group(included[1]), is_plural(included[1]))
    return _shape(text, words)


def _shape(text: str, words: list[str]) -> Phrase:
    verbs = word_set("phrases", "verbs")
    first = words[0].lower()
    if re.match(r"(?i)^made (of|from|with|in)\b", text):
        return Phrase("adjective", text, "build")
    if first in verbs and len(words) > 1:
        return Phrase("verb", _verb_phrase(text), _group(text))
    for at in range(1, min(4, len(words) - 1)):
        if words[at].lower() in verbs and words[at - 1].lower() not in ("and", "to", "with"):
            return _clause(words, at)
    text = _articled_pair(text)
    head = re.sub(r"^(?:\w+-)?(cable|table|vegetable|crucible)$", r"\1_", head_of(text).lower())  # no "-able" of doing
    adjectives = word_set("phrases", "adjectives")
    endings = tuple(load("phrases")["adjective_endings"])
    bare = re.sub(r"\s*\(.*\)$", "", text)
    tail = head if head.endswith("_") else bare.split()[-1].lower() if bare else ""
    words = bare.split()
    praising = head in adjectives or head.endswith(endings) or (len(words) == 1 and head.endswith("ed"))
    if praising and (_group(text) == "other" or len(words) <= 2):
        return Phrase("adjective", text, "build")
    if len(words) <= 3 and (tail in adjectives or tail.endswith(endings)):
        return Phrase("adjective", text, "build")
    if re.match(r"(?i)^(individually|fully|hand|machine)[ -]\w+ed$", text):
        return Phrase("adjective", text, "build")
    return Phrase("noun", text, _group(text), _plural(text))


def with_inner_articles(text: str) -> str:
    """Give bare nouns after *with* and *on* their article: "screw lid with carry loop", "slip pocket on front"."""
    text = re.sub(r"\bon (front|back|strap|straps|band|top|side|sides|lid|handle)\b(?= |$)", r"on the \1", text)
    text = text.replace("on the top of", "on top of")
    match = re.search(r"\bwith (?!a |an |the |no |its |your |\d|two |three |four )([\w' -]+)$", text)
    if (
        match
        and not is_plural(match[1])
        and not is_mass(match[1])
        and not is_counted(match[1])
        and " and " not in match[1]
    ):
        text = f"{text[: match.start(1)]}{article(match[1])} {match[1]}"
    return text


def _articled_pair(text: str) -> str:
    """Give the second noun of "a strap and top handle" its own article."""
    first, joint, second = text.partition(" and ")
    nouns = {noun for group in load("phrases")["groups"].values() for noun in group}
    if (
        not joint
        or len(second.split()) < 2
        or head_of(first).lower() not in nouns
        or head_of(second).lower() not in nouns
    ):
        return text
    if is_plural(second) or is_mass(second) or is_counted(second):
        return text
    return f"{first} and {article(second)} {second}"


def _clause(words: list[str], at: int) -> Phrase:
    subject = " ".join(words[:at])
    rest = " ".join(words[at:])
    if re.match(r"(?i)(easy|great|ideal|perfect)\b", " ".join(words[at + 1 :])):
        return Phrase("junk", subject)
    if not re.match(r"(?i)(the|a|an|all|each|both|its|no|every|this|these|\d)\b", subject):
        subject = f"the {subject}"
    if re.match(r"(?i)(this|these)\b", subject):
        return Phrase("junk", subject)
    return Phrase("clause", f"{subject} {_verb_phrase(rest)}", _group(subject))


def _verb_phrase(text: str) -> str:
    plain = load("phrases")["plain_verbs"]
    first, _, rest = text.partition(" ")
    verb = plain.get(first.lower(), first.lower())
    if re.match(r"(?i)with (?!a |an |the |\d)", rest):
        tail = rest[5:]
        rest = f"with {tail if is_plural(tail) or is_mass(tail) or is_counted(tail) else f'{article(tail)} {tail}'}"
    elif verb in ("has", "includes") and rest and not is_plural(rest) and not is_mass(rest) and not is_counted(rest):
        rest = f"{article(rest)} {rest}"
    return f"{verb} {rest}"


def _drop_praise(text: str) -> str:
    lower = text.lower()
    for tail in load("phrases")["empty_tails"]:
        at = lower.find(tail)
        if at > 0:
            text, lower = text[:at], lower[:at]
    empty = word_set("phrases", "empty_words")
    words = text.split()
    kept: list[str] = []
    for at, word in enumerate(words):
        bare = word.strip(",").lower()
        if bare in empty and len(words) - at > 1:
            if kept and kept[-1].lower() == "and":
                kept.pop()
            # "Textured, ergonomic grips": the comma goes with the word it led to.
            if kept and kept[-1].endswith(",") and not word.endswith(","):
                kept[-1] = kept[-1].rstrip(",")
            continue
        if bare == "and" and (not kept or kept[-1].lower() in ("", "and")):
            continue
        kept.append(word)
    if kept and kept[0].lower() == "and":
        kept = kept[1:]
    return re.sub(r"\s+", " ", " ".join(kept)).strip(" ,;")


def _number_first(text: str) -> str:
    match = re.match(r"^(\d{1,2})\s+(?=[a-z])", text)
    if match and not re.match(
        r"^\d+\s+(in|cm|mm|m|ft|l|ml|oz|lb|lbs|kg|g|w|v|h|gb|tb|mp|x|k|hz|lm|atm|meters?|inch(?:es)?|hours?|days?)\b",
        text,
        re.I,
    ):
        return f"{number_words(int(match[1]))} {text[match.end() :]}"
    return text


def is_titled(text: str) -> bool:
    """Tell whether a phrase is written In Title Case."""
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) > 0.6


def _is_noun_like(text: str) -> bool:
    head = head_of(text).lower()
    return bool(re.match(r"(?i)^(water|iron|oil|dust|place|polish|store|clean)\b", text)) and head not in (
        "wash",
        "dry",
        "clean",
    )


def _plural(text: str) -> bool:
    return is_plural(text) or bool(
        re.match(r"(?i)^[^,]+\band\b", text) and not re.search(r"\bwith\b", text) and is_plural(text.split(" and ")[-1])
    )


def _group(text: str) -> str:
    head = head_of(text).lower()
    for name, nouns in load("phrases")["groups"].items():
        if head in nouns:
            return str(name)
    for word in re.findall(r"[\w'-]+", text.lower()):
        for name, nouns in load("phrases")["groups"].items():
            if word in nouns and name in ("stowage", "carry", "closure"):
                return str(name)
    return "other"
