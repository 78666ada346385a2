"""How can the rare ends of a scale be hidden?

From a bound on, all values become one class with a name: "60 and over", "15 and
under". The bound is part of the class. Other values stay, as texts, since a class is
no number. A class that fewer than k records share would point at them more than the
numbers did, so it is refused.

Reference: Hundepool et al. (2012), Statistical Disclosure Control, 3.2.
"""

from __future__ import annotations

import math

import polars as pl

from migrascope.protect import codes
from migrascope.protect.methods import columns
from migrascope.protect.methods.columns import cells_changed
from migrascope.protect.methods.done import Done
from migrascope.protect.plan.steps import BottomCode, TopCode

TOP = "top_code"
BOTTOM = "bottom_code"


def top(frame: pl.DataFrame, step: TopCode, *, k: int) -> tuple[pl.DataFrame, Done]:
    """Put all values from `at` up into one class.

    Raises:
        BadPlan: no such column, no numbers in it, or a class of fewer than k records.
    """
    texts, numbers = _read(frame, step.column, step=TOP)
    _check_bound(step.at, step.column, step=TOP)
    label = f"{codes.text(step.at)} and over"
    return _coded(frame, texts, numbers >= step.at, label=label, step=TOP, k=k)


def bottom(
    frame: pl.DataFrame, step: BottomCode, *, k: int
) -> tuple[pl.DataFrame, Done]:
    """Put all values from `at` down into one class.

    Raises:
        BadPlan: no such column, no numbers in it, or a class of fewer than k records.
    """
    texts, numbers = _read(frame, step.column, step=BOTTOM)
    _check_bound(step.at, step.column, step=BOTTOM)
    label = f"{codes.text(step.at)} and under"
    return _coded(frame, texts, numbers <= step.at, label=label, step=BOTTOM, k=k)


def _read(frame: pl.DataFrame, name: str, *, step: str) -> tuple[pl.Series, pl.Series]:
    """The values as texts and as numbers; a class that was made before is no number."""
    column = columns.named(frame, name, step=step)
    if column.dtype != pl.String:
        numbers = columns.numbers(frame, name, step=step)
        return codes.texts(numbers).str.strip_suffix(".0"), numbers
    numbers = column.cast(pl.Float64, strict=False)
    classes = column.str.contains(r"^\S+ and (over|under)$")
    if (column.is_not_null() & numbers.is_null() & ~classes).any():
        raise columns.wrong(
            step, name, "holds no numbers", "Code ends before other recoding."
        )
    return column, numbers


def _check_bound(at: float, name: str, *, step: str) -> None:
    if not math.isfinite(at):
        raise columns.wrong(step, name, "needs a number as its bound", "Say at = 60.")


def _coded(
    frame: pl.DataFrame,
    texts: pl.Series,
    inside: pl.Series,
    *,
    label: str,
    step: str,
    k: int,
) -> tuple[pl.DataFrame, Done]:
    name = texts.name
    inside = inside.fill_null(value=False)
    members = int(inside.sum())
    if 0 < members < k:
        raise columns.wrong(
            step,
            name,
            f"has fewer than {k} records in the class",
            "Lower the bound." if step == TOP else "Raise the bound.",
        )
    if not members:
        return frame, Done(step, name, 0, "No value reaches the bound.")
    of_class = pl.Series(name, [label], dtype=pl.String)
    coded = of_class.zip_with(inside, texts)
    facts = {"records_in_class": float(members)}
    says = f'{members:,} records are in the class "{label}".'
    done = Done(step, name, cells_changed(texts, coded), says, facts)
    return frame.with_columns(coded), done
