"""Orders and what customers are told about them."""
