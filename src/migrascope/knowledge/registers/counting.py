"""How many people, panels and sessions does a text count?

Numbers in digits and in words, with the exact words that state them. Only what is
stated is returned; one sum is done: "three sessions, each with two panels" are six.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBER = rf"(?P<number>\d[\d,.]*\d|\d|{'|'.join(_WORDS[1:])})"
_SHARE = r"(?P<number>\d+(?:\.\d+)?\s?(?:%|per\s?cent)|\d+)"
_ABOUT = r"(?:(?:some|around|about|over|more\s+than|nearly|almost|approximately)\s+)?"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the words that state it: text[start:end]."""

    number: str
    start: int
    end: int


_SPEAKERS = re.compile(rf"\b{_NUMBER}\s+(?:speakers|panell?ists)\b", re.IGNORECASE)
_PANELS = re.compile(
    rf"\b(?:structured\s+(?:around|in|into)\s+)?{_NUMBER}\s+(?:thematic\s+)?panels\b",
    re.IGNORECASE,
)
_SESSIONS = re.compile(
    rf"\b{_NUMBER}\s+(?:thematic\s+|plenary\s+|working\s+)?sessions\b", re.IGNORECASE
)
_EACH = re.compile(
    rf"\b(?P<sessions>{'|'.join(_WORDS)}|\d+)\s+sessions,?\s+each\s+"
    rf"(?:with|of|having)\s+{_NUMBER}\s+panels",
    re.IGNORECASE,
)
_PARTICIPANTS = re.compile(
    rf"\b{_ABOUT}{_NUMBER}\s+(?:registered\s+|online\s+)?(?:participants|attendees|"
    r"delegates)(?:\s+registered|\s+on\s+Day\s+\w+)?",
    re.IGNORECASE,
)
_SEX = {
    "women": (
        re.compile(rf"\bof\s+whom\s+{_SHARE}\s+(?:were|are)\s+(?:women|female)\b"),
        re.compile(rf"\b{_SHARE}\s+of\s+whom\s+(?:were|are)\s+(?:women|female)\b"),
        re.compile(
            rf"\b{_SHARE}\s+(?:of\s+(?:the\s+)?(?:speakers|panell?ists)\s+)?"
            r"(?:were\s+|are\s+)?women\b"
        ),
    ),
    "men": (
        re.compile(rf"\bof\s+whom\s+{_SHARE}\s+(?:were|are)\s+(?:men|male)\b"),
        re.compile(rf"\b{_SHARE}\s+of\s+whom\s+(?:were|are)\s+(?:men|male)\b"),
        re.compile(
            rf"\b{_SHARE}\s+(?:of\s+(?:the\s+)?(?:speakers|panell?ists)\s+)?"
            r"(?:were\s+|are\s+)?men\b"
        ),
    ),
}


def number(text: str) -> int:
    """A number in digits or as a word.

    >>> number("34"), number("Three"), number("1,250")
    (34, 3, 1250)
    """
    told = text.casefold().replace(",", "").rstrip(".")
    return _WORDS.index(told) + 1 if told in _WORDS else int(float(told))


def speakers(text: str) -> Counted | None:
    """How many spoke, moderators included where they are counted together."""
    return _first(_SPEAKERS, text)


def panels(text: str) -> Counted | None:
    """How many panels; sessions with so many panels each are multiplied."""
    each = _EACH.search(text)
    if each is not None:
        total = number(each["sessions"]) * number(each["number"])
        return Counted(str(total), each.start(), each.end())
    return _first(_PANELS, text)


def sessions(text: str) -> Counted | None:
    """How many sessions."""
    return _first(_SESSIONS, text)


def participants(text: str) -> tuple[Counted, ...]:
    """How many came, in the words of the text: "some 300 participants"."""
    return tuple(
        Counted(" ".join(match[0].split()), match.start(), match.end())
        for match in _PARTICIPANTS.finditer(text)
    )


def of_speakers(text: str) -> Mapping[str, Counted]:
    """How many of the speakers were women and men, where a sentence on them says so."""
    found = {}
    for sentence in re.finditer(r"[^.!?]+(?:\.\d[^.!?]*)*[.!?]?", text):
        if not re.search(r"\b(?:speakers|panell?ists)\b", sentence[0], re.IGNORECASE):
            continue
        for sex, ways in _SEX.items():
            match = next((m for way in ways if (m := way.search(sentence[0]))), None)
            if match is not None and sex not in found:
                start = sentence.start()
                share = " ".join(match["number"].split())
                found[sex] = Counted(share, start + match.start(), start + match.end())
    return found


def _first(way: re.Pattern[str], text: str) -> Counted | None:
    match = way.search(text)
    if match is None:
        return None
    return Counted(str(number(match["number"])), match.start(), match.end())
