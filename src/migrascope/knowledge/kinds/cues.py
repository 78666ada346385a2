"""Which words tell what a passage does?

The cues of `cues.csv`, compiled. A cue is a group of words or phrases of one kind; `*`
stands for any letters. Where it is looked for: anywhere in the passage (`text`), as it
is written, with its capitals (`Text`), at the start (`start`), in the headings above
(`heading`) or in the label of the field (`label`). However often its words occur, a cue
counts once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from migrascope.knowledge.model import Kind

# "✓", "(b)", "10.7", "3." and "By 2030," stand before the word that asks
_BEFORE_THE_START = re.compile(
    r"[\W_]*(?:\d{1,3}(?:\.\w{1,2})?[\s.):]+|\(?[a-z][.)]\s*)?[\W_]*(?:by 20\d\d,\s*)?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a kind, and how strongly.

    `words` holds pairs of a piece that must be in the text, which is looked for first
    because that is quick, and the pattern of the whole.
    """

    kind: Kind
    where: str
    weight: float
    words: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue that a passage gives, in the words of the passage."""

    kind: Kind
    weight: float
    where: str
    words: str


def heard(text: str, language: str) -> Iterator[Heard]:
    """The cues in the text of a passage."""
    plain = text.casefold().replace("’", "'")
    before = _BEFORE_THE_START.match(plain)
    body = plain[before.end() :] if before else plain
    for cue in _cues(language, "text"):
        yield from _first(cue, plain)
    for cue in _cues(language, "Text"):
        yield from _first(cue, text)
    for cue in _cues(language, "start"):
        for piece, pattern in cue.words:
            if body.startswith(piece) and (match := pattern.match(body)):
                yield Heard(cue.kind, cue.weight, "start", match[0])
                break


@lru_cache(maxsize=4096)
def heard_above(words: str, where: str, language: str) -> tuple[Heard, ...]:
    """The cues in a heading or in a label."""
    plain = words.casefold().replace("’", "'")
    languages = dict.fromkeys((language, "en"))  # forms are often filled in another
    return tuple(
        found
        for each in languages
        for cue in _cues(each, where)
        for found in _first(cue, plain)
    )


def _first(cue: Cue, plain: str) -> Iterator[Heard]:
    for piece, pattern in cue.words:
        if piece in plain and (match := pattern.search(plain)):
            yield Heard(cue.kind, cue.weight, cue.where, match[0])
            return


@cache
def _cues(language: str, where: str) -> tuple[Cue, ...]:
    rows = [row for row in _rows() if row["where"] == where]
    known = {row["language"] for row in _rows()}
    wanted = language if language in known else "en"
    return tuple(
        Cue(
            kind=Kind(row["kind"]),
            where=where,
            weight=float(row["weight"]),
            words=tuple(_compiled(words) for words in row["words"].split("|")),
        )
        for row in rows
        if row["language"] == wanted
    )


def _compiled(words: str) -> tuple[str, re.Pattern[str]]:
    pieces = [piece for piece in words.split("*") if piece]
    # between words, "*" stands for a few of them
    few = [re.escape(each) for each in words.split(" * ")]
    spelled = r"\s[^.;:]{0,60}?\s".join(few).replace(r"\*", r"\w*")
    if not _HAN.search(words):
        spelled = rf"(?<!\w){spelled}" + ("" if words.endswith("*") else r"(?!\w)")
    return max(pieces, key=len).strip(), re.compile(spelled)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("cues.csv").open(encoding="utf-8") as stream:
        return tuple(csv.DictReader(stream))
