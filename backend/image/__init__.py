"""An image of one object: made of a prompt, and made fit."""
