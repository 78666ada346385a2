"""What may come, as reviews and drawings show it."""
