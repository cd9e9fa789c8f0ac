"""Word claims of the fact lock, in every language that it reads in full."""

import pytest

from listgen.domain.finding import Severity
from listgen.facts.concepts import find_answers, find_concepts
from listgen.facts.finder import Finder, first_letters, samples
from listgen.facts.lock import check_claims, coverage_findings, lock_findings

from .sheets import PLAIN, blocked, sheet

CUP = sheet(
    "Halm Mug",
    brand="Halm",
    material="stoneware",
    capacity="350 ml",
    microwave_safe="yes",
    dishwasher_safe="no",
    origin="Portugal",
    not_included="saucer",
)
JACKET = sheet(
    "Skarv Rain Jacket",
    water_resistance="water-repellent, not waterproof",
    upf="UPF 50+",
    certificate="OEKO-TEX Standard 100",
    care="Machine wash 30 °C, do not tumble dry",
    gender="Women",
    free_from="PFAS",
)
LAMP = sheet("Solbrise Desk Lamp D8", connector="USB-C", dimmable="yes", charger="not included", ip_rating="IP44")
DUVET = sheet("Linne Duvet Cover", pillowcases="Not included", material="100 % cotton")
SHOE = sheet("Terro Boot", eu_size="42", compatibility="Aura 12, Aura 12 Pro", sole="rubber")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (CUP, "Microwave safe is no."),
        (CUP, "No microwave safe."),
        (CUP, "The mug is not microwave safe."),
        (CUP, "It goes in the dishwasher."),
        (CUP, "Comes with a saucer."),
        (CUP, "Made in Spain."),
        (CUP, "A spoon is included."),
        (DUVET, "Duvet covers 1 pillowcase"),
        (DUVET, "Pillowcases are included."),
        (DUVET, "GOTS-certified organic cotton"),
        (LAMP, "It charges over USB-A."),
        (LAMP, "Rated IP67."),
        (LAMP, "A charger is included."),
        (LAMP, "The lamp is not dimmable."),
        (LAMP, "Works with Alexa and Google Home."),
        (JACKET, "A waterproof jacket."),
        (JACKET, "Made with PFAS."),
        (JACKET, "The jacket can be tumble dried."),
        (JACKET, "Not certified to OEKO-TEX Standard 100."),
        (JACKET, "For men."),
        (SHOE, "EU size 43."),
        (SHOE, "It fits an iPhone 15."),
    ],
)
def test_a_word_against_the_sheet_is_blocked(facts, text):
    assert blocked(text, facts)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (CUP, "May go in the microwave, not for the dishwasher."),
        (CUP, "Made in Portugal; the saucer is sold separately."),
        (DUVET, "Pillowcases are not included."),
        (LAMP, "USB Type-C, IP 44, and it dims."),
        (LAMP, "The charger is sold separately."),
        (JACKET, "UV protection, and it sheds light rain."),
        (JACKET, "Water-repellent, but not waterproof."),
        (JACKET, "Do not tumble dry. PFAS-free, with OEKO-TEX Standard 100."),
        (JACKET, "A women's jacket without PFAS."),
        (SHOE, "EU 42, with a rubber sole."),
    ],
)
def test_a_word_that_a_cell_says_passes(facts, text):
    assert blocked(text, facts) == []


BLOCKED = {
    "de": [
        (CUP, "Die Tasse ist spülmaschinenfest."),
        (CUP, "Hergestellt in Spanien."),
        (JACKET, "Eine wasserdichte Jacke."),
        (JACKET, "GOTS-zertifiziert und vegan."),
        (JACKET, "Für Herren."),
        (LAMP, "TÜV-geprüft, mit USB-A."),
        (LAMP, "Die Leuchte ist nicht dimmbar."),
    ],
    "fr": [
        (CUP, "Passe au lave-vaisselle."),
        (CUP, "Fabriqué en Espagne."),
        (JACKET, "Une veste imperméable."),
        (JACKET, "Certifié GOTS et hypoallergénique."),
        (JACKET, "Pour hommes."),
        (LAMP, "Connecteur USB-A."),
        (LAMP, "Tue 99,9 % des bactéries, certifié TÜV."),
    ],
    "es": [
        (CUP, "Apta para lavavajillas."),
        (CUP, "No es apta para microondas."),
        (CUP, "Hecha en España."),
        (JACKET, "Una chaqueta impermeable."),
        (JACKET, "Certificada por GOTS, hipoalergénica."),
        (JACKET, "Para hombres."),
        (LAMP, "Conector USB-A."),
    ],
    "zh": [
        (CUP, "可用洗碗机清洗。"),
        (CUP, "不可用微波炉加热。"),
        (CUP, "西班牙制造。"),
        (JACKET, "这款外套防水。"),
        (JACKET, "获得GOTS认证，低致敏。"),
        (LAMP, "采用USB-A接口。"),
        (LAMP, "获得能源之星认证。"),
    ],
    "ja": [
        (CUP, "食洗機対応です。"),
        (CUP, "電子レンジ不可。"),
        (CUP, "スペイン製です。"),
        (JACKET, "防水ジャケットです。"),
        (JACKET, "GOTS認証、低刺激です。"),
        (LAMP, "USB-A端子です。"),
        (LAMP, "99.9%除菌します。"),
    ],
}
PASSING = {
    "de": [
        (CUP, "Mikrowellengeeignet, aber nicht spülmaschinenfest."),
        (CUP, "Hergestellt in Portugal."),
        (JACKET, "Wasserabweisend, nicht wasserdicht."),
        (JACKET, "Für Damen, mit UV-Schutz."),
        (LAMP, "USB-C und IP44."),
        (LAMP, "Die Leuchte ist dimmbar."),
    ],
    "fr": [
        (CUP, "Passe au micro-ondes."),
        (CUP, "Fabriqué au Portugal."),
        (CUP, "Ne passe pas au lave-vaisselle."),
        (JACKET, "Déperlante, mais pas imperméable."),
        (JACKET, "Pour femmes."),
        (LAMP, "Connecteur USB-C, indice IP44."),
    ],
    "es": [
        (CUP, "Apta para microondas, no apta para lavavajillas."),
        (CUP, "Hecha en Portugal."),
        (JACKET, "Repelente al agua, pero no impermeable."),
        (JACKET, "Para mujeres, con protección UV."),
        (LAMP, "Conector USB-C e IP44."),
        (LAMP, "El cargador se vende por separado."),
    ],
    "zh": [
        (CUP, "可用微波炉加热，不可用洗碗机。"),
        (CUP, "葡萄牙制造。"),
        (JACKET, "防泼水，不防水。"),
        (JACKET, "女士外套，防紫外线。"),
        (LAMP, "采用USB-C接口，IP44。"),
        (LAMP, "不含充电器。"),
    ],
    "ja": [
        (CUP, "電子レンジ対応、食洗機不可。"),
        (CUP, "ポルトガル製です。"),
        (JACKET, "撥水です。防水ではありません。"),
        (JACKET, "レディース、UVカット。"),
        (LAMP, "USB-C、IP44です。"),
        (LAMP, "充電器は別売りです。"),
    ],
}


@pytest.mark.parametrize(
    ("code", "facts", "text"), [(code, facts, text) for code, rows in BLOCKED.items() for facts, text in rows]
)
def test_english_cells_block_words_of_other_languages(code, facts, text):
    assert blocked(text, facts, code)


@pytest.mark.parametrize(
    ("code", "facts", "text"), [(code, facts, text) for code, rows in PASSING.items() for facts, text in rows]
)
def test_english_cells_back_words_of_other_languages(code, facts, text):
    assert blocked(text, facts, code) == []


@pytest.mark.parametrize(
    "claim",
    [
        "GOTS-certified organic cotton", "dermatologically tested", "FDA approved", "OEKO-TEX Standard 100",
        "CE certified",
        "vegan", "BPA-free", "hypoallergenic", "energy class A", "FSC-certified", "Fairtrade", "ISO 9001", "TÜV-tested",
        "GS mark", "UL listed", "RoHS compliant", "MFi certified", "ENERGY STAR", "bluesign approved", "Leaping Bunny",
        "MSC certified", "kosher", "halal", "non-GMO", "kills 99.9 % of germs", "repels mosquitoes", "EPA registered",
        "the best of its kind, guaranteed", "free shipping", "lifetime warranty", "Swiss made", "award-winning",
    ],
)  # fmt: skip
def test_a_certificate_or_promise_that_no_cell_gives_is_blocked(claim):
    assert blocked(f"A plain box, {claim}.", sheet("Box", material="cardboard"))


@pytest.mark.parametrize(
    "text",
    [
        "The jacket is light to carry and folds into its own pocket.",
        "Hang it by the loop and let the water drip off.",
        "Two pockets at the sides, a hood with a cord.",
        "Soft drinks go into the side pockets, quiet streets or not.",
        "A place for pens, a place for the phone.",
        "Wear it over a jumper when the wind picks up.",
    ],
)
def test_plain_prose_makes_no_claim(text):
    assert blocked(text, sheet("Jacket", pockets="2 side pockets", hood="with cord", features="red")) == []


def test_what_the_sellers_prose_says_word_for_word_is_supported_and_noted():
    facts = sheet("Bag", description="The best bag for long days. It is guaranteed for life.")

    claims = check_claims("description", ["The best bag for long days."], facts, voice=PLAIN)

    assert [(claim.text, claim.verdict.value, claim.note) for claim in claims if claim.kind == "superlative"] == [
        ("best", "supported", "said in the seller's prose")
    ]


def test_a_hedge_is_noted_and_licenses_nothing():
    claims = check_claims("description", ["It may heal dry skin."], CUP, voice=PLAIN)

    assert [(claim.text, claim.verdict.value, claim.hedge) for claim in claims] == [("heal", "unsupported", "may")]


def test_a_denied_claim_says_so():
    claims = check_claims("description", ["It is not waterproof."], JACKET, voice=PLAIN)

    assert [(claim.value, claim.denied, claim.verdict.value) for claim in claims] == [("waterproof", True, "supported")]


def test_what_only_the_prompts_example_says_is_borrowed_from_it():
    example = sheet("Rucksack", water_resistance="waterproof", capacity="24 L")

    claims = check_claims("description", ["A waterproof mug of 24 L."], CUP, voice=PLAIN, example=example)

    notes = {(claim.text, claim.verdict.value, claim.note) for claim in claims if not claim.held}
    assert notes == {
        ("waterproof", "borrowed", "from the prompt's example"),
        ("24 L", "borrowed", "from the prompt's example"),
    }


def test_a_decisive_fact_that_the_listing_drops_is_remarked():
    bottle = sheet("Fjell Water Bottle", capacity="750 ml", material="steel", colour="Sage")

    dropped = coverage_findings(["A steel bottle in sage."], bottle, sku="S", channel="", variant="")
    carried = coverage_findings(["A steel bottle in sage, 0.75 litres."], bottle, sku="S", channel="", variant="")

    assert [(one.code, one.severity, one.nearest) for one in dropped] == [("fact.dropped", Severity.INFO, "750 ml")]
    assert carried == ()


def test_findings_of_words_block_and_praise_warns():
    claims = check_claims("title", ["A stunning, hypoallergenic mug"], CUP, voice=PLAIN)

    found = lock_findings(claims, sku="S", channel="", variant="")

    assert [(one.text, one.severity) for one in found] == [
        ("stunning", Severity.WARNING),
        ("hypoallergenic", Severity.ERROR),
    ]


def test_a_concept_has_one_id_in_all_languages():
    said = {
        "en": "waterproof",
        "de": "wasserdicht",
        "fr": "imperméable",
        "es": "impermeable",
        "zh": "防水",
        "ja": "防水",
    }

    assert {find_concepts(text, code)[0].id for code, text in said.items()} == {"waterproof"}
    assert [(span.key, span.yes) for span in find_answers("not for the microwave")] == [("microwave", False)]


def test_the_longest_form_that_begins_at_a_word_is_found():
    finder = Finder([("blue", 1), ("light blue", 2), (r"(?:sky|sea)[- ]blue", 3)], boundary=True)

    assert [(hit.start, hit.payload) for hit in finder.find("A light blue or Sea-blue, not bluebell")] == [
        (2, 2),
        (16, 3),
    ]


def test_forms_are_filed_under_the_letters_that_they_begin_with():
    assert first_letters("(?:un)?breakable|[ab]x") == {"u", "b", "a"}
    assert first_letters(r"\w+proof") is None
    assert samples("water[- ]?(?:proof|tight)") == ("water proof", "water tight")


def test_hundreds_in_words_are_one_number_and_a_denied_machine_is_denied():
    puzzle = sheet("Forest Puzzle", in_the_box="500 pieces and a poster")
    rug = sheet("Vidda Rug", care="do not machine wash", description="Handwoven flat rug.")

    assert blocked("Five hundred pieces and a poster.", puzzle) == []
    assert blocked("Six hundred pieces.", puzzle)
    assert blocked("It does not go in the washing machine; woven by hand.", rug) == []
    assert blocked("It goes in the washing machine.", rug)
