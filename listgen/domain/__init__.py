"""Frozen records that travel between the rooms, and the small functions that belong to them."""
