"""From sheets, photos and brand kits to products: readers, column mapping, families, the sheet doctor."""
