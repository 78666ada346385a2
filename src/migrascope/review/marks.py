"""How does a reader see whether a figure was counted, estimated or projected?

Each status has a letter, as statistical offices write it. A letter stands only
where figures differ: a column of one kind says it in its heading, a table of one
kind in the line under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrascope.model.observation import WITHOUT_VALUE, Status
from migrascope.review.model import Column, Number, Table, TableCell

WORDS: Mapping[Status, tuple[str, str]] = {
    Status.PROVISIONAL: ("p", "provisional"),
    Status.ESTIMATED: ("e", "estimated"),
    Status.IMPUTED: ("i", "partly imputed"),
    Status.UNRELIABLE: ("u", "of low reliability"),
    Status.FORECAST: ("f", "projected"),
    Status.BREAK: ("b", "after a break in the series"),
}
"""The letter and the word for each status that is not a plain count."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The kinds of the figures of a table: of all, and of each column.

    `columns` maps the key of a column to the kinds of its figures.
    """

    whole: frozenset[Status]
    columns: Mapping[str, frozenset[Status]]

    def word(self, column: Column) -> str:
        """The word for the heading of a column whose figures are all of one kind."""
        return "" if len(self.whole) < 2 else _only(self.columns[column.key])

    def letter(self, cell: TableCell, column: Column) -> str:
        """The letter after a number, where the figures of its column differ."""
        if not isinstance(cell, Number) or len(self.columns[column.key]) < 2:
            return ""
        known = WORDS.get(cell.estimate.status)
        return known[0] if known else ""

    @property
    def note(self) -> str:
        """What the letters mean, or of what kind all figures are; often nothing."""
        if len(self.whole) < 2:
            word = _only(self.whole)
            return f"All figures are {word}." if word else ""
        used = {
            status
            for statuses in self.columns.values()
            if len(statuses) > 1
            for status in statuses
        }
        told = [
            f"{letter} {word}"
            for status, (letter, word) in WORDS.items()
            if status in used
        ]
        return f"Marks: {', '.join(told)}." if told else ""


def of(table: Table) -> Marks:
    """Of what kind the figures of a table are; what is missing has no kind."""
    columns: dict[str, set[Status]] = {column.key: set() for column in table.columns}
    for _, column, number in table.numbers():
        if number.estimate.status not in WITHOUT_VALUE:
            columns[column.key].add(number.estimate.status)
    found = {key: frozenset(statuses) for key, statuses in columns.items()}
    whole = frozenset(status for statuses in found.values() for status in statuses)
    return Marks(whole, found)


def _only(statuses: frozenset[Status]) -> str:
    """The word for the one kind that there is, if it has a word."""
    if len(statuses) != 1:
        return ""
    return word(next(iter(statuses)))


def word(status: Status) -> str:
    """What a status is called; a plain count needs no word."""
    return WORDS[status][1] if status in WORDS else ""
