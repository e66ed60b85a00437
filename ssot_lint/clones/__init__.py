"""Two classes or functions with one implementation: what they have in common, and who wants to hear of it."""
