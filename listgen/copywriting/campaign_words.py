"""What a campaign says of one product: its badge, with the sheet's own figures in it, and its headline."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from listgen.domain.brand_kit import Voice
from listgen.domain.campaign import Campaign
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Product
from listgen.facts.lock import check_claims


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """Badge and headline of a product's banners, "" where the campaign says nothing of it."""

    badge: str = ""
    headline: str = ""
    findings: tuple[Finding, ...] = ()


def compose_campaign_words(
    campaign: Campaign | None, product: Product, facts: FactSheet, *, locale: str, voice: Voice
) -> CampaignWords:
    """Return what a running campaign says of a product in a locale; nothing before its first and after its last day.

    A price that the sheet does not have, a percentage without a sale price, or a headline that claims what no cell
    carries, is left out with a finding.
    """
    if campaign is None or campaign.state != "running" or (campaign.skus and product.sku not in campaign.skus):
        return CampaignWords()
    findings: list[Finding] = []
    badge, headline = campaign.badge, campaign.headline
    announced, charged = dict(campaign.prices).get(product.sku), product.charged_price
    if announced is not None and announced != charged:
        said = "has none" if charged is None else f"says {charged}"
        findings.append(
            _left_out(
                "campaign.price",
                f"the campaign `{campaign.name}` announces {announced}, the sheet {said}: no badge is shown",
                "a price in a banner has to be the price that is charged: change the sheet or the campaign file",
                campaign,
                product,
            )
        )
        badge = ""
    filled = _filled(badge, product, locale)
    if filled is None:
        findings.append(
            _left_out(
                "campaign.no-sale-price",
                f"the badge `{badge}` needs a price, and a lower sale price, that the sheet does not have",
                "fill the columns for price and sale price, or list under `skus` what is in the campaign",
                campaign,
                product,
            )
        )
    unheld = [claim for claim in check_claims("banner", [headline], facts, voice=voice) if not claim.held]
    if unheld:
        findings.append(
            _left_out(
                "campaign.headline",
                f"the headline `{headline}` claims `{unheld[0].text}`, which no cell of the product says",
                "the product's own headline is used; say in a campaign only what is true of all its products",
                campaign,
                product,
            )
        )
        headline = ""
    return CampaignWords(filled or "", headline, tuple(findings))


def _left_out(code: str, message: str, hint: str, campaign: Campaign, product: Product) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        message=message,
        hint=hint,
        sku=product.sku,
        field="banner",
        place=f"{campaign.file} and {product.row}",
    )


def _filled(badge: str, product: Product, locale: str) -> str | None:
    """Return the badge with the sheet's figures, None where it asks for one that the sheet does not have."""
    was, reduced, charged = product.price, product.reduced_price, product.charged_price
    if ("{was}" in badge or "{percent}" in badge) and reduced is None:
        return None
    if "{price}" in badge and (charged is None or not product.currency):
        return None
    figures: dict[str, str] = {}
    if charged is not None:
        figures["price"] = _money(charged, product.currency, locale)
    if was is not None and reduced is not None:
        figures["was"] = _money(was, product.currency, locale)
        # Rounded down: 29.6 % is no 30 % off.
        percent = ((was - reduced) / was * 100).quantize(Decimal(1), ROUND_DOWN)
        figures["percent"] = _percent(percent, locale)
    for name, text in figures.items():
        badge = badge.replace("{" + name + "}", text)
    return badge


def _money(amount: Decimal, currency: str, locale: str) -> str:
    from babel.numbers import format_currency

    text = format_currency(amount, currency, locale=locale.replace("-", "_"))
    # $89 reads in half the time of $89.00.
    for point in (".00", ",00"):
        text = text.replace(point, "") if amount == amount.to_integral_value() else text
    return text


def _percent(percent: Decimal, locale: str) -> str:
    from babel.numbers import format_percent

    return str(format_percent(percent / 100, locale=locale.replace("-", "_")))
