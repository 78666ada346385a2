"""What stands in which cell of this workbook?

Reads xlsx, xls and ods. Cells keep the coordinates that a person sees; merged
headers are spread over the cells they cover; leading blanks, which statistical
offices use to show that one area is part of another, can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import polars as pl
import python_calamine as calamine

from migrascope.errors import SourceError, TooLarge, Truncated, UnknownLayout, Where
from migrascope.sources.formats import extent, guard
from migrascope.sources.formats.table import ROW, Table, changed_header, distinct

LEVELS = " | "
"""What stands between the levels of a header of several rows."""

Merged = tuple[int, int, int, int]
"""Top, left, bottom, right of a merged range, counted from 1."""


def read(path: Path, *, only: Sequence[str] | None = None) -> dict[str, Sheet]:
    """The sheets of a workbook by name; `only` limits them to those needed.

    Raises:
        Locked: the workbook has a password.
        Truncated: the workbook is cut off or damaged.
        UnknownLayout: it is no workbook.
        ChangedHeader: a sheet of `only` is not there.
    """
    guard.check(path)
    extent.check(path)
    try:
        with _opened(path) as book:
            names = book.sheet_names
            missing = [name for name in only or () if name not in names]
            if missing:
                raise _no_sheet(missing, names, path)
            return {
                name: _sheet(book.get_sheet_by_name(name), path)
                for name in (only if only is not None else names)
                if name in names
            }
    except calamine.PasswordError as error:
        raise guard.locked(path) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(path, error) from error


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets; nothing when the file is no readable workbook."""
    try:
        guard.check(path)
        with _opened(path) as book:
            return list(book.sheet_names)
    except (SourceError, calamine.CalamineError, OSError, ValueError):
        return []


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet; `rows[0][0]` is A1."""

    name: str
    file: str
    rows: Sequence[Sequence[object]]
    merged: tuple[Merged, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def where(self, row: int | None = None, column: int | None = None) -> Where:
        """The place in the file, for messages."""
        return Where(self.file, self.name, row, column)

    def cell(self, row: int, column: int) -> object:
        """The value of a cell, counted from 1; '' outside of the sheet."""
        inside = 1 <= row <= len(self.rows) and 1 <= column <= self.width
        return self.rows[row - 1][column - 1] if inside else ""

    def text(self, row: int, column: int) -> str:
        """A cell as text, without outer blanks."""
        return as_text(self.cell(row, column)).strip()

    def indent(self, row: int, column: int) -> int:
        """How many blanks stand before the text of a cell."""
        text = as_text(self.cell(row, column))
        return len(text) - len(text.lstrip(" \u00a0\u2003\t"))

    def find(self, *texts: str, within: int = 60) -> int:
        """The first row that holds all the texts (blanks and case aside).

        Raises:
            ChangedHeader: no row does.
        """
        wanted = {_plain(text) for text in texts}
        nearest: set[str] = set()
        for number, row in enumerate(self.rows[:within], start=1):
            found = {_plain(as_text(value)) for value in row}
            if wanted <= found:
                return number
            nearest = max(nearest, wanted & found, key=len)
        missing = [text for text in texts if _plain(text) not in nearest]
        seen = [as_text(value) for row in self.rows[:within] for value in row if value]
        raise changed_header(missing, seen, where=self.where())

    def headers(self, first: int, last: int) -> list[str]:
        """The headers of all columns; merged ones are spread, levels joined."""
        spread = self._spread
        return [
            LEVELS.join(
                dict.fromkeys(
                    text
                    for row in range(first, last + 1)
                    if (
                        text := " ".join(
                            as_text(
                                spread.get((row, column), self.cell(row, column))
                            ).split()
                        )
                    )
                )
            )
            for column in range(1, self.width + 1)
        ]

    def table(
        self,
        header: int | tuple[int, int],
        first: int | None = None,
        last: int | None = None,
    ) -> Table:
        """The block under a header as a table of texts.

        `header` is a row, or the first and last row of a header of several;
        `first` and `last` are the rows of the data (default: all below).
        """
        top, bottom = (header, header) if isinstance(header, int) else header
        if not 1 <= bottom <= len(self.rows):
            raise _no_rows(self.where(bottom))
        return self.block(
            self.headers(top, bottom), first or bottom + 1, last, header_row=bottom
        )

    def block(
        self,
        headers: Sequence[str],
        first: int,
        last: int | None = None,
        *,
        header_row: int = 1,
    ) -> Table:
        """Rows as a table of texts under the given headers, one a column."""
        names = distinct([*headers, *[""] * (self.width - len(headers))])
        rows = self.rows[first - 1 : last]
        texts = zip(*rows, strict=True) if rows else [()] * len(names)
        frame = pl.DataFrame(
            [
                pl.Series(name, [as_text(value) for value in column], dtype=pl.String)
                for name, column in zip(names, texts, strict=True)
            ]
        )
        frame = frame.with_columns(
            pl.all().str.strip_chars().replace("", None),
            pl.int_range(first, first + frame.height, dtype=pl.UInt32).alias(ROW),
        ).filter(~pl.all_horizontal(pl.col(names).is_null()))
        unnamed = [
            name
            for position, name in enumerate(names)
            if not (position < len(headers) and headers[position])
            and frame[name].is_null().all()
        ]
        kept = {name: spot for spot, name in enumerate(names, 1) if name not in unnamed}
        return Table(frame.drop(unnamed), kept, self.file, self.name, header_row)

    @cached_property
    def _spread(self) -> dict[tuple[int, int], object]:
        """The value of a merged range for each cell that it covers."""
        return {
            (row, column): self.cell(top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }


def as_text(value: object) -> str:
    """A cell as exact text: 1990.0 is `1990`, a day is `2020-07-01`.

    >>> as_text(1990.0), as_text(0.1), as_text(1e16)
    ('1990', '0.1', '10000000000000000')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


_MARK = re.compile(
    r"^(?P<name>.*?\S)\s*(?P<mark>\(\d{1,3}(?:\s*,\s*\d{1,3})*\)|\[\w{1,3}\]|"
    r"[*†‡§¶]+|[¹²³⁰⁴-⁹ᵃ-ᶻ]+(?:[,⁾]?[¹²³⁰⁴-⁹ᵃ-ᶻ]+)*|(?<=[a-zé)])\d{1,2}(?:\s*/)?)\s*$"
)


def split_mark(text: str) -> tuple[str, str]:
    """A name and the footnote mark behind it.

    >>> split_mark("Denmark (12)"), split_mark("Kenya*"), split_mark("France")
    (('Denmark', '12'), ('Kenya', '*'), ('France', ''))
    """
    found = _MARK.match(text)
    if not found:
        return text.strip(), ""
    return found["name"].strip(), found["mark"].strip("()[]/ ")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@contextmanager
def _opened(path: Path) -> Iterator[calamine.CalamineWorkbook]:
    """The open workbook.

    The reader is written in Rust; some files that are cut off make it panic, which
    Python sees as an error that is no `Exception`.

    Raises:
        Truncated: the reader panicked.
    """
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path, ValueError(str(error))) from error


def _sheet(sheet: calamine.CalamineSheet, path: Path) -> Sheet:
    extent.refuse(path, sheet.name, rows=sheet.total_height, columns=sheet.total_width)
    merged = sheet.merged_cell_ranges or []
    return Sheet(
        sheet.name,
        path.name,
        sheet.to_python(skip_empty_area=False),
        tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in merged
        ),
    )


def _no_sheet(missing: list[str], names: list[str], path: Path) -> SourceError:
    error = changed_header(missing, names, where=Where(path.name))
    error.what = error.what.replace("the header has no", "the workbook has no sheet")
    return error


def _no_rows(where: Where) -> Truncated:
    return Truncated(
        "the sheet ends before the header.",
        "Look whether the file was cut off, or the layout has changed.",
        where=where,
    )


def _damaged(path: Path, error: Exception) -> SourceError:
    kind = guard.head(path, 4)
    if kind.startswith((b"PK", b"\xd0\xcf")):
        if "password" in str(error).casefold():
            return guard.locked(path)
        if "limit exceeded" in str(error):
            return TooLarge(
                f"the workbook has too many cells ({error}).",
                "Delete the empty rows and columns beyond the table.",
                where=path.name,
            )
        return Truncated(
            f"the workbook is damaged or cut off ({error}).",
            "Download or copy the file again, and compare its size.",
            where=path.name,
        )
    return UnknownLayout(
        "this is not a workbook (xlsx, xls or ods).",
        "Give the file the ending of what it is, such as .csv or .json.",
        where=path.name,
    )
