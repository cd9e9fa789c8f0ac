"""listgen: upload-ready marketplace listings from a product sheet, product photos and a brand kit."""

__version__ = "0.1.0"
