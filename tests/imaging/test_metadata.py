"""Encoding: one colour profile, an honest source type, no camera data, the same bytes every time."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from listgen.imaging.metadata import SOURCE_TYPES, encode_jpeg, srgb_profile, xmp_packet
from tests.imaging.drawn import mug_photo

IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def parsed(packet: str) -> ElementTree.Element:
    return ElementTree.fromstring(packet.split("?>", 1)[1].rsplit("<?", 1)[0])


@pytest.mark.parametrize("source_type", SOURCE_TYPES)
def test_a_jpeg_carries_source_type_words_and_profile(source_type):
    data = encode_jpeg(mug_photo(), source_type=source_type, alt_text="Blue <mug> & lid", creator_copyright="© Fjell")

    image = Image.open(io.BytesIO(data))

    packet = parsed(image.info["xmp"].decode())
    assert packet.find(f".//{IPTC}DigitalSourceType").text.endswith(f"/digitalsourcetype/{source_type}")
    assert "Blue <mug> & lid" in [item.text for item in packet.iter(f"{RDF}li")]
    assert "© Fjell" in [item.text for item in packet.iter(f"{RDF}li")]
    assert image.info["icc_profile"] == srgb_profile()
    assert not image.getexif()


def test_colour_is_not_subsampled():
    image = Image.open(io.BytesIO(encode_jpeg(mug_photo(), source_type="digitalCapture")))

    assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3


def test_quality_gives_way_to_the_size_limit():
    noisy = np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8)
    large = len(encode_jpeg(noisy, source_type="digitalCapture"))

    small = len(encode_jpeg(noisy, source_type="digitalCapture", max_bytes=int(large * 0.7)))

    assert small <= large * 0.7


def test_the_same_picture_gives_the_same_bytes():
    words = {"source_type": "digitalCapture", "alt_text": "Blue mug"}

    assert encode_jpeg(mug_photo(), **words) == encode_jpeg(mug_photo(), **words)


def test_an_unknown_source_type_is_refused():
    with pytest.raises(ValueError, match="handDrawn"):
        xmp_packet(source_type="handDrawn")


@given(st.text())
def test_any_text_makes_valid_xml(text):
    parsed(xmp_packet(source_type="digitalCapture", alt_text=text, creator_copyright=text))
