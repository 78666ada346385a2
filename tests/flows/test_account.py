"""What may an account be made of, and what is refused by name?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from migrascope.errors import NegativeCount, UnusableTable
from migrascope.flows import methods
from migrascope.flows.account import Account, StockTable, mid_years

AREAS = ("KEN", "SOM", "UGA")
BEFORE = [[1_000, 10, 20], [30, 800, 5], [7, 9, 900]]
AFTER = [[1_100, 15, 20], [20, 900, 8], [7, 12, 950]]
BIRTHS, DEATHS = [120, 100, 60], [40, 20, 22]


def stocks(persons: object, year: int = 2015) -> StockTable:
    return StockTable(AREAS, persons, date(year, 7, 1))  # type: ignore[arg-type]


def of_floats() -> Account:
    return Account(
        "_T",
        stocks(np.array(BEFORE, dtype=float)),
        stocks(np.array(AFTER, dtype=float), 2020),
        np.array(BIRTHS, dtype=float),
        np.array(DEATHS, dtype=float),
    )


@pytest.mark.parametrize("method", methods.ALL)
@pytest.mark.parametrize("made", [np.array, list])
def test_whole_numbers_and_lists_are_the_same_people(method: str, made: type) -> None:
    counted = Account(
        "_T",
        stocks(made(BEFORE)),
        stocks(made(AFTER), 2020),
        made(BIRTHS),
        made(DEATHS),
    )
    expected = methods.get(method).estimate(of_floats()).persons
    assert expected.sum() > 0
    assert methods.get(method).estimate(counted).persons == pytest.approx(expected)


def test_areas_may_come_as_a_list() -> None:
    table = StockTable(
        list(AREAS),  # type: ignore[arg-type]
        np.array(BEFORE, dtype=float),
        date(2015, 7, 1),
    )
    assert table.areas == AREAS


def test_what_is_no_table_of_numbers_is_refused() -> None:
    with pytest.raises(UnusableTable, match="people on 2015-07-01 are not all numbers"):
        stocks([["many", 1, 2], [3, 4, 5], [6, 7, 8]])
    with pytest.raises(UnusableTable, match="are not all numbers"):
        stocks([[1, 2, 3], [4, 5]])


def test_a_table_of_no_area_or_one_cannot_show_movements() -> None:
    with pytest.raises(UnusableTable, match=r"one area \(KEN\)"):
        StockTable(("KEN",), np.ones((1, 1)), date(2015, 7, 1))
    with pytest.raises(UnusableTable, match="with no area"):
        StockTable((), np.ones((0, 0)), date(2015, 7, 1))


def test_births_are_given_for_every_area_and_are_never_below_zero() -> None:
    account = of_floats()
    with pytest.raises(UnusableTable, match="0 figures of births for 3 areas"):
        replace(account, births=None)  # type: ignore[arg-type]
    with pytest.raises(UnusableTable, match="2 figures of births for 3 areas"):
        replace(account, births=np.array([1.0, 2.0]))
    with pytest.raises(NegativeCount, match="SOM has -1 births"):
        replace(account, births=np.array([1, -1, 2]))
    with pytest.raises(UnusableTable, match=r"SOM has no number of net migration"):
        replace(account, net_migration=np.array([1.0, np.nan, 2.0]))
    assert replace(account, net_migration=[1, -3, 2]).net_migration is not None  # type: ignore[arg-type]


def test_an_interval_of_no_years_is_refused() -> None:
    with pytest.raises(UnusableTable, match="has no length"):
        mid_years(2015, 2015)


def test_figures_of_an_account_cannot_be_changed_afterwards() -> None:
    given = np.array([[10.0, 1.0], [2.0, 20.0]])
    table = StockTable(("KEN", "UGA"), given, date(2015, 7, 1))
    with pytest.raises(ValueError, match="read-only"):
        table.persons[0, 0] = 0.0
    given[0, 0] = 99.0
    assert table.persons[0, 0] == 10.0
