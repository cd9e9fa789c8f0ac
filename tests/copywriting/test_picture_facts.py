from pathlib import Path

import pytest

from listgen.catalog.read import read_catalog
from listgen.copywriting.alt_text import compose_alt_text
from listgen.copywriting.picture_facts import compose_features, compose_size_lines
from listgen.domain.brand_kit import Voice
from listgen.domain.picture import SizeLine
from listgen.facts.build import build_fact_sheet

PLAIN = Voice()


def sheet(tmp_path: Path, **cells: str):
    names = {"sku": "A-1", "name": "Bolge Vase", "type": "vase"} | cells
    path = tmp_path / "sheet.csv"
    quoted = [",".join(f'"{cell}"' for cell in row) for row in (names.keys(), names.values())]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return build_fact_sheet(read_catalog(path).products[0])


def test_americans_read_inches_first_and_others_centimetres(tmp_path):
    facts = sheet(tmp_path, height="24 cm", diameter="16 cm")

    american = compose_size_lines(facts, "en-US", voice=PLAIN)
    british = compose_size_lines(facts, "en-GB", voice=PLAIN)

    assert SizeLine("height", 24.0, "9.4 in", "24 cm", "Height") in american
    assert SizeLine("height", 24.0, "24 cm", "9.4 in", "Height") in british


def test_other_languages_read_centimetres_alone_under_their_own_words(tmp_path):
    facts = sheet(tmp_path, height="24 cm", diameter="16 cm")

    lines = compose_size_lines(facts, "de-DE", voice=PLAIN)

    assert SizeLine("diameter", 16.0, "16 cm", "", "Durchmesser") in lines


@pytest.mark.parametrize("cells", [{"height": "24 cm"}, {"height": "20-24 cm", "diameter": "16 cm"}, {}])
def test_a_sheet_with_fewer_than_two_plain_lengths_gives_no_diagram(tmp_path, cells):
    assert compose_size_lines(sheet(tmp_path, **cells), "en-US", voice=PLAIN) == ()


def test_several_pieces_sold_together_give_no_diagram(tmp_path):
    facts = sheet(tmp_path, height="24 cm", diameter="16 cm", **{"pack count": "2"})

    assert compose_size_lines(facts, "en-US", voice=PLAIN) == ()


def test_a_card_says_two_to_four_facts_with_their_names(tmp_path):
    facts = sheet(tmp_path, capacity="1900 ml", material="stoneware", weight="1.38 kg", finish="matte glaze")

    features = compose_features(facts, "en-US", voice=PLAIN)

    assert 2 <= len(features) <= 4
    assert ("1900 ml", "Capacity") in [(feature.value, feature.label) for feature in features]


def test_a_card_says_nothing_that_the_brand_has_banned_and_nothing_in_other_languages(tmp_path):
    facts = sheet(tmp_path, capacity="1900 ml", material="stoneware", weight="1.38 kg")

    features = compose_features(facts, "en-US", voice=Voice(banned=("stoneware",)))

    assert "Stoneware" not in [feature.value for feature in features]
    assert compose_features(facts, "fr-FR", voice=PLAIN) == ()


@pytest.mark.parametrize("kind", ["size", "features"])
def test_alt_texts_say_what_kind_of_picture_it_is(tmp_path, kind):
    text = compose_alt_text(sheet(tmp_path, colour="Chalk White"), kind=kind, setting="on white", slot=kind)

    assert 40 <= len(text) <= 125
    assert "size" in text or "features" in text
