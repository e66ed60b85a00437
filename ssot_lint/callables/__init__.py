"""What a call means and passes, over the whole repository."""
