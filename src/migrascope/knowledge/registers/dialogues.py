"""When and where did a dialogue take place, and who came?

From a summary: its description, and the first passage that counts its panels, its
speakers, the women and men among them, and its participants. From a form: its events.
A summary and a form that speak of the same meeting make one record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from migrascope.knowledge.model import Document, JudgedPassage
from migrascope.knowledge.registers import counting, forms
from migrascope.knowledge.registers.counting import Counted
from migrascope.knowledge.registers.days import days
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

_SUMMARY = re.compile(
    r"\b(?:summary|report|outcomes?|proceedings|record)\b.{0,40}\b"
    r"(?:conclusions?|meeting|session|dialogue|workshop|conference)\b|"
    r"\bsummary\s+of\s+conclusions\b|\bchair['’]s\s+summary\b",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = 3000
"""Letters at the beginning of a document in which it says what it is."""
_EVENT = re.compile(r"\bevent\b", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:gathered|participated|participants\s+including|representatives\s+(?:of|from))",
    re.IGNORECASE,
)
_KINDS = {
    "governments": r"governments?|Member\s+States|ministerial|policymakers",
    "parliamentarians": r"parliamentarians?",
    "local authorities": r"local\s+authorities|cities|mayors?|municipalit\w+",
    "United Nations": r"United\s+Nations|UN\s+agencies",
    "international organizations": r"international(?:\s+\w+){0,4}\s+organi[sz]ations",
    "regional organizations": r"regional\s+organi[sz]ations",
    "civil society": r"civil\s+society|NGOs|non-governmental",
    "academia": r"academi\w+",
    "private sector": r"private\s+sector",
    "media": r"media",
    "diaspora": r"diasporas?",
    "migrants": r"migrants\s+and\s+members|migrant\s+organizations",
    "youth": r"youth",
}
_TELLING = re.compile(
    r"speakers|panell?ists|panels|sessions|participa|attend|delegates|gathered|"
    r"representatives",
    re.IGNORECASE,
)
"""What a passage speaks of that says anything about who came."""
_COUNTS: Mapping[str, Callable[[str], Counted | None]] = {
    "sessions": counting.sessions,
    "panels": counting.panels,
    "speakers": counting.speakers,
}


def of_summary(
    passages: Sequence[JudgedPassage], document: Document
) -> Iterator[Record]:
    """The dialogue that a document summarizes; none when it is no summary of one."""
    if not _SUMMARY.search(document.text[:_OPENING]):
        return
    values = {**_described(document, passages), **_counted(passages)}
    if not {"speakers", "panels", "participants", "sessions"} & set(filled(values)):
        return
    told = filled(values)
    citations = dict.fromkeys(
        each for value in told.values() for each in value.citations
    )
    yield Record(
        Register.DIALOGUES,
        key(Register.DIALOGUES, document.id),
        document.id,
        opening(document.metadata.title or document.metadata.event),
        told,
        tuple(citations),
    )


def of_form(passages: Sequence[JudgedPassage], document: Document) -> Iterator[Record]:
    """The events of a form."""
    for entry in forms.entries(passages):
        name = entry.value("name")
        if name is not None and _EVENT.search(entry.label):
            yield Record(
                Register.DIALOGUES,
                key(Register.DIALOGUES, document.id, name.text),
                document.id,
                opening(name.text),
                filled(_of_event(entry, name)),
                name.citations,
            )


def joined(records: Sequence[Record]) -> tuple[Record, ...]:
    """The dialogues, with those of a form put into the summary of the same days."""
    summaries = [
        each for each in records if each.text("panels") or each.text("speakers")
    ]
    told = {id(each) for each in summaries}
    events: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if id(record) not in told and record.text("begins"):
            events[record.text("begins")].append(record)
    taken: set[int] = set()
    kept = []
    for record in records:
        if id(record) in told and (others := events.get(record.text("begins"))):
            event = others.pop(0)
            taken.add(id(event))
            kept.append(_with(record, event))
        else:
            kept.append(record)
    return tuple(each for each in kept if id(each) not in taken)


def _with(summary: Record, event: Record) -> Record:
    """A summary with the fields that only the form states."""
    more = {k: v for k, v in event.values.items() if k not in summary.values}
    return replace(
        summary,
        values={**summary.values, **more},
        citations=(*summary.citations, *event.citations),
    )


def _described(
    document: Document, passages: Sequence[JudgedPassage]
) -> dict[str, Value | None]:
    """What the document says of itself, each with the words that say it."""
    metadata = document.metadata

    def of(name: str, text: str) -> Value | None:
        words = _exact(document, metadata.found.get(name, ""))
        holder = next((p for p in passages if words and words in p.passage.text), None)
        where = cite(holder.passage, words) if holder else _front(document, words)
        return stated((text,), (where,))

    found = days(metadata.period) if metadata.period else None
    first, last = found or (metadata.date, metadata.date)
    return {
        "title": of("title", metadata.title),
        "event": of("event", metadata.event),
        "begins": of("period" if found else "date", _day(first)),
        "ends": of("period" if found else "date", _day(last)),
        "place": of("place", metadata.place),
    }


def _exact(document: Document, words: str) -> str:
    """Words as they stand in the document; of several lines put together the first."""
    if words in document.text:
        return words
    parts = words.split(": ")
    return next((part for part in parts if part in document.text), "")


def _front(document: Document, words: str) -> Citation:
    """A citation of words that stand in no passage: headings and lines of the front."""
    return Citation(document.id, document.id, 1, words)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _counted(passages: Sequence[JudgedPassage]) -> dict[str, Value | None]:
    """The first passage that states each number, with the words."""
    values: dict[str, Value | None] = {}
    kinds: dict[str, Citation] = {}
    came: dict[str, Citation] = {}
    for judged in passages:
        passage = judged.passage
        if passage.entry or not _TELLING.search(passage.text):
            continue
        found: dict[str, Counted] = dict(counting.of_speakers(passage.text))
        for name, count in _COUNTS.items():
            number = count(passage.text)
            if number is not None:
                found[name] = number
        for name, number in found.items():
            words = passage.text[number.start : number.end]
            values.setdefault(name, stated((number.number,), (cite(passage, words),)))
        if len(came) < 2:
            for each in counting.participants(passage.text):
                came.setdefault(each.number, cite(passage))
        if _CAME.search(passage.text) and len(kinds) < 3:
            kinds |= {
                name: cite(passage)
                for name, way in _KINDS.items()
                if name not in kinds and re.search(rf"\b(?:{way})\b", passage.text)
            }
    values["participants"] = stated(came, came.values())
    values["present"] = stated(kinds, kinds.values())
    return values


def _of_event(entry: Entry, name: Value) -> dict[str, Value | None]:
    found = days(entry.text("dates"))
    where = entry.citations("dates")
    return {
        "title": name,
        "begins": stated((found[0].isoformat(),), where) if found else None,
        "ends": stated((found[1].isoformat(),), where) if found else None,
        "place": entry.value("place"),
        "goals": forms.goals(entry),
        "site": forms.site(entry),
    }
