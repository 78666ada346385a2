"""What is a passage about, as fields of a record?

Tags become fields, each with the passage as its citation. Of an entry that is only
part of a passage, tags are kept whose words stand in that part.
"""

from __future__ import annotations

import re

from migrascope.knowledge.model import How, JudgedPassage, Scheme, Tag
from migrascope.knowledge.registers.record import Citation, Value, stated

LEAST = 0.5
"""Tags that are less sure are left to the search, and out of the registers."""

SCHEMES = {
    "areas": Scheme.AREA,
    "goals": Scheme.GOAL,
    "targets": Scheme.TARGET,
    "objectives": Scheme.OBJECTIVE,
    "groups": Scheme.GROUP,
    "sectors": Scheme.SECTOR,
    "organisations": Scheme.ORGANISATION,
}
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
_WORDS_OF = frozenset({Scheme.AREA, Scheme.ORGANISATION, Scheme.GROUP, Scheme.SECTOR})


def about(
    judged: JudgedPassage, citation: Citation, *, least: float = LEAST
) -> dict[str, Value | None]:
    """The fields that say what a passage, or the words cited of it, is about."""
    is_whole = citation.words.strip() == judged.passage.text.strip()
    kept = [
        tag
        for tag in judged.judgement.tags
        if tag.confidence >= least and (is_whole or _stands_in(tag, judged, citation))
    ]
    return {
        name: stated((tag.code for tag in kept if tag.scheme is scheme), (citation,))
        for name, scheme in SCHEMES.items()
    }


def words_of(tag: Tag) -> tuple[str, ...]:
    """The words of the document that a tag rests on, from its reason."""
    return tuple(_QUOTED.findall(tag.reason))


def _stands_in(tag: Tag, judged: JudgedPassage, citation: Citation) -> bool:
    """Tell whether a tag is about the words cited, and not about those beside them."""
    if tag.how is not How.MENTIONED or tag.scheme not in _WORDS_OF:
        return True
    words = [each for each in words_of(tag) if each in judged.passage.text]
    return not words or any(each in citation.words for each in words)
