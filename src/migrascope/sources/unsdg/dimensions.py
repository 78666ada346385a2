"""Of whom does a data point speak: which sex, age, status, and what else?

Sex, age and migratory status have columns of their own; every other dimension of
the database goes into the breakdown, unless its code stands for the total.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from migrascope.errors import Where
from migrascope.model import breakdown
from migrascope.sources.unsdg import codes

PREFIX = "dimension:"
"""What stands before the names of dimensions in the raw table."""

_OWN = ("sex", "age", "migratory_status")


def normal(name: str) -> str:
    """The name of a dimension as the tables have it.

    >>> normal("[Reporting Type]"), normal("Policy Domains")
    ('reporting_type', 'policy_domains')
    """
    return "_".join(name.strip("[] ").lower().split())


def columns(points: pl.DataFrame, *, where: Where) -> list[pl.Series]:
    """The columns sex, age, status and breakdown of the observation table.

    Raises:
        ChangedHeader: a code of sex, age or migratory status that is not known.
    """
    found = {
        name.removeprefix(PREFIX): points[name].fill_null("")
        for name in points.columns
        if name.startswith(PREFIX)
    }
    blank = pl.Series([""] * points.height, dtype=pl.String)
    sex, age, status = (found.get(name, blank) for name in _OWN)
    return [
        codes.translate(sex, codes.sex, where=where, what="sex").alias("sex"),
        codes.translate(age, codes.age, where=where, what="age").alias("age"),
        codes.translate(
            status, codes.status, where=where, what="migratory status"
        ).alias("status"),
        _breakdown(found).alias("breakdown") if found else blank.alias("breakdown"),
    ]


def _breakdown(found: Mapping[str, pl.Series]) -> pl.Series:
    """All that remains, as sorted pairs; worked out once per combination."""
    table = pl.DataFrame([series.alias(name) for name, series in found.items()])
    distinct = table.unique(maintain_order=True)
    written = [_pairs(line) for line in distinct.iter_rows(named=True)]
    return table.join(
        distinct.with_columns(pl.Series("written", written, dtype=pl.String)),
        on=table.columns,
        how="left",
        maintain_order="left",
    )["written"]


def _pairs(line: Mapping[str, str]) -> str:
    pairs: dict[str, str] = {}
    for name, code in line.items():
        if name == "migratory_status":
            pairs |= codes.status_pairs(code)
        elif name not in _OWN:
            key, totals = codes.dimension(name)
            pairs[key] = "" if code.lower() in totals else code.lower()
    return breakdown.join(pairs)
