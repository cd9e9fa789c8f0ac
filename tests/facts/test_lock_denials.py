"""Denials of the fact lock where sheets and people say them in passing: answers by part, questions, contrasts."""

import pytest

from .sheets import blocked, sheet

PAN = sheet("Halm Grill", **{"Dishwasher safe": "plates yes, base no", "Lid": "not included", "Sugar": "0 g"})
BOWL = sheet("Halm Dose", **{"Spülmaschine": "Dose ja, Deckel nein", "Deckel": "Kunststoff", "Timer": "nein"})
FAN = sheet(
    "Halm Ventilador",
    **{"Lavavajillas": "rejilla sí, motor no", "Ruedas": "sí", "Mando": "se vende aparte", "Reloj": "no"},
)
LAMP = sheet("Halm Lampe", **{"Ladegerät": "nicht enthalten", "Fuß": "Stahl", "Schirm": "Glas", "Dimmbar": "nein"})
CUP = sheet("Halm Tank", **{"Tank": "glass", "Cover": "polycarbonate", "Excl.": "heater", "Works with 5 GHz": "no"})
POT = sheet("Halm 电饭煲", **{"IH加热": "否", "材质": "铝", "蒸笼": "不含"})


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (PAN, "The plates go into the dishwasher, the base does not.", "en"),
        (PAN, "The base is made for every day.", "en"),
        (PAN, "You will need your own lid.", "en"),
        (PAN, "No sugar.", "en"),
        (BOWL, "Der Deckel ist aus Kunststoff.", "de"),
        (BOWL, "Einen Timer gibt es nicht.", "de"),
        (FAN, "El motor lleva ruedas.", "es"),
        (FAN, "¿Y el mando? Se vende aparte.", "es"),
        (FAN, "¿Tiene reloj? No.", "es"),
        (LAMP, "Dimmbar ist die Lampe nicht.", "de"),
        (CUP, "The cover is polycarbonate, not glass.", "en"),
        (CUP, "A heater is not included.", "en"),
        (CUP, "Does it work with 5 GHz? No.", "en"),
        (POT, "是IH加热吗？不是。", "zh"),
    ],
)
def test_a_true_denial_passes(facts, text, language):
    assert blocked(text, facts, language) == []


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (PAN, "The base goes into the dishwasher.", "en"),
        (PAN, "A lid is included.", "en"),
        (PAN, "The tank is steel.", "en"),
        (BOWL, "Der Deckel darf in die Spülmaschine.", "de"),
        (BOWL, "Mit Timer.", "de"),
        (FAN, "¿Tiene reloj? Sí.", "es"),
        (FAN, "Con reloj.", "es"),
        (LAMP, "Der Schirm ist nicht aus Glas.", "de"),
        (LAMP, "Die Lampe ist dimmbar.", "de"),
        (CUP, "The tank is not glass.", "en"),
        (CUP, "A heater is included.", "en"),
        (CUP, "Is the tank made of glass? No.", "en"),
        (POT, "采用IH加热。", "zh"),
    ],
)
def test_what_turns_the_sheet_round_is_stopped(facts, text, language):
    assert blocked(text, facts, language)
