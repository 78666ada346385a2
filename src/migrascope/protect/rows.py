"""Which rows does an error point at?

A spreadsheet shows the header as row 1 and the first record as row 2; errors about
cases count like that, and never show what stands there.
"""

from __future__ import annotations

import polars as pl

SHOWN = 5
"""As many rows as an error names."""

FIRST = 2
"""The row of the first record."""


def of(condition: pl.Series) -> pl.Series:
    """The rows of the records for which something holds."""
    return condition.fill_null(value=False).arg_true() + FIRST


def told(numbers: pl.Series) -> str:
    """Rows in words.

    >>> told(pl.Series([7]))
    'row 7'
    >>> told(pl.Series([2, 3, 4, 5, 6, 9]))
    'rows 2, 3, 4, 5, 6 and more'
    """
    shown = ", ".join(str(number) for number in numbers[:SHOWN])
    if len(numbers) == 1:
        return f"row {shown}"
    return f"rows {shown}{' and more' if len(numbers) > SHOWN else ''}"
