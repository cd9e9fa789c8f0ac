"""How well products are cut out of their photos, on photos whose true alpha is known."""
