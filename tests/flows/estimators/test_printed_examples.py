"""Examples that papers and manuals print come out equal, to the printed digit."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flows.estimators import tables
from tests.flows.estimators.tables import table

from migrascope.flows import methods
from migrascope.flows.account import Account, FloatArray
from migrascope.flows.estimators import migration_rates
from migrascope.flows.table import FlowTable


def estimated(code: str, account: Account) -> FlowTable:
    return methods.get(code).estimate(account)


def by_birthplace(flows: FlowTable, area: str) -> FloatArray:
    assert flows.birthplaces is not None
    return flows.birthplaces.of_birthplace(flows.areas.index(area))


@pytest.mark.parametrize("code", ["da_min_open", "da_min_closed"])
def test_flows_without_births_and_deaths_as_in_abel_2013(code: str) -> None:
    # Abel (2013), Demographic Research 28(18), table 5; also Abel & Sander (2014).
    flows = estimated(code, tables.ABEL_2013)
    assert flows.persons.tolist() == [
        [0, 0, 50, 0],
        [35, 0, 25, 0],
        [10, 10, 0, 0],
        [10, 10, 0, 0],
    ]
    assert flows.total == 150


def test_birthplaces_of_those_flows_as_in_abel_2013() -> None:
    # Abel (2013), table 4: stayers on the diagonal.
    flows = estimated("da_min_open", tables.ABEL_2013)
    assert by_birthplace(flows, "A").tolist() == [
        [950, 0, 50, 0],
        [0, 100, 0, 0],
        [0, 0, 10, 0],
        [0, 0, 0, 0],
    ]
    assert by_birthplace(flows, "D").tolist() == [
        [20, 0, 0, 0],
        [0, 25, 0, 0],
        [10, 10, 0, 0],
        [10, 10, 0, 180],
    ]


def test_an_open_world_with_births_and_deaths_as_in_abel_2013() -> None:
    # The example of section 2.2, with the digits that migest 2.0.4 prints for it.
    flows = estimated("da_min_open", tables.ABEL_2013_BIRTHS)
    assert np.round(flows.persons, 6).tolist() == [
        [0, 8.502866, 0, 3.695332],
        [26.422956, 0, 0.423456, 9.855274],
        [0, 34.183358, 0, 25.077888],
        [11.467615, 10.933241, 1.392887, 0],
    ]
    assert round(flows.total, 5) == 131.95487


def test_a_closed_world_with_births_and_deaths_as_in_abel_and_sander_2014() -> None:
    # Supplement of Science 343, 1520–1522, with the digits that migest 2.0.4 prints.
    # Its fit stops at a thousandth of a person, ours at a thousand-millionth.
    printed = table(
        (
            (0, 3.328563, 0, 3.242990),
            (34.120952, 0, 0.583874, 9.809336),
            (0.004366, 27.127753, 0, 25.711331),
            (12.446120, 9.058478, 2.259526, 0),
        )
    )
    flows = estimated("da_min_closed", tables.ABEL_SANDER)
    assert np.abs(flows.persons - printed).max() < 1e-3
    assert np.round(flows.persons).tolist() == np.round(printed).tolist()
    assert round(flows.total, 2) == 127.69


def test_a_closed_world_as_in_abel_2018() -> None:
    # International Migration Review 52(3), 809–852: the example of the paper.
    flows = estimated("da_min_closed", tables.ABEL_2018)
    assert flows.persons.tolist() == [
        [0, 20, 0, 10],
        [0, 0, 0, 0],
        [15, 15, 0, 5],
        [10, 25, 0, 0],
    ]


def test_more_births_than_natives_as_in_the_supplement_of_abel_2018() -> None:
    # In B 50 children were born and 45 natives live: some of them have left.
    printed = table(
        (
            (0, 8.126216, 0, 0),
            (15.45535, 0, 18.081832, 5.712864),
            (0, 1.125679, 0, 0),
            (17.66941, 0, 8.043363, 0),
        )
    )
    flows = estimated("da_min_closed", tables.ABEL_2018_BIRTHS)
    assert np.abs(flows.persons - printed).max() < 2e-3
    assert np.round(flows.persons, 1).tolist() == np.round(printed, 1).tolist()


def test_flows_by_birthplace_as_in_table_4_of_abel_and_cohen_2019() -> None:
    # Scientific Data 6:82, table 4, printed to one decimal.
    flows = estimated("da_min_closed", tables.ABEL_COHEN)
    assert np.round(by_birthplace(flows, "A"), 1).tolist() == [
        [95, 0, 2.5, 2.5],
        [0, 5, 2.5, 2.5],
        [0, 0, 10, 0],
        [0, 0, 0, 0],
    ]
    assert np.round(by_birthplace(flows, "B"), 1).tolist() == [
        [75, 5, 0, 0],
        [0, 180, 0, 0],
        [0, 5, 5, 0],
        [0, 35, 0, 55],
    ]
    assert np.round(by_birthplace(flows, "C"), 1).tolist() == [
        [30, 0, 0, 0],
        [7.1, 0, 0, 2.9],
        [17.9, 0, 115, 7.1],
        [0, 0, 0, 40],
    ]
    assert np.round(by_birthplace(flows, "D"), 1).tolist() == [
        [35, 0, 5.4, 19.6],
        [0, 25, 9.6, 35.4],
        [0, 0, 10, 0],
        [0, 0, 0, 160],
    ]


def test_flows_over_all_birthplaces_as_in_abel_and_cohen_2019() -> None:
    flows = estimated("da_min_closed", tables.ABEL_COHEN)
    assert np.round(flows.persons, 6).tolist() == [
        [0, 5, 7.857143, 22.142857],
        [7.142857, 0, 12.142857, 40.714286],
        [17.857143, 5, 0, 7.142857],
        [0, 35, 0, 0],
    ]
    assert round(flows.total, 6) == 160


def test_stock_differencing_with_falls_dropped() -> None:
    # migest 2.0.4, reference of ffs_diff, decreases set to zero.
    assert estimated("sd_drop_neg", tables.DIFFERENCED).persons.tolist() == [
        [0, 15, 0, 15],
        [0, 0, 5, 5],
        [20, 0, 0, 0],
        [0, 25, 0, 0],
    ]


def test_stock_differencing_with_falls_as_returns() -> None:
    # migest 2.0.4, reference of ffs_diff, decreases as returns.
    assert estimated("sd_rev_neg", tables.DIFFERENCED).persons.tolist() == [
        [0, 15, 0, 25],
        [0, 0, 5, 5],
        [25, 0, 0, 15],
        [0, 25, 30, 0],
    ]


def test_migration_rates() -> None:
    # migest 2.0.4, reference of ffs_rates; M is the sum of net migration, unsigned.
    assert migration_rates.movers(tables.DIFFERENCED) == 60
    flows = estimated("mig_rate", tables.DIFFERENCED)
    assert np.round(flows.persons, 6).tolist() == [
        [0, 2.352941, 2.352941, 0],
        [4.705882, 0, 5.882353, 2.352941],
        [2.352941, 9.411765, 0, 15.294118],
        [4.705882, 5.882353, 4.705882, 0],
    ]
