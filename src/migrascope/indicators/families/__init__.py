"""The indicators, one file for each family; importing a family registers it."""
