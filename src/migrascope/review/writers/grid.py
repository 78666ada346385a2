"""What stands in each cell of a table, and how wide is each column?

Web page, Word and PDF lay out the same texts, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrascope.review.model import Column, Exhibit, Kind, Table
from migrascope.review.writers import marks
from migrascope.review.writers.cells import heading, written

MOST_LETTERS = 34
"""Longer texts wrap rather than push the numbers aside."""

LEAST_LETTERS = 5.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The texts of a table: a heading for each column, then the rows.

    `is_number` tells which columns stand to the right; `widths` are shares of the
    whole width.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_number: tuple[bool, ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """Shares that add up to one: as much as the text of each column asks for.

        No column is narrower than its longest word or number.
        """
        columns = zip(self.headings, *self.rows, strict=True)
        wanted = [_letters(texts) for texts in columns]
        return tuple(each / sum(wanted) for each in wanted)


def grid(table: Table) -> Grid:
    """Write every cell of a table."""
    kinds = marks.of(table)
    return Grid(
        tuple(_heading(column, kinds.word(column)) for column in table.columns),
        tuple(
            tuple(
                _text(written(cell, column), kinds.letter(cell, column))
                for cell, column in zip(row, table.columns, strict=True)
            )
            for row in table.rows
        ),
        tuple(_is_number(table, column) for column in table.columns),
    )


def under(exhibit: Exhibit) -> str:
    """The line under a table: its note, and of what kind the figures are."""
    return " ".join(filter(None, (exhibit.note, marks.of(exhibit.table).note)))


def _heading(column: Column, word: str) -> str:
    if not word:
        return heading(column)
    return f"{column.title} ({', '.join(filter(None, (column.unit, word)))})"


def _text(number: str, mark: str) -> str:
    return f"{number} {mark}" if mark else number


def _is_number(table: Table, column: Column) -> bool:
    """Numbers stand to the right, but not in the first column."""
    return column.kind is not Kind.TEXT and column is not table.columns[0]


def _letters(texts: Sequence[str]) -> float:
    longest = max(len(word) for word in _words(texts))
    usual = max(len(text) for text in texts[1:]) if len(texts) > 1 else 0
    return max(longest + 1.0, min(usual, MOST_LETTERS), LEAST_LETTERS)


def _words(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from text.split() or ("",)
