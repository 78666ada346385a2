"""Does a twin hold combinations of values that hardly anybody had?

A combination of up to three values that occurs in the twin must have occurred in the
original at least as often as the resolution of the twin says: a rarer one points at
few people, and one that never was is made up. Blanks are no values.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.verdict import Check

LENGTH = 3


def check(
    twin: pl.DataFrame,
    original: pl.DataFrame,
    columns: Sequence[str],
    *,
    resolution: int,
) -> Check:
    """Whether every combination in the twin was had by enough people."""
    named = {name: f"column {number}" for number, name in enumerate(columns)}
    ours, theirs = _ranked(
        pl.DataFrame([written.text(twin[name]) for name in columns]).rename(named),
        pl.DataFrame([written.text(original[name]) for name in columns]).rename(named),
    )
    rare = of = 0
    for length in range(1, min(LENGTH, len(columns)) + 1):
        for names in combinations(named.values(), length):
            known = pl.all_horizontal(pl.col(names).is_not_null())
            there = ours.lazy().select(names).filter(known).unique()
            enough = (
                theirs.lazy()
                .filter(known)
                .group_by(names)
                .agg(people=pl.len())
                .filter(pl.col("people") >= resolution)
            )
            found = there.join(enough, on=names, how="left").select(
                of=pl.len(), rare=pl.col("people").is_null().sum()
            )
            row = found.collect().row(0)
            of, rare = of + row[0], rare + row[1]
    says = (
        f"each of {of:,} combinations of up to {LENGTH} values in the twin was had by "
        f"{resolution} people or more."
        if not rare
        else f"{rare:,} of {of:,} combinations of up to {LENGTH} values in the twin "
        f"were had by fewer than {resolution} people."
    )
    return Check("combinations", not rare, float(rare), 0.0, says)


def _ranked(
    one: pl.DataFrame, other: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values as numbers, alike in both: they are counted faster."""
    ranks = pl.concat([one, other]).select(pl.all().rank("dense"))
    return ranks[: one.height], ranks[one.height :]
