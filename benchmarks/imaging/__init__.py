"""How fast pictures are made, beside the libraries that people would use by hand."""
