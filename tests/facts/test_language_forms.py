"""What every language file must hold, form by form."""

import re

import pytest

from listgen.facts.language import LANGUAGES, language
from listgen.facts.lexicon import find_colours, find_materials, same_colour
from listgen.facts.units import find_quantities, word_number
from tests.facts.form_examples import examples

_TABLES = (
    "qualifiers",
    "units",
    "axes",
    "attributes",
    "labels",
    "counted",
    "colours",
    "materials",
    "parts",
    "audiences",
)


def forms_of(code):
    words = language(code)
    for table in _TABLES:
        for name, forms in getattr(words, table).items():
            yield from ((f"{table}.{name}", form) for form in forms)
    for kind, ids in words.claims.items():
        for name, forms in ids.items():
            yield from ((f"claims.{kind}.{name}", form) for form in forms)
    for place in ("before", "after", "glued", "glued_before", "stops"):
        yield from ((f"negation.{place}", form) for form in getattr(words.negation, place))
    for table in ("clause_words", "included", "not_included", "compatibility"):
        yield from ((table, form) for form in getattr(words, table))
    yield from (("origin", form.replace("{place}", "X")) for form in words.origin)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_form_is_a_pattern_that_never_matches_nothing(code):
    for place, form in forms_of(code):
        pattern = re.compile(form, re.IGNORECASE)

        assert not pattern.fullmatch(""), f"{place}: {form}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_form_of_a_table_stands_for_two_names(code):
    for table in ("colours", "materials", "units"):
        seen = {}
        for name, forms in getattr(language(code), table).items():
            for form in forms:
                assert seen.setdefault(form, name) == name, f"{table}: {form} is {seen[form]} and {name}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_form_of_a_colour_gives_its_name(code):
    wrong = []
    for name, forms in language(code).colours.items():
        for text in (text for form in forms for text in examples(form)):
            found = [same_colour(one.name) for one in find_colours(f"Nr. 1: {text}.", code)]
            if same_colour(name) not in found:
                wrong.append((name, text, found))

    assert not wrong


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_form_of_a_material_gives_its_name(code):
    wrong = []
    for name, forms in language(code).materials.items():
        for text in (text for form in forms for text in examples(form)):
            found = [one.name for one in find_materials(f"Nr. 1: {text}.", ambiguous=True, language=code)]
            if name.lower() not in found:
                wrong.append((name, text, found))

    assert not wrong


def test_examples_take_every_letter_and_alternative():
    assert examples("roj[oa]s?") == ("rojo", "roja", "rojos", "rojas")
    assert set(examples("(?:piel|cuero) vegan[oa]")) >= {"piel vegano", "cuero vegano"}
    assert examples("(?<=de )piel") == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_unit_word_counts_in_its_unit(code):
    wrong = []
    for name, forms in language(code).units.items():
        for text in (text for form in forms for text in examples(form)):
            found = [one.quantity.unit for one in find_quantities(f"Nr.: 7 {text}", language=code)]
            if found != [name]:
                wrong.append((name, text, found))

    assert not wrong


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_number_word_is_its_number(code):
    for word, number in language(code).number_words.items():
        if number == int(number) and code not in ("zh", "ja"):
            assert word_number(word, code) == number, word
