"""Which figures of an indicator stand in this file?

A CSV file with a column of dates and one of figures. Two rows for one day, text among
the numbers and less than nothing are refused with the row; nothing of a file's own
text reaches a terminal unfiltered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from migrascope.errors import (
    BadPlan,
    ChangedHeader,
    DuplicateKey,
    NegativeCount,
    NoFigures,
    NotANumber,
)
from migrascope.foresight.frameworks import calendar
from migrascope.foresight.frameworks.calendar import FloatArray, IntArray
from migrascope.foresight.frameworks.model import Absent, Indicator, Rows
from migrascope.foresight.frameworks.series import Series
from migrascope.sources.formats import csv
from migrascope.sources.formats.table import ROW, Table

_LONGEST = 40
_FORMS = ("%Y-%m-%d", "%Y%m%d")
_EARLIEST, _LATEST = date(1850, 1, 1), date(2150, 12, 31)
"""A date beyond is a slip, and would make a calendar of millions of days."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A file that was given with `--data`."""

    table: Table
    sha256: str

    def has(self, indicator: Indicator) -> bool:
        """Whether the figures of an indicator can stand here."""
        if indicator.file and indicator.file != self.table.file:
            return False
        wanted = (indicator.date_column, indicator.column, *indicator.where)
        return all(each in self.table.columns for each in wanted)


def given(paths: Sequence[Path]) -> tuple[Given, ...]:
    """Read the files, each once.

    Raises:
        SourceError: one cannot be read as a table.
    """
    out = []
    for path in paths:
        try:
            table = csv.read(path)
        except ChangedHeader as problem:
            raise ChangedHeader(
                safe(problem.what, longest=400), problem.advice, where=problem.where
            ) from problem
        out.append(Given(table, hashlib.sha256(path.read_bytes()).hexdigest()))
    return tuple(out)


def series(indicator: Indicator, files: Sequence[Given]) -> Series:
    """The figures of an indicator, out of the one file that has its columns.

    Raises:
        NoFigures: no file has its columns, or no row fits.
        BadPlan: several files have them.
        NotANumber: text where a date or a number should stand.
        DuplicateKey: two figures for one day (month, year).
        NegativeCount: less than the framework says is possible.
    """
    source = _source(indicator, files)
    table = source.table
    days = _days(table, indicator)
    numbers = calendar.periods(days, indicator.frequency)
    values, rows, kept, blank = _figures(table, indicator, numbers)
    if not len(kept):
        if len(blank):
            raise NoFigures(
                f'every cell of the indicator "{indicator.name}" is empty '
                f"(column {safe(indicator.column)}).",
                "Write figures into a copy of the file.",
                where=table.file,
            )
        raise NoFigures(
            f'no row is of the indicator "{indicator.name}".',
            "Look at `where` in the framework, and at the file.",
            where=table.file,
        )
    _once(indicator, kept, rows, table)
    first, length = int(numbers.min()), int(numbers.max() - numbers.min()) + 1
    whole = _filled(indicator, kept - first, values, length)
    if indicator.rows is Rows.ONE:
        whole[blank - first] = np.nan
    return Series(
        first,
        whole,
        indicator.frequency,
        indicator.delay_days,
        f"{table.file}, column {safe(indicator.column)}",
        source.sha256,
    )


def safe(text: str, *, longest: int = _LONGEST) -> str:
    """A text of a file, fit for a terminal: printable, on one line, and not long."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def _source(indicator: Indicator, files: Sequence[Given]) -> Given:
    fitting = [each for each in files if each.has(indicator)]
    wanted = ", ".join((indicator.date_column, indicator.column, *indicator.where))
    if not fitting:
        read = ", ".join(each.table.file for each in files) or "none was given"
        raise NoFigures(
            f'no file has the columns of the indicator "{indicator.name}": {wanted}.',
            f"Files: {read}. Name the file that has them with --data.",
        )
    if len(fitting) > 1:
        raise BadPlan(
            f'the columns of the indicator "{indicator.name}" ({wanted}) stand in '
            f"{' and in '.join(each.table.file for each in fitting)}.",
            'Say in the framework which one is meant: file = "NAME".',
        )
    return fitting[0]


def _days(table: Table, indicator: Indicator) -> IntArray:
    """The first day that each row's date can mean."""
    texts = table.frame[indicator.date_column]
    padded = texts.str.replace(r"^(\d{4})$", "$1-01-01").str.replace(
        r"^(\d{4}-\d{2})$", "$1-01"
    )
    padded = padded.str.replace(r"[T ]00:00(:00(\.0+)?)?Z?$", "")
    days = padded.str.to_date(_FORMS[0], strict=False)
    days = days.fill_null(padded.str.to_date(_FORMS[1], strict=False))
    bad = (days.is_null() | ~days.is_between(_EARLIEST, _LATEST)).arg_true()
    if len(bad):
        text = texts[int(bad[0])]
        said = f'"{safe(text)}"' if text else "an empty cell"
        raise NotANumber(
            f"{said} is no date of a figure.",
            "Dates are written 2024-05-31; months 2024-05, years 2024; and they lie "
            f"between {_EARLIEST.year} and {_LATEST.year}.",
            where=table.where(table.frame[ROW][int(bad[0])], indicator.date_column),
        )
    return days.cast(pl.Int32).cast(pl.Int64).to_numpy()


def _figures(
    table: Table, indicator: Indicator, numbers: IntArray
) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Figures, their rows in the file and their periods; and the periods of blanks."""
    try:
        figures = table.numbers(indicator.column)
    except NotANumber as problem:
        raise NotANumber(
            safe(problem.what, longest=120),
            "Correct the cell in a copy of the file.",
            where=problem.where,
        ) from problem
    meant = pl.repeat(value=True, n=len(figures), dtype=pl.Boolean, eager=True)
    for column, text in indicator.where.items():
        meant &= (table.frame[column] == text).fill_null(value=False)
    at = (meant & figures.is_not_null()).to_numpy()
    blank = (meant & figures.is_null()).to_numpy()
    values = figures.to_numpy()[at].astype(float)
    rows = table.frame[ROW].to_numpy()[at].astype(np.int64)
    if indicator.lowest is not None and (values < indicator.lowest).any():
        place = int(np.argmax(values < indicator.lowest))
        raise NegativeCount(
            f"{values[place]:g} is less than {indicator.lowest:g} {indicator.unit}, "
            f'the least that "{indicator.name}" can be.',
            "Correct the cell in a copy of the file, or `lowest` in the framework.",
            where=table.where(int(rows[place]), indicator.column),
        )
    return values, rows, numbers[at], numbers[blank]


def _once(indicator: Indicator, kept: IntArray, rows: IntArray, table: Table) -> None:
    if indicator.rows is Rows.SUM:
        return
    order = np.argsort(kept, kind="stable")
    again = np.flatnonzero(np.diff(kept[order]) == 0)
    if not len(again):
        return
    one, two = sorted((int(rows[order[again[0]]]), int(rows[order[again[0] + 1]])))
    day = calendar.starts(kept[order[again[:1]]], indicator.frequency)[0]
    kind = {"daily": "day", "monthly": "month", "yearly": "year"}[indicator.frequency]
    raise DuplicateKey(
        f'two figures of "{indicator.name}" for one {kind} (of {calendar.text(day)}): '
        f"rows {one} and {two}.",
        'Take one out, or say rows = "sum" in the framework if they add up.',
        where=table.where(two, indicator.column),
    )


def _filled(
    indicator: Indicator, places: IntArray, values: FloatArray, length: int
) -> FloatArray:
    """The figures on the calendar; several rows of one period are added."""
    sums = np.bincount(places, weights=values, minlength=length).astype(np.float64)
    if indicator.absent is Absent.NOUGHT:
        return sums
    return np.where(np.bincount(places, minlength=length) > 0, sums, np.nan)
