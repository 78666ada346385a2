"""Where do the medium projection and the shares of asylum come from?

World Population Prospects in the evidence base: population at the ends of years,
births, deaths and net migration of countries. Shares of countries of asylum are those
of the newest refugees and asylum seekers of UNHCR; without these there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from migrascope.errors import NoFigures
from migrascope.foresight.panel import FloatArray
from migrascope.foresight.scenarios.accounting import Account
from migrascope.model import area as areas

if TYPE_CHECKING:
    from migrascope.store.base import Base

PROJECTION = "undesa-wpp-projection"
REFUGEES = "unhcr-population"
MEASURES = ("population", "births", "deaths", "net_migration")
ADVICE = (
    "Scenarios need the whole projection of UN DESA: `migrascope fetch undesa`, or add "
    "its file with `migrascope add FILE`."
)


def medium(base: Base) -> tuple[Account, tuple[str, ...]]:
    """The account of the medium projection, and the editions that it was read from.

    Raises:
        NoFigures: the base holds no projection, or only its first years.
    """
    held = {each.dataset: each.id for each in base.newest()}
    if PROJECTION not in held:
        raise NoFigures("The base holds no projection of population.", ADVICE)
    rows = _rows(base, held[PROJECTION])
    keys = tuple(sorted(rows.filter(measure="net_migration")["area"].unique()))
    times = sorted(rows.filter(measure="net_migration")["year"].unique())
    if len(times) < 3:
        raise NoFigures(f"The base holds the projection of {times[0]} only.", ADVICE)
    tables = {
        name: _table(rows.filter(measure=name), "value", keys, times)
        for name in MEASURES
    }
    people = rows.filter(measure="population")
    missing = np.isnan(np.stack(list(tables.values())))
    whole = np.asarray(~missing.any(axis=(0, 1)))
    cut = {name: each[1:, whole] for name, each in tables.items()}
    account = Account(
        tuple(key for key, known in zip(keys, whole, strict=True) if known),
        tuple(times[1:]),
        tables["population"][0, whole],
        cut["population"],
        cut["births"],
        cut["deaths"],
        cut["net_migration"],
        np.zeros((int(whole.sum()), int(whole.sum()))),
        _table(people, "low", keys, times)[1:, whole],
        _table(people, "high", keys, times)[1:, whole],
    )
    return _with_asylum(base, account, held)


def _rows(base: Base, edition: str) -> pl.DataFrame:
    countries = [each.id for each in areas.countries()]
    rows = base.frame(editions=edition, measure=MEASURES, sex="_T", age="_T")
    return (
        rows.with_columns(pl.col("measure", "area", "breakdown").cast(pl.String))
        .filter(pl.col("breakdown") == "", pl.col("area").is_in(countries))
        .with_columns(year=pl.col("end").dt.year())
        .select("measure", "area", "year", "value", "low", "high")
    )


def _table(
    rows: pl.DataFrame, column: str, keys: tuple[str, ...], times: list[int]
) -> FloatArray:
    out = np.full((len(times), len(keys)), np.nan)
    row, place = {t: i for i, t in enumerate(times)}, {k: i for i, k in enumerate(keys)}
    known = rows.filter(pl.col("area").is_in(list(keys)), pl.col("year").is_in(times))
    at = [row[each] for each in known["year"]], [place[each] for each in known["area"]]
    out[at] = known[column].to_numpy()
    return out


def _with_asylum(
    base: Base, account: Account, held: dict[str, str]
) -> tuple[Account, tuple[str, ...]]:
    from dataclasses import replace

    if REFUGEES not in held:
        return account, (held[PROJECTION],)
    rows = base.frame(
        editions=held[REFUGEES], measure=("refugees", "asylum_seekers")
    ).with_columns(pl.col("area", "origin").cast(pl.String))
    newest = rows.filter(pl.col("end") == rows["end"].max())
    place = {key: at for at, key in enumerate(account.areas)}
    shares = np.zeros((len(place), len(place)))
    sums = newest.group_by("origin", "area").agg(pl.col("value").sum())
    for origin, area, value in sums.iter_rows():
        if origin in place and area in place and origin != area:
            shares[place[origin], place[area]] = value
    total = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    return replace(account, asylum=shares), (held[PROJECTION], held[REFUGEES])
