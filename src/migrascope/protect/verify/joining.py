"""Can the records of two releases be joined, and who is found when they are?

Records may show the same in columns that are no keys: a pseudonym, or values that only
one record has. Where both releases tell a key in other groups, whoever joins these
records knows both groups of each, and fewer than k may share them.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.verdict import Check


def check(
    earlier: pl.DataFrame,
    later: pl.DataFrame,
    keys: Sequence[str],
    k: int,
    *,
    number: int,
) -> Check:
    """Whether nobody is found by keys that joined records show together.

    Of the records that look like a person in the later release those are ruled out
    that were joined with another group; records with a blank key are not.
    """
    few = _few(earlier, later, keys, k)
    says = f"no fewer than {k} share what joined records show together."
    if few:
        says = (
            f"{few:,} record{'' if few == 1 else 's'} can be joined with the earlier "
            f"release by other columns, and fewer than {k} share the keys of both. "
            "Recode the keys alike in both, or leave out what joins them."
        )
    name = f"joining with earlier release {number}"
    return Check(name, not few, float(few), 0.0, says)


def _few(
    earlier: pl.DataFrame, later: pl.DataFrame, keys: Sequence[str], k: int
) -> int:
    others = [
        name for name in later.columns if name in earlier.columns and name not in keys
    ]
    shared = [key for key in keys if key in earlier.columns and key in later.columns]
    if not others or not shared:
        return 0
    old, new = _named(earlier, others, shared, "e"), _named(later, others, shared, "l")
    marks = [f"other {place}" for place in range(len(others))]
    once = [
        frame.filter(pl.struct(marks).is_unique() & ~pl.all_horizontal(_blank(marks)))
        for frame in (old, new)
    ]
    joined = once[0].join(once[1], on=marks, how="inner", nulls_equal=True)
    before = [f"e {place}" for place in range(len(shared))]
    after = [f"l {place}" for place in range(len(shared))]
    whole = ~pl.any_horizontal(_blank([*before, *after]))
    seen = joined.filter(whole)
    # Who looks the same in the later release and was not joined with another group.
    ruled_out = seen.group_by(after).agg(joined=pl.len())
    alike = new.group_by(after).agg(alike=pl.len())
    both = (
        seen.group_by([*before, *after])
        .agg(own=pl.len())
        .join(ruled_out, on=after)
        .join(alike, on=after)
        .with_columns(left=pl.col("alike") - pl.col("joined") + pl.col("own"))
    )
    # A class that nobody is ruled out of is as large as the later release makes it.
    few = both.filter((pl.col("left") < k) & (pl.col("own") < pl.col("joined")))
    return int(few["own"].sum())


def _named(
    frame: pl.DataFrame, others: Sequence[str], keys: Sequence[str], prefix: str
) -> pl.DataFrame:
    """Texts under names of our own: columns may be called as anything."""
    columns = [
        written.text(frame[name]).alias(f"other {place}")
        for place, name in enumerate(others)
    ]
    columns += [
        written.text(frame[name]).alias(f"{prefix} {place}")
        for place, name in enumerate(keys)
    ]
    return pl.DataFrame(columns)


def _blank(names: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(name).is_null() for name in names]
