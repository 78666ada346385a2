"""What was not counted on one of the two days?

A pair that the publisher marks as missing is not a pair of nobody, and an area
without a table of its residents is not empty. Without a declaration, what is missing
on one day is left out on both, so that a hole never looks like people who left; on
request (`Gaps.CARRY`) it is estimated from other years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from migrascope.flows.account import FloatArray, Interval
from migrascope.flows.options import Gaps
from migrascope.flows.preparing.adjustment import Ledger
from migrascope.flows.preparing.tables import Tables
from migrascope.model.area import WORLD

_MARK = "Marked as missing on one of the two days: left out on both."
_TABLE = "No table of its residents on one of the two days: left out on both."
_CARRIED = "Missing on this day: estimated from other years."


def close(tables: Tables, interval: Interval, ledger: Ledger, *, gaps: Gaps) -> Tables:
    """The tables of the two days, without pairs that only one of them knows."""
    _count_zeros(tables, interval, ledger)
    if gaps is Gaps.CARRY:
        tables = _carried(tables, interval, ledger)
    two = tables.between(interval)
    persons = two.persons.copy()
    holes = np.asarray(two.marked.any(axis=0)) & two.homes[None]
    pairs = np.argwhere(holes)
    born, homes = pairs[:, 0], pairs[:, 1]
    for at, day in enumerate(two.days):
        ledger.write(
            "missing",
            _MARK,
            [two.areas[home] for home in homes],
            -persons[:, at, born, homes],
            day=day,
            origins=[two.areas[each] for each in born],
        )
    persons[:, :, born, homes] = 0.0
    alone = ~two.homes
    for at, day in enumerate(two.days):
        ledger.write(
            "one day only",
            _TABLE,
            [two.areas[home] for home in np.flatnonzero(alone)],
            -persons[:, at][:, :, alone].sum(axis=1),
            day=day,
        )
    persons[:, :, :, alone] = 0.0
    return replace(two, persons=persons, listed=np.repeat(~alone[None], 2, axis=0))


def _count_zeros(tables: Tables, interval: Interval, ledger: Ledger) -> None:
    for day in (interval.start, interval.end):
        at = tables.at(day)
        homes = tables.listed[at]
        empty = (tables.persons[:, at].sum(axis=0) == 0) & ~tables.marked[at]
        many = int(empty[:, homes].sum() - homes.sum())
        ledger.remark(
            "zeros", f"{many:,} pairs without a figure count as nobody.", WORLD, day=day
        )


def _carried(tables: Tables, interval: Interval, ledger: Ledger) -> Tables:
    persons, listed = tables.persons.copy(), tables.listed.copy()
    known = tables.listed[:, None, :] & ~tables.marked
    for day in (interval.start, interval.end):
        at = tables.at(day)
        wanted = ~known[at] & known.any(axis=0)
        born, homes = np.nonzero(wanted)
        found = (
            np.stack(
                [
                    _on_the_line(tables.days, persons[:, :, k, j], known[:, k, j], day)
                    for k, j in zip(born, homes, strict=True)
                ],
                axis=1,
            )
            if born.size
            else np.zeros((len(tables.sexes), 0))
        )
        ledger.write(
            "carried",
            _CARRIED,
            [tables.areas[home] for home in homes],
            found - persons[:, at, born, homes],
            day=day,
            origins=[tables.areas[each] for each in born],
        )
        persons[:, at, born, homes] = found
        listed[at, np.unique(homes)] = True
    marked = tables.marked.copy()
    for day in (interval.start, interval.end):
        marked[tables.at(day)] &= ~known.any(axis=0)
    return replace(tables, persons=persons, listed=listed, marked=marked)


def _on_the_line(
    days: tuple[date, ...],
    people: FloatArray,
    known: NDArray[np.bool_],
    day: date,
) -> FloatArray:
    """People (by sex) on a day, between two known days, or as on the nearest one."""
    spots = [
        each.toordinal() for each, is_known in zip(days, known, strict=True) if is_known
    ]
    return np.array([np.interp(day.toordinal(), spots, row[known]) for row in people])
