"""Which area does a publisher's spelling mean?

Exact, by a table per source: `places.csv` beside the adapter, one spelling a row.
A spelling that is not there is an error that offers the nearest three; on request
it is kept as a residual area of its own, never guessed.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Mapping
from importlib.resources.abc import Traversable

import polars as pl

from migrascope.errors import UnknownPlace, Where
from migrascope.sources.batch import Residuals


def load(file: Traversable) -> dict[str, str]:
    """Read a `places.csv` (columns `name`, `area`): spelling → area id."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {row["name"]: row["area"] for row in csv.DictReader(lines)}


def match(
    names: pl.Series,
    table: Mapping[str, str],
    *,
    where: Where,
    rows: pl.Series | None = None,
    residuals: Residuals = Residuals.REFUSE,
    remedy: str = "the source's places.csv",
) -> pl.Series:
    """Replace spellings by area ids.

    `rows` gives the row of each spelling in the file, for the message. Unknown
    spellings become `X:` and the spelling in lower case when residuals are kept.

    Raises:
        UnknownPlace: a spelling without an area, with the nearest three.
    """
    spelled = names.cast(pl.String).str.strip_chars()
    distinct = spelled.unique().drop_nulls().to_list()
    unknown = [name for name in distinct if name not in table]
    known = {name: table[name] for name in distinct if name in table}
    if unknown and residuals is Residuals.REFUSE:
        raise _unknown(unknown, spelled, table, where=where, rows=rows, remedy=remedy)
    known |= {name: residual(name) for name in unknown}
    return spelled.replace_strict(
        list(known), list(known.values()), return_dtype=pl.String, default=None
    )


def residual(name: str) -> str:
    """The id under which an unknown place is kept.

    >>> residual("Other South")
    'X:other_south'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    letters = "".join(sign if sign.isalnum() else "_" for sign in plain.lower())
    return "X:" + ("_".join(part for part in letters.split("_") if part) or "unnamed")


def nearest(name: str, known: Mapping[str, str]) -> list[str]:
    """The three known spellings that look most like a name."""
    lowered = {spelling.casefold(): spelling for spelling in known}
    close = difflib.get_close_matches(name.casefold(), list(lowered), n=3, cutoff=0.4)
    return [lowered[spelling] for spelling in close]


def _unknown(
    unknown: list[str],
    spelled: pl.Series,
    table: Mapping[str, str],
    *,
    where: Where,
    rows: pl.Series | None,
    remedy: str,
) -> UnknownPlace:
    position = int((spelled.is_in(unknown)).arg_true()[0])
    name = str(spelled[position])
    row = int(rows[position]) if rows is not None else where.row
    close = nearest(name, table)
    offer = f" Nearest: {', '.join(close)}." if close else ""
    others = f" ({len(unknown) - 1} more like it)" if len(unknown) > 1 else ""
    return UnknownPlace(
        f'"{name}" has no area{others}.{offer}',
        f"Add it to {remedy}, or run with --residuals keep.",
        where=Where(where.file, where.sheet, row, where.column),
    )
