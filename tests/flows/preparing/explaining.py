"""Do the adjustments explain what is different in a prepared table?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from migrascope.flows.preparing.preparing import Prepared


def unexplained(prepared: Prepared) -> dict[tuple[date, str], float]:
    """Residents of each area on each day that no adjustment accounts for."""
    account = prepared.account
    rest: dict[tuple[date, str], float] = defaultdict(float)
    for area, day, value in prepared.stocks.select(
        "area", "start", "value"
    ).iter_rows():
        rest[day, area] -= value or 0.0
    for change in prepared.adjustments:
        if change.day is not None:
            rest[change.day, change.area] -= change.persons
    for table in (account.before, account.after):
        for area, residents in zip(table.areas, table.residents, strict=True):
            rest[table.day, area] += float(residents)
    return {key: value for key, value in rest.items() if abs(value) > 1e-5}


def assert_explained(prepared: Prepared) -> None:
    """Published figures and adjustments add up to the prepared tables, area by area."""
    assert any(each.day is not None for each in prepared.adjustments)
    assert unexplained(prepared) == {}


def moved(prepared: Prepared, step: str) -> dict[tuple[str, int | None], object]:
    """Persons of one step by area and year."""
    found: dict[tuple[str, int | None], float] = defaultdict(float)
    for each in prepared.adjustments:
        if each.step == step:
            found[each.area, each.day.year if each.day else None] += each.persons
    return {key: pytest.approx(value) for key, value in found.items()}
