"""Does a twin hold combinations of values that hardly anybody had?

A combination of up to three values that occurs in the twin must have occurred in the
original at least as often as the resolution of the twin says: a rarer one points at
few people, and one that never was is made up. Blanks are no values.

Who has no original has the released counts: every combination of the twin must be one
of them, each must be a multiple of the resolution, and on average the twin may miss
them by no more than it says itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import polars as pl

from migrascope.errors import NotProven
from migrascope.protect.verify import written
from migrascope.protect.verify.verdict import Check
from migrascope.protect.verify.written import Written

LENGTH = 3

AGGREGATES = "aggregates.csv"
"""The file of a seeded twin that holds the counts it was made of."""

COUNT = "number of records"
"""The column of the counts there; the others are those of the twin."""

_ESCAPED = r"^'([=+\-@\t\r])"


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


def released(
    twin: Written, *, resolution: int, mean_error: float | None
) -> tuple[Check, ...]:
    """Whether the twin can be told from the counts that were released with it.

    `mean_error` is by how much it says that it misses them.
    """
    counts = _counts(twin.folder / AGGREGATES, twin.frame.columns)
    if counts is None:
        says = f"there is no {AGGREGATES} with counts for the columns of the twin."
        return (Check("released counts", False, None, None, says),)
    told = _told(counts, twin.frame, resolution)
    if not told.passed:
        return (told,)
    strange, of, missed, pairs = _held_against(twin.frame, counts)
    says = (
        f"each of {of:,} combinations of up to {LENGTH} values in it was released."
        if not strange
        else f"{strange:,} of {of:,} combinations of up to {LENGTH} values in it "
        "were not released."
    )
    known = Check("released combinations", not strange, float(strange), 0.0, says)
    error = missed / max(1, pairs)
    agrees = mean_error is None or error <= mean_error + 1e-9
    says = (
        f"the twin misses {pairs:,} released counts by {error:.2f} records on average"
    )
    says += "." if mean_error is None else f"; it says {mean_error:g}."
    return told, known, Check("agreement", agrees, error, mean_error, says)


def _counts(path: Path, columns: Sequence[str]) -> pl.DataFrame | None:
    """The released counts, one combination a line; None where there are none."""
    if not path.is_file():
        return None
    try:
        listed = written.from_csv(path).select(pl.all().str.replace(_ESCAPED, "${1}"))
    except NotProven:
        return None
    if set(listed.columns) != {COUNT, *columns} or len(columns) + 1 != listed.width:
        return None
    return listed.select(
        pl.col(COUNT).cast(pl.Int64, strict=False),
        *(written.text(listed[name]) for name in columns),
    )


def _told(counts: pl.DataFrame, twin: pl.DataFrame, resolution: int) -> Check:
    """Whether what was released tells of nobody, and each combination once."""
    names = [name for name in counts.columns if name != COUNT]
    number = counts[COUNT].fill_null(-1)
    width = counts.select(pl.sum_horizontal(pl.col(names).is_not_null())).to_series()
    wrong = (
        (number < resolution)
        | (number % resolution != 0)
        | ~width.is_between(1, LENGTH)
        | counts.select(names).is_duplicated()
    )
    bad = int(wrong.sum()) + int(twin.height % resolution != 0)
    says = (
        f"{counts.height:,} counts and the number of records are multiples of "
        f"{resolution}, none of them under it."
        if not bad
        else f"{bad:,} of {counts.height + 1:,} counts are under {resolution}, no "
        "multiple of it, told twice, or of no combination."
    )
    return Check("released counts", not bad, float(bad), 0.0, says)


def _held_against(
    twin: pl.DataFrame, counts: pl.DataFrame
) -> tuple[int, int, int, int]:
    """Combinations that were not released, all of them; records missed, all counts."""
    named = {name: f"column {number}" for number, name in enumerate(twin.columns)}
    ours, theirs = _ranked(
        pl.DataFrame([written.text(twin[name]) for name in named]).rename(named),
        counts.select(*named).rename(named),
    )
    names = tuple(named.values())
    is_told = pl.concat_str(pl.col(name).is_not_null().cast(pl.Int8) for name in names)
    parts = theirs.with_columns(is_told.alias("told"), counts[COUNT]).partition_by(
        "told", as_dict=True
    )
    strange = of = missed = pairs = 0
    for length in range(1, min(LENGTH, len(names)) + 1):
        for chosen in combinations(names, length):
            held = ours.select(chosen).drop_nulls().group_by(chosen).len("made")
            of += held.height
            mark = "".join(str(int(name in chosen)) for name in names)
            part = parts.get((mark,))
            if part is None:
                strange += held.height
                continue
            both = held.join(part.select(*chosen, COUNT), on=chosen, how="full")
            strange += both[COUNT].null_count()
            pairs += part.height
            told = both.drop_nulls(COUNT)
            made = told["made"].fill_null(0).cast(pl.Int64)
            missed += int((made - told[COUNT]).abs().sum())
    return strange, of, missed, pairs


def _ranked(
    one: pl.DataFrame, other: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values as numbers, alike in both: they are counted faster."""
    ranks = pl.concat([one, other]).select(pl.all().rank("dense"))
    return ranks[: one.height], ranks[one.height :]
