"""A small base that has something for every part of a validation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tests.flows.preparing import bases
from tests.flows.preparing.bases import Row, living

from migrascope.flows import methods
from migrascope.store.base import Base

AREAS = ("DNK", "FIN", "NOR", "SWE")
YEARS = (2010, 2015, 2020)
REPORTS = "eurostat-reported-flows@2019"
TOTALS = "undesa-flow-totals@2015"
PUBLISHED = "abel-cohen-flows@2022"


def stocks(*, factor: float = 1.0) -> list[Row]:
    """Stocks of every pair that grow by a tenth, times a factor in the last year."""
    rows = []
    for place, area in enumerate(AREAS):
        for birth, origin in enumerate(AREAS):
            if area == origin:
                continue
            for spot, year in enumerate(YEARS):
                value = 1_000.0 * (1 + place) * (2 + birth) * 1.1**spot
                if year == YEARS[-1]:
                    value *= factor
                rows += [
                    living(area, origin, year, round(value / 2), sex)
                    for sex in ("F", "M")
                ]
    return rows


def report(
    measure: str, area: str, origin: str, year: int, value: float, **more: Any
) -> Row:
    """What one side reports of a calendar year."""
    return {
        "measure": measure,
        "area": area,
        "origin": origin,
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "value": value,
        "breakdown": "accuracy=high;undercount=low",
    } | more


def reports(years: Iterable[int] = range(2010, 2020)) -> list[Row]:
    """Both sides' reports of every pair; the sender sees half."""
    rows = []
    for year in years:
        for place, area in enumerate(AREAS):
            for birth, other in enumerate(AREAS):
                if area == other:
                    continue
                value = 100.0 * (1 + place) * (2 + birth)
                rows.append(report("immigration", area, other, year, value))
                rows.append(report("emigration", other, area, year, value / 2))
    return rows


def totals() -> list[Row]:
    """Arrivals and departures of every area in every year."""
    return [
        report(
            measure,
            area,
            "_T",
            year,
            1_000.0 * (1 + place),
            breakdown="coverage=both;criterion=residence",
        )
        for measure in ("immigration", "emigration")
        for place, area in enumerate(AREAS)
        for year in range(2010, 2016)
    ]


def published(years: tuple[int, ...] = (2005, 2010, 2015)) -> list[Row]:
    """One table for each method: 500 people in every pair, both sexes."""
    return [
        {
            "measure": "migration_flows",
            "area": area,
            "origin": origin,
            "start": date(year, 7, 1),
            "end": date(year + 5, 7, 1),
            "value": 500.0,
            "breakdown": f"method={code}",
            "obs_status": "E",
        }
        for year in years
        for code in methods.ALL
        for area in AREAS
        for origin in AREAS
        if area != origin
    ]


def least(folder: Path) -> Base:
    """A base with what estimates need, and nothing to hold them against."""
    return bases.base(folder, _least())


def whole(folder: Path) -> Base:
    """A base with everything; the newer stocks are 1.2 times higher in 2020."""
    return bases.base(
        folder,
        {
            **_least(),
            "undesa-ims-bilateral@2024": stocks(factor=1.2),
            REPORTS: reports(),
            TOTALS: totals(),
            PUBLISHED: published(),
        },
    )


def _least() -> dict[str, list[Row]]:
    years = range(2010, 2021)
    return {
        "undesa-ims-bilateral@2020": stocks(),
        "undesa-wpp@2024": [
            _with_net(row)
            for row in bases.demography(
                AREAS, years=years, population=1e6, births=9_000.0, deaths=8_000.0
            )
        ],
        "undesa-ims-totals@2020": bases.by_sex(AREAS, YEARS),
    }


def _with_net(row: Row) -> Row:
    """Net migration that adds up to nothing over the areas."""
    if row["measure"] != "net_migration":
        return row
    return row | {"value": 100.0 * AREAS.index(row["area"]) - 150.0}
