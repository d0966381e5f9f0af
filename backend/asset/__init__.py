"""What a sample becomes: a mesh, its files, and images of it."""
