import pytest

from listgen.facts.language import LANGUAGES, detect_language, language
from listgen.facts.load import read_data


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_every_language_has_its_words(code):
    words = language(code)

    assert words.code == code
    assert words.number_words
    assert words.negation.before or words.negation.glued


def test_a_locale_gives_its_language():
    assert language("en-US") is language("en")


def test_a_language_that_the_lock_does_not_read_is_no_language():
    with pytest.raises(KeyError):
        language("nl")


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_ids_of_a_language_are_those_of_english(code):
    words, english = language(code), language("en")
    lexicon = read_data("lexicon.toml")

    assert set(words.axes) <= set(english.axes)
    assert set(words.colours) <= {name.lower() for names in lexicon["colours"].values() for name in names} | set(
        lexicon["colours"]
    )
    assert set(words.materials) <= set(lexicon["materials"])
    assert set(words.units) <= set(read_data("units.toml")["units"])
    assert set(words.attributes) | set(words.labels) | set(words.yes_no) <= set(read_data("keys.toml")["keys"])
    for kind, ids in words.claims.items():
        assert set(ids) <= set(english.claims[kind])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Keeps drinks cold for 24 hours", "en"),
        ("Isolierflasche aus Edelstahl, 750 ml, Schieferblau", "de"),
        ("Bouteille isotherme en acier inoxydable", "fr"),
        ("Botella térmica de acero inoxidable con tapa de rosca", "es"),
        ("保温杯 750ml 不锈钢", "zh"),
        ("ステンレスボトル 750ml 青", "ja"),
        ("Термобутылка из нержавеющей стали", "ru"),
        ("Geïsoleerde drinkfles van roestvrij staal", "nl"),
        ("750 ml", ""),
    ],
)
def test_a_text_tells_its_language(text, code):
    assert detect_language(text) == code
