"""From a file of cases to the records that a plan speaks of."""

from migrascope.protect.reading.files import planned, read

__all__ = ["planned", "read"]
