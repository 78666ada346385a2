"""What stands in each cell of a table, and how wide is each column?

Web page, Word and PDF lay out the same texts, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrascope.review import marks
from migrascope.review.model import Column, Exhibit, Kind, Table
from migrascope.review.writers.cells import heading, written

MOST_LETTERS = 40
"""Longer texts wrap rather than push the numbers aside."""

LINE_LETTERS = 100.0
"""Letters that a printed page holds in a line of a table."""

MOST_LETTERS_QUOTED = 120
"""What a column of quoted passages wishes for: narrow, each would fill a page."""

PARAGRAPH = 200
"""Letters above which a text is a passage."""

FEW_LETTERS = 20
"""The names in the first column get at least so much before they wrap."""

LEAST = 6
"""A year needs as much, in any type."""

AROUND = 3.0
"""White space around a text, in letters."""


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
        """Shares that add up to one: room for the longest word of each column first.

        What is left of a line goes to the columns with long texts.
        """
        columns = list(zip(self.headings, *self.rows, strict=True))
        least = [max(_longest_word(texts), LEAST) + AROUND for texts in columns]
        least[0] = max(least[0], min(_longest(columns[0]), FEW_LETTERS) + AROUND)
        wished = [
            max(0.0, _line_of(_longest(texts)) + AROUND - need)
            for texts, need in zip(columns, least, strict=True)
        ]
        left = max(0.0, LINE_LETTERS - sum(least))
        fill = min(1.0, left / sum(wished)) if sum(wished) else 0.0
        wanted = [need + fill * wish for need, wish in zip(least, wished, strict=True)]
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


def _line_of(letters: int) -> int:
    """How long a line a text of so many letters wishes for."""
    return MOST_LETTERS_QUOTED if letters > PARAGRAPH else min(letters, MOST_LETTERS)


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts[1:]), default=0)


def _longest_word(texts: Sequence[str]) -> int:
    """The longest word; a very long name with hyphens may be broken at them."""
    words = (word for text in texts for word in text.split())
    pieces = (
        piece
        for word in words
        for piece in (word.split("-") if len(word) > FEW_LETTERS else (word,))
    )
    return max(map(len, pieces), default=0)
