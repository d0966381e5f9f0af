"""Lists of what to make: a file or a folder -> rows -> requests. Standard library only, so that
Blender's side can read them too."""
