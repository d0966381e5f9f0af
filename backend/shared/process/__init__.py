"""The worker as a process: its environment, its pipes, its log."""
