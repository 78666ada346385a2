"""National Migration Service of Panama: irregular transit through the Darién."""
