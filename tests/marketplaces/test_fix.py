"""A corrected copy: the texts that rules name, and no other byte."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.errors import MarketplaceError
from listgen.marketplaces.check import check_path
from listgen.marketplaces.fix import fix_file
from listgen.marketplaces.fix_places import json_places, table_places
from listgen.marketplaces.profiles import load_profile
from tests.marketplaces.shop import CONTROL, SELLER, listing

TABLE = (
    "sku;title;notes;description;stock\r\n"
    'MUG-1;"Fjell® Mug; small";Fjell® Mug;"A mug for for coffee, ""big"" one";1\r\n'
    "\r\n"
    'CUP-1;Nice cup;  keep ;"two\nlines for for all";2.0\r\n'
)


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fixed(path, marketplace="amazon"):
    return fix_file(path, marketplace=marketplace)


def test_only_the_characters_of_a_fix_change_in_a_table(tmp_path):
    path = written(tmp_path, "a.csv", TABLE)

    result = fixed(path)

    expected = TABLE.replace('"Fjell® Mug; small"', '"Fjell Mug; small"').replace("for for", "for")
    assert result.data.decode() == expected
    assert result.left == ()
    assert path.read_bytes().decode() == TABLE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "cp1252"])
def test_encoding_and_byte_order_mark_stay(encoding, tmp_path):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    text = "sku,title,description\nMUG-1,Becher für Größe,Ein Becher is is für Öl und Käse äöü\n"
    path = written(tmp_path, "a.csv", mark + text.encode(encoding))

    assert fixed(path).data == mark + text.replace("is is", "is").encode(encoding)


def test_a_feed_of_json_keeps_its_layout_and_its_numbers(tmp_path):
    text = (
        '{"header": {"sellerId": "A", "version": "2.0"},\n "messages": [{"messageId": 1, "sku": "M",\n'
        '  "operationType": "PARTIAL_UPDATE", "productType": "MUG", "attributes": {"x": [1.50, 1e3],\n'
        '  "item_name": [{"value": "Fjell\\u00ae Mug für zwei"}],   "brand": [{"value": "Fjell\\u00ae Mug für zwei"}]'
        "}}]}\n"
    )
    path = written(tmp_path, "feed.json", text)

    result = fixed(path)

    assert result.data.decode() == text.replace("Fjell\\u00ae Mug", "Fjell Mug", 1)
    assert json.loads(result.data)["messages"][0]["attributes"]["brand"][0]["value"] == "Fjell® Mug für zwei"


def test_json_lines_are_fixed_line_by_line(tmp_path):
    text = '{"sku":"A","title":"Fjell\\u00ae mug","n":1.50}\n\n{"sku":"B","bullets":["Ok","It is for for you"]}\n'
    path = written(tmp_path, "a.jsonl", text)

    assert fixed(path).data.decode() == text.replace("\\u00ae", "").replace("for for", "for")


def test_the_findings_are_gone_in_the_copy(tmp_path):
    path = written(tmp_path, "a.csv", TABLE)
    before = {finding.code for finding in check_path(path, marketplace="amazon").findings}

    copy = written(tmp_path, "b.csv", fixed(path).data)

    after = {finding.code for finding in check_path(copy, marketplace="amazon").findings}
    assert before - after == {"title.trademark-character", "text.double-word"}
    assert fixed(copy).changes == ()


def test_html_around_a_text_stays(tmp_path):
    text = (
        "Title,URL handle,Description,Vendor,SKU,Option1 name,Option1 value\n"
        'Mug,mug,"<p id=""x"">A mug for for two &amp; three</p><ul><li>It is is blue</li></ul>",V,M,Title,Default\n'
    )
    path = written(tmp_path, "a.csv", text)

    result = fix_file(path)

    # An entity is written otherwise than it is read, so that text is left to a person.
    assert result.data.decode() == text.replace("It is is", "It is")
    assert [(change.fixed.field, change.fixed.after) for change in result.left] == [
        ("description", "A mug for two & three")
    ]


def test_a_cell_that_a_fix_would_turn_into_a_formula_is_guarded(tmp_path):
    path = written(tmp_path, "a.csv", "sku,title\nM,®=cmd Mug\n")

    assert fixed(path).data.decode() == "sku,title\nM,'=cmd Mug\n"


def test_a_word_in_capitals_stays_where_it_may_be_the_brand(tmp_path):
    unknown = written(tmp_path, "a.csv", "sku,title\nM,NORVIK Mug with a HANDLE\n")
    known = written(tmp_path, "b.csv", "sku,brand,title\nM,NORVIK,NORVIK Mug with a HANDLE\n")

    assert fixed(unknown).changes == ()
    assert fixed(known).data.decode() == "sku,brand,title\nM,NORVIK,NORVIK Mug with a Handle\n"


def test_workbooks_and_folders_are_refused(tmp_path):
    with pytest.raises(MarketplaceError, match="CSV"):
        fix_file(written(tmp_path, "a.xlsx", b"PK"))
    with pytest.raises(MarketplaceError, match="folder"):
        fix_file(tmp_path)


@pytest.mark.parametrize("name", ["amazon", "shopify", "google", "woocommerce", "ebay", "etsy", "walmart", "taobao"])
def test_our_own_files_come_back_with_one_text_changed(name, tmp_path):
    from listgen.marketplaces.bundle import build_bundle

    profile = load_profile(name)
    locale = "zh-CN" if name == "taobao" else "en-US"
    item = listing(channel=f"{name}-{locale}", bullets=("One: it is is good to hold", "Two: stoneware", "Three: blue"))
    bundle = build_bundle(profile, locale=locale, variant=CONTROL.name, listings=[item], families=[], seller=SELLER)
    upload = next(file for file in bundle.files if file.role == "upload")
    path = written(tmp_path, upload.path.rsplit("/", 1)[-1], upload.data)

    result = fix_file(path)

    if not any("is is" in str(change) for change in (*result.changes, *result.left)):
        pytest.skip("the marketplace takes no such text")
    if result.changes:
        assert len(upload.data) - len(result.data) in (3, 6)
        again = fix_file(written(tmp_path, f"copy-{path.name}", result.data))
        assert again.changes == ()


_WORDS = st.lists(st.sampled_from(["Mug", "for", "for", "®", "!", '"', ",", "\n", "=x", "é", "<b>", "\t"]), max_size=6)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=4), encoding=st.sampled_from(["utf-8", "cp1252"]))
def test_whatever_the_cells_hold_the_copy_has_the_better_texts_and_the_same_others(rows, encoding):
    text = io.StringIO()
    csv.writer(text).writerows(
        [("sku", "title", "note"), *((f"S{n}", " ".join(a), " ".join(b)) for n, (a, b) in enumerate(rows))]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "a.csv", text.getvalue().encode(encoding))

        result = fixed(path)

    before = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    after = list(csv.reader(io.StringIO(result.data.decode(encoding), newline="")))
    assert [(row[0], row[2]) for row in after] == [(row[0], row[2]) for row in before]
    changed = {int(change.row) for change in result.changes}
    assert {n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new} == changed


_CELL = st.text(alphabet='ab "\n\r,;\t', max_size=6)


@given(rows=st.lists(st.lists(_CELL, min_size=1, max_size=4), max_size=5), end=st.sampled_from(["\n", "\r\n"]))
def test_the_cells_of_a_written_table_are_found_where_they_stand(rows, end):
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)

    places = table_places(text.getvalue(), ",")

    assert places is not None
    for row in places:
        for place in row:
            assert place.written(place.value, ",") is not None


@given(text=st.text(alphabet='ab "\n\r,', max_size=30))
def test_any_text_has_the_cells_that_the_standard_library_sees_or_none(text):
    try:
        read = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error:
        return

    places = table_places(text, ",")

    assert places is None or [[place.value for place in row] for row in places] == read


_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=8,
)


def _texts(value):
    if isinstance(value, str):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(below)


@given(
    records=st.lists(
        st.dictionaries(st.text(max_size=4), _VALUE, max_size=4).map(lambda r: {**r, "sku": "X"}), min_size=1
    )
)
def test_the_strings_of_each_json_record_are_found(records):
    text = json.dumps(records, indent=1)

    groups = json_places(text, len(records))

    assert groups is not None
    if len(records) > 1:
        found = [sorted(place.value for place in group) for group in groups]
        assert found == [sorted(_texts(record)) for record in records]
    for group in groups:
        for place in group:
            assert json.loads(text[place.start : place.end]) == place.value
