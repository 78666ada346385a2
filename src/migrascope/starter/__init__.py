"""A small selection of published figures, so that the first command works at once."""
