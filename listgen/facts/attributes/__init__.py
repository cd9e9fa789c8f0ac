"""From names, prose and cells to structured attributes of a product type, each with its place in the text."""

from __future__ import annotations

from listgen.facts.attributes.enrich import enrich, missing_attributes
from listgen.facts.attributes.extract import Extracted, extract_attributes

__all__ = ["Extracted", "enrich", "extract_attributes", "missing_attributes"]
