"""Data files of the fact rooms: keys, product types, units, lexicons, entailments. Each names its source and date."""
