"""How is a code written as a text?

A code is one and the same whether a file holds it as a text, a whole number or, as
Stata and workbooks do, a number with decimals: 1, "1" and 1.0 are the code `1`.
"""

from __future__ import annotations

import polars as pl


def text(value: object) -> str:
    """A code as a text.

    >>> text(1.0), text("1"), text(-99), text(True)
    ('1', '1', '-99', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def texts(column: pl.Series) -> pl.Series:
    """A column as codes; what is no number (NaN) and empty texts are missing."""
    kind = column.dtype
    if kind in (pl.Float32, pl.Float64):
        column = column.fill_nan(None)
        whole = column.drop_nulls()
        if (whole == whole.round()).all() and (whole.abs() < 1e15).all():
            column = column.cast(pl.Int64)
    if kind == pl.Datetime:
        midnight = column.dt.truncate("1d") == column
        if midnight.all():
            column = column.cast(pl.Date)
    return column.cast(pl.String).str.strip_chars().replace("", None)
