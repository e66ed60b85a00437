"""One file a subcommand: its help, its arguments, and what it does with them."""
