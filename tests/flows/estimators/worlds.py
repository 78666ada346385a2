"""A world of realistic sizes for tests and benchmarks, the same every time."""

from __future__ import annotations

from datetime import date

import numpy as np

from migrascope.flows.account import Account, StockTable


def world(many: int, *, seed: int = 1) -> Account:
    """Areas of realistic sizes: few large ones, a billion among them, most ties empty.

    Births, deaths and population grow apart a little, as published figures do.
    """
    random = np.random.default_rng(seed)
    population = np.sort(random.lognormal(15.5, 2.0, many))[::-1]
    population *= 7.3e9 / population.sum()
    ties = random.random((many, many)) < 0.3
    migrants = ties * random.lognormal(0, 2.5, (many, many))
    migrants *= np.outer(population, population) ** 0.5
    np.fill_diagonal(migrants, 0.0)
    migrants *= 2.5e8 / migrants.sum()
    migrants *= np.minimum(1.0, 0.5 * population / np.maximum(migrants.sum(axis=0), 1))
    before = np.round(migrants)
    after = np.round(migrants * random.lognormal(0.05, 0.3, (many, many)))
    deaths = np.round(population * random.uniform(0.02, 0.06, many))
    births = np.round(population * random.uniform(0.05, 0.15, many))
    moved = np.round(population * random.normal(0, 0.004, many))
    np.fill_diagonal(before, np.round(np.maximum(population - before.sum(axis=0), 0)))
    grown = population + births - deaths + moved
    np.fill_diagonal(after, np.round(np.maximum(grown - after.sum(axis=0), 0)))
    areas = tuple(f"A{number:03}" for number in range(many))
    return Account(
        "_T",
        StockTable(areas, before, date(2015, 7, 1)),
        StockTable(areas, after, date(2020, 7, 1)),
        births,
        deaths,
    )
