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
    place = f"{campaign.file} and {product.row}"
    badge = campaign.badge
    announced = dict(campaign.prices).get(product.sku)
    current = product.price if product.sale_price is None else product.sale_price
    if announced is not None and announced != current:
        said = "has none" if current is None else f"says {current}"
        findings.append(
            Finding(
                code="campaign.price",
                severity=Severity.WARNING,
                message=f"the campaign `{campaign.name}` announces {announced}, the sheet {said}: no badge is shown",
                hint="a price in a banner has to be the price that is charged: change the sheet or the campaign file",
                sku=product.sku,
                field="banner",
                place=place,
            )
        )
        badge = ""
    if badge:
        filled = _filled(badge, product, locale)
        if filled is None:
            findings.append(
                Finding(
                    code="campaign.no-sale-price",
                    severity=Severity.WARNING,
                    message=f"the badge `{badge}` needs a price, and a lower sale price, that the sheet does not have",
                    hint="fill the columns for price and sale price, or list under `skus` what is in the campaign",
                    sku=product.sku,
                    field="banner",
                    place=place,
                )
            )
        badge = filled or ""
    headline = campaign.headline
    if headline:
        claims = [claim for claim in check_claims("banner", [headline], facts, voice=voice) if not claim.held]
        if claims:
            findings.append(
                Finding(
                    code="campaign.headline",
                    severity=Severity.WARNING,
                    message=f"the headline `{headline}` claims `{claims[0].text}`, which no cell of the product says",
                    hint="the product's own headline is used; say in a campaign only what is true of all its products",
                    sku=product.sku,
                    field="banner",
                    place=place,
                )
            )
            headline = ""
    return CampaignWords(badge, headline, tuple(findings))


def _filled(badge: str, product: Product, locale: str) -> str | None:
    """Return the badge with the sheet's figures, None where it asks for one that the sheet does not have."""
    was, now = product.price, product.sale_price
    reduced = was is not None and now is not None and 0 < now < was
    if ("{was}" in badge or "{percent}" in badge) and not reduced:
        return None
    charged = now if reduced else was
    if "{price}" in badge and (charged is None or not product.currency):
        return None
    figures: dict[str, str] = {}
    if charged is not None:
        figures["price"] = _money(charged, product.currency, locale)
    if reduced and was is not None and now is not None:
        figures["was"] = _money(was, product.currency, locale)
        # Rounded down: 29.6 % is no 30 % off.
        percent = ((was - now) / was * 100).quantize(Decimal(1), ROUND_DOWN)
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
