"""How numbers are computed here, whatever the model."""
