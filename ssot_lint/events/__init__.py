"""Which events code sends: names of events, followed to what sends them."""
