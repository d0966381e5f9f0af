"""What this machine needs before it can generate: the worker's environment, and models."""
