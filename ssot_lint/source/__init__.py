"""One file of Python: its text, its tree, and what its names mean."""
