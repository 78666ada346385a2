"""Small evidence bases made by hand, with all that an account needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from migrascope.model.source import CC_BY_4
from migrascope.sources.batch import Batch, source_file
from migrascope.sources.frame import finish
from migrascope.store.base import Base

Row = dict[str, Any]

_PLAIN = {"unit": "PS", "origin": "_T", "sex": "_T", "status": "_T", "column": 5}
STOCKS = "undesa-ims-bilateral@2024"


def living(area: str, origin: str, year: int, value: float | None, /, sex: str) -> Row:
    """People born in one area and living in another in the middle of a year."""
    day = date(year, 7, 1)
    return {
        "measure": "migrant_stock",
        "area": area,
        "origin": origin,
        "sex": sex,
        "start": day,
        "end": day,
        "value": value,
        "obs_status": "E" if value is not None else "M",
        "status": "MIG",
    }


def pair(
    area: str, origin: str, people: Mapping[int, tuple[float, float]]
) -> Iterable[Row]:
    """Women and men of a pair, by year."""
    for year, (women, men) in people.items():
        yield living(area, origin, year, women, "F")
        yield living(area, origin, year, men, "M")


def people(
    area: str, year: int, value: float, *, sex: str = "_T", month: int = 7
) -> Row:
    """A population in the middle of a year, or (month 12) at its end."""
    day = date(year, month, 31 if month == 12 else 1)
    return {
        "measure": "population",
        "area": area,
        "sex": sex,
        "start": day,
        "end": day,
        "value": value,
        "obs_status": "E",
    }


def yearly(measure: str, area: str, years: Mapping[int, float]) -> Iterable[Row]:
    """Births, deaths or net migration by year."""
    for year, value in years.items():
        yield {
            "measure": measure,
            "area": area,
            "start": date(year, 1, 1),
            "end": date(year, 12, 31),
            "value": value,
            "obs_status": "E",
        }


def sheltered(area: str, origin: str, year: int, value: float) -> Row:
    """Refugees at the end of a year."""
    day = date(year, 12, 31)
    return {
        "measure": "refugees",
        "area": area,
        "origin": origin,
        "start": day,
        "end": day,
        "value": value,
        "status": "REF",
    }


def edition(folder: Path, name: str, rows: Iterable[Row]) -> Batch:
    """An edition with these figures, each in a row of its own."""
    dataset, _, vintage = name.partition("@")
    listed = [
        _PLAIN | {"row": number} | row for number, row in enumerate(rows, start=2)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    path.write_text(repr(listed), encoding="utf-8")
    return Batch(
        dataset=dataset,
        vintage=vintage,
        source="test",
        title=name,
        publisher="Office of Tests",
        licence=CC_BY_4,
        citation="Office of Tests.",
        files=(source_file(path),),
        observations=finish(
            pl.DataFrame(listed, infer_schema_length=None),
            edition=name,
            files={0: path.name},
        ),
    )


def base(folder: Path, editions: Mapping[str, Iterable[Row]]) -> Base:
    """A base with these editions."""
    made = Base.open(folder / "base")
    for name, rows in editions.items():
        made.accept(edition(folder, name, rows))
    return made


def demography(
    areas: Sequence[str],
    *,
    years: Sequence[int] = (2015, 2016, 2017, 2018, 2019, 2020),
    population: float = 1000.0,
    growth: float = 10.0,
    births: float = 20.0,
    deaths: float = 10.0,
) -> list[Row]:
    """The same figures for each area: population at mid-year, and yearly events."""
    rows: list[Row] = []
    for area in areas:
        rows += [
            people(area, year, population + growth * (year - years[0]))
            for year in years
        ]
        rows += yearly("births", area, dict.fromkeys(years, births))
        rows += yearly("deaths", area, dict.fromkeys(years, deaths))
        rows += yearly("net_migration", area, dict.fromkeys(years, 0.0))
    return rows


def by_sex(areas: Sequence[str], years: Sequence[int] = (2015, 2020)) -> list[Row]:
    """A population of which 52 in 100 are women."""
    return [
        people(area, year, value, sex=sex)
        for area in areas
        for year in years
        for sex, value in (("F", 520.0), ("M", 480.0))
    ]
