"""Data files of the catalogue room: header words, units, dialects of shop software."""
