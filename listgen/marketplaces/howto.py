"""HOWTO.txt: at most ten numbered lines that take a seller from the bundle to the upload."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.domain.finding import Finding
from listgen.domain.product import ProductKind
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.records import BundleFile, ExportJob, LeftOut

_MOST_LINES = 10


def write_howto(
    job: ExportJob,
    files: Sequence[BundleFile],
    skus: Sequence[str],
    left_out: Sequence[LeftOut],
    findings: Sequence[Finding],
    gaps: Sequence[str] = (),
) -> BundleFile:
    """Return HOWTO.txt: the profile's steps, with a line for everything that this bundle still lacks."""
    head = f"{job.profile.title}, {job.channel.locale}, variant {job.variant}: {_counted(len(skus), 'SKU')}"
    steps = [
        *_gaps(job, left_out),
        *gaps,
        *(step.replace("{files}", _listed(job, files)) for step in job.profile.howto),
    ]
    if not files:
        steps = [*_gaps(job, left_out), "There is nothing to upload: manifest.json names the reason for each SKU."]
    if findings and len(steps) < _MOST_LINES:
        steps.append(f"manifest.json lists {_counted(len(findings), 'remark')} on this bundle; read them once.")
    lines = [head, "", *(f"{number:>2}. {step}" for number, step in enumerate(steps[:_MOST_LINES], 1))]
    return BundleFile("HOWTO.txt", ("\n".join(lines) + "\n").encode(), "howto")


def _gaps(job: ExportJob, left_out: Sequence[LeftOut]) -> list[str]:
    gaps = []
    arm = next((listing.variant for listing in job.listings if listing.variant.factor), None)
    if arm is not None:
        gaps.append(
            f"This is arm {arm.name} of an experiment: it differs from A in one thing, {arm.factor} = {arm.level}. "
            "Upload A first; the folder experiments/ says what is tested."
        )
    if left_out:
        names = ", ".join(left.sku[:40] for left in left_out[:3]) + (" …" if len(left_out) > 3 else "")
        gaps.append(f"{_counted(len(left_out), 'SKU')} left out ({names}): manifest.json says why.")
    if job.profile.file.format == "amazon-json-feed" and not job.seller.seller_id:
        gaps.append("Replace YOUR_SELLER_ID in the feed by your merchant token, or set `seller_id` under [seller].")
    if not job.seller.image_base_url:
        gaps.append(
            "Picture addresses are empty: put images/ on the web, set `image_base_url` under [seller], generate again."
        )
    sold = [listing.product for listing in job.listings if listing.product.kind is not ProductKind.PARENT]
    if job.profile.file.format == "google-tsv" and not job.seller.product_url and not all(item.url for item in sold):
        gaps.append("Page addresses are empty, Google requires them: set `product_url` under [seller], with {handle}.")
    unnumbered = [item for item in sold if not valid_gtin(item.gtin)]
    if job.profile.file.format == "amazon-json-feed" and unnumbered:
        gaps.append(
            f"{_counted(len(unnumbered), 'SKU')} without a valid GTIN, e.g. {unnumbered[0].sku[:40]}: "
            "add the number, or ask Amazon for a GTIN exemption."
        )
    unbranded = [item for item in sold if not item.brand]
    if job.profile.file.format == "amazon-json-feed" and unbranded:
        gaps.append(
            f"{_counted(len(unbranded), 'SKU')} without a brand, e.g. {unbranded[0].sku[:40]}: Amazon asks for it."
        )
    unpriced = [item for item in sold if item.price is None]
    if unpriced:
        gaps.append(f"{_counted(len(unpriced), 'SKU')} without a price, e.g. {unpriced[0].sku[:40]}: add prices.")
    return gaps


def _listed(job: ExportJob, files: Sequence[BundleFile]) -> str:
    # Further files, a sheet for those who paste, are named by the profile's own steps.
    stem = job.profile.file.name.partition(".")[0]
    names = [file.path for file in files if file.path.startswith(stem)] or [file.path for file in files]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}, in this order" if names else "the file"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
