"""The worker: jobs that arrive on a pipe, and what it answers."""
