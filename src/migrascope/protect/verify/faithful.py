"""Does every released record tell of its case what the case tells?

Suppression blanks, and recoding puts a value into one group: nothing else may happen
to a cell, but by the steps that change numbers or categories by chance or by means,
whose columns are left out here. Where original and release are paired, a cell that
says something else was mixed up in the making, or changed afterwards.
"""

from __future__ import annotations

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.promises import Promised, Told
from migrascope.protect.verify.verdict import Check

NAME = "cells"
_CHANGING = {"microaggregate", "add_noise", "shift_dates", "pram", "rank_swap"}


def check(before: pl.DataFrame, after: pl.DataFrame, promised: Promised) -> Check:
    """Whether each cell is that of its case, a group of it, or blank.

    The frames are paired: the same record stands in the same row.
    """
    wrong: dict[str, int] = {}
    looked = 0
    for name in promised.columns:
        does = {str(step["do"]) for step in promised.touching(name)}
        both = name in before.columns and name in after.columns
        if not both or does & _CHANGING:
            continue
        looked += 1
        strange = _strange(before[name], after[name], promised.columns[name], does)
        if strange:
            wrong[name] = strange
    says = f"every cell of {looked} columns is that of its case, its group, or blank."
    if wrong:
        says = (
            f"{sum(wrong.values()):,} cells of {', '.join(wrong)} do not tell what "
            "their case does."
        )
    return Check(NAME, not wrong, float(sum(wrong.values())), 0.0, says)


def _strange(before: pl.Series, after: pl.Series, told: Told, does: set[str]) -> int:
    """How many cells of a column neither are what they were nor a group of it."""
    pairs = pl.DataFrame({"was": _meant(before, told), "is": _meant(after, told)})
    may_blank = told.role == "key" or "group_rare" in does
    blank = pl.col("is").is_null()
    told_of_nothing = pairs.filter(pl.col("was").is_null() & ~blank).height
    known = pairs.filter(pl.col("was").is_not_null())
    blanked = 0 if may_blank else known.filter(blank).height
    left = known.filter(~blank)
    if not does:
        changed = left.filter(pl.col("was") != pl.col("is")).height
    else:
        # each value lies in one group: the others are strays
        most = left.group_by("was", "is").len().group_by("was").agg(pl.col("len").max())
        changed = left.height - int(most["len"].sum())
    return told_of_nothing + blanked + changed


def _meant(column: pl.Series, told: Told) -> pl.Series:
    if told.kind == "number":
        numbers = written.number(column)
        if numbers.null_count() == written.text(column).null_count():
            return numbers.cast(pl.String)
    texts = written.text(column)
    if told.kind == "date":
        return texts.str.replace(r"[T ]00:00:00(\.0+)?$", "")
    return texts
