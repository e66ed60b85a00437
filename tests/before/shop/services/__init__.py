"""Services around the shop."""
