"""How things are said: numbers, counts, trends."""
