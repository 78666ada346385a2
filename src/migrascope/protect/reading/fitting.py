"""Does this plan fit this file?

Every column of the file must be decided about and every decision must be about a
column; keys must be such that records can share them; hierarchies must know the
values. What does not fit is refused before anything is changed or written.
"""

from __future__ import annotations

import difflib

import polars as pl

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import rows
from migrascope.protect.plan import hierarchy, steps
from migrascope.protect.plan.model import Column, Plan, Role

MOST_VALUES = 10_000
"""As many values as a key may have that no hierarchy and no step makes fewer."""

_ADVICE = (
    "`migrascope protect plan CASES` proposes a decision for every column of a file."
)


def columns(names: list[str], plan: Plan, *, file: str) -> None:
    """Insist that plan and file speak of the same columns.

    Raises:
        BadPlan: a column is only in the plan, or only in the file.
    """
    decided = [column.name for column in plan.columns]
    absent = [name for name in decided if name not in names]
    if absent:
        near = difflib.get_close_matches(absent[0], names, n=1, cutoff=0.8)
        offer = f' Its nearest column is "{near[0]}".' if near else ""
        raise BadPlan(
            f"the plan decides about {_listed(absent)}, which the file does not have."
            f"{offer}",
            "Name columns as the first line of the file does, letter by letter.",
            where=file,
        )
    # The header is known to be one: its names are no values of a record.
    open_ = [name for name in names if name not in decided]
    if open_:
        raise BadPlan(
            f"the plan says nothing of {_listed(open_)}, which the file has.",
            f'Add it, with role = "dropped" if it shall not be released. {_ADVICE}',
            where=file,
        )


def values(frame: pl.DataFrame, plan: Plan, *, file: str) -> None:
    """Insist that the plan can work with what the columns hold.

    Raises:
        UnusableCases: fewer than two records, or a weight that is none.
        BadPlan: a key with too many values, or a hierarchy or level that does not fit.
    """
    if frame.height < 2:
        held = "one record" if frame.height else "no record"
        raise UnusableCases(
            f"the file holds {held}.",
            "Nobody can be hidden in it: put more cases together.",
            where=file,
        )
    for column in plan.columns:
        if column.role is Role.KEY:
            _check_key(frame[column.name], column, plan, file)
        if column.role is Role.WEIGHT:
            _check_weight(frame[column.name], column, file)
        if column.hierarchy and column.role not in _NOT_RELEASED:
            _check_levels(frame, column, plan, file)


_NOT_RELEASED = (Role.DIRECT_IDENTIFIER, Role.DROPPED)


def _check_key(series: pl.Series, column: Column, plan: Plan, file: str) -> None:
    if column.hierarchy or _made_fewer(column, plan):
        return
    count = series.n_unique()
    if count <= MOST_VALUES:
        return
    raise BadPlan(
        f'the column "{column.name}" is a key, but has {count:,} values: hardly two '
        "records would be alike.",
        'If it names people, say role = "direct_identifier"; else give it a hierarchy '
        "that makes groups of its values.",
        where=file,
    )


def _made_fewer(column: Column, plan: Plan) -> bool:
    """Whether a step makes few values of the many that a number or date has."""
    for step in plan.steps:
        match step:
            case steps.Microaggregate(columns=names) if column.name in names:
                return True
            case steps.CoarsenDate(column=name) if name == column.name:
                return True
    return False


def _check_weight(series: pl.Series, column: Column, file: str) -> None:
    wrong = rows.of(series.is_null() | (series <= 0))
    if len(wrong):
        raise UnusableCases(
            f'the weight "{column.name}" is missing or not above 0 in '
            f"{rows.told(wrong)}.",
            "Every record must stand for somebody: correct the weights.",
            where=file,
        )


def _check_levels(frame: pl.DataFrame, column: Column, plan: Plan, file: str) -> None:
    levels = hierarchy.of(column, frame, file=file).levels
    for step in plan.steps:
        match step:
            case steps.Recode(column=name, level=level) if name == column.name:
                if level not in levels:
                    near = difflib.get_close_matches(level, levels, n=1)
                    offer = f' Did you mean "{near[0]}"?' if near else ""
                    raise BadPlan(
                        f'the hierarchy of "{name}" has no level "{level}".{offer}',
                        f"With these data its levels are: {', '.join(levels)}.",
                        where=file,
                    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:5])
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    kind = "the column" if len(names) == 1 else "the columns"
    return f"{kind} {shown}{more}"
