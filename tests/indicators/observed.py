"""Small made-up observations, as an adapter would hand them over."""

from __future__ import annotations

from datetime import date

import polars as pl

from migrascope.indicators import registry
from migrascope.indicators.evidence import Evidence
from migrascope.indicators.series import Series
from migrascope.model.frames import SCHEMA
from migrascope.model.observation import COLUMNS

_DEFAULTS: dict[str, object] = {
    "origin": "_T",
    "sex": "_T",
    "age": "_T",
    "status": "_T",
    "breakdown": "",
    "unit": "PS",
    "obs_status": "A",
    "low": None,
    "high": None,
    "note": "",
    "file": 0,
    "sheet": "",
    "column": 1,
}


def seen(
    measure: str,
    area: str,
    year: int,
    value: float | None,
    /,
    edition: str = "book@2020",
    **more: object,
) -> dict[str, object]:
    """One observation at mid-year; `more` are other columns of the table."""
    day = date(year, 7, 1)
    return {
        "measure": measure,
        "area": area,
        "start": day,
        "end": day,
        "value": value,
        "edition": edition,
        **more,
    }


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    """The observations as a table; each stands in a row of its own."""
    filled = [
        {**_DEFAULTS, "row": number, **row} for number, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(
        [[row[name] for name in COLUMNS] for row in filled], schema=SCHEMA, orient="row"
    )


def evidence(*rows: dict[str, object]) -> Evidence:
    """A view on these observations."""
    return Evidence.of(frame(*rows))


def answer(code: str, area: str, *rows: dict[str, object]) -> Series:
    """What an indicator says about an area from these observations."""
    return registry.get(code).series(evidence(*rows), area)


def values(series: Series) -> dict[int, float | None]:
    """The headline by year."""
    return {each.period.year: each.value for each in series.estimates}
