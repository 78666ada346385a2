"""How can values that few people have be kept out of a release?

k-anonymity is about keys. A value of another column that one person has (a rare kind
of work, an illness) leads to that person all the same, for whoever knows it, and goes
out with its count. Such values become one class; where even that class has too few
records, they are blanked. The values that are left are shared by k records or more.

Reference: Hundepool et al. (2012), Statistical Disclosure Control, 3.2, on recoding
of rare categories.
"""

from __future__ import annotations

import polars as pl

from migrascope.protect.methods import columns
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import GroupRare

STEP = "group_rare"


def apply(frame: pl.DataFrame, step: GroupRare, *, k: int) -> tuple[pl.DataFrame, Done]:
    """Put all values that fewer than k records have into one class, or blank them.

    Values that are no texts have no class to go to: they are blanked.

    Raises:
        BadPlan: no column, one that is not there, or one named twice.
    """
    columns.distinct(step.columns, step=STEP)
    changed = values = blanked = 0
    made = []
    for name in step.columns:
        column = columns.named(frame, name, step=STEP)
        counts = column.drop_nulls().value_counts(name="records of the value")
        rare = counts.filter(pl.col("records of the value") < k)
        few = column.is_in(rare[name].implode()).fill_null(value=False)
        class_ = column.dtype == pl.String and bool(
            (few | (column == step.into)).sum() >= k
        )
        into = pl.Series(name, [step.into if class_ else None], dtype=column.dtype)
        grouped = into.zip_with(few, column)
        changed += columns.cells_changed(column, grouped)
        values += rare.height
        blanked += 0 if class_ else int(few.sum())
        made.append(grouped)
    says = (
        f"{values:,} values that fewer than {k} records have were put into one class."
        if values
        else f"No value has fewer than {k} records."
    )
    if blanked:
        says += f" {blanked:,} cells were blanked: the class would have had too few."
    facts = {"values": float(values), "blanked": float(blanked)}
    done = Done(STEP, ", ".join(step.columns), changed, says, facts)
    return frame.with_columns(made), done
