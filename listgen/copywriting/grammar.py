"""English grammar for sentences made of facts: articles by sound, plurals, lists, number words, cases, spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from listgen.copywriting.lexicon import load, word_set

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_KEPT = 8192  # phrases whose grammar is remembered: one listing asks for the same few a hundred times
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_VERB = re.compile(r"(\w+)~s")


def number_words(number: int) -> str:
    """Return a number below one hundred in words, larger ones in digits.

    >>> number_words(24), number_words(7), number_words(120)
    ('twenty-four', 'seven', '120')
    """
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


@lru_cache(maxsize=_KEPT)
def article(phrase: str) -> str:
    """Return "a" or "an" for the phrase, by the sound of its first word.

    >>> [article(text) for text in ("8 oz mug", "11-inch pan", "USB hub", "LED lamp", "hour glass", "unisex tee")]
    ['an', 'an', 'a', 'an', 'an', 'a']
    """
    first = re.split(r"[\s,;]", phrase.strip(), maxsplit=1)[0].strip("\"'“‘(")
    if not first:
        return "a"
    if first[0].isdigit():
        digits = re.match(r"\d[\d,]*", first)
        whole = digits.group().replace(",", "") if digits else first
        # Eight, eighty, eight hundred; eleven and eighteen also before groups of three.
        return "an" if whole[0] == "8" or (whole[:2] in ("11", "18") and len(whole) % 3 == 2) else "a"
    data = load("english")
    # "LED-backlit" is spelled out too: the part before the hyphen decides.
    head = re.split(r"[-/]", first)[0]
    letters = re.sub(r"[^A-Za-z]", "", head)
    if (
        letters.isupper()
        and (len(letters) > 1 or len(head) == 1)
        and head not in data["read_as_words"]
        and letters != "A"
    ):
        return "an" if letters[0] in data["an_letters"] else "a"
    if re.match(r"[A-Z]\d", head):
        return "an" if head[0] in data["an_letters"] else "a"
    lower = first.lower()
    if any(lower.startswith(word) for word in data["an_words"]):
        return "an"
    if any(lower.startswith(word) for word in data["a_words"]):
        return "a"
    return "an" if lower[0] in "aeiou" else "a"


@lru_cache(maxsize=_KEPT)
def head_of(noun: str) -> str:
    """Return the head of a noun phrase: the last word before *with*, *of*, *for*, *on*, *in* or a comma.

    >>> head_of("cell phone pocket on strap"), head_of("water bottle")
    ('pocket', 'bottle')
    """
    noun = re.sub(r"^(?:an?|the) ", "", noun)
    if re.match(
        r"(?i)^[\w'-]*(?:ed|ble|ant|ive|less|nal|soft|dense|solid|long|short|wide|small|large|thick|thin),\s",
        noun,
    ):
        noun = noun.split(",", 1)[1]  # "padded, adjustable straps": the comma parts adjectives
    before = re.split(r",|\s(?:with|of|for|on|in|at|to|from|by|without|per|inside|that|and|or|under|behind)\s", noun)[0]
    words = before.split()
    return words[-1] if words else ""


@lru_cache(maxsize=_KEPT)
def is_plural(noun: str) -> bool:
    """Tell whether a noun phrase takes *they*."""
    head = head_of(noun).lower().strip(".")
    last = head.split("-")[-1]
    if last in word_set("english", "plural_only") or head in word_set("english", "plural_only"):
        return True
    irregular = load("english")["irregular_plural"]
    if last in irregular.values() and last not in irregular:
        return True
    return (
        last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in word_set("english", "singular_s")
    )


@lru_cache(maxsize=_KEPT)
def is_mass(noun: str) -> bool:
    """Tell whether a noun phrase has no article and no plural, like *piping*."""
    return head_of(noun).lower() in word_set("english", "mass_nouns")


def pluralise(noun: str) -> str:
    """Return the plural of a noun phrase; plurals and mass nouns stay.

    >>> pluralise("water bottle"), pluralise("shelf"), pluralise("jeans")
    ('water bottles', 'shelves', 'jeans')
    """
    if not noun or is_plural(noun) or is_mass(noun):
        return noun
    head = head_of(noun)
    at = noun.find(head, max(0, noun.find(head)))
    return noun[:at] + _plural_word(head) + noun[at + len(head) :]


def _plural_word(word: str) -> str:
    irregular = load("english")["irregular_plural"].get(word.lower())
    if irregular:
        return str(irregular) if word.islower() else str(irregular).capitalize()
    if re.search(r"(s|x|z|ch|sh)$", word, re.I):
        return word + "es"
    if re.search(r"[^aeiou]y$", word, re.I):
        return word[:-1] + "ies"
    return word + "s"


@lru_cache(maxsize=_KEPT)
def singularise(noun: str) -> str:
    """Return the singular of a plural noun phrase; *jeans* and the like stay."""
    head = head_of(noun)
    last = head.lower()
    if last in word_set("english", "plural_only") or not is_plural(noun):
        return noun
    for one, many in load("english")["irregular_plural"].items():
        if last == many:
            return noun.replace(head, one)
    if last.endswith("ies") and len(last) > 4:
        single = head[:-3] + "y"
    elif re.search(r"(sses|xes|zes|ches|shes)$", last):
        single = head[:-2]
    else:
        single = head[:-1]
    return noun.replace(head, single)


def with_article(noun: str) -> str:
    """Return the noun phrase with *a* or *an*; plurals, mass nouns and counted phrases stay as they are."""
    if not noun or is_plural(noun) or is_mass(noun) or is_counted(noun):
        return noun
    return f"{article(noun)} {noun}"


@cache
def _counting() -> re.Pattern[str]:
    words = "|".join([*_ONES[1:], *_TENS[2:]])
    units = "|".join(sorted(re.escape(symbol) for symbol in _unit_symbols() if symbol.isalpha()))
    return re.compile(
        rf"(?i)^(\d+(?= (?!(?:{units})\b))|(?:{words})(?![\w-])|an?\b|the\b|its\b|your\b|no\b|both\b|each\b|dual\b.*s$)"
    )


@lru_cache(maxsize=_KEPT)
def is_counted(noun: str) -> bool:
    """Tell whether a noun phrase already begins with a number or an article."""
    return bool(_counting().match(noun))


def join_list(items: Sequence[str], *, locale: str = "en-US", last: str = "and") -> str:
    """Return *A, B and C*; with a serial comma in American English, with semicolons where an item has a comma.

    >>> join_list(["a", "b", "c"]), join_list(["a", "b", "c"], locale="en-GB"), join_list(["a", "b"], last="or")
    ('a, b, and c', 'a, b and c', 'a or b')
    """
    kept = [item for item in items if item]
    if len(kept) < 2:
        return "".join(kept)
    if len(kept) > 2 and any("," in item for item in kept[:-1]):
        return "; ".join(kept[:-1]) + f"; {last} {kept[-1]}"
    if len(kept) == 2:
        # "mesh and leather and rubber" is hard to parse once an item has its own "and".
        glue = f", {last} " if any(f" {last} " in item for item in kept) else f" {last} "
        return glue.join(kept)
    serial = "," if locale == "en-US" or any(f" {last} " in item for item in kept) else ""
    return ", ".join(kept[:-1]) + f"{serial} {last} {kept[-1]}"


@lru_cache(maxsize=_KEPT)
def agree(verb: str, *, plural: bool) -> str:
    """Return the third person of a verb: *hold* becomes *holds*, *reach* *reaches*, *be* *is*.

    >>> [agree(verb, plural=False) for verb in ("hold", "reach", "carry", "be")]
    ['holds', 'reaches', 'carries', 'is']
    """
    forms = load("english")["verbs"].get(verb)
    if forms:
        return str(forms[1 if plural else 0])
    if plural:
        return verb
    if re.search(r"(s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + "s"


def agreed(text: str, *, plural: bool) -> str:
    """Return a text whose verbs are marked `~s` with all of them agreed: "hold~s 24 liters" -> "holds 24 liters"."""
    if "~s" not in text:
        return text
    return _VERB.sub(lambda match: agree(match[1], plural=plural), text)


@lru_cache(maxsize=_KEPT)
def capitalise(text: str) -> str:
    """Return the text with a capital first letter; the rest stays.

    >>> capitalise("screw lid"), capitalise("iPad stand"), capitalise("“bold” type")
    ('Screw lid', 'iPad stand', '“Bold” type')
    """
    for at, char in enumerate(text):
        if char.isalpha():
            word = _WORD.match(text, at)
            if word and any(letter.isupper() for letter in word.group()[1:]):
                return text  # iPad, eBike
            return text[:at] + char.upper() + text[at + 1 :]
        if char.isdigit():
            return text
    return text


def lower_first(text: str) -> str:
    """Return the text with a small first letter unless the first word is a name or an acronym."""
    word = _WORD.match(text)
    token = text.split(" ")[0]
    coded = any(char.isdigit() for char in token)
    if not word or coded or any(char.isupper() for char in word.group()[1:]) or is_proper(word.group()):
        return text
    return text[0].lower() + text[1:]


def is_proper(word: str) -> bool:
    """Tell whether a word keeps its capital inside a sentence: names of places, peoples and trade marks."""
    return word.lower().rstrip("'s") in word_set("phrases", "proper") or word.lower() in word_set("phrases", "proper")


def soften(text: str) -> str:
    """Return Title Case words in lower case; names, acronyms and codes stay.

    >>> soften("Laptop Sleeve"), soften("TSA Approved"), soften("Japanese Quartz Movement")
    ('laptop sleeve', 'TSA approved', 'Japanese quartz movement')
    """
    out = []
    for word in text.split(" "):
        bare = word.strip("(),.;:")
        if re.match(r"^\d+-[A-Z][a-z]+$", bare):
            word, bare = word.lower(), ""
        keep = (
            any(char.isdigit() for char in bare)
            or (
                len(bare) > 1
                and any(char.isupper() for char in bare[1:])
                and not re.match(r"^[A-Z][a-z]+(-[A-Z][a-z]+)+$", bare)
            )
            or is_proper(bare)
            or "®" in bare
            or "™" in bare
        )
        out.append(word if keep else word.lower())
    return " ".join(out)


@lru_cache(maxsize=_KEPT)
def title_case(text: str) -> str:
    """Return the text in title case; units, codes and inner capitals stay.

    >>> title_case("roll-top backpack with lid, 750 ml, 15 in sleeve")
    'Roll-Top Backpack with Lid, 750 ml, 15 in Sleeve'
    """
    words = text.split(" ")
    out: list[str] = []
    small = word_set("english", "small_words")
    symbols = _unit_symbols()
    for at, word in enumerate(words):
        bare = word.strip("(),;:")
        before = words[at - 1] if at else ""
        after_number = bool(re.search(r"\d[\d.,/]*$", before)) or (
            before in symbols and before == before.lower() and before != "in"
        )
        if after_number and bare in symbols:
            out.append(word)
        elif (bare.lower() in small and at > 0 and not out[-1].endswith(":")) or any(
            char.isupper() for char in bare[1:]
        ):
            out.append(word if any(char.isupper() for char in bare) else word.lower())
        elif re.match(r"^\d+[a-z]", bare) or re.match(r"^[a-z]+\d", bare):
            out.append(word)
        else:
            out.append("-".join(_capital(part, at2, small) for at2, part in enumerate(word.split("-"))))
    return " ".join(out)


def _capital(part: str, at: int, small: frozenset[str]) -> str:
    if "/" in part and part.replace("/", "").isalpha():
        return "/".join(_capital(side, 0, small) for side in part.split("/"))
    if at and part.lower() in small:
        return part
    match = re.search(r"[^\W\d_]", part)
    if not match or re.match(r"^\d", part.strip("(")):
        return part
    return part[: match.start()] + part[match.start()].upper() + part[match.start() + 1 :]


@cache
def _unit_symbols() -> frozenset[str]:
    return frozenset(word for forms in load("english")["units"].values() for word in str(forms[0]).split())


def spell(text: str, locale: str) -> str:
    """Return the text in the spelling of the locale; made for patterns, not for cell values."""
    if locale != "en-GB":
        return text
    british = load("english")["british"]

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        other = british.get(word.lower())
        if not other:
            return word
        return str(other).capitalize() if word[0].isupper() else str(other)

    return re.sub(r"[A-Za-z]+", swap, text)
