"""Which columns can a twin carry, and why not the others?

A twin is made of combinations that enough people share. Identifiers, weights and
households are no part of it. Nor is a column of which most records have a value that
hardly anybody else has (a file number, a hash, free text, an exact date): it would be
blank in most records and cost more time than all others together. Nor are so many wide
columns that their combinations outgrow what is searched in reasonable time.

What is chosen by looking at the file tells something of it, so under differential
privacy the plan alone decides (`by_plan`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import polars as pl

from migrascope.errors import BadPlan
from migrascope.protect.plan.model import Kind, Plan, Role
from migrascope.protect.twin import coding
from migrascope.protect.twin.aggregates import LENGTH
from migrascope.protect.twin.cells import up_to

CARRIED = 0.5
"""So large a share of the known records must have a value that enough people share."""

MOST_VALUES = 250
"""As many values as all countries and areas have; days and file numbers are more."""

EASY_CELLS = 1_000_000
"""As many combinations as a twin of unnamed columns is searched over."""

_BY_ROLE = {
    Role.DIRECT_IDENTIFIER: "it names people",
    Role.DROPPED: "the plan drops it",
    Role.WEIGHT: "it is a weight: a record of a twin stands for nobody",
    Role.HOUSEHOLD: "it names households: records of a twin belong to none",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a twin, and why each other one is left out."""

    columns: tuple[str, ...]
    left_out: Mapping[str, str]


def choose(frame: pl.DataFrame, plan: Plan, *, resolution: int) -> Choice:
    """The columns that a seeded twin of these records can carry.

    Raises:
        BadPlan: there is none.
    """
    columns, left_out = _by_role(plan)
    sizes = {}
    for name in columns:
        values = _frequent(frame, name, resolution)
        reason = _reason(frame, name, values, resolution)
        if reason:
            left_out[name] = reason
        else:
            sizes[name] = values.height + 1
    while len(sizes) > 1 and _cells([*sizes.values()]) > EASY_CELLS:
        widest = max(sizes, key=lambda name: sizes[name])
        count = sizes.pop(widest) - 1
        left_out[widest] = (
            f"with its {count:,} values there are more combinations than are searched "
            "without being asked to"
        )
    return _chosen(tuple(sizes), left_out, plan)


def by_plan(plan: Plan) -> Choice:
    """The columns of a private twin: the plan says them, and no record is looked at.

    Raises:
        BadPlan: there is none.
    """
    columns, left_out = _by_role(plan)
    for name in columns:
        if plan.named(name).kind is Kind.NUMBER:
            left_out[name] = "it is a number, and a twin holds categories"
    kept = tuple(name for name in columns if name not in left_out)
    return _chosen(kept, left_out, plan)


def check(
    frame: pl.DataFrame, plan: Plan, columns: Sequence[str], *, resolution: int
) -> Choice:
    """The columns that were asked for, where a seeded twin can carry them.

    Raises:
        BadPlan: one is not released in a twin, or cannot be carried; it says why.
    """
    check_roles(plan, columns)
    for name in columns:
        values = _frequent(frame, name, resolution)
        reason = _reason(frame, name, values, resolution)
        if reason:
            raise BadPlan(
                f'a twin cannot carry the column "{name}": {reason}.',
                "Group its values in the file before (years for days, bands for "
                "numbers), or leave it out.",
            )
    return Choice(tuple(columns), {})


def check_roles(plan: Plan, columns: Sequence[str]) -> Choice:
    """The columns that were asked for, where the plan lets them into a twin.

    Raises:
        BadPlan: one is not of the plan, or in a role that no twin has.
    """
    fit, left_out = _by_role(plan)
    for name in columns:
        if name not in fit:
            why = left_out.get(name, "the plan does not speak of it")
            raise BadPlan(
                f'the column "{name}" cannot be in a twin: {why}.',
                "A twin has keys, sensitive and other columns: no identifier, weight "
                "or household.",
            )
    return Choice(tuple(columns), {})


def _by_role(plan: Plan) -> tuple[list[str], dict[str, str]]:
    """The columns in roles that a twin has, and the reasons against the others."""
    fit, left_out = [], {}
    for column in plan.columns:
        if column.role in _BY_ROLE:
            left_out[column.name] = _BY_ROLE[column.role]
        else:
            fit.append(column.name)
    return fit, left_out


def _chosen(columns: tuple[str, ...], left_out: dict[str, str], plan: Plan) -> Choice:
    if not columns:
        raise BadPlan(
            "no column of the plan can be in a twin.",
            "Group the values of some key, sensitive or other columns.",
        )
    order = [column.name for column in plan.columns]
    told = {name: left_out[name] for name in sorted(left_out, key=order.index)}
    return Choice(columns, told)


def _frequent(frame: pl.DataFrame, name: str, resolution: int) -> pl.DataFrame:
    """The values that enough people share, each with its `records`."""
    (texts,) = coding.texts(frame, [name])
    counted = texts.drop_nulls().value_counts(name="records")
    return counted.filter(pl.col("records") >= resolution)


def _reason(
    frame: pl.DataFrame, name: str, values: pl.DataFrame, resolution: int
) -> str:
    """Why the column cannot be carried; nothing where it can."""
    known = frame.height - frame[name].null_count()
    if not known:
        return "it is blank everywhere"
    if int(values["records"].sum()) < CARRIED * known:
        return (
            f"most of its records have a value that fewer than {resolution} people "
            "share (an identifier, free text, an exact date or number)"
        )
    if values.height > MOST_VALUES:
        return f"it has {values.height:,} values, and {MOST_VALUES} can be carried"
    return ""


def _cells(sizes: Sequence[int]) -> int:
    """How many combinations columns of these sizes have."""
    return sum(
        prod(sizes[column] for column in each) for each in up_to(LENGTH, len(sizes))
    )
