"""Accounts for tests: the examples that papers print, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from hypothesis import strategies as st

from migrascope.flows.account import Account, FloatArray, StockTable

AREAS = ("A", "B", "C", "D")
BEFORE, AFTER = date(2015, 7, 1), date(2020, 7, 1)

Table = Sequence[Sequence[float]]


def array(*figures: float) -> FloatArray:
    return np.array(figures, dtype=np.float64)


def table(rows: Table | FloatArray) -> FloatArray:
    return np.array(rows, dtype=np.float64)


def account(
    before: Table | FloatArray,
    after: Table | FloatArray,
    *,
    births: Sequence[float] | FloatArray | None = None,
    deaths: Sequence[float] | FloatArray | None = None,
    net_migration: FloatArray | None = None,
) -> Account:
    """An account; rows of the stocks are places of birth, columns of residence."""
    first, second = table(before), table(after)
    many = first.shape[0]
    areas = AREAS if many == 4 else tuple(f"A{number:03}" for number in range(many))
    none = np.zeros(many)
    return Account(
        "_T",
        StockTable(areas, first, BEFORE),
        StockTable(areas, second, AFTER),
        none if births is None else np.array(births, dtype=np.float64),
        none if deaths is None else np.array(deaths, dtype=np.float64),
        net_migration,
    )


# Abel (2013), Demographic Research 28(18), tables 1 and 2; also Abel & Sander (2014).
ABEL_2013 = account(
    ((1000, 100, 10, 0), (55, 555, 50, 5), (80, 40, 800, 40), (20, 25, 20, 200)),
    ((950, 100, 60, 0), (80, 505, 75, 5), (90, 30, 800, 40), (40, 45, 0, 180)),
)

# The same paper with births, deaths and a rest of the world (section 2.2).
_GROWN = ((1060, 60, 10, 10), (45, 540, 40, 0), (70, 75, 770, 70), (30, 30, 20, 230))
ABEL_2013_BIRTHS = account(
    ABEL_2013.before.persons,
    _GROWN,
    births=(80, 20, 40, 60),
    deaths=(70, 30, 50, 10),
)

# Abel & Sander (2014), Science 343, supplement: the growth is births less deaths.
ABEL_SANDER = account(
    ABEL_2013.before.persons,
    _GROWN,
    births=(80, 20, 60, 60),
    deaths=(70, 30, 50, 10),
)

# Abel (2018), International Migration Review 52(3), and its supplement.
_IMR = ((100, 10, 10, 0), (20, 55, 25, 10), (10, 40, 140, 65), (20, 25, 20, 200))
ABEL_2018 = account(
    _IMR,
    ((70, 30, 10, 10), (25, 60, 10, 15), (10, 55, 140, 50), (40, 45, 0, 180)),
)
ABEL_2018_BIRTHS = account(
    _IMR,
    ((75, 25, 5, 0), (20, 45, 30, 15), (30, 40, 150, 60), (30, 30, 20, 230)),
    births=(10, 50, 25, 60),
    deaths=(30, 10, 40, 10),
)
DISTANCES = table(
    ((0, 5, 50, 500), (5, 0, 45, 495), (50, 45, 0, 450), (500, 495, 450, 0))
)

# Abel & Cohen (2019), Scientific Data 6:82.
ABEL_COHEN = account(
    ((100, 10, 10, 0), (80, 180, 10, 90), (30, 10, 140, 40), (60, 70, 10, 160)),
    ((95, 5, 15, 5), (75, 225, 5, 55), (55, 0, 115, 50), (35, 25, 25, 215)),
)

# The example of stock differencing and rates in the reference of migest 2.0.4.
DIFFERENCED = account(
    _IMR, ((75, 25, 5, 15), (20, 45, 30, 15), (30, 40, 150, 35), (10, 50, 5, 200))
)


@st.composite
def accounts(draw: st.DrawFn, *, largest: int = 7) -> Account:
    """Random accounts: many zeros, empty rows and columns, areas without natives."""
    many = draw(st.integers(2, largest))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.sampled_from((10.0, 1e4, 1e7)))

    def stock() -> FloatArray:
        away = random.random((many, many)) < 0.6
        persons = np.round(away * random.exponential(sizes, (many, many)))
        natives = (random.random(many) < 0.85) * random.exponential(30 * sizes, many)
        np.fill_diagonal(persons, np.round(natives))
        if random.random() < 0.2:
            persons[:, random.integers(many)] = 0
        if random.random() < 0.2:
            persons[random.integers(many)] = 0
        return persons

    before = stock()
    changed = np.round(before * random.uniform(0.5, 1.5, (many, many)))
    after = changed if draw(st.booleans()) else stock()
    return account(
        before,
        after,
        births=np.floor(after.sum(axis=0) * random.uniform(0, 0.4, many)),
        deaths=np.floor(before.sum(axis=0) * random.uniform(0, 0.4, many)),
    )


@st.composite
def seeds(draw: st.DrawFn, many: int) -> FloatArray:
    """Positive weights of corridors over four orders of magnitude."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return np.asarray(np.exp(random.uniform(-5, 5, (many, many))))
