"""How many records have each combination of values, on whatever engine holds them?

Written once, on narwhals: the same lines run on a Polars frame, on a lazy one that is
streamed from a file larger than memory, and on Spark. Each function gives back a
frame of the kind that it was given; nothing is computed on a lazy one before it is
collected (see `engines`).

Spark takes names that differ only by case for one, unless it is told otherwise. Such
columns are refused there, as are keys named like the columns that are added here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations as chosen
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect.counting.codes import required

RECORDS = "records_counted"
"""How many records have the combination."""

PEOPLE = "weights_summed"
"""Their summed weights; the number of records where there are none."""

UNUSABLE = "weights_unusable"
"""Records whose weight is missing, below 0 or no number; only with weights."""

OWN_NAMES = (RECORDS, PEOPLE, UNUSABLE)
"""Columns that are added to the keys: no key may be named so, in any case."""


def by_key(
    frame: IntoFrameT, keys: Sequence[str], *, weight: str | None = None
) -> IntoFrameT:
    """Each distinct combination of the keys with `RECORDS` and `PEOPLE`.

    A missing key is a value of its own here; `compatible` adds up what it agrees
    with. With a weight there is a third figure, `UNUSABLE`, which must be 0.

    Raises:
        BadPlan: no key, a column that is not there or has a name taken here.
        UnusableCases: Spark cannot tell two columns apart; weights that are texts.
    """
    cases: Any = nw.from_native(frame)
    _distinct_names(cases, [*keys, *([weight] if weight else [])])
    required(cases.columns, keys)
    records = nw.len().alias(RECORDS)
    if weight is None:
        counted = cases.group_by(list(keys), drop_null_keys=False).agg(records)
        people = nw.col(RECORDS).cast(nw.Float64).alias(PEOPLE)
        return nw.to_native(counted.with_columns(people))  # type: ignore[no-any-return]
    required(cases.columns, [weight])
    if not cases.collect_schema()[weight].is_numeric():
        raise UnusableCases(
            f'the weight "{weight}" holds text, not numbers',
            "Read the column as a number, or name another weight.",
        )
    number = nw.col(weight).cast(nw.Float64)
    usable = ((number >= 0) & number.is_finite()).fill_null(value=False)
    weighed = cases.with_columns(
        number.alias(PEOPLE), (~usable).cast(nw.Int64).alias(UNUSABLE)
    )
    counted = weighed.group_by(list(keys), drop_null_keys=False).agg(
        records, nw.col(PEOPLE).sum(), nw.col(UNUSABLE).sum()
    )
    return nw.to_native(counted)  # type: ignore[no-any-return]


def by_subset(
    frame: IntoFrameT, keys: Sequence[str], *, longest: int = 3
) -> Iterator[tuple[tuple[str, ...], IntoFrameT]]:
    """For each set of up to `longest` keys, its combinations with `RECORDS`.

    The combinations of all keys are counted first and then added up: the records
    themselves are read once.
    """
    whole: Any = nw.from_native(by_key(frame, keys))
    for subset in subsets(keys, longest):
        summed = whole.group_by(list(subset), drop_null_keys=False).agg(
            nw.col(RECORDS).sum()
        )
        yield subset, nw.to_native(summed)


def attributes(
    frame: IntoFrameT, columns: Sequence[str], *, longest: int = 3
) -> IntoFrameT:
    """All combinations of up to `longest` values, in one long table.

    Each row has `column_1`, `value_1`, `column_2` and so on (missing beyond the
    length of the combination), and `RECORDS`. Values are texts. A missing value is
    no attribute of a person: combinations with one are left out.
    """
    parts = []
    for subset, counted in by_subset(frame, columns, longest=longest):
        known: Any = nw.from_native(counted)
        places: list[Any] = []
        for place in range(longest):
            column, value = f"column_{place + 1}", f"value_{place + 1}"
            if place < len(subset):
                places.append(nw.lit(subset[place]).alias(column))
                places.append(nw.col(subset[place]).cast(nw.String).alias(value))
            else:
                nothing = nw.lit(None, dtype=nw.String)
                places += [nothing.alias(column), nothing.alias(value)]
        there = known.filter(*(~nw.col(key).is_null() for key in subset))
        parts.append(there.select(*places, nw.col(RECORDS)))
    return nw.to_native(nw.concat(parts))  # type: ignore[no-any-return]


def subsets(keys: Sequence[str], longest: int) -> Iterator[tuple[str, ...]]:
    """Every set of up to `longest` keys, the small ones first."""
    for size in range(1, min(longest, len(keys)) + 1):
        yield from chosen(keys, size)


def _distinct_names(cases: Any, wanted: Sequence[str]) -> None:
    """Refuse names that the engine cannot tell apart, or that are taken here."""
    for name in wanted:
        if name.casefold() in OWN_NAMES:
            raise BadPlan(
                f'the column "{name}" has a name that counting uses itself',
                "Rename the column in the file and in the plan.",
            )
    if not cases.implementation.is_spark_like() or _tells_case(cases):
        return
    for name in wanted:
        alike = [each for each in cases.columns if each.casefold() == name.casefold()]
        if len(alike) > 1:
            named = ", ".join(f'"{each}"' for each in alike)
            raise UnusableCases(
                f"Spark takes the columns {named} for one: they differ only by case",
                "Rename one of them, or set spark.sql.caseSensitive to true.",
            )


def _tells_case(cases: Any) -> bool:
    """Whether this Spark session was told that the case of a name matters."""
    session = nw.to_native(cases).sparkSession
    return str(session.conf.get("spark.sql.caseSensitive")).lower() == "true"
