"""Orders, from the basket to the refund."""
