"""Names that are derived: seeds from names, and safe file names from SKUs."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

_WINDOWS_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
_LONGEST = 120


def derive_seed(*names: str | int) -> int:
    """Return a 63-bit seed that depends on the names alone, so adding a row changes no other row."""
    text = "\x1f".join(str(name) for name in names)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def safe_name(sku: str) -> str:
    """Return a file name for any SKU: readable, different for different SKUs, valid on every file system.

    Latin letters, digits, `-`, `_` and inner dots stay; everything else becomes `%` and two hex digits per UTF-8 byte.
    Windows and macOS do not tell capitals from small letters, so a name with small letters ends in `~` and a hex number
    with one bit per letter, 1 for small. A name that would be too long keeps its start and ends in a hash.

    >>> safe_name("MUG-01"), safe_name("mug-01"), safe_name("../x"), safe_name("CON")
    ('MUG-01', 'mug-01~7', '%2e%2e%2fx~1', '%43ON')
    """
    if not sku:
        return "%"
    out = "".join(char if char in _SAFE else "".join(f"%{byte:02x}" for byte in char.encode()) for char in sku)
    if out.startswith("."):
        out = re.sub(r"^\.+", lambda dots: "%2e" * len(dots.group()), out)
    if out.endswith("."):
        out = out[:-1] + "%2e"
    if _WINDOWS_RESERVED.match(out):
        out = f"%{ord(out[0]):02x}{out[1:]}"
    bits = "".join("1" if char.islower() else "0" for char in sku if char in _SAFE and char.isalpha())
    if "1" in bits:
        out += f"~{int(bits, 2):x}"
    if len(out) > _LONGEST:
        # "%%" cannot come out of the encoding above, so a cut name never meets a whole one.
        return f"{out[:80]}%%{hashlib.sha256(sku.encode()).hexdigest()[:32]}"
    return out


def sku_of(name: str) -> str | None:
    """Return the SKU that `safe_name` made the name from, None for names that were cut."""
    if name == "%":
        return ""
    return None if "%%" in name else unquote(name.partition("~")[0], errors="strict")
