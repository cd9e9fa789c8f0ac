"""Facts at each other's place: a part's material said of another part, one thing's figure of another thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.brand_kit import Voice
from listgen.facts.lock import check_claims
from listgen.facts.values import parse_materials
from tests.facts.sheets import sheet as sheet_of

TENT = {
    "Floor size": "215 x 130 cm",
    "Peak height": "105 cm",
    "Vestibule depth": "70 cm",
    "Flysheet": "20D nylon, 3000 mm water column",
    "Groundsheet": "70D polyester, 5000 mm water column",
    "Poles": "Aluminum, 9 mm",
    "Pegs": "14 steel pegs, 18 cm",
    "Stuff sack": "Cotton",
}
BOARD = {
    "Material": "Walnut; feet: silicone; handles: brass",
    "Size": "45 x 30 cm",
    "Juice groove": "8 mm wide, 5 mm deep",
    "Feet": "4, 12 mm high",
}
BLANKET = {
    "Size": "100 x 75 cm",
    "Front": "Cotton muslin",
    "Back": "Bamboo viscose",
    "Trim": "Satin, 2 cm wide",
    "Label": "Leather patch, 4 x 2 cm",
    "Gift box": "Cardboard, 30 x 25 x 6 cm",
}
LAMP = {"Front light": "400 lm, 90 g", "Rear light": "60 lm, 45 g", "Housing": "Aluminum", "Lens": "Polycarbonate"}
ZELT = {
    "Außenzelt": "Nylon, 3000 mm Wassersäule",
    "Boden": "Polyester, 5000 mm Wassersäule",
    "Gestänge": "Aluminium",
    "Heringe": "14 Stück, Stahl",
    "Liegefläche": "215 x 130 cm",
}
FLASCHE = {"Material": "18/8-Edelstahl; Deckel: Polypropylen mit Bambusauflage", "Innenkolben": "Glas"}
PLANCHE = {"Planche": "Noyer, 45 x 30 cm", "Pieds": "Silicone, 12 mm", "Poignées": "Laiton", "Torchon": "Lin"}
LUCES = {
    "Autonomía alta": "2 h",
    "Autonomía baja": "12 h",
    "Carcasa": "Aluminio",
    "Lente": "Policarbonato",
}
SERUM = {"Actives": "5 % argan oil, 1 % keratin", "Hair type": "curly hair", "Claims": "vegan and cruelty-free"}
TSUMIKI = {"素材": "ブナ材", "セット内容": "つみき60個、綿の巾着"}
NUNO = {"素材": "麻55%、ポリエステル45%"}
SAW = {"Cutting depth 90°": "54 mm", "Cutting depth 45°": "38 mm", "Cable length": "4 m"}

SWAPS = [
    ("en", TENT, "The {} poles stand in a sack of {}.", "aluminum", "cotton"),
    ("en", TENT, "The flysheet is {} and the groundsheet is {}.", "nylon", "polyester"),
    ("en", TENT, "The flysheet withstands {}, the groundsheet {}.", "3000 mm", "5000 mm"),
    ("en", TENT, "The floor is {} long and {} wide.", "215 cm", "130 cm"),
    ("en", BOARD, "{} feet keep it in place and {} handles lift it.", "Silicone", "brass"),
    ("en", BOARD, "Feet of {} lift the board; the groove is {} wide.", "12 mm", "8 mm"),
    ("en", BLANKET, "A small {} patch and a {} gift box complete it.", "leather", "cardboard"),
    ("en", BLANKET, "{} on the front, {} on the back.", "Cotton muslin", "bamboo viscose"),
    ("en", LAMP, "The front light weighs {} and the rear light {}.", "90 g", "45 g"),
    ("en", LAMP, "An {} housing protects a lens of {}.", "aluminum", "polycarbonate"),
    ("en", SAW, "It cuts {} deep at 90° and {} deep at 45°.", "54 mm", "38 mm"),
    ("de", ZELT, "Das Gestänge ist aus {}, die Heringe sind aus {}.", "Aluminium", "Stahl"),
    ("de", ZELT, "Die Liegefläche ist {} lang und {} breit.", "215 cm", "130 cm"),
    ("de", FLASCHE, "Der Deckel aus {} hat eine Auflage aus {}.", "Polypropylen", "Bambus"),
    ("de", FLASCHE, "Außen Flasche aus {}, innen ein Kolben aus {}.", "Edelstahl", "Glas"),
    ("de", SAW, "Bei {} schneidet sie 54 mm tief, bei {} noch 38 mm.", "90 Grad", "45 Grad"),
    ("fr", PLANCHE, "Pieds en {} et poignées en {}.", "silicone", "laiton"),
    ("fr", PLANCHE, "La planche mesure {} de long et {} de large.", "45 cm", "30 cm"),
    ("fr", SAW, "Elle coupe {} à 90 degrés et {} à 45 degrés.", "54 mm", "38 mm"),
    ("es", LUCES, "Carcasa de {} y lente de {}.", "aluminio", "policarbonato"),
    ("es", LUCES, "Dura {} en modo alto y {} en modo bajo.", "2 horas", "12 horas"),
    ("es", SERUM, "Lleva un {} de aceite de argán y un {} de queratina.", "5 %", "1 %"),
    ("ja", TSUMIKI, "{}のつみき60個を、{}の巾着に入れてお届けします。", "ブナ材", "綿"),
    ("ja", NUNO, "生地は麻{}、ポリエステル{}です。", "55%", "45%"),
]


def broken(cells, text, language):
    claims = check_claims("description", [text], sheet_of("Norvik", **cells), voice=Voice(), language=language)
    return [claim.text for claim in claims if not claim.held]


@pytest.mark.parametrize(("language", "cells", "sentence", "one", "other"), SWAPS)
def test_two_facts_pass_at_their_place_and_are_blocked_at_each_others(language, cells, sentence, one, other):
    as_told = broken(cells, sentence.format(one, other), language)
    exchanged = broken(cells, sentence.format(other, one), language)

    assert as_told == []
    assert any(piece in text or text in piece for text in exchanged for piece in (one, other))


@given(
    parts=st.lists(st.sampled_from(["blade", "sheath", "pommel", "ferrule", "rivets", "tray"]), min_size=2, max_size=4,
                   unique=True),
    materials=st.permutations(["oak", "brass", "nylon", "cotton", "copper", "titanium"]),
    turn=st.integers(1, 3),
)  # fmt: skip
def test_materials_of_any_parts_pass_in_their_order_and_in_no_other(parts, materials, turn):
    given_to = dict(zip(parts, materials, strict=False))
    turned = [given_to[part] for part in parts]
    turned = turned[turn % len(parts) :] + turned[: turn % len(parts)]

    told = broken(given_to, " ".join(f"The {part} is {material}." for part, material in given_to.items()), "en")
    swapped = broken(given_to, " ".join(f"The {p} is {m}." for p, m in zip(parts, turned, strict=True)), "en")

    assert told == []
    assert bool(swapped) == (turn % len(parts) != 0)


@given(low=st.integers(20, 90), more=st.integers(5, 90))
def test_the_length_of_a_thing_without_named_axes_is_its_longer_side(low, more):
    long, short = low + more, low
    cells = {"Size": f"{long} x {short} cm"}

    assert broken(cells, f"The rug is {long} cm long and {short} cm wide.", "en") == []
    assert len(broken(cells, f"The rug is {short} cm long and {long} cm wide.", "en")) == 2


def test_a_curtain_may_be_wider_than_it_is_long():
    facts = sheet_of("Norvik Curtain", Size="300 x 250 cm")

    claims = check_claims("description", ["It is 300 cm wide and 250 cm long."], facts, voice=Voice())

    assert all(claim.held for claim in claims)


def test_a_width_without_a_thing_is_not_that_of_a_small_part():
    cells = {"Size": "45 x 30 cm", "Juice groove": "8 mm wide, 5 mm deep"}

    assert broken(cells, "It measures 45 cm in length and 30 cm in width.", "en") == []


def test_the_heading_of_a_bullet_point_with_a_material_of_its_own_is_no_label():
    cells = {"Material": "carbon steel", "Handles": "beech handle"}

    assert broken(cells, "One Beech Handle: carbon steel; a pre-seasoned finish", "en") == []


def test_the_header_material_names_no_part():
    cells = {"Material": "cast iron", "Handles": "chrome-plated steel handles"}

    assert broken(cells, "Material: chrome-plated handles and cast iron", "en") == []


def test_a_thing_in_the_same_list_is_not_made_of_the_next_things_material():
    cells = {"Material": "beech", "Set of": "60", "Included": "60 blocks, cotton pouch"}

    assert broken(cells, "60 beech blocks come in a cotton pouch.", "en") == []


def test_a_count_that_leaves_its_noun_out_is_that_of_the_words_it_keeps():
    cells = {"Piezas": "4", "Contenido": "2 toallas de baño 140 x 70 cm, 2 toallas de lavabo 100 x 50 cm"}

    assert broken(cells, "Cuatro toallas: dos de baño y dos de lavabo.", "es") == []
    assert broken(cells, "Cuatro toallas: tres de baño y dos de lavabo.", "es") == ["tres"]


def test_a_length_of_one_part_is_not_the_round_of_another():
    cells = {"Brustumfang": "110 cm", "Rückenlänge": "70 cm"}

    assert broken(cells, "Er misst 110 cm um die Brust und 70 cm in der Länge.", "de") == []
    assert "110 cm" in broken(cells, "Er misst 70 cm um die Brust und 110 cm in der Länge.", "de")


def test_what_a_product_is_called_says_nothing_of_its_parts():
    facts = sheet_of("Lino Claro Juego de toallas", brand="Lino Claro", Material="100 % algodón, rizo", Piezas="4")

    claims = check_claims("description", ["Juego de cuatro toallas de rizo."], facts, voice=Voice(), language="es")

    assert all(claim.held for claim in claims)


@pytest.mark.parametrize(
    ("cell", "shares"),
    [
        ("麻55%、ポリエステル45%", [55, 45]),
        ("棉95% 氨纶5%", [95, 5]),
        ("Cotton 95% Elastane 5%", [95, 5]),
        ("60% cotton 40% polyester", [60, 40]),
        ("Cotton: 60%, Linen: 40%", [60, 40]),
    ],
)
def test_each_share_belongs_to_the_material_beside_it(cell, shares):
    assert [material.share for material in parse_materials(cell)] == shares


@pytest.mark.parametrize(
    ("language", "cells", "sentence"),
    [
        ("fr", {"Lame": "acier au carbone forgé, 25 x 16 cm"}, "La lame en carbone forgé mesure 25 cm."),
        ("de", {"Schnitttiefe": "38 mm"}, "Bei dieser Einstellung sind es noch 38 mm."),
    ],
)
def test_part_of_a_word_and_still_deny_no_figure(language, cells, sentence):
    claims = check_claims("description", [sentence], sheet_of("Norvik", **cells), voice=Voice(), language=language)

    assert all(claim.held for claim in claims if claim.kind == "quantity")
