"""Ways in: the command line, flake8 and (later) a language server."""
