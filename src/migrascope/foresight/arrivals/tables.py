"""How is a line of a file of a network read, so that an error can name it?

Commas, a header that may begin with `#`, lines that begin with `#` are remarks.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from migrascope.errors import (
    ChangedHeader,
    NegativeCount,
    NotANumber,
    Truncated,
    UnusableTable,
    Where,
)

MOST_DAYS = 20_000
MOST_PERSONS = 10_000_000_000
"""More people than there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells, and where it stands."""

    cells: tuple[str, ...]
    where: Where

    def text(self, spot: int) -> str:
        """A cell, trimmed; empty when the line ends before it."""
        return self.cells[spot] if spot < len(self.cells) else ""

    def number(self, spot: int, meaning: str) -> float:
        """A cell as a number.

        Raises:
            Truncated: the line ends before it.
            NotANumber: it is text.
        """
        written = self.needed(spot, meaning)
        try:
            value = float(written)
        except ValueError as problem:
            raise NotANumber(
                f'The {meaning} "{written}" is no number.',
                "Write digits, with a point for decimals.",
                where=self.where,
            ) from problem
        if not isfinite(value):
            raise NotANumber(
                f'The {meaning} "{written}" is no number.',
                "Write digits, with a point for decimals.",
                where=self.where,
            )
        return value

    def persons(self, spot: int, meaning: str) -> int:
        """A cell as a count of persons.

        Raises:
            NegativeCount: it is below nought.
            UnusableTable: there are not so many people.
        """
        value = self.number(spot, meaning)
        if value < 0:
            raise NegativeCount(
                f"The {meaning} is {value:g}, fewer than nobody.",
                "Correct it.",
                where=self.where,
            )
        if value > MOST_PERSONS:
            raise UnusableTable(
                f"The {meaning} is {value:g}, more people than there are.",
                "Correct it.",
                where=self.where,
            )
        return round(value)

    def days(self, spot: int) -> int:
        """A cell as the number of days of a period.

        Raises:
            UnusableTable: there are none, or more than can be simulated.
        """
        days = self.persons(spot, "number of days")
        if not 1 <= days <= MOST_DAYS:
            raise UnusableTable(
                f"The period has {days:,} days.",
                f"Simulate between 1 and {MOST_DAYS:,}.",
                where=self.where,
            )
        return days

    def first_day(self, spot: int, days: int) -> date:
        """A cell as the first of so many days.

        Raises:
            UnusableTable: it is no date, or the calendar ends before the last day.
        """
        first = self.day(spot, "first day")
        if date.max.toordinal() - first.toordinal() < days:
            raise UnusableTable(
                f"The calendar ends before {days:,} days from {first} are over.",
                "Correct the first day.",
                where=self.where,
            )
        return first

    def day(self, spot: int, meaning: str) -> date:
        """A cell as a date.

        Raises:
            UnusableTable: it is no date.
        """
        written = self.needed(spot, meaning)
        try:
            return date.fromisoformat(written)
        except ValueError as problem:
            raise UnusableTable(
                f'The {meaning} "{written}" is no date.',
                "Write it as 2012-02-29.",
                where=self.where,
            ) from problem

    def needed(self, spot: int, meaning: str) -> str:
        """A cell that must not be empty.

        Raises:
            Truncated: the line ends before it, or nothing stands there.
        """
        written = self.text(spot)
        if not written:
            raise Truncated(
                f"The line ends before the {meaning}, or it is empty.",
                "Complete the line; the file may have been cut off.",
                where=self.where,
            )
        return written


def lines(path: Path) -> Iterator[Line]:
    """The lines of a file, without remarks and empty lines.

    Raises:
        Truncated: the file is not there, or is empty, or is no text.
    """
    if not path.is_file():
        raise _missing(path)
    found = False
    for line in perhaps(path):
        found = True
        yield line
    if not found:
        raise Truncated(
            "There is no line in the file.",
            "It may have been cut off: get it again.",
            where=path.name,
        )


def perhaps(path: Path) -> Iterator[Line]:
    """The lines of a file that may be missing, or say nothing."""
    if path.is_file():
        for number, cells in _rows(path):
            if cells and cells[0] and not cells[0].startswith("#"):
                yield Line(cells, Where(path.name, row=number))


def headed(path: Path, needed: Collection[str]) -> tuple[dict[str, int], list[Line]]:
    """The columns of a file by their names, and its lines.

    Raises:
        ChangedHeader: a column is missing.
    """
    rows = _rows(path)
    first = next((cells for _, cells in rows if any(cells)), ())
    columns = {
        name.removeprefix("#").strip(): spot for spot, name in enumerate(first) if name
    }
    missing = sorted(set(needed) - set(columns))
    if missing:
        raise ChangedHeader(
            f"The column {missing[0]} is missing.",
            f"The first line must name: {', '.join(needed)}.",
            where=Where(path.name, row=1),
        )
    kept = [
        Line(cells, Where(path.name, row=number))
        for number, cells in rows
        if cells and cells[0] and not cells[0].startswith("#")
    ]
    return columns, kept


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as problem:
        raise _missing(path) from problem
    except UnicodeDecodeError as problem:
        raise Truncated(
            "The file is no text in UTF-8.",
            "It may be damaged: get it again.",
            where=path.name,
        ) from problem
    reader = csv.reader(text.splitlines())
    try:
        for row in reader:
            yield reader.line_num, tuple(cell.strip() for cell in row)
    except csv.Error as problem:
        raise Truncated(
            f"The line cannot be read: {problem}.",
            "A quotation mark may be missing: correct it.",
            where=Where(path.name, row=reader.line_num),
        ) from problem


def _missing(path: Path) -> Truncated:
    return Truncated(
        f"The file {path.name} is not in the folder.",
        "See docs/how-to/arrivals.md for what must be there.",
        where=str(path.parent),
    )
