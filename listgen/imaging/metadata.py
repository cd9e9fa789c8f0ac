"""The last step of every picture: encode it with a fixed colour profile and an honest note of how it was made."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

# IPTC NewsCodes, https://cv.iptc.org/newscodes/digitalsourcetype/ (read 2026-11): a plain packshot is the photo itself
# (digitalCapture), a drawn scene around it compositeSynthetic, a scene by diffusion the third.
SOURCE_TYPES = ("digitalCapture", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia")
SOURCE_TYPE_URI = "http://cv.iptc.org/newscodes/digitalsourcetype/"

# Tried in turn until the file fits; below 60 the blocks show.
_QUALITIES = (92, 88, 84, 80, 75, 70, 65, 60)
# A JPEG segment holds 64 kB; a description of this length is never cut in practice.
_LONGEST_TEXT = 4000
# What XML 1.0 does not allow, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def srgb_profile() -> bytes:
    """Return the one sRGB profile of all pictures; fixed bytes, because a profile made on the fly holds the date."""
    return (Path(__file__).parent / "data" / "srgb.icc").read_bytes()


def xmp_packet(*, source_type: str, alt_text: str = "", creator_copyright: str = "") -> str:
    """Return the XMP of a picture: digital source type, description and rights, as IPTC names them.

    Raises:
        ValueError: `source_type` is none of `SOURCE_TYPES`.
    """
    if source_type not in SOURCE_TYPES:
        raise ValueError(f"unknown digital source type `{source_type}`")
    fields = [
        f"<Iptc4xmpExt:DigitalSourceType>{SOURCE_TYPE_URI}{source_type}</Iptc4xmpExt:DigitalSourceType>",
        _language_field("dc:description", alt_text),
        _language_field("dc:rights", creator_copyright),
        _language_field("Iptc4xmpCore:AltTextAccessibility", alt_text),
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"{''.join(fields)}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def encode_jpeg(
    rgb: NDArray[np.uint8],
    *,
    source_type: str,
    alt_text: str = "",
    creator_copyright: str = "",
    max_bytes: int = 10_000_000,
) -> bytes:
    """Return a JPEG of H x W x 3 sRGB pixels: no chroma subsampling, quality 92 or what `max_bytes` leaves room for.

    The same pixels and words give the same bytes. There is no EXIF block, so no place, date or camera. A picture that
    does not fit at quality 60 is returned at 60.
    """
    height, width = rgb.shape[:2]
    # Four bytes a pixel are what Pillow holds inside, so it takes them without a copy.
    padded = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2RGBA)
    image = Image.frombuffer("RGBX", (width, height), padded, "raw", "RGBX", 0, 1)
    xmp = xmp_packet(source_type=source_type, alt_text=alt_text, creator_copyright=creator_copyright).encode()
    data = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        # Not `optimize`: Pillow reserves too small a buffer for it, and noisy pictures fail.
        image.save(buffer, "JPEG", quality=quality, subsampling=0, icc_profile=srgb_profile(), xmp=xmp)
        data = buffer.getvalue()
        if len(data) <= max_bytes:
            break
    return data


def _language_field(name: str, text: str) -> str:
    clean = _NOT_XML.sub("", text).strip()[:_LONGEST_TEXT]
    if not clean:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(clean)}</rdf:li></rdf:Alt></{name}>'
