"""Text and image providers behind two small protocols."""
