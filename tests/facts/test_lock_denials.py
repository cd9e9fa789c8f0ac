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
WOK = sheet("Halm Wok", **{"Dishwasher safe": "no"})
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
        (WOK, "Keep it out of the dishwasher.", "en"),
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


CHAIR = sheet("Halm Chair", **{"Height": "100-118 cm", "Weight": "9 kg with cushion, 8 kg without cushion"})
CRIB = sheet("Halm Kinderbett", **{"Gewicht": "10,2 kg mit Matratze, 8,4 kg ohne Matratze", "Schlauch": "8 m",
                                   "Kabel": "5 m", "Alter": "0 bis 36 Monate", "Helm": "nicht enthalten"})  # fmt: skip
COT = sheet("Halm Cuna", **{"Peso": "10,2 kg con colchón, 8,4 kg sin colchón", "Edad": "0 a 36 meses",
                            "Acidez": "máx. 0,2 %", "Resistente al agua": "no"})  # fmt: skip
PUMP = sheet("Halm Pump", **{"Flow": "350 l/h", "Steeping time": "2 - 3 min", "Burn time": "48 h", "Tank": "58 l",
                             "Magnesium stearate": "none", "Source": "magnesium citrate"})  # fmt: skip
HELMET = sheet("Halm Helm", **{"Lieferumfang": "Helm, USB-C-Kabel"})
KEYS = sheet("Halm Keyboard", **{"Compatible": "Windows, Android", "Connection": "Bluetooth 5.0",
                                 "Water resistant": "no", "Wrist rest": "not included"})  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (CHAIR, "It is never taller than 118 cm.", "en"),
        (CHAIR, "With its cushion it weighs 9 kg, without it 8 kg.", "en"),
        (CRIB, "Mit Matratze wiegt es 10,2 kg, ohne Matratze 8,4 kg.", "de"),
        (CRIB, "Der Schlauch ist mit 8 m länger als das Kabel mit 5 m.", "de"),
        (COT, "Con el colchón pesa 10,2 kg; sin él, 8,4 kg.", "es"),
        (COT, "Hasta los tres años.", "es"),
        (COT, "La acidez no supera el 0,2 %.", "es"),
        (PUMP, "It moves 350 litres of water an hour.", "en"),
        (PUMP, "Steep it for two to three minutes.", "en"),
        (PUMP, "It burns for two full days.", "en"),
        (PUMP, "Free from magnesium stearate.", "en"),
        (KEYS, "兼容安卓。", "zh"),
        (KEYS, "不防水。", "zh"),
        (KEYS, "无线连接。", "zh"),
        (KEYS, "手托不在包装里。", "zh"),
        (PUMP, "In einer Stunde fließen 350 Liter hindurch.", "de"),
        (HELMET, "Mit USB-C-Kabel.", "de"),
    ],
)
def test_a_value_said_another_way_passes(facts, text, language):
    assert blocked(text, facts, language) == []


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (CHAIR, "It is never taller than 108 cm.", "en"),
        (CHAIR, "With its cushion it weighs 8 kg, without it 9 kg.", "en"),
        (CRIB, "Mit Matratze wiegt es 8,4 kg, ohne Matratze 10,2 kg.", "de"),
        (CRIB, "Der Schlauch ist mit 5 m länger als das Kabel mit 8 m.", "de"),
        (COT, "Con el colchón pesa 8,4 kg.", "es"),
        (COT, "Hasta los cuatro años.", "es"),
        (COT, "La acidez no supera el 0,1 %.", "es"),
        (PUMP, "It moves 58 litres of water an hour.", "en"),
        (PUMP, "Steep it for two to four minutes.", "en"),
        (PUMP, "It burns for three full days.", "en"),
        (PUMP, "Free from magnesium citrate.", "en"),
        (KEYS, "兼容苹果。", "zh"),
        (KEYS, "防水。", "zh"),
        (KEYS, "不兼容Windows。", "zh"),
        (KEYS, "It does not work with Android.", "en"),
        (PUMP, "In einer Stunde fließen 440 Liter hindurch.", "de"),
        (HELMET, "Mit USB-A-Kabel.", "de"),
    ],
)
def test_another_value_is_stopped(facts, text, language):
    assert blocked(text, facts, language)
