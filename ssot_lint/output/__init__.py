"""Formats: one file each, a pure function from Report to text."""
