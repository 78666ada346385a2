"""Who stands out when this release is laid beside an earlier one of the same file?

Each release may be safe alone and still give people away together: who subtracts the
one from the other sees the records that were added, taken out or changed. So the
records of each key combination are counted in both, blanks as they stand. A group that
differs by 1 to k - 1 records isolates those few, whatever hides them in either release.

Keys that the releases tell at different levels cannot be subtracted value by value and
are left out of the comparison. Bands of numbers are compared by their bounds as well:
where the bounds of both releases interleave, the people between two of them can be
counted by subtraction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from migrascope.protect.verify import written
from migrascope.protect.verify.verdict import Check

_SAME = 0.5
"""The share of records with values of both releases from which levels are the same."""

_BAND = re.compile(r"(?:Age )?(\d+)(?:\s*(?:-|--|–)\s*(\d+)|\s*(\+))")
_ADVICE = (
    "Add or change no group by fewer than {k} records: hold new records back until "
    "there are enough, recode both alike, or withdraw the earlier release."
)


@dataclass(frozen=True, slots=True)
class Differences:
    """What subtracting two releases shows, in numbers of groups.

    `isolating` differ by 1 to k - 1 records, `between_bounds` are groups of fewer than
    k between the bounds of bands; `people` are the records that stand out so.
    """

    keys: tuple[str, ...]
    recoded: tuple[str, ...]
    appear: int
    vanish: int
    isolating: int
    unique: int
    between_bounds: int
    people: int


def compare(
    earlier: pl.DataFrame, later: pl.DataFrame, keys: Sequence[str], k: int
) -> Differences:
    """What can be learnt by subtracting two releases on their common keys."""
    common = [key for key in keys if key in earlier.columns and key in later.columns]
    one = earlier.select(written.text(earlier[key]) for key in common)
    other = later.select(written.text(later[key]) for key in common)
    same = tuple(key for key in common if same_level(one[key], other[key]))
    recoded = tuple(key for key in common if key not in same)
    # under names of our own: a key may be called as a column of the counts is
    named = {key: f"key {number}" for number, key in enumerate(common)}
    one, other = one.rename(named), other.rename(named)
    shared = [named[key] for key in same]
    between = [_between_bounds(one, other, shared, named[key], k) for key in recoded]
    counts = _counts(one, other, shared) if same else _totals(one, other)
    change = (counts["after"] - counts["before"]).abs()
    few = (change > 0) & (change < k)
    return Differences(
        keys=same,
        recoded=recoded,
        appear=int((counts["before"] == 0).sum()),
        vanish=int((counts["after"] == 0).sum()),
        isolating=int(few.sum()),
        unique=int((change == 1).sum()),
        between_bounds=sum(groups for groups, _ in between),
        people=int(change.filter(few).sum()) + sum(people for _, people in between),
    )


def check(found: Differences, k: int, *, number: int) -> Check:
    """Whether nobody can be isolated by subtracting an earlier release."""
    name = f"differencing against earlier release {number}"
    groups = found.isolating + found.between_bounds
    says = (
        f"on {len(found.keys)} keys {found.appear:,} groups appear, {found.vanish:,} "
        f"vanish and {found.isolating:,} differ by fewer than {k} records, "
        f"{found.unique:,} of them by one"
    )
    if found.recoded:
        says += (
            f"; {', '.join(found.recoded)} recoded otherwise, "
            f"{found.between_bounds:,} small groups lie between the bounds"
        )
    says += "."
    if groups:
        says += f" {found.people:,} records stand out. {_ADVICE.format(k=k)}"
    return Check(name, not groups, float(groups), 0.0, says)


def same_level(one: pl.Series, other: pl.Series) -> bool:
    """Whether most of what both say is said in the same values."""
    one, other = one.drop_nulls(), other.drop_nulls()
    if one.is_empty() or other.is_empty():
        return True
    shares = (
        one.is_in(other.unique().implode()).mean(),
        other.is_in(one.unique().implode()).mean(),
    )
    return all(float(str(share)) >= _SAME for share in shares)


def _counts(
    one: pl.DataFrame, other: pl.DataFrame, keys: Sequence[str]
) -> pl.DataFrame:
    """Records of every combination `before` and `after`, blanks as they stand."""
    return (
        pl.concat(
            [
                one.select(keys).with_columns(before=pl.lit(1), after=pl.lit(0)),
                other.select(keys).with_columns(before=pl.lit(0), after=pl.lit(1)),
            ]
        )
        .group_by(keys)
        .agg(pl.col("before", "after").cast(pl.Int64).sum())
    )


def _totals(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame({"before": [one.height], "after": [other.height]})


def _between_bounds(
    one: pl.DataFrame, other: pl.DataFrame, same: list[str], key: str, k: int
) -> tuple[int, int]:
    """Groups of 1 to k - 1 between the bounds of a banded key, and their records.

    Only combinations without blanks are used, and only where both releases hold as
    many of them: otherwise what lies between cannot be told from what was changed.
    """
    bounds = [_lower_bounds(frame[key]) for frame in (one, other)]
    if bounds[0] is None or bounds[1] is None:
        return 0, 0
    cumulative = []
    for frame, known in zip((one, other), bounds, strict=True):
        assert known is not None
        whole = frame.filter(pl.all_horizontal(pl.col([*same, key]).is_not_null()))
        low = whole[key].replace_strict(known, return_dtype=pl.Int64)
        grouped = (
            whole.select(same)
            .with_columns(low=low, all=pl.lit("all"))
            .group_by([*same, "all", "low"])
            .agg(n=pl.len().cast(pl.Int64))
        )
        cumulative.append(grouped)
    by = [*same, "all"]
    totals = [each.group_by(by).agg(pl.col("n").sum()) for each in cumulative]
    equal = totals[0].join(totals[1], on=[*by, "n"]).select(by)
    below = []
    for grouped, known in zip(cumulative, bounds, strict=True):
        assert known is not None
        own = pl.DataFrame({"edge": sorted(set(known.values()))})
        below.append(
            equal.join(own, how="cross")
            .join(grouped, on=by, how="left")
            .group_by([*by, "edge"])
            .agg(n=pl.col("n").filter(pl.col("low") < pl.col("edge")).sum())
        )
    steps = (
        pl.concat(below)
        .unique()
        .sort([*by, "edge"])
        .with_columns(
            step=pl.col("n").diff().over(by, order_by="edge"),
            last=pl.col("edge").shift().over(by, order_by="edge"),
        )
    )
    # between two bounds of one release lies a group of it: k-anonymity looks at those
    alone = [
        pl.col("edge").is_in(own) & pl.col("last").is_in(own)
        for own in (sorted(set(known.values())) for known in bounds if known)
    ]
    few = steps.filter(
        (pl.col("step") > 0) & (pl.col("step") < k) & ~pl.any_horizontal(alone)
    )
    return few.height, int(few["step"].sum())


def _lower_bounds(column: pl.Series) -> dict[str, int] | None:
    """The lower bound of each band, or None when some value is no band."""
    found = {}
    for value in column.unique().drop_nulls().to_list():
        band = _BAND.fullmatch(value)
        if band is None:
            return None
        found[value] = int(band[1])
    return found
