"""What is known of a document as a whole, and which words say so?"""

from __future__ import annotations

from dataclasses import replace

from migrascope.knowledge.model import Metadata
from migrascope.knowledge.reading import language
from migrascope.knowledge.reading.fabric import Woven


def find(woven: Woven, *, given: Metadata | None) -> Metadata:
    """What is given stands; the rest is looked for in the document."""
    known = given or Metadata()
    return (
        known if known.language else replace(known, language=language.find(woven.text))
    )
