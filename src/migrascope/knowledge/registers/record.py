"""What is an entry of a register, and what holds it up?

A record is a set of fields, each with the passages that it was read from. Its id is
made of the document and its words, never of a passage number: a document that is read
again, better, keeps the ids of whatever it still says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from migrascope.knowledge.model import Passage

SEPARATOR = "; "
"""Stands between the values of a field that holds several."""

_WORD = re.compile(r"\w+")
_HASH_LENGTH = 10
_OPENING_WORDS = 12


class Register(StrEnum):
    """The registers, by the word that is typed."""

    PRACTICES = "practices"
    RECOMMENDATIONS = "recommendations"
    COMMITMENTS = "commitments"
    INSTRUMENTS = "instruments"
    INITIATIVES = "initiatives"
    DIALOGUES = "dialogues"

    @property
    def letter(self) -> str:
        """What the ids of its records begin with."""
        return {"instruments": "N", "dialogues": "D"}.get(self, self[0].upper())


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it is written: `words` are the text of the document, unchanged."""

    document: str
    passage: str
    page: int
    words: str

    def __str__(self) -> str:
        return f"{self.document}, page {self.page} ({self.passage})"


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says, and why.

    `text` joins several values with `SEPARATOR`. A field that a person corrected has
    `by` and `on` (a day, ISO 8601) and keeps what was extracted as `extracted`.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    by: str = ""
    on: str = ""
    extracted: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The values, one by one."""
        return tuple(filter(None, self.text.split(SEPARATOR)))


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of a register.

    `opening` is how its words begin: with it a correction finds a record again whose
    passage was cut differently. `remarks` are what a person should look at.
    """

    register: Register
    id: str
    document: str
    opening: str
    values: Mapping[str, Value]
    citations: tuple[Citation, ...]
    remarks: tuple[str, ...] = ()
    is_hidden: bool = False

    def text(self, key: str) -> str:
        """What a field says; '' when nothing is stated."""
        value = self.values.get(key)
        return value.text if value is not None else ""

    def parts(self, key: str) -> tuple[str, ...]:
        """The values of a field, one by one."""
        value = self.values.get(key)
        return value.parts if value is not None else ()


@dataclass(frozen=True, slots=True)
class Registers:
    """All records, in the order of the documents; `remarks` concern none of them."""

    records: tuple[Record, ...]
    remarks: tuple[str, ...] = ()

    def of(self, register: Register) -> tuple[Record, ...]:
        """The records of one register, without those that a person hid."""
        return tuple(
            each
            for each in self.records
            if each.register is register and not each.is_hidden
        )

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)


def folded(words: str) -> str:
    """Words without case, punctuation and white space, for comparing texts.

    >>> folded("Safe, orderly  and **regular**!")
    'safe orderly and regular'
    """
    return " ".join(_WORD.findall(words.casefold()))


def key(register: Register, *parts: str) -> str:
    """The id of a record: a letter, and a fingerprint of what it says and where.

    >>> key(Register.PRACTICES, "minutes", "Visas for families.")
    'P-6c95700f7b'
    >>> key(Register.PRACTICES, "minutes", "visas  for families")
    'P-6c95700f7b'
    """
    told = "\n".join(folded(part) for part in parts)
    digest = hashlib.sha256(told.encode()).hexdigest()
    return f"{register.letter}-{digest[:_HASH_LENGTH]}"


def opening(words: str) -> str:
    """The first words of a text, folded."""
    return " ".join(folded(words).split()[:_OPENING_WORDS])


def cite(passage: Passage, words: str = "") -> Citation:
    """The citation of a passage, or of some of its words."""
    return Citation(
        passage.document, passage.id, passage.page, words or passage.text.strip()
    )


def stated(parts: Iterable[str], citations: Iterable[Citation]) -> Value | None:
    """A value of one or several parts, each once; None when there is none."""
    told = tuple(dict.fromkeys(filter(None, parts)))
    if not told:
        return None
    return Value(SEPARATOR.join(told), tuple(dict.fromkeys(citations)))


def filled(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """Only the fields that say something."""
    return {name: value for name, value in values.items() if value is not None}
