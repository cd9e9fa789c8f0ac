"""Products as shops count them: a family is one product with several variants."""

from __future__ import annotations

from collections.abc import Iterator

from listgen.domain.listing import Listing
from listgen.domain.product import Option, ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.cells import plain
from listgen.marketplaces.records import ExportJob


def products(job: ExportJob) -> Iterator[tuple[Listing, tuple[Listing, ...]]]:
    """Yield each product of the shop: the listing whose text it carries, and its variants."""
    led: set[str] = set()
    for listing in job.listings:
        product = listing.product
        if product.kind is ProductKind.SIMPLE:
            yield listing, (listing,)
        elif product.kind is ProductKind.PARENT:
            led.add(product.family)
            if variations := job.variations(listing):
                yield listing, variations
        elif product.family not in led and job.parent(listing) is None:
            # The parent was not asked for (`--only`): the first variation speaks for the family.
            led.add(product.family)
            yield listing, job.variations(listing)


def family_options(job: ExportJob, variant: Listing, most: int) -> tuple[tuple[Option, ...], bool]:
    """Return a variation's options in family order, and whether those beyond the most were joined to the last."""
    family = job.family(variant)
    names = family.option_names if family else tuple(option.name for option in variant.product.options)
    values = {option.name: option.value for option in variant.product.options}
    options = [
        Option(texts.label(name, job.channel.locale), plain(values.get(name, "")) or "Standard") for name in names
    ]
    if not options:
        return (Option("Variant", plain(variant.product.name)),), False
    if len(options) <= most:
        return tuple(options), False
    rest = options[most - 1 :]
    joined = Option(" / ".join(option.name for option in rest), " / ".join(option.value for option in rest))
    return (*options[: most - 1], joined), True
