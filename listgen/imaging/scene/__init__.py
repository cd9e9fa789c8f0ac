"""Studio sets for hero pictures and banners: real geometry, one light, and the seller's own pixels on top."""
