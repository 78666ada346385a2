"""Missing Migrants Project: people who died or disappeared during migration."""
