"""Which passages can be cited? One to three sentences that stand together."""

from migrascope.knowledge.passages.cutting import cut

__all__ = ["cut"]
