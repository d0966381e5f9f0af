"""A picture of one object: made of a prompt, and made fit."""
