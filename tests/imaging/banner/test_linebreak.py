import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.imaging.banner.linebreak import atoms, best_break, cost, glue, is_rtl, ways


def break_at(text, size=1.0, lines=2, box=1e9):
    """Lines of a monospaced text."""
    found = best_break(glue(text), len, most_lines=lines, size_of=lambda widest, count: min(size, box / widest))
    return found[0]


def test_two_lines_are_balanced():
    assert break_at("Coffee tastes better in colour", box=16) == ["Coffee tastes", "better in colour"]


def test_a_break_after_a_full_stop_is_liked():
    assert break_at("Black cap. White thread. Nothing else.", lines=3, box=14) == [
        "Black cap.",
        "White thread.",
        "Nothing else.",
    ]


def test_a_line_does_not_end_with_an_article():
    leaning = cost(["Light for the", "long evening"], [13, 12])
    standing = cost(["Light for a day", "long evening"], [13, 12])

    assert leaning > standing


def test_a_number_stays_with_its_unit():
    lines = break_at("Keeps 750 ml of tea hot", box=12)

    assert not any(line.endswith("750") for line in lines)


def test_dimensions_stay_together_and_as_they_are_written():
    assert glue("Tote, 38 x 42 × 12 cm").split(" ") == ["Tote,", "38\u00a0x\u00a042\u00a0×\u00a012\u00a0cm"]


def test_names_of_several_words_stay_together():
    assert "\u00a0" in glue("The Pip & Pine kettle", ["Pip & Pine"])
    assert "Pip\u00a0&\u00a0Pine " in atoms(glue("The Pip & Pine kettle", ["Pip & Pine"]))


def test_chinese_never_starts_a_line_with_a_comma_or_ends_it_with_an_opening_bracket():
    for lines in ways(glue("新年新衣，温暖（上）身"), 3):
        assert not any(line[0] in "，）" for line in lines[1:])
        assert not any(line[-1] == "（" for line in lines[:-1])


def test_chinese_breaks_after_the_comma():
    assert break_at("新年新衣，温暖上身", box=5) == ["新年新衣，", "温暖上身"]


@pytest.mark.parametrize(("text", "rtl"), [("قهوتك", True), ("350 مل", True), ("Mug قهوة", False), ("12", False)])
def test_the_first_letter_decides_the_direction(text, rtl):
    assert is_rtl(text) is rtl


def test_an_empty_text_has_no_lines():
    assert best_break("", len, most_lines=2, size_of=lambda widest, count: 1.0) is None


@given(
    words=st.lists(st.text(string.ascii_letters + "äé0.,", min_size=1, max_size=9), min_size=1, max_size=40),
    lines=st.integers(1, 4),
)
def test_breaking_loses_and_adds_no_character(words, lines):
    text = glue(" ".join(words))

    found = best_break(text, len, most_lines=lines, size_of=lambda widest, count: 1 / widest)

    assert found is not None
    assert " ".join(found[0]).replace("\u00a0", " ") == " ".join(words)
    assert len(found[0]) <= lines


def test_a_line_may_end_after_the_hyphen_of_a_compound_but_not_inside_a_code():
    assert atoms("stainless-steel A-5") == ["stainless-", "steel ", "A-5 "]
