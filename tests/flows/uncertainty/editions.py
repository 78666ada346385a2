"""Made-up editions of stocks with known revisions, for the tests of this folder."""

from __future__ import annotations

from datetime import date

import numpy as np

from migrascope.flows.account import Account, FloatArray, StockTable
from migrascope.flows.uncertainty.series import StockSeries


def edition(
    name: str,
    persons: FloatArray,
    *,
    years: tuple[int, ...] = (2010, 2015),
    elsewhere: FloatArray | None = None,
) -> StockSeries:
    """An edition of stocks: year × birth × residence, areas A00, A01 …"""
    many = persons.shape[1]
    return StockSeries(
        edition=f"undesa-ims-bilateral@{name}",
        areas=tuple(f"A{each:02d}" for each in range(many)),
        years=years,
        persons=persons,
        elsewhere=np.zeros((len(years), many)) if elsewhere is None else elsewhere,
    )


def account(series: StockSeries, start: int, end: int) -> Account:
    """An account of two years of an edition: 100 times as many natives, no events."""
    many = len(series.areas)
    residents = 100.0 * series.persons.sum(axis=(0, 1)) + 1_000.0
    tables = []
    for year in (start, end):
        persons = series.persons[series.years.index(year)].copy()
        np.fill_diagonal(persons, residents - persons.sum(axis=0))
        tables.append(StockTable(series.areas, persons, date(year, 7, 1)))
    return Account("_T", tables[0], tables[1], np.zeros(many), np.zeros(many))


def stocks(many: int, *, seed: int = 3) -> FloatArray:
    """Two years of log-normal stocks between some areas that grow a little."""
    chance = np.random.default_rng(seed)
    before = np.round(np.exp(chance.normal(7.0, 1.5, (many, many))))
    after = np.round(before * np.exp(chance.normal(0.1, 0.2, (many, many))))
    for table in (before, after):
        np.fill_diagonal(table, 0.0)
    return np.stack([before, after])
