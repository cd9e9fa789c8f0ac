from hypothesis import given
from hypothesis import strategies as st

from listgen.facts.plain_text import mask_markup


@given(st.text(alphabet="<>/apli &;#1\n!-x\"='", max_size=80))
def test_masking_keeps_the_length(text):
    assert len(mask_markup(text)) == len(text)


def test_tags_and_entities_leave_their_words():
    assert mask_markup("<b>5&nbsp;&#181;m</b>").split() == ["5", "µ", "m"]
    assert "\n" in mask_markup("one<br>two")


def test_a_comparison_is_no_tag():
    assert mask_markup("3 < 5 & 7 > 2") == "3 < 5 & 7 > 2"
