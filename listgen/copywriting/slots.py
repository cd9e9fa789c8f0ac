"""Fills the slots of fact patterns from typed values: {q}, {sym}, {v}, {list} and what single keys need beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from listgen.copywriting.grammar import (
    article,
    capitalise,
    is_counted,
    is_mass,
    is_plural,
    join_list,
    lower_first,
    number_words,
    singularise,
    soften,
)
from listgen.copywriting.lexicon import load
from listgen.copywriting.phrases import Phrase, clean, is_titled, parse_phrase, with_inner_articles
from listgen.copywriting.values import number, say_before_noun, say_dimensions, say_materials, say_symbol, say_words
from listgen.domain.fact import Dimensions, Fact, FactKind, Items, Material, Quantity, Words

Slots = dict[str, str]
# Words that complete a cell: "digital" becomes "digital display" unless the cell says it already.
_TAILS = ("wall", "lid", "finish", "movement", "display", "backlight", "warranty", "sensor", "closure", "coating")


def fact_slots(fact: Fact, *, type_id: str, plural: bool, locale: str, ascii_only: bool) -> Slots | None:
    """Return the slots of a fact with a known key, None where its value says nothing."""
    slots: Slots = {
        "it": "them" if plural else "it",
        "they": "they" if plural else "it",
        "part": soften(fact.part),
        "label": soften(clean(fact.label)),
        "do": "do" if plural else "does",
        "be": "are" if plural else "is",
        "fit": "work~s with" if type_id in ("computers", "cameras") else "fit~s",
        "Fits": "Works with" if type_id in ("computers", "cameras") else "Fits",
    }
    slots["cloth"] = "paper" if type_id == "stationery" else "fabric"
    slots["Cloth"] = slots["cloth"].capitalize()
    value = fact.value
    if isinstance(value, Quantity):
        slots |= quantity_slots(value, locale, ascii_only)
    elif isinstance(value, Dimensions):
        symbol = say_dimensions(value, locale=locale, style="symbol")
        words = say_dimensions(value, locale=locale, style="words")
        cross = symbol if ascii_only else symbol.replace(" x ", " × ")
        labelled = words if re.search("[a-z] (long|wide|high|deep|across)", words) else ""
        short = say_dimensions(value, locale=locale, style="short") if labelled else symbol
        slots |= {"dims": cross, "dims_words": labelled, "dims_short": short, "v": symbol, "sym": symbol, "q": symbol}
    elif isinstance(value, Items):
        slots |= _list_slots(fact, value.items, locale)
    elif isinstance(value, Words):
        text = clean(value.text)
        if not text:
            return None
        slots |= _word_slots(fact, text)
    elif isinstance(value, tuple):
        slots |= _material_slots(value, locale)
    if fact.key == "care" and plural:
        slots["care"] = re.sub(r"\bit\b", "them", slots.get("care", ""))
    if fact.key == "material":
        text = slots.get("v", "")
        slots = {"mat": text, "mat1": text, "Mat1": capitalise(text), "Mat": capitalise(text)} | slots
    return slots


def quantity_slots(value: Quantity, locale: str, ascii_only: bool) -> Slots:
    """Return the slots of a quantity: symbol, words, before a noun, at a sentence start, ends of a range."""
    symbol = say_symbol(value, ascii_only=ascii_only)
    words = say_words(value, locale=locale, ascii_only=ascii_only)
    hyphen = say_before_noun(value, locale=locale)
    bound = value.qualifier
    slots = {
        "low": symbol,
        "qw": words,
        "sym": f"{bound} {symbol}".strip(),
        "q": f"{bound} {words}".strip(),
        "upto": f"{bound} {words}".strip(),
        "upto_sym": f"{bound} {symbol}".strip(),
        "Upto_sym": f"{bound} {symbol}".strip(),
        "hy": hyphen,
        "a hy": f"{article(hyphen)} {hyphen}",
        "a sym": f"{article(symbol)} {symbol}",
        "v": symbol,
        "V": symbol,
    }
    if not bound:
        start = say_words(value, locale=locale, start=True, ascii_only=ascii_only)
        if start[0].isalpha():
            slots["Q"] = capitalise(start)
    if value.maximum is not None:
        slots["a"] = number(value.magnitude)
        slots["b"] = say_symbol(Quantity(value.maximum, value.unit, ""), ascii_only=ascii_only)
        slots["b_words"] = say_words(Quantity(value.maximum, value.unit, ""), locale=locale, ascii_only=ascii_only)
    else:
        slots["d"] = number(value.magnitude)
        if value.magnitude == int(value.magnitude) and value.magnitude > 0:
            slots["n"] = number_words(int(value.magnitude))
            slots["N"] = capitalise(slots["n"])
    if value.unit in ("kelvin", "K"):
        kelvin = int(value.magnitude)
        # Section 3 of the copywriting guide: between these bands no word is licensed.
        bands = (("warm white", 0, 3000), ("neutral white", 3500, 4500), ("daylight", 5000, 10_000))
        white = next((name for name, low, high in bands if low <= kelvin <= high), "")
        if white:
            slots["white"], slots["White"] = white, capitalise(white)
    return slots


def _word_slots(fact: Fact, text: str) -> Slots:
    keep = fact.kind in (FactKind.CODE, FactKind.SIZE, FactKind.COLOUR) or fact.key in ("origin", "botanical_name")
    plain = text if keep else (soften(text) if is_titled(text) else lower_first(text))
    plain = with_inner_articles(plain)
    if fact.key == "origin" and plain.islower():
        plain = plain.title()
    if fact.kind is FactKind.SIZE:
        plain = re.sub(r"(?i)^size\s+", "", plain)
    if fact.kind is FactKind.COLOUR:
        words = re.split(r"[\s/]+", plain)
        if len(words) == 2 and {word.lower() for word in words} <= set(load("phrases")["basic_colours"]):
            plain = " and ".join(words)  # "blue pink": two values of one facet
    if fact.key == "technique" and plain.count(", ") == 1 and " and " not in plain:
        plain = plain.replace(", ", " and ")
    slots = {"v": plain, "V": capitalise(plain), "list": plain, "a v": articled(plain), "a V": articled(plain)}
    if fact.key == "finish" and fact.kind is not FactKind.COLOUR:
        slots |= _finish(plain)
    closing = load("phrases")["groups"]["closure"]
    for tail in _TAILS:
        if f"v {tail}" in slots:
            continue
        bare = re.sub(rf"(?i)\s+{tail}$", "", plain)
        done = tail in plain.lower() or (
            tail == "closure" and plain.split()[-1].lower() in (*closing, *load("phrases")["ties"])
        )
        phrase = plain if done else f"{plain} {tail}"
        slots |= {
            f"v {tail}": phrase,
            f"V {tail}": capitalise(phrase),
            f"a v {tail}": articled(phrase),
            f"bare {tail}": bare,
        }
    slots["a v proc"] = articled(plain if "processor" in plain.lower() else f"{plain} processor")
    if "," in plain and " and " not in slots["a v finish"]:
        slots["a v finish"] = ""  # two finishes need a clause, not one article
    if fact.kind is FactKind.SIZE:
        sized = re.fullmatch(r"(\d[\d.,]*) (foot|feet|inch|inches|meters?)", plain)
        slots["vh"] = f"{sized[1]}-{singularise(sized[2])}" if sized else plain
        slots["vu" if re.match(r"^\d[\d.,]*\s?[^\W\d]{2,}", plain) else "vs"] = plain
    special = _WORDS.get(fact.key)
    return slots | (special(plain) if special else {})


def _finish(plain: str) -> Slots:
    """Return a finish that is a noun phrase already as it stands: "a speckled glaze and an unglazed foot"."""
    parts = re.split(r",\s*(?:and\s+)?", plain)
    nouns = load("phrases")["finish_nouns"]
    if not all(part.split() and part.split()[-1].lower() in nouns for part in parts):
        return {}
    said = " and ".join(parts) if len(parts) == 2 else ", ".join(parts)
    phrase = join_list([articled(part) for part in parts])
    return {"v finish": said, "V finish": capitalise(said), "a v finish": phrase, "bare finish": phrase}


def _care(plain: str) -> Slots:
    """Return care as an instruction about *it*, which the patterns can place anywhere."""
    said = plain
    for row in load("phrases")["care_phrases"]:
        said, count = re.subn(row["find"], row["say"], said, flags=re.I)
        if count:
            break
    return {"care": said, "care_short": plain.split(";")[0]}


def _pattern(plain: str) -> Slots:
    if plain.lower() in ("solid", "plain", "none"):
        return {}
    name = plain if "pattern" in plain.lower() or plain.endswith("ed") else f"{plain} pattern"
    return {"pattern_sp": name, "Pattern_sp": capitalise(name)}


def _packaging(plain: str) -> Slots:
    phrase = parse_phrase(plain)
    return {"packed": phrase.text if phrase.shape == "adjective" else f"packed in {phrase.with_article}"}


def _age_group(plain: str) -> Slots:
    return {"aud": str(load("phrases")["audiences"].get(plain.lower(), plain.lower()))}


def _battery(plain: str) -> Slots:
    if not re.match(r"\d", plain):
        return {"battery": f"the battery is {plain}"}
    return {"battery": f"it runs on {plain}" if "batter" in plain else f"it runs on {plain} batteries"}


def _warranty(plain: str) -> Slots:
    match = re.match(r"^(\d+)[- ]?(year|month)s?\b(.*)$", plain)
    if not match:
        return {}
    # Words hyphenate and stay singular before a noun: a two-year warranty.
    phrase = f"{number_words(int(match[1]))}-{match[2]}{match[3].replace(' warranty', '')} warranty"
    return {
        "v warranty": phrase,
        "V warranty": capitalise(phrase),
        "a v warranty": articled(phrase),
        "bare warranty": plain,
    }


def _connector(plain: str) -> Slots:
    match = re.match(r"^(\d+) ?[x×] ?(\S+)$", plain)
    return {"plugs": f"{number_words(int(match[1]))} {match[2]} connectors"} if match and match[1] != "1" else {}


_WORDS: dict[str, Callable[[str], Slots]] = {
    "care": _care,
    "pattern": _pattern,
    "packaging": _packaging,
    "age_group": _age_group,
    "battery": _battery,
    "warranty": _warranty,
    "connector": _connector,
}


def _list_slots(fact: Fact, items: Sequence[str], locale: str) -> Slots:
    cleaned = [clean(item) for item in items if clean(item)]
    named = fact.key in ("compatibility", "certificate")
    soft = [item if named and not is_titled(item) else soften(item) if is_titled(item) else item for item in cleaned]
    if named:
        soft = cleaned
    slots = {"list": join_list(soft, locale=locale), "v": join_list(soft, locale=locale)}
    phrases = [phrase for phrase in map(parse_phrase, cleaned) if phrase.shape in ("noun", "included")]
    if phrases:
        slots["npl"] = join_list([noun_of(phrase) for phrase in phrases], locale=locale)
        slots["spl"] = ", ".join(phrase.text for phrase in phrases)
    special = _LISTS.get(fact.key)
    return slots | (special(cleaned, soft, locale) if special else {})


def _uses(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    table = load("phrases")["uses"]
    uses = [str(table.get(item.lower(), _place(lower_first(word)))) for item, word in zip(items, soft, strict=True)]
    uses = [use for use in dict.fromkeys(uses) if use][:4]
    acts = join_list(uses, locale=locale) if not any(use.startswith("the ") for use in uses) else ""
    return {
        "uses": join_list(uses, locale=locale),
        "use1": uses[0] if uses else "",
        "acts": acts,
        "uses_rest": join_list(uses[1:], locale=locale),
    }


def _place(word: str) -> str:
    """Return a place with its article: "the living room"."""
    return f"the {word}" if word.split()[-1] in load("phrases")["places"] else word


def _rooms(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del soft
    names = [item if item.startswith("the ") else f"the {item.lower()}" for item in items]
    return {"rooms": join_list(names, locale=locale)}


def _audience(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del soft
    table = load("phrases")["audiences"]
    names = [name for name in dict.fromkeys(str(table.get(item.lower(), item.lower())) for item in items) if name]
    # Men and women and children is everybody: nothing that helps to choose.
    if {"men", "women"} <= set(names) or not names:
        return {}
    said = join_list(names, locale=locale)
    return {"aud": said, "Aud": capitalise(said)}


def _strap_types(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del soft
    lower = [item.lower() for item in items]
    traits = [item for item in lower if item in ("adjustable", "detachable", "padded", "telescoping", "removable")]
    plural = "double" in lower
    subject, be, go = ("the straps", "are", "go") if plural else ("the strap", "is", "goes")
    worn = ""
    if {"cross body", "shoulder"} <= set(lower):
        worn = f"{go} over the shoulder or across the body"
    elif "shoulder" in lower:
        worn = f"{go} over the shoulder"
    elif "cross body" in lower:
        worn = f"{go} across the body"
    if not traits and not worn:
        return {}
    said = f"{be} {join_list(traits, locale=locale)}" if traits else ""
    both = ", and " if len(traits) > 2 else " and "
    clause = f"{subject} {said}{both if said and worn else ''}{worn}"
    figure = f"{join_list(traits, locale=locale)} {'straps' if plural else 'strap'}" if traits else "shoulder strap"
    return {"strap": clause, "strap_sp": figure}


def _placement(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del soft, locale
    places = {item.lower() for item in items}
    if {"indoor", "outdoor"} <= places:
        return {
            "place": "grow~s indoors and outdoors",
            "place_sp": "indoor and outdoor",
            "place_b": "indoors and outdoors",
        }
    if "indoor" in places:
        return {"place": "grow~s indoors", "place_sp": "indoor", "place_b": "indoors"}
    return {"place": "grow~s outdoors", "place_sp": "outdoor", "place_b": "outdoors"} if "outdoor" in places else {}


def _free_of(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del items
    return {"none": join_list(soft, locale=locale, last="or")}


def _certificates(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del items
    if all(re.search(r"(?i)\b(approved|certified|tested|listed)$", item) for item in soft):
        return {"cert_adj": join_list(soft, locale=locale)}
    known = tuple(load("phrases")["certificates"])
    if all(item.lower().startswith(known) for item in soft):
        return {"cert": f"certified to {join_list(soft, locale=locale)}"}
    return {}


def _functions(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del items
    countable = load("phrases")["functions"]
    phrases = [parse_phrase(item) for item in soft]
    if all(phrase.shape == "noun" and phrase.text.split()[-1].rstrip("s") in countable for phrase in phrases):
        return {"fn_np": join_list([noun_of(phrase) for phrase in phrases], locale=locale)}
    return {"fn": join_list(soft, locale=locale)}


def _hobs(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del items
    others = [hob for hob in soft if hob != "induction"]
    if "induction" not in soft or len(others) < 2:
        return {}
    return {
        "onhobs": f"For {others[0]} and induction hobs",
        "on_induction": "Works on Induction Hobs",
        "other_hobs": join_list(others, locale=locale),
    }


def _not_included(items: Sequence[str], soft: Sequence[str], locale: str) -> Slots:
    del items
    text = join_list([articled(item) for item in soft], locale=locale)
    none = join_list([f"no {item}" for item in soft], locale=locale)
    return {"nots": f"{text} {'are' if len(soft) > 1 or is_plural(soft[0]) else 'is'}", "no": none}


_LISTS: dict[str, Callable[[Sequence[str], Sequence[str], str], Slots]] = {
    "use": _uses,
    "room": _rooms,
    "audience": _audience,
    "age_group": _audience,
    "strap_types": _strap_types,
    "placement": _placement,
    "free_of": _free_of,
    "certificate": _certificates,
    "functions": _functions,
    "not_included": _not_included,
    "hobs": _hobs,
}


def _material_slots(materials: tuple[Material, ...], locale: str) -> Slots:
    text = say_materials(materials, locale=locale)
    first = say_materials((Material(materials[0].name),), locale=locale)
    slots = {"mat": text, "mat1": first, "Mat1": capitalise(first), "Mat": capitalise(text), "v": text}
    if len(materials) == 1:
        slots["only"] = first
        slots["Only"] = capitalise(first)
        if materials[0].share == 100:
            slots["pure"] = first
    if text[0].isdigit():
        del slots["Mat"]  # no sentence starts with a digit
    return slots


def noun_of(phrase: Phrase) -> str:
    """Return a noun phrase with the article that it needs."""
    return replace(phrase, shape="noun").with_article


def articled(text: str) -> str:
    """Return the text with *a* or *an*, unless it is plural, a mass noun or counted."""
    if re.match(r"^[\w-]+ and ", text) and is_plural(text.split(" and ")[-1]):
        return text  # "hydration and nutrition alarms"
    return text if is_plural(text) or is_mass(text) or is_counted(text) else f"{article(text)} {text}"
