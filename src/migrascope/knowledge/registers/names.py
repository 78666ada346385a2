"""Which laws, policies and plans does a text name?

A name is found by its form: capitalised words before a word such as Declaration,
Compact or Strategy, or a phrase after it ("Policy on the Full Spectrum of Return").
Precision counts more than completeness: a capital alone ("the Policy") names nothing.
What is known under several names goes by one (`instruments.csv`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from migrascope.knowledge.registers.record import folded

TYPES = {
    "Act": "law",
    "Agenda": "agenda",
    "Agreement": "agreement",
    "Accord": "agreement",
    "Charter": "charter",
    "Code": "law",
    "Compact": "compact",
    "Convention": "convention",
    "Covenant": "convention",
    "Declaration": "declaration",
    "Decree": "law",
    "Directive": "law",
    "Framework": "framework",
    "Guidelines": "guidelines",
    "Law": "law",
    "Pact": "pact",
    "Pathway": "programme",
    "Plan": "plan",
    "Policy": "policy",
    "Principles": "principles",
    "Protocol": "protocol",
    "Recommendations": "recommendations",
    "Regulation": "law",
    "Resolution": "resolution",
    "Strategy": "strategy",
    "Treaty": "convention",
    "Workplan": "plan",
}
"""What the last word of a name says about the kind of instrument."""

_WEAK = frozenset(
    {
        "Act", "Agenda", "Agreement", "Charter", "Code", "Directive", "Framework",
        "Guidelines", "Law", "Plan", "Policy", "Principles", "Recommendations",
        "Resolution", "Strategy",
    }
)  # fmt: skip
"""Common nouns too: a name of theirs needs two words more, or a phrase."""

_CAPITAL = r"(?:[A-Z][\w’'\-]*|[12]\d{3}|\d{1,2}-[A-Z]\w+)"
_PHRASE = (
    rf"(?:of|for|on|against|concerning|relating\s+to|to)(?:\s+the)?(?:\s+{_CAPITAL})+"
    rf"(?:(?:,\s+{_CAPITAL}(?:\s+{_CAPITAL})*)*\s+(?:and|&)\s+{_CAPITAL}(?:\s+{_CAPITAL})*)?"
)
_NAME = re.compile(
    rf"(?P<before>(?:{_CAPITAL}\s+){{0,8}}(?:and\s+{_CAPITAL}\s+)?)(?P<head>{'|'.join(TYPES)})\b"
    rf"(?P<after>(?:\s+20\d\d)?(?:\s+{_PHRASE})*)(?!\s+[A-Z][a-z])"
)
_OPENERS = frozenset(
    {
        "The", "A", "An", "This", "These", "In", "On", "Under", "Our", "Its", "Their",
        "If", "As", "And", "With", "By", "For", "Building", "Through", "Although",
        "Rooted", "While", "First", "Second", "New", "That", "Both", "Secretary",
        "General’s", "General's", "Secretary-General’s", "Secretary-General's",
    }
)  # fmt: skip
"""Words that have a capital because they open a sentence, not because they name."""
_EMPTY_NAMES = frozenset(
    {"common agenda", "un common agenda", "political declaration", "policy framework"}
)
"""Names that fit many things, or a report that is no instrument."""


@dataclass(frozen=True, slots=True)
class Known:
    """An instrument that goes by several names, with facts that anyone can look up."""

    title: str
    type: str
    date: str
    scope: str
    status: str
    symbol: str
    parties: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: from `start` to `end`; `issuer` as in "IOM's Strategy"."""

    title: str
    type: str
    start: int
    end: int
    issuer: str = ""
    known: Known | None = None


def names(text: str) -> tuple[Named, ...]:
    """Every instrument that a text names, in order; known ones by their known title."""
    by_alias = tuple(_by_alias(text))
    by_form = (
        named
        for named in _by_form(text)
        if not any(
            each.start < named.end and named.start < each.end for each in by_alias
        )
    )
    return tuple(sorted((*by_alias, *by_form), key=lambda each: each.start))


def known(title: str) -> Known | None:
    """What is known of an instrument under any of its names."""
    return _aliases().get(folded(title))


def _by_alias(text: str) -> Iterator[Named]:
    position = 0
    for match in _alias_pattern().finditer(text):
        if match.start() < position:
            continue
        position = match.end()
        entry = _aliases()[folded(match[0])]
        yield Named(entry.title, entry.type, match.start(), match.end(), known=entry)


def _by_form(text: str) -> Iterator[Named]:
    for match in _NAME.finditer(text):
        words = match["before"].split()
        start = match.start()
        while words and words[0] in _OPENERS:
            start = text.index(words[0], start) + len(words[0])
            words = words[1:]
        issuer = ""
        owned = [n for n, word in enumerate(words, 1) if word.endswith(("’s", "'s"))]
        if owned:
            issuer = " ".join(words[: owned[0]])[:-2]
            for word in words[: owned[0]]:
                start = text.index(word, start) + len(word)
            words = words[owned[0] :]
        head, after = match["head"], " ".join(match["after"].split())
        if not _says_enough(words, head, after):
            continue
        title = " ".join(filter(None, (*words, head, after)))
        start += len(text[start:]) - len(text[start:].lstrip())
        if folded(title) not in _EMPTY_NAMES:
            yield Named(title, TYPES[head], start, match.end(), issuer)


def _says_enough(words: list[str], head: str, after: str) -> bool:
    """Tell a name from a common noun that happens to have a capital."""
    if after:
        return True
    own = [word for word in words if not word.isupper() or len(word) > 5]
    if head in _WEAK:
        return len(words) >= 2 and bool(own)
    return bool(words)


@cache
def _table() -> tuple[Known, ...]:
    file = Path(__file__).with_name("instruments.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Known(
                **{name: row[name] for name in Known.__slots__ if name != "aliases"},
                aliases=tuple(filter(None, row["aliases"].split("|"))),
            )
            for row in csv.DictReader(stream)
        )


@cache
def _aliases() -> Mapping[str, Known]:
    return {
        folded(name): entry
        for entry in _table()
        for name in (entry.title, *entry.aliases)
    }


@cache
def _alias_pattern() -> re.Pattern[str]:
    """Any known name, in any case but that of abbreviations, the longest first."""
    spellings = sorted(
        (name for entry in _table() for name in (entry.title, *entry.aliases)),
        key=len,
        reverse=True,
    )
    told = "|".join(_spelling(name) for name in spellings)
    return re.compile(rf"\b(?:{told})\b")


def _spelling(name: str) -> str:
    words = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", name))
    return words if name.isupper() else f"(?i:{words})"
