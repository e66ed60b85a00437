"""What strings and documents still name: the last places in which a deleted thing lives on."""
