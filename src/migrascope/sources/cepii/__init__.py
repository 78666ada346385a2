"""Distances, languages and history shared by two countries (CEPII GeoDist)."""
