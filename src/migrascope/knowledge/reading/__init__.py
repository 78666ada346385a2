"""What does a document say? Any format that is known, read safely and repaired."""

from migrascope.knowledge.reading.door import read

__all__ = ["read"]
