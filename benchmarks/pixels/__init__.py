"""Are the product's pixels the photo's, on every picture, whoever paints the scene? And the packshots' rules."""
