"""Lists of events and of incidents made by hand, and a base that holds them."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.store.made import batch

from migrascope.store.base import Base

Row = dict[str, Any]
ROUTE = "border=Sea;route=Central Mediterranean Route"


def event(month: str, value: float, *, origin: str = "TUN", **more: Any) -> Row:
    """Detections of one nationality in a month, written 2023-01."""
    year, number = map(int, month.split("-"))
    return {
        "measure": "irregular_crossings",
        "area": "X:frontex:external_borders",
        "origin": origin,
        "breakdown": ROUTE,
        "start": date(year, number, 1),
        "end": date(year, number, calendar.monthrange(year, number)[1]),
        "value": value,
        "unit": "EVENTS",
        "row": 2,
        "column": 5,
    } | more


def incident(day: str, value: float, *, route: str = "Central Mediterranean") -> Row:
    """People who died or disappeared on a day; a year alone is some day in it."""
    first = date.fromisoformat(day if "-" in day else f"{day}-01-01")
    return {
        "measure": "migrant_deaths_and_missing",
        "area": "LBY",
        "breakdown": f"route={route}",
        "start": first,
        "end": first if "-" in day else date(int(day), 12, 31),
        "value": value,
        "unit": "PS",
        "row": 2,
        "column": 6,
    }


def elsewhere(*days: str) -> list[Row]:
    """Incidents on another route: they say that the list goes on."""
    return [incident(day, 1, route="Sahara Desert crossing") for day in days]


def month_ends(year: int, *, until: int = 12) -> list[str]:
    """The last day of every month of a year."""
    last = (calendar.monthrange(year, month)[1] for month in range(1, until + 1))
    return [f"{year}-{month:02}-{day}" for month, day in enumerate(last, start=1)]


def base_of(folder: Path, datasets: Mapping[str, list[Row]]) -> Base:
    """A base that holds these datasets."""
    base = Base.open(folder / "base")
    for dataset, rows in datasets.items():
        made = batch(folder / "received", rows, dataset=dataset, name=f"{dataset}.csv")
        base.accept(made)
    return base
