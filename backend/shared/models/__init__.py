"""Models: which ones there are, what each says of itself, and where its files are."""
