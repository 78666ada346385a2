"""How do cells that were read become checked observations?

Every adapter ends here: defaults are filled in, types are set, and what no
publisher can mean (negative people, two figures for one thing, an empty value
without a reason) is refused with the file, the sheet and the row.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from migrascope.errors import DuplicateKey, NegativeCount, SourceError, Where
from migrascope.model.frames import SCHEMA
from migrascope.model.observation import KEY, SORTED_BY, WITHOUT_VALUE

_DEFAULTS: dict[str, object] = {
    "origin": "_T",
    "sex": "_T",
    "age": "_T",
    "status": "_T",
    "breakdown": "",
    "obs_status": "A",
    "low": None,
    "high": None,
    "note": "",
    "edition": "",
    "file": 0,
    "sheet": "",
}

SIGNED = frozenset({"PT", "PT_YR", "PER_1000", "PER_100K", "USD", "SCORE", "IX"})
"""Units in which a figure may be below zero."""

SIGNED_MEASURES = frozenset({"net_migration", "population_change", "natural_change"})
"""Counts of people that may be below zero, because they are differences."""


def finish(
    cells: pl.DataFrame,
    *,
    edition: str,
    files: Mapping[int, str],
    repeated: bool = False,
) -> pl.DataFrame:
    """Fill defaults, set types, check, and sort as the store keeps them.

    `cells` has at least measure, area, start, end, value, unit, row and column.
    `files` gives the name of each position in the `file` column, for messages.
    `repeated` is for incident lists, where the same key may rightly stand twice.

    Raises:
        NegativeCount: fewer than no people.
        DuplicateKey: two figures for the same thing in one edition.
        SourceError: an empty value without a status that says why.
    """
    missing = [
        pl.lit(value).alias(name)
        for name, value in _DEFAULTS.items()
        if name not in cells.columns
    ]
    table = (
        cells.with_columns(missing)
        .with_columns(pl.lit(edition).alias("edition"))
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )
    _refuse_unexplained_gaps(table, files)
    _refuse_negative_people(table, files)
    if not repeated:
        _refuse_duplicates(table, files)
    return table.sort(
        [
            pl.col(name).cast(pl.String) if name != "start" else name
            for name in SORTED_BY
        ]
    )


def place_of(line: Mapping[str, object], files: Mapping[int, str]) -> Where:
    """Where a row of the table was read from, for messages."""
    return Where(
        file=files.get(int(str(line["file"])), "?"),
        sheet=str(line["sheet"]),
        row=int(str(line["row"])),
        column=int(str(line["column"])),
    )


def _refuse_unexplained_gaps(table: pl.DataFrame, files: Mapping[int, str]) -> None:
    allowed = [str(status) for status in WITHOUT_VALUE]
    gaps = table.filter(
        (pl.col("value").is_null() | ~pl.col("value").is_finite())
        & ~pl.col("obs_status").cast(pl.String).is_in(allowed)
    )
    if gaps.height:
        raise SourceError(
            "an empty or infinite value has no status that says why.",
            "Declare the publisher's missing mark in the adapter or mapping.",
            where=place_of(gaps.row(0, named=True), files),
        )


def _refuse_negative_people(table: pl.DataFrame, files: Mapping[int, str]) -> None:
    bad = table.filter(
        (pl.col("value") < 0)
        & ~pl.col("unit").cast(pl.String).is_in(list(SIGNED))
        & ~pl.col("measure").cast(pl.String).is_in(list(SIGNED_MEASURES))
    )
    if bad.height:
        line = bad.row(0, named=True)
        raise NegativeCount(
            f"{line['measure']} for {line['area']} is {line['value']:g}, "
            "fewer than none.",
            "Ask the publisher, or correct the cell in a copy of the file; "
            "a mapping can declare a code such as -99 as a missing mark.",
            where=place_of(line, files),
        )


def _refuse_duplicates(table: pl.DataFrame, files: Mapping[int, str]) -> None:
    if not table.select(KEY).is_duplicated().any():
        return
    twice = table.filter(table.select(KEY).is_duplicated()).sort("file", "row")
    first = twice.row(0, named=True)
    same = twice.filter(
        pl.all_horizontal(pl.col(name).eq_missing(first[name]) for name in KEY)
    )
    places = ", ".join(str(row) for row in same["row"].head(5))
    raise DuplicateKey(
        f"two figures for the same thing: {first['measure']} of {first['area']}, "
        f"origin {first['origin']}, {first['end']} (rows {places}).",
        "Remove the one that is wrong, or declare the column that tells them apart.",
        where=place_of(first, files),
    )
