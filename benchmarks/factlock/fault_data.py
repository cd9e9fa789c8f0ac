"""Words and patterns of the fault injector, from `faults/common.toml` and `faults/<code>.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FAULTS = Path(__file__).parent / "faults"


@dataclass(frozen=True, slots=True)
class UnitSwap:
    """A unit behind a number, what takes its place, and how many times larger that is."""

    find: re.Pattern[str]
    put: str
    factor: float


@dataclass(frozen=True, slots=True)
class Edit:
    """A pattern and what replaces it."""

    find: re.Pattern[str]
    put: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code and others of its kind."""

    find: re.Pattern[str]
    put: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What holds in every language."""

    certificate: dict[str, re.Pattern[str]]
    material: dict[str, re.Pattern[str]]
    codes: tuple[Code, ...]
    code_before: re.Pattern[str]
    no_value: re.Pattern[str]
    denied: re.Pattern[str]
    denied_after: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaultWords:
    """One language's file; the head of `faults/en.toml` says what the tables hold."""

    code: str
    boundary: bool
    decimal: str
    group: str
    number_words: dict[str, int]
    word_after: str
    upper: re.Pattern[str]
    below: re.Pattern[str]
    skip_before: re.Pattern[str]
    units: tuple[UnitSwap, ...]
    joins: re.Pattern[str]
    pairs: tuple[tuple[str, str], ...]
    negations: tuple[Edit, ...]
    certificates: dict[str, str]
    certificate_templates: tuple[str, ...]
    materials: dict[str, str]
    material_templates: tuple[str, ...]
    material_words: tuple[str, ...]

    def word(self, form: str) -> re.Pattern[str]:
        """Return a pattern of a word as a whole, anywhere where the language writes no blanks."""
        return whole(form, boundary=self.boundary)


@cache
def fault_languages() -> tuple[str, ...]:
    """Return the codes of the languages that faults can be injected in, English first."""
    codes = [path.stem for path in FAULTS.glob("*.toml") if path.stem != "common"]
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


@cache
def common() -> Common:
    """Return what the injector knows whatever the language."""
    data = _read("common")
    return Common(
        certificate={name: re.compile(form) for name, form in data["certificate"].items()},
        material={name: re.compile(form) for name, form in data["material"].items()},
        codes=tuple(Code(_code(row["find"]), tuple(row["put"])) for row in data["code"]),
        code_before=re.compile(data["code_before"]),
        no_value=re.compile(data["no_value"]),
        denied=re.compile(data["denied"], re.IGNORECASE),
        denied_after=re.compile(data["denied_after"]),
    )


@cache
def fault_words(code: str) -> FaultWords:
    """Return the words of a language. Raises FileNotFoundError for one that has no file."""
    data = _read(code)
    numbers, boundary = data["numbers"], data["boundary"]
    joins = "|".join(data["swap"]["joins"])
    return FaultWords(
        code=data["language"],
        boundary=boundary,
        decimal=numbers["decimal"],
        group=numbers["group"],
        number_words=numbers["words"],
        word_after=numbers["word_after"],
        upper=_ending(numbers["upper"]),
        below=_ending(numbers["below"]),
        skip_before=re.compile(numbers["skip_words_before"] or r"(?!)", re.IGNORECASE),
        units=tuple(
            UnitSwap(re.compile(rf"[ \u00a0-]?(?:{row['find']})(?![A-Za-zÀ-ÿ²³])"), row["put"], row["factor"])
            for row in data["unit"]
        ),
        joins=re.compile(rf"(?:{joins})", re.IGNORECASE),
        pairs=tuple((one, other) for one, other in data["swap"]["pairs"]),
        negations=tuple(Edit(whole(row["find"], boundary=boundary), row["put"]) for row in data["negation"]),
        certificates={name: form for name, form in data["certificates"].items() if name != "templates"},
        certificate_templates=tuple(data["certificates"]["templates"]),
        materials={name: form for name, form in data["materials"].items() if name != "templates"},
        material_templates=tuple(data["materials"]["templates"]),
        material_words=tuple(sorted(data["material_words"]["words"], key=lambda form: (-len(form), form))),
    )


def whole(form: str, *, boundary: bool) -> re.Pattern[str]:
    """Return a pattern of whole words, or of the bare form where the language writes no blanks."""
    return re.compile(rf"(?<![\w-])(?:{form})(?![\w-])" if boundary else f"(?:{form})", re.IGNORECASE)


def _code(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{form})(?![A-Za-z0-9])")


def _ending(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(forms)})[ :]*$" if forms else r"(?!)", re.IGNORECASE)


def _read(name: str) -> Any:
    return tomllib.loads((FAULTS / f"{name}.toml").read_text(encoding="utf-8"))
