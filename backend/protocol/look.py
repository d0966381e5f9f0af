"""How an object looks where nobody says otherwise, in files and pictures and on both sides."""

ROUGHNESS = 0.7  # of its material, which is no metal
VIEW_DEG = 35.0, 25.0  # of its picture: to the right of the front, and above it
LIGHT = -0.35, 0.55, 0.75  # towards it, in camera coordinates: right, up, to the viewer
