"""Cut-out, studio scenes, composition, banners, certificates and metadata."""
