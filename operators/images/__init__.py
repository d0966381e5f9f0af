"""Images: where one to generate from comes from, and those that panels show."""
