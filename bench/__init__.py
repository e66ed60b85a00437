"""What ssot-lint costs, and what it does, beside the tools that people have."""
