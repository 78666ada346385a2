"""Where in the file did this value stand?

A rectangular block of texts with its coordinates: every row knows its row in the
file and every column its column, counted from 1 as a person sees them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from migrascope.errors import ChangedHeader, Where
from migrascope.sources.formats import numbers

ROW = "__row"
"""The column that holds the row of the file."""

HEADER, COLUMN, TEXT = "__header", "__column", "__text"
"""What `Table.unpivot` adds: the header, its column in the file, the cell's text."""


@dataclass(frozen=True, slots=True)
class Table:
    """A block of texts and its coordinates.

    `frame` holds texts only (outer blanks removed, empty cells null) and the
    column `__row`; `columns` gives the column of each header in the file.
    """

    frame: pl.DataFrame
    columns: dict[str, int]
    file: str
    sheet: str = ""
    header_row: int = 1

    def where(self, row: int | None = None, column: str | int | None = None) -> Where:
        """The place in the file, for messages; a column by header or number."""
        number = self.columns.get(column) if isinstance(column, str) else column
        return Where(self.file, self.sheet, row, number)

    def need(self, *names: str) -> None:
        """Insist on headers.

        Raises:
            ChangedHeader: some are missing; says which, and what stands instead.
        """
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise changed_header(
                missing, list(self.columns), where=self.where(self.header_row)
            )

    def numbers(
        self,
        name: str,
        *,
        missing: Iterable[str] = numbers.MISSING,
        decimal: str = ".",
        thousands: str = ",",
    ) -> pl.Series:
        """A column as figures; missing marks and empty cells are null.

        Raises:
            NotANumber: other text, with its row and column.
        """
        return numbers.parse(
            self.frame[name],
            where=self.where(column=name),
            rows=self.frame[ROW],
            missing=frozenset(missing),
            decimal=decimal,
            thousands=thousands,
        )

    def unpivot(self, columns: Sequence[str], *, index: Sequence[str]) -> pl.DataFrame:
        """Columns into rows: `index`, `__row`, `__header`, `__column`, `__text`.

        Empty cells are left out: a blank cell is no figure.
        """
        long = self.frame.unpivot(
            on=list(columns),
            index=[*index, ROW],
            variable_name=HEADER,
            value_name=TEXT,
        ).drop_nulls(TEXT)
        return long.with_columns(
            pl.col(HEADER)
            .replace_strict(
                list(columns),
                [self.columns[name] for name in columns],
                return_dtype=pl.UInt32,
            )
            .alias(COLUMN)
        )

    def rows(self, condition: pl.Expr) -> Table:
        """The same table with the rows that meet a condition only."""
        return Table(
            self.frame.filter(condition),
            self.columns,
            self.file,
            self.sheet,
            self.header_row,
        )


def changed_header(
    missing: Sequence[str], found: Sequence[str], *, where: Where
) -> ChangedHeader:
    """The error for missing headers, with the nearest that stand there."""
    offers = [
        f'"{name}" (nearest: "{close[0]}")' if close else f'"{name}"'
        for name in missing
        for close in [difflib.get_close_matches(name, found, n=1)]
    ]
    shown = ", ".join(f'"{name}"' for name in found[:12])
    more = f" and {len(found) - 12} more" if len(found) > 12 else ""
    return ChangedHeader(
        f"the header has no {', '.join(offers)}; it has {shown or 'nothing'}{more}.",
        "The publisher may have changed the layout: look at the file, then read "
        "it with a mapping (migrascope add FILE --suggest).",
        where=where,
    )


def distinct(headers: Sequence[str | None]) -> list[str]:
    """Make headers unique: a repeated one gets ` (2)`, an empty one `column N`.

    What Polars would take for a pattern of many columns is told apart by its place.

    >>> distinct(["1990", "", "1990", "*"])
    ['1990', 'column 2', '1990 (2)', '* (column 4)']
    """
    seen: dict[str, int] = {}
    named: list[str] = []
    for position, header in enumerate(headers, start=1):
        name = " ".join((header or "").split()) or f"column {position}"
        if name in ("*", ROW) or (name[0] == "^" and name[-1] == "$"):
            name = f"{name} (column {position})"
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in seen:
            seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        seen.setdefault(unique, 1)
        named.append(unique)
    return named
