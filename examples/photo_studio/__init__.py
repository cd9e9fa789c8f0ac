"""The small photo studio behind `examples/photos`: shapes, textures, products and light. Not part of listgen."""
