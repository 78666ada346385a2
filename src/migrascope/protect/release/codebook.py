"""What do the released columns hold?

Label, kind and role of each column; the codes that occur in the release with label
and number of records (none where fewer than k have the code); for numbers mean, lowest
and highest (where k have it). Everything is counted on the released records: what was
suppressed leaves no trace, not even as a code with 0 records.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

import polars as pl

from migrascope.language.printing import clean
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan.model import Plan, Role

MOST_LISTED = 1000
"""A column with more codes than this (pseudonyms) has none of them listed."""

CSV = "codebook.csv"
_HEADER = ("column", "value", "label", "records")
_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Category:
    """A code of a column, what it means, and how many records have it.

    Fewer than k are not counted out for everybody: `records` is None.
    """

    code: str
    label: str
    records: int | None


@dataclass(frozen=True, slots=True)
class Variable:
    """A released column; `low`, `high` and `mean` are of numbers only.

    `low` and `high` are told where k records or more have them.
    """

    name: str
    label: str
    role: Role
    is_number: bool
    is_date: bool
    known: int
    missing: int
    distinct: int
    categories: tuple[Category, ...] = ()
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    spread: float | None = None


def variables(cases: Cases, plan: Plan) -> tuple[Variable, ...]:
    """Every released column in the order of the file."""
    return tuple(
        _variable(cases.frame[name], cases.codebook.get(name, Labels()), plan)
        for name in cases.frame.columns
    )


def text(described: tuple[Variable, ...]) -> str:
    """The codebook as CSV, which `protect` reads as a codebook again."""
    page = io.StringIO()
    lines = csv.writer(page, lineterminator="\n")
    lines.writerow(_HEADER)
    for each in described:
        lines.writerow((each.name, "", shown(each.label or each.name), each.known))
        for one in each.categories:
            label = shown(one.label or one.code)
            lines.writerow((each.name, shown(one.code), label, _told(one.records)))
    return page.getvalue()


def _told(records: int | None) -> str:
    return "" if records is None else str(records)


def _variable(column: pl.Series, labels: Labels, plan: Plan) -> Variable:
    known = column.drop_nulls()
    distinct = known.n_unique()
    facts = Variable(
        name=column.name,
        label=labels.label,
        role=plan.named(column.name).role,
        is_number=column.dtype.is_numeric(),
        is_date=column.dtype.is_temporal(),
        known=known.len(),
        missing=column.null_count(),
        distinct=distinct,
    )
    if facts.is_number:
        return _measured(facts, known.cast(pl.Float64), plan.promise.k)
    if facts.is_date or distinct > MOST_LISTED:
        return facts
    counted = known.cast(pl.String).value_counts(sort=False).sort(column.name)
    return _with(
        facts,
        categories=tuple(
            Category(
                code,
                labels.values.get(code, ""),
                records if records >= plan.promise.k else None,
            )
            for code, records in counted.iter_rows()
        ),
    )


def _measured(facts: Variable, numbers: pl.Series, k: int) -> Variable:
    """With what the numbers are like; an end of the scale that few have is not told."""
    if not numbers.len():
        return facts
    ends = [
        end if end is not None and (numbers == end).sum() >= k else None
        for end in (_float(numbers.min()), _float(numbers.max()))
    ]
    return _with(
        facts,
        low=ends[0],
        high=ends[1],
        mean=_float(numbers.mean()),
        spread=_float(numbers.std()),
    )


def _with(facts: Variable, **more: object) -> Variable:
    return replace(facts, **more)  # type: ignore[arg-type]  # names of fields


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def shown(text: str) -> str:
    """A text of the codebook: printable, and none that a spreadsheet will run.

    >>> shown("=1+1"), shown("-99")
    ("'=1+1", '-99')
    """
    text = " ".join(clean(text).split())
    if text.startswith(_SIGNS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
