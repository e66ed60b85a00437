"""The rules: one file each; a rule never imports another."""
