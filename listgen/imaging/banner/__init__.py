"""Banners: layouts as data, type set and fitted with skia, over the sets of the studio."""
