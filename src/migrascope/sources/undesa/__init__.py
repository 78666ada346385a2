"""UN DESA, Population Division: migrant stocks, populations, migration flows."""
