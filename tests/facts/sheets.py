"""Products and fact sheets for tests, of invented brands."""

from listgen.domain.brand_kit import Voice
from listgen.domain.product import Attribute, Option, Product
from listgen.domain.source import CellRef
from listgen.facts.build import build_fact_sheet
from listgen.facts.lock import check_claims

PLAIN = Voice()


def cell(column, text, row=2):
    return CellRef("sheet.csv", row, column, text)


def product(name, *, description="", category="", brand="", options=(), sku="SKU-1", **attributes):
    """Return a product whose keyword arguments are attribute columns ("keeps_cold" is the header "keeps cold")."""
    return Product(
        sku=sku,
        name=name,
        row=cell("sku", sku),
        name_cell=cell("name", name),
        brand=brand,
        brand_cell=cell("brand", brand) if brand else None,
        product_type=category,
        description=description,
        description_cell=cell("description", description) if description else None,
        options=tuple(Option(key, value, cell(key, value)) for key, value in options),
        attributes=tuple(
            Attribute(key.replace("_", " "), value, cell(key.replace("_", " "), value))
            for key, value in attributes.items()
        ),
    )


def sheet(name, *, siblings=(), **kwargs):
    return build_fact_sheet(product(name, **kwargs), siblings)


def verdicts(text, facts, language="en", *, voice=PLAIN, siblings=(), field="description"):
    """Return {claim text: verdict} of one text."""
    claims = check_claims(field, [text], facts, voice=voice, siblings=siblings, language=language)
    return {claim.text: claim.verdict.value for claim in claims}


def blocked(text, facts, language="en", *, voice=PLAIN, **kwargs):
    """Return the claims of a text that nothing backs."""
    claims = check_claims("description", [text], facts, voice=voice, language=language, **kwargs)
    return [(claim.text, claim.kind, claim.verdict.value) for claim in claims if not claim.held]
