"""A country's review: built once as pure data, then written in many forms."""
