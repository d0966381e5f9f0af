"""What a finished job becomes in a scene. Never talks to the worker."""
