"""Which state stood here then?

UCDP numbers states as Gleditsch and Ward do: one number for Russia and the Soviet
Union, for Serbia and Yugoslavia. Deaths of those years belong to the state that was;
and a nought for a country that was not yet one says nothing, because its dead stand
under the state that it belonged to.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import polars as pl


def at_the_time(areas: pl.Series, years: pl.Series) -> pl.Series:
    """Areas of today replaced by the state that stood there in each year."""
    asked = pl.DataFrame({"area": areas.cast(pl.String), "year": years.cast(pl.Int32)})
    was = pl.col("area")
    for area, first, last, then in _table():
        if then:
            held = (pl.col("area") == area) & pl.col("year").is_between(first, last)
            was = pl.when(held).then(pl.lit(then)).otherwise(was)
    return asked.select(was.alias("area"))["area"]


def was_no_state(areas: pl.Series, years: pl.Series) -> pl.Series:
    """True where the area was part of another state in that year."""
    asked = pl.DataFrame({"area": areas.cast(pl.String), "year": years.cast(pl.Int32)})
    part = pl.lit(value=False)
    for area, first, last, then in _table():
        if not then:
            part |= (pl.col("area") == area) & pl.col("year").is_between(first, last)
    return asked.select(part.alias("part"))["part"]


@cache
def _table() -> tuple[tuple[str, int, int, str], ...]:
    """Area, first and last year, and the state of those years ("": a part of one)."""
    text = files(__package__).joinpath("states.csv").read_text(encoding="utf-8")
    return tuple(
        (row["area"], int(row["from"]), int(row["until"]), row["was"])
        for row in csv.DictReader(text.splitlines())
    )
