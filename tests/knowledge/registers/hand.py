"""What would a person put into the registers, and how much of it is there?

The hand lists come from reading the five documents: our own labels and counts, and the
first words of what they stand for. The rules were improved on these same documents, so
that others will do less well. `measured` compares the lists with what is extracted; the
benchmark prints it, a test insists on it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from migrascope.knowledge.registers.record import Record, Register, Registers

HERE = Path(__file__).parent
EXHAUSTIVE = {
    Register.PRACTICES: {"idm-2016-new-york-summary", "idm-2023-new-york-summary"},
}
"""Documents of which the list has every record; all five where nothing is said."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A record that a person would write: the words that find it, and its fields."""

    register: Register
    document: str
    words: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """How many records are right, of those extracted and of those expected.

    `fields` of `fields_of` say what a person would write, of records that were found.
    """

    register: Register
    right: int
    extracted: int
    found: int
    expected: int
    fields: int
    fields_of: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 0.0


def expected() -> tuple[Expected, ...]:
    """The hand list, a record with all its fields each."""
    fields: defaultdict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for row in rows("hand_list.csv"):
        told = fields[row["register"], row["document"], row["words"]]
        if row["field"]:
            told[row["field"]] = row["value"]
    return tuple(
        Expected(Register(register), document, words, told)
        for (register, document, words), told in fields.items()
    )


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def measured(registers: Registers) -> tuple[Measured, ...]:
    """Compare what was extracted with the hand list, register by register."""
    every = expected()
    return tuple(
        _of(register, registers, [e for e in every if e.register is register])
        for register in Register
        if any(each.register is register for each in every)
    )


def _of(
    register: Register, registers: Registers, wanted: Sequence[Expected]
) -> Measured:
    whole = EXHAUSTIVE.get(register)
    records = [
        each
        for each in registers.of(register)
        if whole is None or each.document in whole
    ]
    pairs = [(each, _found(each, records)) for each in wanted]
    right = {record.id for _, record in pairs if record is not None}
    fields = [
        (record, name, value)
        for each, record in pairs
        if record is not None
        for name, value in each.fields.items()
    ]
    differing = [
        f"{record.id} {name}: {record.text(name)!r}, by hand {value!r}"
        for record, name, value in fields
        if record.text(name) != value
    ]
    return Measured(
        register,
        len(right),
        len(records),
        sum(record is not None for _, record in pairs),
        len(wanted),
        len(fields) - len(differing),
        len(fields),
        tuple(f"{r.id} {named(r)}" for r in records if r.id not in right),
        tuple(f"{e.document}: {e.words}" for e, record in pairs if record is None),
        tuple(differing),
    )


def _found(wanted: Expected, records: Sequence[Record]) -> Record | None:
    """The record that says what a person would write."""
    return next((each for each in records if _is(each, wanted)), None)


def _is(record: Record, wanted: Expected) -> bool:
    if wanted.document and record.document != wanted.document:
        return False
    if wanted.register is Register.INSTRUMENTS:
        return record.text("title") == wanted.words
    name = record.text("name") or record.text("title")
    return wanted.words.casefold() in (name or record.text("says")).casefold()


def named(record: Record) -> str:
    return (record.text("name") or record.text("title") or record.text("says"))[:90]
