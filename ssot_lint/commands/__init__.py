"""Subcommands besides `check`: questions over the same index."""
