"""Exporters: one module a file format, each a function from an `ExportJob` to an `Export`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from listgen.errors import MarketplaceError
from listgen.marketplaces.exporters.amazon import export_amazon_feed
from listgen.marketplaces.exporters.etsy import export_etsy
from listgen.marketplaces.exporters.google import export_google_tsv
from listgen.marketplaces.exporters.openai import export_openai_feed
from listgen.marketplaces.exporters.shopify import export_shopify_csv
from listgen.marketplaces.exporters.table import export_table
from listgen.marketplaces.exporters.walmart import export_walmart
from listgen.marketplaces.exporters.woocommerce import export_woocommerce_csv
from listgen.marketplaces.records import Export, ExportJob

EXPORTERS: Mapping[str, Callable[[ExportJob], Export]] = {
    "amazon-json-feed": export_amazon_feed,
    "etsy-json": export_etsy,
    "google-tsv": export_google_tsv,
    "table": export_table,
    "openai-feed": export_openai_feed,
    "shopify-csv": export_shopify_csv,
    "walmart-json": export_walmart,
    "woocommerce-csv": export_woocommerce_csv,
}


def exporter(name: str) -> Callable[[ExportJob], Export]:
    """Return the exporter of a file format.

    Raises:
        MarketplaceError: A profile names a format that nobody writes.
    """
    if name not in EXPORTERS:
        raise MarketplaceError(f"unknown file format `{name}`", hint=f"known: {', '.join(sorted(EXPORTERS))}")
    return EXPORTERS[name]
