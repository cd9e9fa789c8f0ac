from hypothesis import given
from hypothesis import strategies as st

from listgen.facts.blocks import read_blocks


def test_unclosed_lists_tables_and_lines_become_blocks():
    blocks = read_blocks(
        "<p>Prose.<p><ul><li>One item.<li>Volume: 29 L<ul><table><tr><th>Care</th><td>Hand wash</td></tr></table>"
    )

    assert [(block.kind, block.key, block.text) for block in blocks] == [
        ("prose", "", "Prose."),
        ("item", "", "One item."),
        ("row", "Volume", "29 L"),
        ("row", "Care", "Hand wash"),
    ]


def test_plain_text_bullets_and_entities_are_read():
    blocks = read_blocks("Nice bag.\n- Top handle\n• Miyota&reg; movement\nMaterial: nylon")

    assert [(block.kind, block.text) for block in blocks] == [
        ("prose", "Nice bag."),
        ("item", "Top handle"),
        ("item", "Miyota® movement"),
        ("row", "nylon"),
    ]


def test_escaped_html_is_read_like_html():
    assert [block.text for block in read_blocks("&lt;li&gt;Top handle&lt;/li&gt;")] == ["Top handle"]


@given(st.text(alphabet="<>/lipu trd&;:.\"' \n-aA1", max_size=120))
def test_no_markup_breaks_the_reader(text):
    for block in read_blocks(text):
        assert block.text.strip()
