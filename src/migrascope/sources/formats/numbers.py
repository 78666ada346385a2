"""Which figure does this text mean?

Publishers write 1,234,567 or 1 234 567 or 1.234.567,8 and mark what they do not
know with "..", ":" or "-". Anything else in a column of figures is an error that
names the cell: `1,23` is refused where the comma groups thousands, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from migrascope.errors import NotANumber, Where

MISSING = frozenset(
    {"", "..", "...", "…", ":", "-", "–", "—", "n/a", "N/A", "n.a.", "NA", "#N/A"}
)
"""What publishers write where they have no figure."""

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f\u2007']")
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def parse(
    texts: pl.Series,
    *,
    where: Where,
    rows: pl.Series | None = None,
    columns: pl.Series | None = None,
    missing: Iterable[str] = MISSING,
    decimal: str = ".",
    thousands: str = ",",
) -> pl.Series:
    """Texts as figures; missing marks and empty cells are null.

    `rows` and `columns` give the place of each text in the file, for the message.

    Raises:
        NotANumber: other text, with its row and column.
    """
    if texts.dtype.is_numeric():
        return texts.cast(pl.Float64)
    marks = frozenset(missing)
    plain = texts.cast(pl.String).str.strip_chars()
    values = pl.Series(texts.name, [None] * len(texts), dtype=pl.Float64)
    if decimal == ".":
        values = plain.set(~plain.str.contains(_PLAIN), None).cast(
            pl.Float64, strict=False
        )
        values = values.set(~values.is_finite().fill_null(value=True), None)
        coded = [mark for mark in marks if re.search(r"\d", mark)]
        if coded:  # such as -99: a figure to a machine, a missing mark to people
            values = values.set(plain.is_in(coded).fill_null(value=False), None)
    rest = plain.filter(values.is_null() & plain.is_not_null()).unique()
    read = {
        text: number(text, decimal, thousands) for text in rest if text not in marks
    }
    bad = [text for text, value in read.items() if value is None]
    if bad:
        raise _not_a_number(bad, plain, where=where, rows=rows, columns=columns)
    if not read:
        return values
    others = plain.replace_strict(
        list(read), list(read.values()), default=None, return_dtype=pl.Float64
    )
    return values.fill_null(others) if len(values) else values


def number(text: str, decimal: str = ".", thousands: str = ",") -> float | None:
    """One text as a figure, or None when it is not one.

    >>> number("1,234,567.5"), number("1.234,5", ",", "."), number("1,23")
    (1234567.5, 1234.5, None)
    """
    compact = _BLANKS.sub(" ", text.strip().translate(_EASTERN).replace("\u2212", "-"))
    grouping = "[" + re.escape(thousands) + " ]" if thousands else "[ ]"
    pattern = (
        rf"([+-]?)(\d{{1,3}}(?:{grouping}\d{{3}})+|\d*)"
        rf"(?:{re.escape(decimal)}(\d*))?([eE][+-]?\d+)?"
    )
    found = re.fullmatch(pattern, compact)
    if not found or not (found[2] or found[3]):
        return None
    whole = re.sub(r"\D", "", found[2])
    value = float(f"{found[1]}{whole or 0}.{found[3] or 0}{found[4] or ''}")
    return value if abs(value) != float("inf") else None


def statuses(
    texts: pl.Series, marks: Mapping[str, str], *, otherwise: str = "A"
) -> pl.Series:
    """The observation status that a missing mark stands for."""
    plain = texts.cast(pl.String).str.strip_chars()
    return plain.replace_strict(
        list(marks), list(marks.values()), default=otherwise, return_dtype=pl.String
    ).fill_null(otherwise)


def split_flags(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Figures and the letters or stars behind them: `12,345 e` → `12,345`, `e`.

    A text that holds no digit, such as `:` or `n/a`, is left whole.
    """
    found = texts.cast(pl.String).str.extract_groups(
        r"^\s*((?:.*\d[\d.,\s']*?)|[:.\-–]+)\s*([*†‡§\p{L}]{0,3}|\([^)]*\))\s*$"
    )
    figure = found.struct[0].str.strip_chars()
    flag = found.struct[1].str.strip_chars("() ")
    return (
        figure.fill_null(texts.cast(pl.String)).alias(texts.name),
        flag.fill_null("").alias("flag"),
    )


def _not_a_number(
    bad: list[str],
    texts: pl.Series,
    *,
    where: Where,
    rows: pl.Series | None,
    columns: pl.Series | None,
) -> NotANumber:
    position = int(texts.is_in(bad).arg_true()[0])
    row = int(rows[position]) if rows is not None else where.row
    column = int(columns[position]) if columns is not None else where.column
    others = f" ({len(bad) - 1} more texts like it)" if len(bad) > 1 else ""
    return NotANumber(
        f'"{texts[position][:60]}" is not a number{others}.',
        "Correct the cell in a copy of the file, or declare the text as a missing "
        "mark in a mapping.",
        where=Where(where.file, where.sheet, row, column),
    )
