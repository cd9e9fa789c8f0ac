"""The lock reads Spanish, Portuguese and Italian: gold sentences pass, single false words do not."""

import pytest

from benchmarks.factlock.measure import blocking
from benchmarks.factlock.texts import gold_texts


def texts(code):
    return [text for text in gold_texts(code) if text.group == "gold"]


@pytest.mark.parametrize("code", ["es", "pt", "it"])
def test_at_most_three_of_a_hundred_good_sentences_are_stopped(code):
    stopped = [text.sentence for text in texts(code) if blocking(text, text.sentence)]

    assert len(stopped) <= 0.03 * len(texts(code)), stopped


@pytest.mark.parametrize(
    ("code", "sku", "was", "now"),
    [
        ("es", "BRUMA-750", "24 horas y calientes durante 12", "12 horas y calientes durante 24"),
        ("es", "BRUMA-750", "No es apta para lavavajillas", "Es apta para lavavajillas"),
        ("es", "BRUMA-750", "y la tapa de polipropileno", "y la tapa de silicona"),
        ("es", "BRUMA-750", "la tapa de polipropileno", "la tapa de acero inoxidable 18/8"),
        ("es", "BRUMA-750", "La pajita no está incluida", "La pajita está incluida"),
        ("es", "ALBA-N150", "certificado GOTS", "certificado OEKO-TEX"),
        ("es", "ONDA-X3", "USB-C en dos horas", "USB-A en dos horas"),
        ("es", "TROTE-POLLO-12", "un 15 % de grasa", "un 26 % de grasa"),
        ("es", "FUEGO-28", "La tapa no está incluida", "La tapa está incluida"),
        ("es", "SENDA-28", "el forro es de nailon", "el forro es de algodón"),
        ("es", "BRISA-T-M", "verde salvia", "azul marino"),
        ("pt", "SERRA-1L", "frias durante 24 horas", "frias durante 42 horas"),
        ("pt", "SERRA-1L", "azul-marinho", "verde-oliva"),
        ("pt", "SERRA-1L", "Não pode ir", "Pode ir"),
        ("pt", "PANELA-24", "ferro fundido esmaltado", "alumínio"),
        ("pt", "ECO-FONE-7", "não está incluído", "está incluído"),
        ("it", "CIMA-750", "380 grammi", "380 chili"),
        ("it", "CIMA-750", "Non va in lavastoviglie", "Va in lavastoviglie"),
        ("it", "LUME-ALBA", "la base in marmo", "la base in legno"),
        ("it", "BREZZA-MATR", "blu navy", "rosso"),
    ],
)  # fmt: skip
def test_one_false_word_is_stopped(code, sku, was, now):
    text = next(text for text in texts(code) if text.sku == sku and was in text.sentence)

    assert not blocking(text, text.sentence)
    assert blocking(text, text.sentence.replace(was, now))
