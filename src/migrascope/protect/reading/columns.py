"""What do the texts of a column mean, once a plan has said what it is?

Missing marks become missing values; numbers and dates are read as such. A text that
is neither is an error that names the column and the rows, and never the text.
"""

from __future__ import annotations

import polars as pl

from migrascope.errors import UnusableCases
from migrascope.protect import codes, rows
from migrascope.protect.plan.model import Column, Kind

_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")
_DAY_FIRST, _MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"


def meant(values: pl.Series, column: Column, *, file: str) -> pl.Series:
    """A column of the file as its plan means it.

    Raises:
        UnusableCases: some values are no number, or no date; names their rows.
    """
    match column.kind:
        case Kind.NUMBER:
            return _numbers(values, column, file)
        case Kind.DATE:
            return _dates(values, column, file)
        case Kind.CATEGORY:
            return _unmarked(codes.texts(values), column)


def _unmarked(values: pl.Series, column: Column) -> pl.Series:
    """Texts, with the marks for "not known" taken out."""
    if not column.missing_marks:
        return values
    marks = {codes.text(mark) for mark in column.missing_marks}
    marks |= {f"{mark}.0" for mark in marks if mark.lstrip("-").isdigit()}
    nothing = pl.Series(values.name, [None], dtype=pl.String)
    return values.zip_with(~values.is_in(sorted(marks)).fill_null(value=False), nothing)


def _numbers(values: pl.Series, column: Column, file: str) -> pl.Series:
    if values.dtype == pl.String:
        values = _unmarked(values.str.strip_chars().replace("", None), column)
        read = values.cast(pl.Float64, strict=False)
        if (values.is_not_null() & read.is_null()).any():
            # 12,5 where a comma stands before the decimals, never 1,234.5
            commas = values.str.replace(r"^([+-]?\d+),(\d+)$", "${1}.${2}")
            if not (values.str.contains(r"\d\.\d") & values.is_not_null()).any():
                read = commas.cast(pl.Float64, strict=False)
    else:
        read = values.cast(pl.Float64, strict=False).fill_nan(None)
    wrong = values.is_not_null() & ~read.is_finite().fill_null(value=False)
    if values.dtype.is_float():
        wrong = wrong & values.is_not_nan()
    _refuse(wrong, column, "number", file)
    marks = [
        mark for each in column.missing_marks if (mark := _number(each)) is not None
    ]
    nothing = pl.Series(values.name, [None], dtype=pl.Float64)
    return read.zip_with(~read.is_in(marks).fill_null(value=False), nothing)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _dates(values: pl.Series, column: Column, file: str) -> pl.Series:
    if values.dtype == pl.Date:
        return values
    if values.dtype == pl.Datetime:
        return values.dt.date()
    values = _unmarked(codes.texts(values), column)
    days = values.str.extract(r"^([^T ]+)", 1)
    distinct = days.unique().drop_nulls()
    failing = {
        each: int(distinct.str.to_date(each, strict=False).is_null().sum())
        for each in _FORMATS
    }
    fits = [each for each, number in failing.items() if number == 0]
    if _DAY_FIRST in fits and _MONTH_FIRST in fits and len(distinct):
        both = distinct.str.to_date(_DAY_FIRST) == distinct.str.to_date(_MONTH_FIRST)
        if not both.all():
            raise UnusableCases(
                f'the dates of the column "{column.name}" can be read with the day '
                "first or with the month first.",
                "Write them as year-month-day (2024-05-31).",
                where=file,
            )
    best = fits[0] if fits else min(failing, key=lambda each: failing[each])
    read = days.str.to_date(best, strict=False)
    _refuse(values.is_not_null() & read.is_null(), column, "date", file)
    return read


def _refuse(wrong: pl.Series, column: Column, kind: str, file: str) -> None:
    """Refuse mixed types: texts among the numbers or the dates of a column."""
    if not wrong.any():
        return
    found = rows.of(wrong)
    count = f"{len(found):,} {'value' if len(found) == 1 else 'values'}"
    raise UnusableCases(
        f'the column "{column.name}" is of the kind {kind} in the plan, but {count} '
        f"of it ({rows.told(found)}) {'is' if len(found) == 1 else 'are'} none.",
        'Correct the file; or name what means "not known" in missing_marks; or say '
        'kind = "category".',
        where=file,
    )
