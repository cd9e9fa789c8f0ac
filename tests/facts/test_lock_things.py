"""Things that only English cells name, granted and denied in German, French and Spanish."""

import pytest

from listgen.facts.lock import check_claims
from listgen.facts.things import things

from .sheets import PLAIN, sheet

PACK = sheet("Kiepe Rucksack", included="rain cover", not_included="hip belt, memory card", laptop_compartment="yes")
DRILL = sheet("Ferrux Drill", charger="not included", carrying_case="included", guide_rail="not included")
CARE = sheet("Linne Throw", care="machine wash 30 °C, do not tumble dry, no bleach", pillowcase="not included")
CREAM = sheet("Halm Cream", free_of="silicones, fragrance, mineral oil", claims="vegan, cruelty-free")
PLANT = sheet("Monstera", decorative_pot="not included", light="bright, no direct sun")
WATCH = sheet("Onde Casque", indice_de_protection="IPX4 (transpiration, éclaboussures)", colour="gris")

BLOCKED = [
    ("fr", WATCH, "Il ne résiste pas à la transpiration."),
    ("de", PACK, "Der Hüftgurt ist enthalten."),
    ("de", PACK, "Die Regenhülle ist nicht enthalten."),
    ("de", PACK, "Eine Speicherkarte liegt bei."),
    ("de", DRILL, "Das Ladegerät gehört zum Lieferumfang."),
    ("de", DRILL, "Eine Führungsschiene ist im Lieferumfang."),
    ("de", PLANT, "Ein Übertopf ist dabei."),
    ("de", CREAM, "Mit Mineralöl und Sheabutter."),
    ("fr", PACK, "La ceinture ventrale est incluse."),
    ("fr", PACK, "La housse de pluie est vendue séparément."),
    ("fr", DRILL, "Le rail de guidage est inclus."),
    ("fr", PLANT, "Elle aime le soleil direct."),
    ("fr", CARE, "La taie d'oreiller est fournie."),
    ("es", PACK, "El cinturón lumbar está incluido."),
    ("es", PACK, "La funda para la lluvia se vende por separado."),
    ("es", DRILL, "El cargador va incluido en la caja."),
    ("es", CREAM, "Con aceite mineral y manteca de karité."),
    ("es", CARE, "Se puede meter en la secadora."),
]
HELD = [
    ("fr", WATCH, "Il résiste à la transpiration et aux éclaboussures."),
    ("de", PACK, "Die Regenhülle ist enthalten."),
    ("de", PACK, "Der Hüftgurt ist separat erhältlich."),
    ("de", DRILL, "Ein Ladegerät ist nicht enthalten."),
    ("de", CARE, "Nicht in den Trockner geben."),
    ("de", PLANT, "Ein Übertopf ist nicht dabei."),
    ("fr", PACK, "La ceinture ventrale est vendue séparément."),
    ("fr", PACK, "La housse de pluie est fournie."),
    ("fr", CREAM, "Sans silicones ni parfum."),
    ("fr", PLANT, "Elle aime la lumière vive, sans soleil direct."),
    ("es", PACK, "La funda para la lluvia está incluida."),
    ("es", DRILL, "El carril guía no está incluido."),
    ("es", CARE, "No usar secadora ni lejía."),
    ("es", CREAM, "Sin siliconas y sin perfume."),
]


def denied(language, facts, text):
    claims = check_claims("description", [text], facts, voice=PLAIN, language=language)
    return [(claim.text, claim.verdict.value) for claim in claims if not claim.held]


@pytest.mark.parametrize(("language", "facts", "text"), BLOCKED)
def test_a_thing_against_an_english_cell_is_stopped(language, facts, text):
    assert denied(language, facts, text)


@pytest.mark.parametrize(("language", "facts", "text"), HELD)
def test_a_thing_as_the_english_cell_has_it_passes(language, facts, text):
    assert denied(language, facts, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Hüftgurt"), ("fr", "ceinture ventrale"), ("es", "cinturón lumbar"), ("en", "waist strap")],
)
def test_a_thing_has_one_name_in_all_languages(language, text):
    assert [hit.payload for hit in things(language).find(text)] == [("hip", "belt")]
