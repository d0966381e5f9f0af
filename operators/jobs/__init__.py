"""What the worker is asked for and what became of it: jobs, their queue, the history.

Knows no scene.
"""
