"""`listgen check --keywords`: what the texts of a file make of the keywords that shoppers type."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.catalog.keywords import read_keywords
from listgen.copywriting.keyword_coverage import cover_keywords
from listgen.copywriting.keywords import KeywordIndex
from listgen.domain.keyword import JudgedKeyword, KeywordCoverage
from listgen.domain.listing import Draft
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.engine.keywords import ruled_out
from listgen.errors import UsageError
from listgen.facts.product_names import read_name

if TYPE_CHECKING:
    from listgen.cli.check_facts import Lock
    from listgen.marketplaces.check import CheckedListing


class Searches:
    """A keyword file, from which each listing takes what belongs to its product.

    With a product sheet, keywords that claim more than it says, and those of other brands, are left out; without one
    the title tells what the product is.
    """

    def __init__(self, path: Path, lock: Lock | None, rules_date: datetime.date | None) -> None:
        """Read the file. Raises UsageError where it does not exist, CatalogError for one that cannot be read."""
        if not path.is_file():
            raise UsageError(f"the keyword file `{path}` does not exist", hint="name it with --keywords")
        self._index = KeywordIndex.of(read_keywords(path).keywords)
        self._lock = lock
        self._day = rules_date

    def coverage(self, listing: CheckedListing) -> KeywordCoverage | None:
        """Return what a listing makes of its product's keywords; None where it has none."""
        record, channel = listing.record, listing.channel
        title = " ".join(record.items("title"))
        name = read_name(Product(sku="", name=title, row=CellRef(listing.place, 0, "", "")))
        judged = self._lock.judged(record.sku, self._index) if self._lock else ()
        if self._lock is None:
            rows = self._index.of_product(name.type_id, name.noun, (record.sku,))
            judged = tuple(JudgedKeyword(row) for row in rows)
        if not judged or channel is None:
            return None
        refused = ruled_out(judged, channel, item_type=name.type_id, rules_date=self._day)
        draft = Draft(sku=record.sku, channel=channel.id, variant="", fields=record.texts)
        return cover_keywords(judged, draft, channel, ruled_out=refused)
