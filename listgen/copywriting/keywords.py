"""Which keywords of a keyword file are a product's, and which of those are true of it.

A keyword is a claim: "waterproof mug" and "copper mug" stay out of the texts of a mug whose sheet says neither. The
fact lock judges what it knows as a claim; every other word has to stand in the sheet, in the synonyms of the product's
noun, or among words that promise nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from listgen.copywriting.lexicon import word_set
from listgen.copywriting.points import build_points
from listgen.copywriting.search_terms import also_called, synonyms
from listgen.copywriting.search_words import (
    content_stems,
    empty_words,
    maker_names,
    maker_pattern,
    stem,
    stems_of,
    tokens_of,
)
from listgen.copywriting.types import type_words
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Claim, FactSheet, Verdict, YesNo
from listgen.domain.keyword import JudgedKeyword, Keyword

_CLAUSE = re.compile(r"[.;!?\n]+")


@dataclass(frozen=True, slots=True)
class KeywordIndex:
    """The keywords of a file, found by SKU, by product type and by word."""

    by_sku: dict[str, tuple[Keyword, ...]]
    by_type: dict[str, tuple[Keyword, ...]]
    by_stem: dict[str, tuple[Keyword, ...]]

    @classmethod
    def of(cls, keywords: Iterable[Keyword]) -> KeywordIndex:
        """Return the index of a file's keywords."""
        by_sku: dict[str, list[Keyword]] = defaultdict(list)
        by_type: dict[str, list[Keyword]] = defaultdict(list)
        by_stem: dict[str, list[Keyword]] = defaultdict(list)
        for keyword in keywords:
            if keyword.sku:
                by_sku[keyword.sku].append(keyword)
            elif keyword.type_id:
                by_type[_type_key(keyword.type_id)].append(keyword)
            else:
                for word in content_stems(keyword.text):
                    by_stem[word].append(keyword)
        return cls(*({key: tuple(rows) for key, rows in table.items()} for table in (by_sku, by_type, by_stem)))

    def of_product(self, type_id: str, noun: str, skus: Sequence[str]) -> tuple[Keyword, ...]:
        """Return the keywords of a product, most searched first, each text once.

        `skus` are its own and its parent's. A keyword without SKU and type belongs to products whose noun, or another
        word for it, it holds.
        """
        found: dict[str, Keyword] = {}
        kinds = [type_id, noun, stem(_head(noun))]
        rows = [row for sku in skus for row in self.by_sku.get(sku, ())]
        rows += [row for kind in dict.fromkeys(map(_type_key, kinds)) for row in self.by_type.get(kind, ())]
        rows += [row for word in sorted(_nouns(type_id, noun)) for row in self.by_stem.get(word, ())]
        for row in rows:
            known = found.get(row.text.casefold())
            if known is None or known.weight < row.weight:
                found[row.text.casefold()] = row
        return tuple(sorted(found.values(), key=lambda row: (-row.weight, row.text)))


def _type_key(text: str) -> str:
    return " ".join(sorted(stems_of(text.replace("_", " "))))


def _head(noun: str) -> str:
    return noun.rsplit(" ", 1)[-1]


def _nouns(type_id: str, noun: str) -> set[str]:
    """Return the stems of what a product is called: its noun's last word, and other nouns for it."""
    from listgen.facts.product_types import noun_table

    known = noun_table()
    words = {stem(_head(noun))} if noun else set()
    return words | {stem(word) for word in type_words(type_id, noun) if " " not in word and word.lower() in known}


def judge_keywords(
    keywords: Sequence[Keyword],
    facts: FactSheet,
    *,
    voice: Voice,
    siblings: Sequence[FactSheet] = (),
    brands: Sequence[str] = (),
) -> tuple[JudgedKeyword, ...]:
    """Return the keywords with the reason why a text of the product cannot use them, "" where it can.

    `brands` are all brands of the catalogue; those of other products are left out, as are makers that no cell names.
    """
    if not keywords:
        return ()
    licensed = _licensed(facts)
    own = stems_of(facts.brand)
    others = sorted({brand.lower() for brand in brands if brand and stems_of(brand) - own - licensed})
    return tuple(
        JudgedKeyword(keyword, _reason(keyword.text, facts, licensed | own, others, voice, siblings))
        for keyword in keywords
    )


def _reason(
    text: str,
    facts: FactSheet,
    licensed: frozenset[str],
    others: Sequence[str],
    voice: Voice,
    siblings: Sequence[FactSheet],
) -> str:
    from listgen.facts.lock import check_claims

    lowered = " ".join(text.lower().split())
    for brand in others:
        if re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", lowered):
            return f"`{brand}` is another brand of the catalogue"
    # The lock knows makers by their capitals, which nobody types.
    written = maker_pattern().sub(lambda match: maker_names()[match.group()], lowered)
    for maker in maker_pattern().findall(lowered):
        if not stems_of(maker) <= licensed:
            return f"`{maker_names()[maker]}` is another maker, and no cell names it"
    claims = check_claims("search_terms", (written,), facts, voice=voice, siblings=siblings)
    for claim in claims:
        if not claim.held:
            return _unheld(claim)
    for word in voice.banned:
        if re.search(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", lowered):
            return f"the brand never uses `{word}`"
    for word in tokens_of(lowered):
        if word in empty_words():
            return f"`{word}` is praise"
    held = frozenset().union(*(stems_of(claim.text) for claim in claims if _backed(claim)))
    gift = word_set("keywords", "gift") & set(tokens_of(lowered))
    for word in tokens_of(lowered):
        free = word in word_set("keywords", "neutral") or (gift and word in word_set("keywords", "recipients"))
        if stem(word) in content_stems(lowered) and stem(word) not in licensed | held and not free:
            return f"no cell says `{word}`"
    return ""


def _backed(claim: Claim) -> bool:
    # What is for everybody is for children, too, and is no children's thing.
    return claim.held and (claim.kind != "audience" or claim.verdict is Verdict.SUPPORTED)


def _unheld(claim: Claim) -> str:
    said = claim.nearest or (claim.cell.text[:60] if claim.cell and claim.verdict is not Verdict.UNSUPPORTED else "")
    if claim.kind in ("praise", "superlative"):
        return f"`{claim.text}` is praise"
    if claim.verdict is Verdict.BORROWED:
        return f"`{claim.text}` is true of another variation"
    return f"`{claim.text}`: the sheet says {said}" if said else f"no cell says `{claim.text}`"


def _licensed(facts: FactSheet) -> frozenset[str]:
    """Return the stems of words that a keyword of the product may hold: what the sheet says, and other words for it."""
    denied = {fact.cell for fact in facts.facts if _denies(fact.value) or fact.key == "not_included"}
    texts = [facts.name, facts.noun, facts.category, facts.brand, facts.line, facts.type_id.replace("_", " ")]
    texts += [fact.label for fact in facts.facts if isinstance(fact.value, YesNo) and fact.value.yes]
    texts += [cell.text for cell in {*facts.cells, *(fact.cell for fact in facts.facts)} if cell not in denied]
    texts += [*synonyms(facts), *also_called(facts, build_points(facts, "en-US"))]
    denying = word_set("keywords", "denying")
    clauses = (clause for text in texts for clause in _CLAUSE.split(text))
    return frozenset().union(*(stems_of(clause) for clause in clauses if not denying & set(tokens_of(clause))))


def _denies(value: object) -> bool:
    return isinstance(value, YesNo) and not value.yes
