"""Uppsala Conflict Data Program: deaths in organised violence."""
