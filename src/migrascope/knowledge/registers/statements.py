"""Which practices and recommendations did a document put on record?

Passages of these kinds, as whole passages or, where one lists several, entry by
entry. A recommendation says whom it addresses, where its own words say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from migrascope.knowledge.model import JudgedPassage, Kind, Metadata
from migrascope.knowledge.registers.items import items
from migrascope.knowledge.registers.record import (
    Citation,
    Record,
    Register,
    Value,
    cite,
    filled,
    key,
    opening,
    stated,
)
from migrascope.knowledge.registers.subjects import about

REGISTERS = {
    Kind.PRACTICE: Register.PRACTICES,
    Kind.RECOMMENDATION: Register.RECOMMENDATIONS,
}

_ACTOR = (
    r"(?:[Tt]he\s+)?(?:(?:[Aa]ll|[Hh]ost|home|destination|transit|developing|national|local|"
    r"regional|international|UN|Member|sending|receiving|financial|relevant|civil|"
    r"private)\s+)*"
    r"(?:[Gg]overnments?|States?|[Cc]ountries|(?:international\s+)?community|sector|"
    r"(?:society\s+)?organi[sz]ations|society|institutions|authorities|agencies|"
    r"stakeholders|actors|[Mm]unicipalities|[Cc]ities|[Ee]mployers|[Dd]onors|"
    r"[Pp]arliaments?|[Pp]olicymakers|[Mm]inistries(?:\s+of\s+\w+)?)"
)
_ADDRESSED = re.compile(
    rf"\b(?P<who>{_ACTOR}(?:(?:,\s*|\s+and\s+|,\s+and\s+){_ACTOR})*)\s+"
    r"(?:should|must|needs?\s+to|have\s+to|ought\s+to|are\s+(?:called|urged|invited))",
)
_CALLED = re.compile(
    r"\b(?:called\s+(?:up)?on|urged|invited|encouraged|call\s+(?:up)?on)\s+"
    rf"(?P<who>{_ACTOR}(?:(?:,\s*|\s+and\s+|,\s+and\s+){_ACTOR})*)\s+to\b"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_BETWEEN = re.compile(r",\s*and\s+|,\s*|\s+and\s+")


class Described(Protocol):
    """A document as far as a register needs it: its id and its description."""

    @property
    def id(self) -> str:
        """The id that citations name."""

    @property
    def metadata(self) -> Metadata:
        """What is known of it as a whole."""


def records(judged: JudgedPassage, document: Described) -> Iterator[Record]:
    """The entries that one passage gives; none when it is of another kind."""
    register = REGISTERS.get(judged.judgement.kind)
    if register is None or not says_something(judged):
        return
    text = judged.passage.text
    listed = items(text)
    cited = [cite(judged.passage, text[each.start : each.end]) for each in listed]
    for citation in cited or [cite(judged.passage)]:
        yield _record(register, judged, citation, document)


def addressed(citation: Citation) -> Value | None:
    """Whom a recommendation addresses, in its own words."""
    for way in (_ADDRESSED, _CALLED):
        match = way.search(citation.words)
        if match is not None:
            who = (part.strip() for part in _BETWEEN.split(match["who"]))
            told = (part.removeprefix("the ").removeprefix("The ") for part in who)
            return stated(told, (citation,))
    return None


def says_something(judged: JudgedPassage) -> bool:
    """Tell a statement from a heading or a line that only announces a list."""
    words = judged.passage.text.strip()
    is_long = len(words.split()) >= 4 or len(_HAN.findall(words)) >= 8
    return is_long and not words.endswith((":", "："))


def said(document: Described, judged: JudgedPassage) -> dict[str, Value | None]:
    """Where and when something was said, from the document's own description."""
    metadata = document.metadata
    passage = judged.passage
    place = passage.panel or passage.entry_name or "".join(passage.sections[-1:])
    source = (cite(passage),)
    day = metadata.date.isoformat() if metadata.date else ""
    name = metadata.event or metadata.title or document.id
    return {
        "panel": stated((place,), source),
        "event": stated((name,), source),
        "when": stated((day,), source),
    }


def _record(
    register: Register, judged: JudgedPassage, citation: Citation, document: Described
) -> Record:
    values = {
        "says": stated((" ".join(citation.words.split()),), (citation,)),
        **about(judged, citation),
        **said(document, judged),
    }
    if register is Register.RECOMMENDATIONS:
        values["addressed"] = addressed(citation)
    return Record(
        register,
        key(register, document.id, citation.words),
        document.id,
        opening(citation.words),
        filled(values),
        (citation,),
    )
