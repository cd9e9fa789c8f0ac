"""Languages of the lock: the words of each, as data, and which language a text is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from listgen.facts.load import read_data
from listgen.facts.scripts import is_unspaced

# Order matters only for readers: the languages whose every claim is checked, then those checked in part.
LANGUAGES = ("en", "de", "fr", "es", "zh", "ja", "pt", "it", "ru")
# Languages that a listing is likely to be in besides; without them the identifier would call Dutch German.
_OTHERS = ("nl", "pl", "sv", "da", "no", "fi", "cs", "hu", "ro", "tr", "el", "ko", "ar", "he", "th", "vi", "uk", "id")
_FEWEST_LETTERS = 12
_SURE = 0.5
_LATIN_WORD = re.compile(r"[^\W\d_]{3,}", re.ASCII)
_FEWEST_WORDS = 4  # Latin words that make a text between Han characters or kana English too


@dataclass(frozen=True, slots=True)
class YesNoWords:
    """The words that claim a yes/no fact and those that deny it."""

    yes: re.Pattern[str]
    no: re.Pattern[str]
    yes_form: str  # the same without word boundaries
    no_form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Words that deny: `before` what they deny with up to `reach` words between, `after` it, or glued to it.

    `unless` are words that make a denial none when they follow it ("not only", "nicht nur").
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    glued: tuple[str, ...]
    glued_before: tuple[str, ...]
    stops: tuple[str, ...]
    reach: int
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One file of `data/languages`; the head of `en.toml` says what the tables hold.

    Forms are regular expressions; `pattern` compiles a set of them with the language's word boundaries. One record a
    process and language exists, so records compare by identity and may be keys of caches.
    """

    code: str
    name: str
    boundary: bool
    full: bool  # every kind of claim is checked, not only quantities, colours, materials and negation
    decimal: str
    group: tuple[str, ...]
    number_words: Mapping[str, float]
    qualifiers: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    axes: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    counted: Mapping[str, tuple[str, ...]]
    colours: Mapping[str, tuple[str, ...]]
    materials: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, Mapping[str, tuple[str, ...]]]  # kind -> id -> forms
    yes_no: Mapping[str, YesNoWords]
    negation: Negation
    clause_words: tuple[str, ...]
    included: tuple[str, ...]
    not_included: tuple[str, ...]
    audiences: Mapping[str, tuple[str, ...]]
    origin: tuple[str, ...]
    compatibility: tuple[str, ...]
    function_words: frozenset[str]

    def pattern(self, forms: Iterable[str]) -> re.Pattern[str]:
        """Return one pattern of several forms, whole words where the language separates words."""
        return _compiled(tuple(forms), self.boundary)


@cache
def language(code: str) -> Language:
    """Return the words of a language by its code or locale ("de", "de-AT").

    Raises:
        KeyError: The lock has no such language.
    """
    short = code.split("-", maxsplit=1)[0].lower()
    if short not in LANGUAGES:
        raise KeyError(code)
    if short != code:
        return language(short)
    data = read_data(f"languages/{short}.toml")
    boundary = bool(data["boundary"])
    contents, negation = data.get("contents", {}), data.get("negation", {})
    return Language(
        code=short,
        name=data["name"],
        boundary=boundary,
        full=data["checked"] == "full",
        decimal=data["numbers"]["decimal"],
        group=tuple(data["numbers"]["group"]),
        number_words=dict(data["numbers"]["words"]),
        qualifiers=_forms(data, "qualifiers"),
        units=_forms(data, "units"),
        axes=_forms(data, "axes"),
        attributes=_forms(data, "attributes"),
        labels=_forms(data, "labels"),
        counted=_forms(data, "counted"),
        colours=_forms(data, "colours"),
        materials=_forms(data, "materials"),
        parts=_forms(data, "parts"),
        claims={kind: _forms(data["claims"], kind) for kind in data.get("claims", {})},
        yes_no={
            key: YesNoWords(
                _compiled((row["yes"],), boundary), _compiled((row["no"],), boundary), row["yes"], row["no"]
            )
            for key, row in data.get("yes_no", {}).items()
        },
        negation=Negation(
            before=tuple(negation.get("before", ())),
            after=tuple(negation.get("after", ())),
            glued=tuple(negation.get("glued", ())),
            glued_before=tuple(negation.get("glued_before", ())),
            stops=tuple(negation.get("stops", ())),
            reach=int(negation.get("reach", 2)),
            unless=tuple(negation.get("unless", ())),
        ),
        clause_words=tuple(data.get("clauses", {}).get("words", ())),
        included=tuple(contents.get("included", ())),
        not_included=tuple(contents.get("not_included", ())),
        audiences=_forms(data, "audiences"),
        origin=tuple(data.get("origin", {}).get("patterns", ())),
        compatibility=tuple(data.get("compatibility", {}).get("patterns", ())),
        function_words=frozenset(data.get("function_words", {}).get("words", ())),
    )


def language_of_locale(locale: str) -> str:
    """Return the code of a locale's language if the lock reads it ("de-AT" -> "de"), else ""."""
    code = locale.split("-", maxsplit=1)[0].lower()
    return code if code in LANGUAGES else ""


def detect_language(text: str) -> str:
    """Return the code of the language a text is written in, "" where it is too short or too mixed to tell.

    The code need not be one of `LANGUAGES`: Dutch is "nl", which the lock does not read. Scripts decide first
    (kana is Japanese, Han without kana is Chinese, Cyrillic goes to the identifier), letters after that.
    """
    letters = [char for char in text if char.isalpha()]
    scripts = [_script(char) for char in letters]
    if "kana" in scripts:
        return "ja"
    if scripts.count("han") * 3 > len(scripts):
        return "zh"
    if len(letters) < _FEWEST_LETTERS:
        return ""
    code, sure = _identifier().classify(text)
    return str(code) if sure >= _SURE else ""


@lru_cache(maxsize=65536)
def readable(text: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some languages that a text can be read in: by its script, all of them where it has no letters.

    English finds no "no" in Chinese words and Chinese no "not" in English ones; a text in both scripts is read in both.

    >>> readable("不含充电器", ("en", "zh")), readable("Charger: no", ("en", "zh")), readable("500 ml", ("de",))
    (('zh',), ('en',), ('de',))
    """
    unspaced = is_unspaced(text)
    spaced = len(_LATIN_WORD.findall(text)) >= (_FEWEST_WORDS if unspaced else 1)
    if not unspaced and not spaced:
        return codes
    fitting = tuple(code for code in codes if (spaced if language(code).boundary else unspaced))
    return fitting or codes


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    if name.startswith(("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")):
        return "kana"
    return "han" if name.startswith("CJK") else "other"


@cache
def _identifier() -> Any:  # noqa: ANN401 - the library carries no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*LANGUAGES, *_OTHERS])
    return identifier


def _forms(data: Mapping[str, Any], table: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(forms) for name, forms in data.get(table, {}).items()}


@cache
def _compiled(forms: tuple[str, ...], boundary: bool) -> re.Pattern[str]:
    if not forms:
        return re.compile(r"(?!)")
    # Longest first, so that "light blue" wins over "blue" where both begin at one place.
    body = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])" if boundary else f"(?:{body})", re.IGNORECASE)
