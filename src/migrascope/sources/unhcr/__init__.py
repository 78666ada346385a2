"""UNHCR: refugees, asylum seekers, displaced and stateless people."""
