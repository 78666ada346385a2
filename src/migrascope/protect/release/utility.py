"""What can an analyst still do with the release?

The report that goes out with it: what was done to each column, its distribution and
its associations before and after. It shows protected aggregates only. A count below k
is not shown on either side, and counts of the original are rounded to a multiple of k
(of 5 where k is smaller), so that neither a total nor a difference gives one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from migrascope.language.numbers import exact, percent
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.model import Missing, Plan, Role
from migrascope.protect.release import comparing, telling
from migrascope.protect.release.comparing import Association, Sides
from migrascope.protect.release.page import Report, Section, Table

PAGE, PDF = "utility.html", "utility.pdf"
MOST_ROWS = 25
MOST_PAIRS = 60
_SERIES = "Utility of a protected release"


def report(
    original: pl.DataFrame,
    released: Cases,
    plan: Plan,
    *,
    done: Sequence[Done],
    made_on: date,
    version: str,
) -> Report:
    """The report from both frames, with the same records in the same order."""
    compared = comparing.sides(original, released.frame)
    paired = [each for each in compared if plan.named(each.name).role in _TOLD]
    pairs = comparing.associations(paired)
    return Report(
        series=_SERIES,
        title=plan.title or "Release of cases",
        lead=_lead(original, released.frame, plan),
        made_on=made_on,
        version=version,
        sections=(
            _protection(original, released.frame, plan, done),
            _distributions(paired, released, plan),
            _hanging_together(pairs),
            _limits(plan),
        ),
    )


_TOLD = (Role.KEY, Role.SENSITIVE, Role.OTHER, Role.WEIGHT)


def _lead(original: pl.DataFrame, released: pl.DataFrame, plan: Plan) -> str:
    keys = [key for key in plan.keys if key in released.columns]
    blanked = sum(_blanked(original[key], released[key]) for key in keys)
    cells = released.height * len(keys)
    share = telling.rounded(blanked, telling.base(plan)) / cells if cells else 0.0
    return (
        f"{exact(released.height)} records in {released.width} columns. "
        f"About {percent(share, decimals=1)} of the values of the keys were blanked so "
        f"that every set of key values is shared by at least {plan.promise.k} "
        f"records{_counted(plan)}."
    )


def _counted(plan: Plan) -> str:
    """What the promise means where keys are missing."""
    if plan.missing is Missing.VALUE:
        return ""
    return (
        ", where a missing value counts as agreeing with every other; someone whose "
        "keys are all known may be shared by fewer"
    )


def _protection(
    original: pl.DataFrame, released: pl.DataFrame, plan: Plan, done: Sequence[Done]
) -> Section:
    held_back = [
        column.name for column in plan.columns if column.name not in released.columns
    ]
    points = list(telling.steps(done, plan))
    if held_back:
        points.append(f"Not released: {', '.join(held_back)}.")
    base = telling.base(plan)
    rows = []
    for name in released.columns:
        before = telling.rounded(original[name].null_count(), base)
        after = released[name].null_count()
        rows.append(
            (
                name,
                str(plan.named(name).role).replace("_", " "),
                percent(before / released.height, decimals=1),
                percent(after / released.height, decimals=1),
            )
        )
    return Section(
        "What was done",
        points=tuple(points),
        tables=(
            Table(
                "Missing values in each column",
                ("column", "role", "missing before", "missing after"),
                tuple(rows),
                numbers=frozenset({2, 3}),
                note=f"Before: counts rounded to a multiple of {base}.",
            ),
        ),
    )


def _distributions(compared: Sequence[Sides], released: Cases, plan: Plan) -> Section:
    tables = [_numbers([each for each in compared if each.is_number])]
    tables += [
        _categories(each, released.codebook.get(each.name, Labels()), plan)
        for each in compared
        if not each.is_number
    ]
    return Section(
        "Each column by itself",
        says=(
            (
                "Where a column was recoded, both sides are on the level that was "
                "released. The distance is the share of known records that would have "
                "to change their value to get from one distribution to the other."
            ),
        ),
        tables=tuple(table for table in tables if table.rows),
    )


def _numbers(compared: Sequence[Sides]) -> Table:
    rows = []
    for each in compared:
        sides = (each.before.drop_nulls(), each.after.drop_nulls())
        means = [_significant(side.mean()) for side in sides]
        spreads = [_significant(side.std()) for side in sides]
        rows.append((each.name, *means, *spreads))
    return Table(
        "Numbers",
        (
            "column",
            "mean before",
            "mean after",
            "standard deviation before",
            "standard deviation after",
        ),
        tuple(rows),
        numbers=frozenset({1, 2, 3, 4}),
    )


def _categories(each: Sides, labels: Labels, plan: Plan) -> Table:
    k, base = plan.promise.k, telling.base(plan)
    counted = _counts(each)
    rows: list[tuple[str, ...]] = []
    left_out = 0
    for value, before, after in counted.iter_rows():
        # A value that the release does not hold is not told by its report either.
        is_gone = not after and value != comparing.BLANKED
        if is_gone or max(before, after) < k or len(rows) == MOST_ROWS:
            left_out += 1
            continue
        shown = [_count(before, k, base), _count(after, k, 1)]
        shares = [
            _share(before, each.before.len(), k, base),
            _share(after, each.after.len(), k, 1),
        ]
        text = labels.values.get(value, "")
        rows.append((f"{value} ({text})" if text else value, *shown, *shares))
    notes = [
        f"Distance {comparing.distance(each.before, each.after):.2f}.",
        f"Before: rounded to a multiple of {base}.",
    ]
    if left_out:
        notes.append(
            f"{left_out} further value{'s' if left_out > 1 else ''}, each with few "
            "records, not shown."
        )
    name = f"{each.name}: {labels.label}" if labels.label else each.name
    return Table(
        name,
        ("value", "records before", "records after", "share before", "share after"),
        tuple(rows),
        numbers=frozenset({1, 2, 3, 4}),
        note=" ".join(notes),
    )


def _counts(each: Sides) -> pl.DataFrame:
    """Values with their records before and after, the most frequent first."""
    sides = []
    for side in (each.before, each.after):
        counted = side.drop_nulls().value_counts(sort=False, name="records")
        sides.append(counted.rename({counted.columns[0]: "value"}))
    joined = sides[0].join(sides[1], on="value", how="full", coalesce=True)
    return joined.fill_null(0).sort(
        "records_right", "records", "value", descending=[True, True, False]
    )


def _hanging_together(pairs: Sequence[Association]) -> Section:
    if not pairs:
        return Section("Columns together", says=("No two columns can be compared.",))
    mean = sum(abs(each.change) for each in pairs) / len(pairs)
    rows = tuple(
        (
            f"{each.first} and {each.second}",
            each.kind,
            f"{each.before:.2f}",
            f"{each.after:.2f}",
            f"{each.change:+.2f}".replace("-", "−"),
        )
        for each in pairs[:MOST_PAIRS]
    )
    more = len(pairs) - len(rows)
    return Section(
        "Columns together",
        says=(
            (
                f"Over {len(pairs)} pairs of columns the association changed by "
                f"{mean:.3f} on average; the most changed pair comes first."
            ),
        ),
        tables=(
            Table(
                "Association of pairs of columns",
                ("columns", "measure", "before", "after", "change"),
                rows,
                numbers=frozenset({2, 3, 4}),
                note=f"{more} further pairs changed less." if more else "",
            ),
        ),
    )


def _limits(plan: Plan) -> Section:
    k = plan.promise.k
    return Section(
        "How to read this",
        points=(
            (
                f"Counts below {k} are not shown, and counts before protection are "
                "rounded: this page gives away no more than the data do."
            ),
            (
                "A blank of the release is a value that was missing or was blanked; "
                "the data do not say which."
            ),
            "Records are in random order; their place in the file means nothing.",
            (
                "Figures of small groups computed from the release are less sure than "
                "their number of records says."
            ),
        ),
    )


def _blanked(before: pl.Series, after: pl.Series) -> int:
    return int((before.is_not_null() & after.is_null()).sum())


def _count(count: int, k: int, base: int) -> str:
    return exact(telling.rounded(count, base)) if count >= k else f"under {k}"


def _share(count: int, of: int, k: int, base: int) -> str:
    if count < k:
        return "–"
    return percent(min(telling.rounded(count, base) / of, 1.0), decimals=1)


def _significant(value: object) -> str:
    """Three digits that count."""
    if not isinstance(value, (int, float)):
        return "–"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.10g}".replace("-", "−")
