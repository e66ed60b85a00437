"""What is in the repository: its files, and what each says of itself."""
