"""The diagnosis of a catalogue: its figures, and a page that opens from disk and trusts no text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.channel import Channel, FieldSpec, TextLimit
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.review.diagnosis import PictureSubject, Subject, diagnose, render_diagnosis
from listgen.review.diagnosis.reading import FLOOR, coverage, reading_ease
from listgen.review.diagnosis.twins import find_twins

CHANNEL = Channel(
    marketplace="amazon",
    locale="en-US",
    fields=(FieldSpec(name="title", limit=TextLimit(75)),),
    pictures=(),
    title_order="shop",
)
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def subject(sku, title="Norvik Fjell Stoneware Mug", **more):
    texts = (FieldText("title", (title,)), FieldText("description", tuple(more.pop("description", ()))))
    given = {"bundle": "a.csv", "place": "a.csv, row 1", "market": "Amazon", "channel": CHANNEL, "texts": texts}
    return Subject(sku=sku, **(given | more))


def error(message="too long", code="title.too-long", severity=Severity.ERROR):
    return Finding(code=code, severity=severity, message=message)


def test_totals_count_listings_findings_and_listings_without_any():
    subjects = [subject("A", "One two three"), subject("B", "Four five six", findings=(error(), error("no")))]

    page = diagnose("a.csv", ["a.csv"], subjects, [one for item in subjects for one in item.findings])

    assert [value for _, value, _ in page.totals] == ["2", "1", "2", "0", "0"]
    assert [(bar.label, bar.note) for bar in page.codes] == [("title.too-long", "2")]


@given(lengths=st.lists(st.integers(1, 300), min_size=1, max_size=40))
def test_no_bin_of_a_histogram_lies_on_both_sides_of_the_limit(lengths):
    subjects = [subject(f"S{number}", "x" * length) for number, length in enumerate(lengths)]

    (plot,) = diagnose("a", [], subjects, []).lengths

    over = sum(length > 75 for length in lengths)
    assert f"{over} of {len(lengths)} past the limit" in plot.summary
    assert any(column.over for column in plot.columns) == (over > 0)
    for column in plot.columns:
        assert 0 <= column.x <= 100.01
        assert column.x + column.width <= 100.1
        assert (column.x + 0.01 >= plot.mark) if column.over else (column.x + column.width <= plot.mark + 0.1)


def test_the_worst_listings_come_first_and_say_why():
    worst = subject("B", findings=(error("a"), error("b"), error("w", severity=Severity.WARNING)))
    other = subject("C", findings=(error("w", severity=Severity.WARNING),))

    page = diagnose("a", [], [subject("A"), other, worst], [])

    assert [(one.sku, one.errors, one.warnings) for one in page.worst] == [("B", 2, 1), ("C", 0, 1)]
    assert [message for _, message, _ in page.worst[0].reasons] == ["a", "b", "w"]


def test_facts_are_counted_by_use_and_missing_ones_by_sku():
    subjects = [
        subject("A", facts=(("capacity", True), ("colour", False)), missing=("weight",)),
        subject("A", facts=(("capacity", True), ("colour", True)), missing=("weight",)),
        subject("B", facts=(("capacity", False),), missing=("weight", "material")),
    ]

    page = diagnose("a", [], subjects, [])

    assert {(bar.label, bar.note) for bar in page.facts} == {("capacity", "2 of 3"), ("colour", "1 of 2")}
    assert [(bar.label, bar.note) for bar in page.missing] == [("weight", "2"), ("material", "1")]


def test_copies_and_near_copies_are_told_apart_from_others():
    subjects = [
        subject("A", "Norvik Fjell Stoneware Mug, 350 ml, Sage"),
        subject("B", "norvik fjell stoneware mug 350 ml sage"),
        subject("C", "Norvik Fjell Stoneware Mug, 350 ml, Oat"),
        subject("D", "Steel bottle with a lid for hiking"),
        subject("E", "Fjell mug and something else entirely"),
    ]

    (found,) = find_twins(subjects)

    assert found.skus == ("A", "B", "C")
    assert set(found.differ) == {"sage", "oat"}


def test_one_sku_in_two_files_is_no_copy_of_itself():
    assert find_twins([subject("A"), subject("A"), subject("B", bundle="b.csv")]) == ()


def test_reading_ease_falls_with_long_words_and_long_sentences():
    plain = reading_ease(["The mug is big. It holds a lot of tea. You can wash it by hand or in a machine."])
    heavy = reading_ease(
        [
            "Exceptionally sophisticated manufacturing methodologies guarantee extraordinarily comprehensive strength",
            "notwithstanding considerable environmental circumstances",
        ]
    )

    assert plain > 80 > FLOOR > heavy
    assert reading_ease(["Too short."]) is None


@pytest.mark.parametrize(
    ("wanted", "texts", "share"),
    [(("mug", "cup"), ("Two mugs",), 0.5), (("water bottle",), ("Bottle for water",), 1.0), ((), ("x",), None)],
)
def test_coverage_is_the_share_of_words_that_the_texts_hold(wanted, texts, share):
    assert coverage(wanted, texts) == share


def test_pictures_are_sorted_by_size_and_background():
    pictures = [
        PictureSubject("A", "a.jpg", "main", 2000, 2000, 1.0),
        PictureSubject("A", "b.jpg", "hero", 400, 300, 0.0),
        PictureSubject("B", "c.jpg", "main", 1200, 900, 0.6),
    ]

    page = diagnose("a", [], [subject("A")], [], pictures)

    assert [bar.note for bar in page.pictures] == ["1", "0", "1", "1"]
    assert [bar.note for bar in page.backgrounds] == ["1", "1", "0"]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def test_no_text_of_a_catalogue_becomes_markup_and_nothing_is_loaded():
    subjects = [
        subject(EVIL, f"{EVIL} one two three", place=EVIL, market=EVIL, findings=(error(EVIL, code=EVIL),)),
        subject("B", f"{EVIL} one two three", facts=((EVIL, False),), missing=(EVIL,), wanted=("mug",)),
    ]
    page = render_diagnosis(diagnose(EVIL, [EVIL, EVIL], subjects, [error(EVIL, code=EVIL)]))

    reader = _Reader()
    reader.feed(page)

    assert not {"script", "img", "link", "iframe", "a", "object"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name in ("src", "href", "style") or name.startswith("on")]
    assert any(value and value.startswith("default-src 'none'; style-src") for _, value in reader.attributes)
    assert not re.search(r"url\(|@import|https?://", page)


def test_the_same_check_makes_the_same_page_and_an_empty_one_too():
    first = render_diagnosis(diagnose("a", [], [subject("A")], []))

    assert first == render_diagnosis(diagnose("a", [], [subject("A")], []))
    assert "Nothing to remark" in render_diagnosis(diagnose("a", [], [], []))
