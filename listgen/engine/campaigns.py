"""What a run has to say of its campaign: whether it is shown, and for which products it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.domain.campaign import Campaign
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Catalog, Product
from listgen.engine.settings import RunSettings


def campaign_findings(campaign: Campaign | None, catalog: Catalog) -> tuple[Finding, ...]:
    """Return what a whole run has to know of its campaign: that it is not shown today, and SKUs that do not exist."""
    if campaign is None:
        return ()
    findings = []
    not_shown = f"the campaign `{campaign.name}` is not shown on {campaign.day}"
    hint = "change its days, or name the day that the pictures are for with --date"
    if campaign.state == "over":
        message = f"{not_shown}: it ended on {campaign.ends}"
        findings.append(
            Finding(code="campaign.over", severity=Severity.WARNING, message=message, place=campaign.file, hint=hint)
        )
    if campaign.state == "not begun":
        message = f"{not_shown}: it begins on {campaign.begins}"
        findings.append(
            Finding(
                code="campaign.not-begun", severity=Severity.WARNING, message=message, place=campaign.file, hint=hint
            )
        )
    known = {product.sku for product in catalog.products}
    for sku in dict.fromkeys((*campaign.skus, *(sku for sku, _ in campaign.prices))):
        if sku not in known:
            findings.append(
                Finding(
                    code="campaign.unknown-sku",
                    severity=Severity.WARNING,
                    message=f"the campaign `{campaign.name}` names the SKU `{sku}`, which no sheet has",
                    place=campaign.file,
                    hint="correct it in the campaign file",
                )
            )
    return tuple(findings)


def product_campaign_findings(
    settings: RunSettings, product: Product, facts: FactSheet, channels: Sequence[Channel]
) -> tuple[Finding, ...]:
    """Return why the campaign, or a part of it, is not shown in the banners of one product."""
    from listgen.copywriting.campaign_words import compose_campaign_words

    if settings.campaign is None or settings.images == "none":
        return ()
    locales = dict.fromkeys(
        channel.locale for channel in channels if any(spec.badge and spec.text for spec in channel.pictures)
    )
    said = (
        compose_campaign_words(settings.campaign, product, facts, locale=locale, voice=settings.kit.voice)
        for locale in locales
    )
    return tuple(dict.fromkeys(finding for words in said for finding in words.findings))
