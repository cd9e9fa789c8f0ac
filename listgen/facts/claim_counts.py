"""Count claims: bare numbers with the thing they count, compared with what the cells say and list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from listgen.domain.fact import Items, Verdict
from listgen.domain.source import CellRef
from listgen.facts.binding import MARGIN, about, fit, label_of
from listgen.facts.contexts import ATTRIBUTE, label_tokens, stem
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence, plain_numbers
from listgen.facts.figures import Figure
from listgen.facts.judged import Judged
from listgen.facts.keys import fact_keys
from listgen.facts.known import KnownFigure
from listgen.facts.language import LANGUAGES
from listgen.facts.load import read_data
from listgen.facts.unit_table import dimension_of

_EVERYTHING = frozenset({"piec", "item", "thing", "part"})
_VARIED = ("size", "colour", "storage", "memory", "screen_size")
_SETS = frozenset({"pack_count", "pieces"})
_NAME_POINTS = 1.0
_CLOSE = 0.6
_HEADS = 4
_BOXED = frozenset({"contents", "included", "pieces", "parts"})
_LISTED = 12  # more figures than a text lists
_NEARBY = 40  # characters between a number and the first of the figures that it counts
_APART = 5  # characters between two figures of a list: ", ", " and "


def judge_count(
    figure: Figure, figures: Sequence[Figure], evidence: Evidence, siblings: Sequence[Evidence]
) -> Judged | None:
    """Return what the lock says of a bare number: "two pockets", "set of 4", "2-6 players", "Android 14".

    A loose word ("one", "double") that neither a cell says nor denies claims nothing: None.
    """
    names = _names(figure)
    rarity = evidence.figures.rarity("count")
    given = evidence.figures.of("count")
    same = [known for known in given if _same(known, figure)]
    near = [known for known in same if not names or names & known.names]
    # "store up to 100 contacts in the phonebook": the header stands elsewhere in the sentence
    near = near or [known for known in same if any(figure.context.get(word, 0.0) >= _CLOSE for word in known.label)]
    rivals = [known for known in given if not _same(known, figure) and names & known.names]

    def points(known: KnownFigure) -> float:
        shared = sum(_NAME_POINTS for name in names & known.names if name[0] != ATTRIBUTE)
        return shared + fit(figure, known, rarity) / 2

    if near:
        match = max(near, key=points)
        rival = max(rivals, key=points, default=None)
        if rival is not None and points(rival) - points(match) >= _NAME_POINTS:
            note = f"the cell says {_said(rival)}"
            return _judged(figure, Verdict.CONTRADICTED, rival, rival.cell, note=note)
        return _judged(figure, Verdict.SUPPORTED, match, match.cell)
    if same and not rivals and _foreign(evidence):
        # the words of two languages cannot be compared: the number must do
        return _judged(figure, Verdict.SUPPORTED, same[0], same[0].cell)
    in_set = next((known for known in same if known.key in _SETS and evidence.figures.names_product(names)), None)
    if in_set is not None and not rivals:
        # a set of two mugs is "two mugs"
        return _judged(figure, Verdict.SUPPORTED, in_set, in_set.cell)
    end = range_end(figure, figures, given)
    if end is not None:
        return _judged(figure, Verdict.SUPPORTED, end, end.cell)
    elliptic = _elliptic(figure, figures, evidence)
    if elliptic is not None:
        return elliptic
    # "four floating heads" are not the four things in the box where a cell counts three heads
    told_apart = any(len((names & rival.names) - _EVERYTHING) > 1 for rival in rivals)
    cell = _counted(figure, names, evidence, siblings, of_the_box=not told_apart)
    if cell is None and _enumerates(figure, figures):
        return _judged(figure, Verdict.ENTAILED, None, None, rule="count")
    if cell is not None:
        return _judged(figure, Verdict.ENTAILED, None, cell, rule="count")
    spoken = [word for word in figure.heads if word[0] != ATTRIBUTE]
    told = next((one for one in same if spoken and all(one.context.get(word, 0.0) >= 1 for word in spoken)), None)
    if told is not None and not rivals:
        # "two of them for the bath": the cell counts two bath towels
        return _judged(figure, Verdict.SUPPORTED, told, told.cell)
    times = _multiple(figure, figures, evidence)
    if times is not None:
        return _judged(figure, Verdict.SUPPORTED, None, times)
    if _divides(figure, evidence):
        return _judged(figure, Verdict.ENTAILED, None, None, rule="arithmetic")
    if same and (not figure.heads or _is_year(figure)):
        return _judged(figure, Verdict.SUPPORTED, same[0], same[0].cell)
    if figure.loose and not (evidence.languages[0] in ("en", "zh") and rivals and len(names & rivals[0].names) > 1):
        return None
    for sibling in siblings:
        for known in sibling.figures.of("count"):
            if _same(known, figure) and names & known.names:
                return _judged(figure, Verdict.BORROWED, known, known.cell, note="true of another variation")
    if rivals:
        rival = max(rivals, key=points)
        return _judged(figure, Verdict.CONTRADICTED, rival, rival.cell, note=f"the cell says {_said(rival)}")
    return _judged(figure, Verdict.UNSUPPORTED, None, None, note="no cell gives this number")


def _names(figure: Figure) -> frozenset[str]:
    # without blanks, pairs of characters further on belong to other words
    return frozenset({*figure.heads[:_HEADS], figure.before} - {""})


def _same(known: KnownFigure, figure: Figure) -> bool:
    given, claimed = known.quantity, figure.quantity
    if given.maximum == claimed.maximum:
        return given.magnitude == claimed.magnitude
    return False


def range_end(figure: Figure, figures: Sequence[Figure], known: Sequence[KnownFigure]) -> KnownFigure | None:
    """Return the range of which a text says both ends as figures of their own: "from 1 year up to 6 years"."""
    for one in known:
        low, high = one.quantity.magnitude, one.quantity.maximum
        if high is not None and figure.quantity.maximum is None and figure.quantity.magnitude in (low, high):
            other = high if figure.quantity.magnitude == low else low
            if any(that.quantity.magnitude == other and that.quantity.maximum is None for that in figures):
                return one
    return None


def _foreign(evidence: Evidence) -> bool:
    """Return whether the sheet is, or may be, in another language than the text."""
    text = evidence.languages[0]
    return evidence.own != text and (text != "en" or evidence.own in LANGUAGES)


def _elliptic(figure: Figure, figures: Sequence[Figure], evidence: Evidence) -> Judged | None:
    """Return the verdict of a number whose unit stands with another one: "cold for 24 hours and hot for 12"."""
    units = {one.quantity.unit for one in figures if one.shape == "quantity" and one.start < figure.start}
    if figure.heads and not any(word[0] == ATTRIBUTE for word in figure.heads) and not units:
        return None
    found: list[tuple[float, KnownFigure]] = []
    for known in evidence.figures.quantities:
        if figure.heads and units and known.quantity.unit not in units:
            continue
        if known.quantity.magnitude == figure.quantity.magnitude and known.quantity.maximum == figure.quantity.maximum:
            rarity = evidence.figures.rarity(known.measure)
            shared = figure.context.keys() & known.context.keys()
            if shared:
                found.append((fit(figure, known, rarity), known))
    if not found:
        return None
    points, match = max(found, key=lambda one: one[0])
    rarity = evidence.figures.rarity(match.measure)
    for rival in evidence.figures.of(match.measure):
        if rival.value[:2] != match.value[:2] and fit(figure, rival, rarity) - points >= MARGIN:
            note = f"the figure belongs to {label_of(match)}; the cell says {rival.quantity.text}"
            return _judged(figure, Verdict.CONTRADICTED, rival, rival.cell, note=note)
    return _judged(figure, Verdict.SUPPORTED, match, match.cell)


def _enumerates(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Return whether a text gives a number's things itself, each a figure: "800, 1200 and 1600: 3 levels"."""
    number = figure.quantity.magnitude
    if number != int(number) or not 2 <= number <= _LISTED:
        return False
    before = [one for one in figures if one.end <= figure.start]
    after = [one for one in figures if one.start >= figure.end]
    for run in (list(reversed(before)), after):
        listed = [one for one in run[: int(number)] if one.shape == run[0].shape]
        if len(listed) != number or abs(listed[0].start - figure.start) > _NEARBY:
            continue
        places = sorted((one.start, one.end) for one in listed)
        if all(right[0] - left[1] <= _APART for left, right in pairwise(places)):
            return True
    return False


def _counted(
    figure: Figure, names: frozenset[str], evidence: Evidence, siblings: Sequence[Evidence], *, of_the_box: bool
) -> CellRef | None:
    """Return the cell of a list that has as many things as the claim counts ("1 front, 2 side pockets" are three)."""
    number = figure.quantity.magnitude
    if number != int(number) or figure.quantity.maximum is not None or number < 2:
        return None
    for fact in evidence.sheet.facts:
        if isinstance(fact.value, Items):
            general = _key_stems(fact.key) | (_EVERYTHING if of_the_box and fact.key in _BOXED else frozenset())
            stems = {stem(word) for item in fact.value.items for word in re.findall(r"[^\W\d_]+", item.lower())}
            # "three hand pockets" are not all pockets where some of them are hand pockets
            beside = {word for word, share in figure.context.items() if share >= 1}
            everything = names & general and not ((names | beside) & stems) - general
            items = [item for item in fact.value.items if not _part_of().match(item)]
            for group in (_fitting(items, names), items if everything else []):
                if group and sum(_amount(item) for item in group) == number:
                    return fact.cell
        elif isinstance(fact.value, tuple) and names & {"material", "fabric"} and len(fact.value) == number:
            return fact.cell
    for known in _sums(names, number, evidence):
        return known.cell
    for cell in evidence.sheet.cells:
        pieces = [piece for piece in re.split(r"[,;/\n、，]| and ", cell.text) if piece.strip()]
        listed = len(pieces) == number and not any(char.isdigit() for char in cell.text)
        if listed and set(figure.heads[:2]) & label_tokens(cell.column, evidence.languages[0]):
            return cell
    for key in _VARIED:
        if names & (_key_stems(key) | ({"color"} if key == "colour" else set())):
            values = {fact_text(fact) for one in (evidence, *siblings) for fact in one.sheet.facts if fact.key == key}
            if len(values) == number and siblings:
                return next((fact.cell for fact in evidence.sheet.facts if fact.key == key), None)
    return None


def _fitting(items: Iterable[str], names: frozenset[str]) -> list[str]:
    """Return the items that have every word of the claim which any item has: "side pockets" are not all pockets."""
    stems = [(item, {stem(word) for word in re.findall(r"[^\W\d_]+", item.lower())}) for item in items]
    asked = {name for name in names if any(name in own for _, own in stems)}
    return [item for item, own in stems if asked and asked <= own]


def _sums(names: frozenset[str], number: Decimal, evidence: Evidence) -> Iterator[KnownFigure]:
    """Yield the first of the counts of one cell that together make a number, all of the thing that is claimed."""
    by_cell: dict[tuple[CellRef, str], dict[int, tuple[KnownFigure, frozenset[str]]]] = {}
    for known in evidence.figures.of("count"):
        if known.start >= 0 and not known.base:
            # one figure that two languages read has the words of both; a fact and its cell give one figure twice
            places = by_cell.setdefault((known.cell, known.key), {})
            places[known.start] = (known, known.names | places.get(known.start, (known, frozenset()))[1])
    for figures in by_cell.values():
        asked = {name for name in names if any(name in own for _, own in figures.values())}
        fitting = [known for known, own in figures.values() if asked and asked <= own]
        if len(fitting) > 1 and sum(known.quantity.magnitude for known in fitting) == number:
            yield fitting[0]


def _multiple(figure: Figure, figures: Sequence[Figure], evidence: Evidence) -> CellRef | None:
    """Return the cell that has a count and the quantity behind it as a multiple: "four 2.3 GHz cores", "4x2.3 GHz"."""
    for other in figures:
        if other.shape == "quantity" and 0 < other.start - figure.end <= 2:
            number = f"{figure.quantity.magnitude.normalize():f}"
            size = re.escape(f"{other.quantity.magnitude.normalize():f}")
            pattern = re.compile(rf"(?<![\d.]){number}\s?[x×]\s?{size}(?![\d])")
            return next((source.cell for source in evidence.sources if pattern.search(source.text)), None)
    return None


def _divides(figure: Figure, evidence: Evidence) -> bool:
    """Return whether a count times the quantity behind it is a known one: "three glasses of 250 ml"."""
    part = figure.partner
    if part is None:
        return False
    whole = part.magnitude * figure.quantity.magnitude
    known = evidence.figures.of(dimension_of(part.unit))
    return any(one.quantity.unit == part.unit and one.quantity.magnitude == whole for one in known)


@cache
def _part_of() -> re.Pattern[str]:
    """Return the words that begin an item which is part of the one before it: "9 pockets, 2 of them padded"."""
    forms = read_data("contexts.toml")["part_of"]
    return re.compile("|".join(form for listed in forms.values() for form in listed), re.IGNORECASE)


def _is_year(figure: Figure) -> bool:
    number = figure.quantity.magnitude
    return 1900 <= number <= 2100 and number == int(number)


def _amount(item: str) -> int:
    match = re.match(r"(\d+)", plain_numbers(item))
    if match:
        return int(match.group(1))
    last = re.sub(r" on .*$", "", item.lower()).split()[-1]
    return 2 if re.match(r"(?:pair|side)", item.lower()) and last.endswith("s") else 1


def _key_stems(key: str) -> set[str]:
    found = fact_keys().get(key)
    if not found:
        return set()
    return {stem(word) for word in re.findall(r"[a-z]+", " ".join((found.label, *found.words)).lower())}


def _said(known: KnownFigure) -> str:
    return f"{known.quantity.text} (`{known.cell.column}`)"


def _judged(
    figure: Figure, verdict: Verdict, known: KnownFigure | None, cell: CellRef | None, *, rule: str = "", note: str = ""
) -> Judged:
    quantity = figure.quantity
    low = f"{quantity.magnitude.normalize():f}"
    return Judged(
        figure.start,
        figure.end,
        "count",
        verdict,
        cell,
        rule,
        note,
        value=f"{low}-{quantity.maximum.normalize():f}" if quantity.maximum is not None else low,
        about=about(figure, known) or next((name for name in figure.heads if name.isalpha()), figure.before),
        hedge=quantity.qualifier,
    )
