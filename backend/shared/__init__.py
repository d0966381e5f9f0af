"""The one room that Blender's side and the worker share.

Standard library only, because Blender's Python imports it too; it never imports bpy, nor anything
else of `backend`.
"""
