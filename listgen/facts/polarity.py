"""Yes or no: whether words are denied where they stand, and what the clauses of a text deny and assert."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from listgen.facts.finder import Finder, Hit
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data
from listgen.facts.things import things

_NOTHING = "(?!)"
_CLAUSE = re.compile(r"[.;:,!?](?=\s|$)|[。；：，！？、\n|()（）「」]|\s[-–—]\s")
_SENTENCE_ZH = re.compile(r"[.;!?](?=\s|$)|[。；！？，\n]")
_SENTENCE_JA = re.compile(r"[.;!?](?=\s|$)|[。；！？\n]|(?<=[しでがてりきずんくすいるえ])、")
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|[。；！？\n]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_KANA = re.compile(r"[ぁ-ん]")
_BARE = re.compile(r"(?:nicht|not|no|non|(?:is|are|does|do|was|were) not)", re.IGNORECASE)
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")  # behind an answer: "No (contains honey)"
_FORM_LETTERS = frozenset("的了和与及或一二两三四五六七八九十个其")  # they part words rather than belonging to them
_CJK = re.compile(r"[ァ-ヶー]+|[\u3400-\u9fff々]+|[A-Za-z][A-Za-z-]+")
_ACCENTS = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüñç", "aaaaaaeeeeiiiiooooouuuunc")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|dell|nell|dall|sull|all|un)['’](?=\w)")  # "l'outil", "dell'acqua"
_FARTHEST = 4  # content words that one denial may reach
_SHORTEST = 3
_NEAR = 3  # letters next to a denial where nothing separates words
_TAIL = 3
_CARRIES_ON = frozenset(
    {"or", "nor", "oder", "noch", "sowie", "ou", "ni", "o", "u", "e", "或", "または", "や", "или", "with"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A content word of a text: its place and its stem."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial: the span of it and of what it denies, and the stems of what it denies."""

    start: int
    end: int
    stems: frozenset[str]
    contents: bool  # "not included", "sold separately": denies that a thing comes along, not what it is
    thing: str = ""  # what is denied, as it is written, in lower case
    elliptic: frozenset[str] = frozenset()  # of what is denied of a part: "the lid may go in the oven, the bowl not"
    nearest: frozenset[str] = frozenset()  # of these, the words next to the denial; only where nothing separates words


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a cell, as far as yes and no go: what it denies, and the content words that it does not deny."""

    asserted: tuple[Token, ...]
    denials: tuple[Denial, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    before: re.Pattern[str]
    after: re.Pattern[str]
    near_before: re.Pattern[str]
    near_after: re.Pattern[str]
    unless: re.Pattern[str]
    joins: re.Pattern[str]
    contents: re.Pattern[str]
    farthest: int  # content words that one denial may reach; without blanks they are pairs of letters
    unspaced: bool


def negated(text: str, start: int, end: int, language: str = "en") -> bool:
    """Return whether a span is denied: "not waterproof", "no lid", "battery not included", "ohne Deckel"."""
    words = _words(language)
    left = _CLAUSE.split(text[max(0, start - 60) : start])[-1]
    match = words.near_before.search(left)
    if match and not words.unless.match(left, match.end("negator")):
        return True
    return words.near_after.match(text[end : end + 40]) is not None


def answer_of(cell: str) -> bool | None:
    """Return the yes or no that a cell answers its header with, in any language; None where it says more than that."""
    plain = cell.strip().rstrip(".!。").lower()
    if plain in _answers()[True]:
        return True
    if plain in _answers()[False]:
        return False
    if (remark := _REMARK.search(plain)) is not None and plain[: remark.start()] in _answers()[False]:
        return False  # "no (contains honey)" gives its reason, it takes nothing back
    head = re.split(r"[,;(（，：:。 ]", plain, maxsplit=1)[0]
    return True if head in ("yes", "ja", "oui", "sí", "да", "はい") else None


@lru_cache(maxsize=65536)
def read_clauses(text: str, language: str = "en") -> tuple[Clause, ...]:
    """Return the sentences of a text with what each denies; the words of denial themselves are in neither list."""
    return clauses_of(text, language)


def clauses_of(text: str, language: str = "en") -> tuple[Clause, ...]:
    """Return what `read_clauses` returns, without remembering it: for long texts that come once."""
    found, start = [], 0
    for match in (*_sentence(language).finditer(text), None):
        end = match.start() if match else len(text)
        if text[start:end].strip():
            found.append(_clause(text, start, end, language))
        start = match.end() if match else end
    return tuple(found)


def answers_by_part(cell: str) -> bool:
    """Return whether a cell answers its header for some parts: "lid yes, base no", "yes, without the label"."""
    yes, no = _answers()[True], _answers()[False]
    items = [item.lower().split() for item in re.split(r"[,;、，；/]", cell) if item.strip()]
    if len(items) < 2:
        return False
    return (items[0][0] in yes and len(items[0]) == 1) or any(item[-1] in yes | no and len(item) > 1 for item in items)


def of_parts(clause: Clause, header: str, language: str) -> Clause:
    """Return a clause of such a cell: what is denied is what the header names, of the part."""
    stems = (token.stem for token in _tokens(header, 0, len(header), language))
    own = telling(stem for stem in stems if stem not in _listed("fitness"))
    denials = (denial if denial.contents else replace(denial, stems=denial.stems | own) for denial in clause.denials)
    return Clause(clause.asserted, tuple(denials))


def denying_header(header: str, language: str) -> bool:
    """Return whether a header denies what stands under it ("Free from", "Ohne", "不含")."""
    words = _words(language)
    match = words.before.search(header)
    if match is not None and not header[match.end() :].strip(" .:："):
        return True
    if language_of(language).boundary:
        return False
    behind = words.after.search(header)  # "別売品", "不使用", "付属しないもの"
    return behind is not None and not header[: behind.start()].strip() and len(header) - behind.end() <= _TAIL


def leaves_out(header: str, language: str) -> bool:
    """Return whether a header that denies speaks of what comes along ("別売"), not of what a thing is free of."""
    return _words(language).contents.search(header) is not None


def items_denied(cell: str, language: str, *, contents: bool = False) -> Clause:
    """Return the clause of a cell under a header that denies: each of its items is denied."""
    denials = []
    for match in re.finditer(r"[^,;/、，；]+", cell):
        stems = frozenset(token.stem for token in _tokens(cell, match.start(), match.end(), language))
        if stems:
            thing = match.group().strip().lower()
            denials.append(Denial(match.start(), match.end(), telling(stems), contents, thing))
    return Clause((), tuple(denials))


def header_denied(header: str, answer: str, language: str) -> tuple[Clause, ...]:
    """Return the clause of a header whose cell says no ("Pillowcases" over "not included"); two denials cancel out."""
    words = _words(language)
    clauses = read_clauses(header, language)
    if any(clause.denials for clause in clauses):
        tokens = _tokens(header, 0, len(header), language)
        return (Clause(tuple(tokens), ()),)
    stems = telling(
        token.stem
        for token in _tokens(header, 0, len(header), language)
        if not words.contents.search(header[token.start : token.end])
    )
    contents = words.contents.search(f"{header} {answer}") is not None
    return (Clause((), (Denial(0, len(header), stems, contents, header.strip().lower()),)),) if stems else ()


def _clause(text: str, start: int, end: int, language: str) -> Clause:
    words = _words(language)
    plain = text
    if not language_of(language).boundary:
        # the words of denial would run into their neighbours: "不可调" is not 不可 and 可调
        for pattern in (words.after, words.before):
            plain = pattern.sub(lambda match: " " * len(match.group()), plain)
    tokens = _tokens(plain, start, end, language)
    denials: list[Denial] = []
    spent: list[tuple[int, int]] = []
    if not _may_deny(text[start:end], language):
        return Clause(tuple(tokens), ())
    telling_tokens = [token for token in tokens if not words.contents.search(text[token.start : token.end])]
    for match in words.after.finditer(text, start, end):
        marks = (*_CLAUSE.finditer(text, start, match.start()), *words.joins.finditer(text, start, match.start()))
        left = max((mark.end() for mark in marks), default=start)
        farthest = 1 if match.start("glued") >= 0 else words.farthest
        reached = [token for token in telling_tokens if left <= token.start and token.end <= match.start()][-farthest:]
        if not reached and words.unspaced and (own := _denied_verb(text, match)):
            # "瓶の中で、加熱せずに": the verb itself is what is denied
            denials.append(_denial(text, own, match, words))
            spent.append(match.span())
        elif not reached:
            # "Battery: 1 x AAA, not included": marks stand between, and each of these words names the thing
            for token in [token for token in telling_tokens if token.end <= match.start()][-_FARTHEST:]:
                denials.append(_denial(text, [token], match, words))
                spent.append((token.start, match.end()))
        else:
            denial = _denial(text, reached, match, words, reached[-1].end - _NEAR)
            if left > start and _BARE.fullmatch(match.group()) and len(denial.stems) == 1:
                told = (token.stem for token in telling_tokens if token.end <= left)
                denial = replace(denial, elliptic=telling(told))
            denials.append(denial)
            spent.append((reached[0].start, match.end()))
    for match in words.before.finditer(text, start, end):
        if any(left <= match.start() < right for left, right in spent) or words.unless.match(text, match.end()):
            continue
        stop = next((mark.start() for mark in _CLAUSE.finditer(text, match.end(), end)), end)
        join = words.joins.search(text, match.end(), stop)
        stop = join.start() if join else stop
        farthest = 1 if match.start("prefix") >= 0 else words.farthest
        reached = [token for token in telling_tokens if match.end() <= token.start and token.end <= stop][:farthest]
        if reached:
            denials.append(_denial(text, reached, match, words, -(reached[0].start + _NEAR)))
            spent.append((match.start(), reached[-1].end))
    free = [token for token in tokens if not any(left <= token.start < right for left, right in spent)]
    return Clause(tuple(free), tuple(denials))


def _denied_verb(text: str, match: re.Match[str]) -> list[Token]:
    """Return the verb inside of a Japanese denial, in pairs of letters, where it says more than "use" or "contain"."""
    if _KANA.search(match.group()) is None:
        return []
    own = _bigrams(text, match.start(), match.end())
    return [token for token in own if len(token.stem) == 2 and token.stem not in _listed("weak")]


def _may_deny(sentence: str, language: str) -> bool:
    """Return whether a word of denial stands in a sentence at all: most have none, and this is the cheap test."""
    if not language_of(language).boundary:
        return True
    glued = _glued(language)
    return glued.search(sentence) is not None or any(True for _ in _negators(language).find(sentence))


@cache
def _glued(code: str) -> re.Pattern[str]:
    rule = language_of(code).negation
    return re.compile("|".join((*rule.glued, *rule.glued_before)) or _NOTHING, re.IGNORECASE)


@cache
def _negators(code: str) -> Finder[str]:
    words = language_of(code)
    # a mark before a form (": no") is no letter that a word begins with
    forms = [re.sub(r"^(?:[:：,] ?\??|\\s\??)+", "", form) for form in (*words.negation.before, *words.negation.after)]
    return Finder([(form, form) for form in forms if form], boundary=words.boundary)


def _denial(text: str, reached: list[Token], match: re.Match[str], words: _Words, near: int = 0) -> Denial:
    """Return a denial of some words; those beyond `near`, or before it where it is negative, stand next to it."""
    stems = telling(token.stem for token in reached)
    nearest = [token.stem for token in reached if (token.end > near if near > 0 else token.start < -near)]
    return Denial(
        min(match.start(), reached[0].start),
        max(match.end(), reached[-1].end),
        stems,
        contents=words.contents.search(match.group()) is not None,
        thing=text[reached[0].start : reached[-1].end].lower(),
        nearest=frozenset(nearest) if words.unspaced else frozenset(),
    )


def clause_stems(clause: Clause) -> frozenset[str]:
    """Return the telling stems of a clause, denied or not."""
    return telling((*(token.stem for token in clause.asserted), *(s for one in clause.denials for s in one.stems)))


def telling(stems: Iterable[str]) -> frozenset[str]:
    """Return the stems without those that say little ("suitable", "use"), all of them where nothing else is there."""
    found = frozenset(stems)
    return found - _listed("weak") or found


def says_little(stems: frozenset[str]) -> bool:
    """Return whether all of these stems say little ("suitable", "use")."""
    return stems <= _listed("weak")


def wards_off(stems: Iterable[str]) -> bool:
    """Return whether words speak of protection from a thing: they do not assert the thing."""
    return not _listed("guards").isdisjoint(stems)


def against(stems: Iterable[str]) -> frozenset[str]:
    """Return what words of protection ward off, all of them where nothing else is there."""
    found = frozenset(stems)
    return found - _listed("guards") or found


def _tokens(text: str, start: int, end: int, language: str) -> list[Token]:
    words = language_of(language)
    if not words.boundary:
        named_things = [
            Token(hit.start + start, hit.end + start, stem)
            for hit in things(language).find(text[start:end])
            for stem in map(stem_of, hit.payload)
        ]
        return sorted((*_bigrams(text, start, end), *named_things), key=lambda token: (token.start, token.end))
    named = _named_at(text, start, end, language)
    found: dict[int, list[Token]] = {}
    for match in _WORD.finditer(text, start, end):
        place = match.start()
        if place in named:
            hit = named[place]
            found.setdefault(
                hit.end, [Token(place, hit.end, stem) for stem in dict.fromkeys(map(stem_of, hit.payload))]
            )
        elif match.end() - place >= _SHORTEST and match.group().lower() not in words.function_words:
            found.setdefault(match.end(), [Token(place, match.end(), stem_of(match.group()))])
    return [token for tokens in found.values() for token in tokens]


def _named_at(text: str, start: int, end: int, language: str) -> dict[int, Hit[tuple[str, ...]]]:
    """Return for each place inside a thing where it ends and its English name: "tapa" meets the cell "Lid"."""
    hits = [Hit(hit.start + start, hit.end + start, hit.payload) for hit in things(language).find(text[start:end])]
    return {place: hit for hit in hits for place in range(hit.start, hit.end)}


def _bigrams(text: str, start: int, end: int) -> list[Token]:
    """Return pairs of Han characters and whole words of other scripts: nothing separates words here."""
    found = []
    for match in _CJK.finditer(text, start, end):
        run = match.group()
        if run[0].isascii() or run[0] in "ー" or "ァ" <= run[0] <= "ヶ" or len(run) == 1:
            found.append(Token(match.start(), match.end(), run.lower()))
        else:
            found.extend(
                Token(match.start() + index, match.start() + index + 2, run[index : index + 2])
                for index in range(len(run) - 1)
                if run[index] not in _FORM_LETTERS and run[index + 1] not in _FORM_LETTERS
            )
    return found


def content_words(text: str, language: str) -> list[Token]:
    """Return the content words of a text; where nothing separates words, pairs of letters and the things they name."""
    return _tokens(text, 0, len(text), language)


@cache
def _sentence(code: str) -> re.Pattern[str]:
    """Return the marks that end a statement; a Japanese verb does so with a mere comma, a Chinese comma always."""
    return {"zh": _SENTENCE_ZH, "ja": _SENTENCE_JA}.get(code, _SENTENCE)


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """Return a crude stem that inflections share ("tumbled", "tumble" -> "tumbl"; "geeignete" -> "geeig")."""
    plain = _ELIDED.sub("", word.lower()).translate(_ACCENTS)
    if len(plain) > 5:
        return plain[:5]
    if plain.endswith(("ied", "ies")):
        return plain[:-3] + "y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3 else plain


@cache
def _listed(table: str) -> frozenset[str]:
    return frozenset(read_data("answers.toml")[table])


@cache
def _answers() -> dict[bool, frozenset[str]]:
    data = read_data("answers.toml")
    return {True: frozenset(data["yes"]), False: frozenset(data["no"])}


@cache
def _words(code: str) -> _Words:
    words = language_of(code)
    rule = words.negation
    lead, trail = "|".join(rule.before) or _NOTHING, "|".join(rule.after) or _NOTHING
    # a bare "no" denies what stands before it only at the end of a label
    short = "|".join(form for form in rule.after if re.fullmatch(r"\w{1,6}", form)) or _NOTHING
    long = "|".join(form for form in rule.after if not re.fullmatch(r"\w{1,6}", form)) or _NOTHING
    glued, glued_before = "|".join(rule.glued) or _NOTHING, "|".join(rule.glued_before) or _NOTHING
    # "no lid and waterproof": a join ends the reach of a denial; "or" carries it on
    joined = [word for word in words.clause_words if word not in _CARRIES_ON and re.match(r"\w", word)]
    stops = "|".join((*rule.stops, *joined)) or _NOTHING
    unless = "|".join(rule.unless) or _NOTHING
    contents = read_data("answers.toml")["contents"]
    if words.boundary:
        reach = rf"\W+(?:(?!(?:{stops})\b)[\w-]+\W+){{0,{rule.reach}}}"
        near_before = rf"(?:(?<![\w-])(?P<negator>{lead}){reach}|(?<!\w)(?:{glued_before}))$"
        # "no. 1" is a rank, not a denial
        trails = rf"(?:(?:{long})(?!\w)|(?:{short})(?=\s*(?:$|[.;,:)!?])))"
        near_after = rf"^(?:(?:{glued})(?!\w)|[^\w.;,!?]+{trails}(?!\. ?\d))"
        before = rf"(?<![\w-])(?:{lead})(?![\w-]|\. ?\d)|(?<!\w)(?P<prefix>{glued_before})(?=\w{{3}})"
        after = rf"(?:(?<=[\s:])(?:{trail})(?!\w)(?=\s*(?:$|[.;,()!?]|(?:{stops})\b))|(?<=\w)(?P<glued>{glued})(?!\w))"
        unless = rf"\s+(?:{unless})(?!\w)"
        joins = rf"(?<![\w-])(?:{stops})(?![\w-])"
    else:
        # without blanks a word is about two characters
        near_before = rf"(?:(?P<negator>{lead})\w{{0,{2 * rule.reach}}}|(?:{glued_before}))$"
        near_after = rf"^(?:(?:{glued})|\W?(?:{trail}))"
        before = rf"(?:{lead})|(?P<prefix>{glued_before})"
        after = rf"(?:{trail})|(?P<glued>{glued})"
        joins = rf"(?:{'|'.join(rule.stops) or _NOTHING})"
    flags = re.IGNORECASE
    return _Words(
        re.compile(before, flags),
        re.compile(after, flags),
        re.compile(near_before, flags),
        re.compile(near_after, flags),
        re.compile(unless, flags),
        re.compile(joins, flags),
        re.compile("|".join(contents), flags),
        farthest=_FARTHEST if words.boundary else 2 * _FARTHEST,
        unspaced=not words.boundary,
    )
