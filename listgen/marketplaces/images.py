"""Where the pictures of a bundle lie and what their files are called."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.domain.channel import Channel
from listgen.domain.listing import Listing
from listgen.marketplaces.names import image_ids
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.records import BundleImage
from listgen.marketplaces.seller import SellerSettings


def place_images(
    profile: Profile, channel: Channel, variant: str, listings: Sequence[Listing], seller: SellerSettings
) -> tuple[BundleImage, ...]:
    """Return the pictures of all listings under the marketplace's naming rule, in the order of the profile's slots."""
    ids = image_ids(listings, profile.image_names.style)
    images = []
    for listing in listings:
        sku = listing.product.sku
        for slot in profile.pictures:
            picture = next((picture for picture in listing.pictures if picture.slot == slot.slot), None)
            if picture is None:
                continue
            name = slot.name.format(id=ids[sku], ext=picture.suffix)
            url = seller.image_url(name, marketplace=profile.name, locale=channel.locale, variant=variant)
            images.append(
                BundleImage(
                    path=f"{slot.folder}/{name}",
                    blob=picture.blob,
                    source=picture.path,
                    sku=sku,
                    slot=slot.slot,
                    listed=slot.listed,
                    url=url if slot.listed else "",
                    picture=picture,
                )
            )
    return tuple(images)
