"""Follow-up and review of migration in the SDGs, from the raw file to the review."""

__version__ = "0.1.0"
