"""How the scene model is made: its data, its training, its samples. Not part of the installed package."""
