"""Materials and colours in German and French texts, against cells in the same and in another language."""

import pytest

from listgen.domain.brand_kit import Voice
from listgen.facts.lexicon import find_colours, find_materials
from listgen.facts.lock import check_claims
from tests.facts.sheets import sheet as sheet_of

BOTTLE = {
    "Color": "Slate Blue",
    "Material": "18/8 stainless steel",
    "Lid": "bamboo",
    "Lining": "nylon",
}
FLASCHE = {
    "Farbe": "Schieferblau",
    "Material": "18/8-Edelstahl",
    "Deckel": "Bambus",
    "Frei von": "PVC",
}


def broken(cells, text, language):
    sheet = sheet_of("Norvik", **cells)
    claims = check_claims("description", [text], sheet, voice=Voice(), language=language)
    return [claim.text for claim in claims if not claim.held and claim.kind in ("material", "colour")]


def names(found):
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("Edelstahlflasche mit Bambusdeckel", ["stainless steel", "bamboo"]),
        ("Tasche aus Kunstleder mit Baumwollfutter", ["faux leather", "cotton"]),
        ("Tisch in Holzoptik, Platte aus Eichenfurnier", ["oak veneer"]),
        ("nickelfrei, vergoldet, aus 925er Silber", ["gold-plated", "sterling silver"]),
        ("Kissen samt Bezug; wir wollen buchen", []),
        ("gläserne Vase aus Borosilikatglas", ["glass", "borosilicate glass"]),
    ],
)
def test_german_materials_are_found_in_compounds(text, materials):
    assert names(find_materials(text, ambiguous=True, language="de")) == materials


@pytest.mark.parametrize(
    ("text", "materials"),
    [
        ("sac en simili-cuir, doublure en coton", ["faux leather", "cotton"]),
        ("table en chêne massif, pieds en acier inoxydable", ["solid oak", "stainless steel"]),
        ("collier plaqué or, chaîne en argent 925", ["gold-plated", "sterling silver"]),
        ("effet marbre, imitation bois", []),
        ("veste en velours côtelé et viscose de bambou", ["corduroy", "bamboo viscose"]),
        ("neutre en carbone", []),
    ],
)
def test_french_materials_are_what_a_thing_is_made_of(text, materials):
    assert names(find_materials(text, ambiguous=True, language="fr")) == materials


@pytest.mark.parametrize(
    ("text", "language", "colours"),
    [
        ("in Schieferblau oder mit weißem Rand", "de", ["slate blue", "white"]),
        ("dunkelgrüne Tasche, goldene Schnalle", "de", ["dark green", "gold"]),
        ("Eiweiß, Brot und Rosen", "de", []),
        ("bleu marine, noires, vert sauge", "fr", ["navy", "black", "sage"]),
    ],
)
def test_colours_are_found_whatever_their_endings(text, language, colours):
    assert names(find_colours(text, language)) == colours


def test_a_german_compound_keeps_its_word_and_has_its_family():
    (found,) = find_colours("taubenbraune Schuhe", "de")

    assert (found.name, found.family) == ("taubenbraune", "brown")


@pytest.mark.parametrize("cells", [BOTTLE, FLASCHE])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Flasche aus Edelstahl mit einem Deckel aus Bambus.", "de"),
        ("Sie ist aus 18/8-Edelstahl und kommt in Schieferblau.", "de"),
        ("Die blaue Flasche ist aus Metall.", "de"),
        ("Une gourde en acier inoxydable avec un couvercle en bambou.", "fr"),
        ("Elle est bleu ardoise.", "fr"),
        ("A stainless steel bottle in slate blue with a bamboo lid.", "en"),
    ],
)
def test_what_the_cells_say_in_another_language_passes(cells, text, language):
    assert broken(cells, text, language) == []


@pytest.mark.parametrize("cells", [BOTTLE, FLASCHE])
@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Flasche aus Edelstahl mit einem Griff aus Leder.", "de", "Leder"),
        ("Mit Seidenfutter.", "de", "Seidenfutter"),
        ("Der Deckel ist aus Edelstahl.", "de", "Edelstahl"),
        ("Die Flasche ist rot.", "de", "rot"),
        ("Une gourde en acier, avec des détails en soie.", "fr", "soie"),
        ("Elle est verte.", "fr", "verte"),
        ("A bottle with a silk lining.", "en", "silk"),
    ],
)
def test_what_no_cell_says_is_found_in_every_language(cells, text, language, word):
    assert word in broken(cells, text, language)


def test_what_a_header_denies_is_no_material_of_the_product():
    assert broken(FLASCHE, "Sie enthält kein PVC.", "de") == []
    assert broken(FLASCHE, "Der Boden ist aus PVC.", "de") == ["PVC"]


def test_a_tool_of_metal_is_no_material_of_the_pan():
    sheet = {"Material": "cast iron", "Care": "use no metal utensils"}

    assert broken(sheet, "Use no metal utensils.", "en") == []
