"""A request, step by step, to the files that it asked for."""
