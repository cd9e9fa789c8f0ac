"""What a banner is made from, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.brand_kit import BrandKit
from listgen.domain.picture import BannerWords
from listgen.imaging.banner.logo import Logo
from listgen.imaging.banner.typeset import Typesetter
from listgen.imaging.colour import Array, hex_lin, lch
from listgen.imaging.scene.fields import Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a banner is made from, whatever its layout.

    `products` are uint8 RGBA cut-outs, one or the pieces of a line-up, the middle one the most important.
    """

    products: tuple[Array, ...]
    words: BannerWords
    typesetter: Typesetter
    logos: tuple[Logo, ...]
    kit: BrandKit
    seed: int

    def accents(self, roles: Roles) -> list[Array]:
        """Return colours for a button, the best first: the accent, then the brand's colours by strength."""
        own = sorted(self.kit.palette.colours, key=lambda colour: -lch(colour)[1])
        return [hex_lin(colour) for colour in dict.fromkeys((roles.accent, *own)) if lch(colour)[1] > 0.04]
