"""Data files of the attribute extractor: word lists and, per product type, the rules that find its attributes."""
