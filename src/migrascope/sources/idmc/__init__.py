"""Internal Displacement Monitoring Centre: people displaced within their country."""
