"""Parts of a sheet for machines that know nothing of each other, as the jobs of a CI matrix."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from listgen.domain.product import Product
from listgen.errors import UsageError


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` of `count`, counted from 1."""

    number: int
    count: int

    def holds(self, product: Product) -> bool:
        """Return whether a product belongs to this part: a family is never divided, and other rows do not matter."""
        # A hash and no turn-taking: a row that is added moves no other row to another machine.
        name = f"family/{product.family}" if product.family else f"sku/{product.sku}"
        place = int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        return place % self.count == self.number - 1


def parse_shard(text: str) -> Shard:
    """Return the part that "3/10" names; raises UsageError for anything else."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text, re.ASCII)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return Shard(int(found[1]), int(found[2]))
    raise UsageError(f"`{text}` is no part of a sheet", hint="`--shard 3/10` is the third of ten, the first is `1/10`")
