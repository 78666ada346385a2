"""Which documents were read, what do they say, and what is each passage about?

library = Library.open(base / "knowledge")
library.put(document, passages, judgements, raw)     # replaces the document
library.passages(Filters(kinds=(Kind.PRACTICE,)))    # judged passages
library.document("idm-2018")                         # the whole document
"""

from migrascope.knowledge.library.filters import NO_FILTERS, Filters
from migrascope.knowledge.library.held import Held
from migrascope.knowledge.library.library import Library

__all__ = ["NO_FILTERS", "Filters", "Held", "Library"]
