"""Doors, gates, bridges and buildings; their faces at -y."""
