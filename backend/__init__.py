"""Everything that makes a mesh out of a prompt. Runs in its own process and never imports bpy."""
