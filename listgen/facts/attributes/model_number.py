"""Model numbers: part codes by their shape, at the end of a title or after "model"."""

from __future__ import annotations

import re

from listgen.facts.attributes.spans import Span, Taken

_NAMED = re.compile(r"\bmodel:?\s+(?P<v>[A-Z]*\d[\w-]*)", re.IGNORECASE)
# Letters and digits in one word, at least two digits; or letters, a dash and digits.
_CODE = re.compile(
    r"(?<![\w&#./-])#?(?P<v>(?=[\w-]*\d{2}|[A-Z]+-?[A-Z]*\d)[A-Z]{1,8}[-_]?[A-Z]*\d[\w-]*|\d{2,}-\d{1,3}|\d+[A-Z]{2,}\d+)(?![\w./])"
)
_LAST = re.compile(r"(?<![\w.,#/-])#?(?P<v>\d{4,6})\s*$")
_NO_CODE = re.compile(
    r"(?:UV|UPF|SPF|IP|TR|USB|MP|HD|PM|IPX|PA|EN|CE|M|S|L|XL|H|W|D|F|R|T|I|V|B|A|P|IM|EQ|No|CR|AA|LR|SIZE|Size|PU|Size-)-?\d+[+]?"
    r"|\d+(?:pcs|PCS|PC|Pcs|pc|cm|CM|mm|MM|[Gg]|KG|[Ll][Bb][Ss]?|FT|ft|[Mm]|W|V|ml|ML|XL|Colors?|colors?|D|K|P|T|MM)|(?:19|20)\d\d"
)


def find_model_number(taken: Taken) -> Span | None:
    """Return the part code of a title, None where no word has the shape of one.

    Ratings (`UV400`), measures (`40mm`), years and sizes are no part codes. The last code of a title wins, because
    sellers put their number at the end.
    """
    text = taken.text
    for pattern in (_NAMED, _CODE, _LAST):
        spans = [
            Span(match.start("v"), match.end("v"))
            for match in pattern.finditer(text)
            if not _NO_CODE.fullmatch(match.group("v"))
        ]
        if spans:
            return spans[-1]
    return None
