"""Which initiatives and partnerships are there, with whom, where, for which goals?

First from forms, entry by entry, each field with its own citation. Prose gives a
record only where it names the initiative; then its partners are the organisations
that stand in the same passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrascope.knowledge.model import Document, JudgedPassage
from migrascope.knowledge.registers import forms
from migrascope.knowledge.registers.forms import Entry
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

_BEGAN = re.compile(
    r"\b(?:established|launched|founded|created|started|begun)\s+"
    r"(?:by\s+[A-Z]\w+\s+)?in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b"
)
_EVENT = re.compile(r"\bevent\b", re.IGNORECASE)
_CAPITAL = r"[A-Z0-9][\w’'.&-]*"
_NAMED = re.compile(
    rf"\b(?P<name>(?:{_CAPITAL}\s+(?:of\s+|for\s+|on\s+|and\s+)?){{1,7}}"
    r"(?:[Ii]nitiative|Partnership|Project|Portal|Platform|Centre|Matrix|Hub|Database|"
    r"Toolkit|Collaborative|Observatory|Facility|Fund|Campaign|Task\s+Force|"
    r"Working\s+Group|Forum)\b(?!\s+(?:Director|Officer|Manager|Member))"
    rf"(?:\s+(?:on|for|of)(?:\s+{_CAPITAL})+(?:\s+and(?:\s+{_CAPITAL})+)?)?)"
)
_OPENERS = ("The ", "A ", "An ", "In ", "With ", "One ", "This ", "IOM’s ", "IOM's ")
_BELONGS = re.compile(
    r"\b(?:Director|Head|Chair|President|Officer|Founder|founder|Secretary|Minister|"
    r"Representative|Attorney|Adviser|Member|members?)\b[^.;:]{0,80}$"
)
"""A person's employer stands behind the role: no initiative, but an organisation."""
_MEETING = re.compile(r"^(?:.*\s)?(?:High-level|Political|Review|Global)\s.*Forum\b")


def of_form(passages: Sequence[JudgedPassage], document: Document) -> Iterator[Record]:
    """The entries of a form that are no events."""
    for entry in forms.entries(passages):
        name = entry.value("name")
        if name is None or _EVENT.search(entry.label):
            continue
        yield Record(
            Register.INITIATIVES,
            key(Register.INITIATIVES, document.id, name.text),
            document.id,
            opening(name.text),
            filled(_values(entry, name)),
            name.citations,
        )


def of_prose(judged: JudgedPassage, document: Document) -> Iterator[Record]:
    """The initiatives that a passage outside of forms names."""
    if judged.passage.entry:
        return
    citation = cite(judged.passage)
    subjects = about(judged, citation)
    found = names(judged.passage.text)
    for name in found:
        alone = len(found) == 1  # else nobody knows who belongs to which
        yield Record(
            Register.INITIATIVES,
            key(Register.INITIATIVES, document.id, name),
            document.id,
            opening(name),
            filled(
                {
                    "name": stated((name,), (citation,)),
                    "partners": subjects["organisations"] if alone else None,
                    "countries": subjects["areas"] if alone else None,
                    "goals": subjects["goals"],
                    "dates": _dates(judged.passage.text, (citation,)),
                    "says": stated((" ".join(citation.words.split()),), (citation,)),
                }
            ),
            (citation,),
        )


def names(text: str) -> tuple[str, ...]:
    """The names of initiatives in a text, by their form; two words at the least."""
    found = []
    for match in _NAMED.finditer(text):
        name = " ".join(match["name"].split())
        for opener in _OPENERS:
            name = name.removeprefix(opener)
        belongs = _BELONGS.search(text[: match.start()]) and "founder of" not in text
        own = [word for word in name.split() if not word.isupper()]
        if len(own) >= 2 and not belongs and not _MEETING.match(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _values(entry: Entry, name: Value) -> dict[str, Value | None]:
    listed = forms.countries(entry)
    return {
        "name": name,
        "type": _type(entry),
        "partners": entry.listed("partners"),
        "countries": listed,
        "coverage": entry.value("countries"),
        "goals": forms.goals(entry),
        "dates": entry.value("dates")
        or _dates(entry.text("says"), entry.citations("says")),
        "audience": entry.value("audience"),
        "languages": entry.listed("languages"),
        "site": forms.site(entry),
        "says": entry.value("says"),
    }


def _type(entry: Entry) -> Value | None:
    """What the label of the name calls it: "Resource Name" is a resource."""
    told = re.sub(r"\b(?:names?|title)\b|[:|]", "", entry.label, flags=re.IGNORECASE)
    return stated((" ".join(told.split()).casefold(),), entry.citations("name"))


def _dates(text: str, citations: Sequence[Citation]) -> Value | None:
    match = _BEGAN.search(text)
    if match is None:
        return None
    words = " ".join(match[0].split())
    return stated((words,), [each for each in citations if words in each.words])
