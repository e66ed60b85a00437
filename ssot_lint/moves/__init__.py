"""From a deleted module to the homes of its names: what the fixes of imports are made of."""
