"""How are yearly reports made comparable to an interval?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import Row
from tests.flows.validation.small import REPORTS, TOTALS, report

from migrascope.errors import NoFigures
from migrascope.flows.account import Account, StockTable, mid_years
from migrascope.flows.table import Fit, FlowTable
from migrascope.flows.validation import reported, totals

INTERVAL = mid_years(2010, 2015)
FIT = Fit(rounds=0, largest_error=0.0, tolerance=0.0, converged=True)


def yearly(measure: str, area: str, origin: str, *values: float | None) -> list[Row]:
    """A report for each year from 2010 that has a value."""
    return [
        report(measure, area, origin, 2010 + spot, value)
        for spot, value in enumerate(values)
        if value is not None
    ]


def test_an_interval_takes_half_of_its_first_and_half_of_its_last_year(
    tmp_path: Path,
) -> None:
    rows = yearly("immigration", "SWE", "NOR", 100, 10, 10, 10, 10, 200)
    base = bases.base(tmp_path, {REPORTS: rows})
    found = reported.read(base, INTERVAL, reported.RECEIVER)
    assert found.pairs == (("NOR", "SWE"),)
    assert found.persons.tolist() == [50 + 40 + 100]
    assert found.covered.tolist() == [1.0]


def test_the_sender_reports_where_people_went(tmp_path: Path) -> None:
    rows = yearly("emigration", "SWE", "NOR", *[10.0] * 6)
    base = bases.base(tmp_path, {REPORTS: rows})
    found = reported.read(base, INTERVAL, reported.SENDER)
    assert found.pairs == (("SWE", "NOR"),)
    assert found.persons.tolist() == [50.0]


def test_a_missing_half_year_is_filled_in_proportion(tmp_path: Path) -> None:
    rows = yearly("immigration", "SWE", "NOR", None, 10, 10, 10, 10, 10)
    base = bases.base(tmp_path, {REPORTS: rows})
    found = reported.read(base, INTERVAL, reported.RECEIVER)
    assert found.covered.tolist() == [pytest.approx(0.9)]
    assert found.persons.tolist() == [pytest.approx(45 / 0.9)]


def test_a_pair_with_too_few_years_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [
        *yearly("immigration", "SWE", "NOR", *[10.0] * 6),
        *yearly("immigration", "SWE", "FIN", 10, 10),
    ]
    base = bases.base(tmp_path, {REPORTS: rows})
    found = reported.read(base, INTERVAL, reported.RECEIVER)
    assert found.pairs == (("NOR", "SWE"),)
    assert found.left_out == 1


def test_the_worst_undercount_of_the_years_counts(tmp_path: Path) -> None:
    rows = yearly("immigration", "SWE", "NOR", *[10.0] * 6)
    rows[3]["breakdown"] = "accuracy=low;undercount=high"
    base = bases.base(tmp_path, {REPORTS: rows})
    found = reported.read(base, INTERVAL, reported.RECEIVER)
    assert found.undercount == ("high",)


def test_reports_find_their_corridor_in_a_table(tmp_path: Path) -> None:
    rows = yearly("immigration", "SWE", "NOR", *[10.0] * 6)
    found = reported.read(
        bases.base(tmp_path, {REPORTS: rows}), INTERVAL, reported.RECEIVER
    )
    areas = ("NOR", "SWE")
    flows = np.array([[0.0, 7.0], [3.0, 0.0]])
    table = FlowTable("mig_rate", "_T", INTERVAL, areas, flows, FIT)
    assert found.of(table).tolist() == [7.0]
    stock = np.array([[50.0, 0.0], [4.0, 50.0]])
    none = np.zeros(2)
    account = Account(
        "_T",
        StockTable(areas, stock, INTERVAL.start),
        StockTable(areas, stock, INTERVAL.end),
        none,
        none,
    )
    assert found.without_stocks(account).tolist() == [True]
    assert found.only(("SWE",)).pairs == ()


def test_a_base_without_reports_says_what_to_add(tmp_path: Path) -> None:
    base = bases.base(tmp_path, {})
    with pytest.raises(NoFigures, match="no flows reported by both sides") as error:
        reported.read(base, INTERVAL, reported.RECEIVER)
    assert "migrascope add" in error.value.advice
    with pytest.raises(NoFigures, match="no reported totals"):
        totals.read(base, INTERVAL, totals.ARRIVALS)


def test_totals_take_one_definition_only(tmp_path: Path) -> None:
    rows = [
        report("immigration", "SWE", "_T", year, value, breakdown=definition)
        for year in range(2010, 2016)
        for value, definition in (
            (10.0, "coverage=both;criterion=residence"),
            (99.0, "coverage=foreigners;criterion=citizenship"),
        )
    ]
    found = totals.read(bases.base(tmp_path, {TOTALS: rows}), INTERVAL, totals.ARRIVALS)
    assert found.areas == ("SWE",)
    assert found.persons.tolist() == [50.0]


def test_totals_of_an_interval_that_is_not_covered_are_refused(tmp_path: Path) -> None:
    rows = [
        report(
            "immigration",
            "SWE",
            "_T",
            year,
            10.0,
            breakdown="coverage=both;criterion=residence",
        )
        for year in range(2010, 2013)
    ]
    base = bases.base(tmp_path, {TOTALS: rows})
    with pytest.raises(NoFigures, match="80 %"):
        totals.read(base, INTERVAL, totals.ARRIVALS)
