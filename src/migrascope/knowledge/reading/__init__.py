"""What does a document say? Any format that is known, read safely and repaired."""

from migrascope.knowledge.reading.door import identity, read, understood
from migrascope.knowledge.reading.limits import DOCUMENTS, content
from migrascope.knowledge.reading.repair import REPAIRED

__all__ = ["DOCUMENTS", "REPAIRED", "content", "identity", "read", "understood"]
