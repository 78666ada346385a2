"""Claims: the inequality of flows is as Plane and Mulligan, and Bell, define it.

The printed values are those of the reference pages of R migration.indices 0.3.1 for
its two hypothetical systems.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.flows.measures.tables import (
    ABCD,
    HYPOTHETICAL,
    HYPOTHETICAL_2,
    flow_table,
    movements,
    peopled,
    place,
)

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import gini
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.subject import off_diagonal


def pieces(persons: FloatArray) -> gini.Split:
    found = gini.split(persons)
    assert not isinstance(found, Unsaid)
    return found


@pytest.mark.parametrize(
    ("persons", "corrected", "total", "rows", "columns", "exchange"),
    [
        (HYPOTHETICAL, 0.2666667, 0.2222222, 0, 0.05555556, 0.05555556),
        (HYPOTHETICAL_2, 0.225, 0.1875, 0.02083333, 0.04166667, 0.04166667),
    ],
)
def test_the_indices_of_two_systems_are_as_printed(
    persons: FloatArray,
    corrected: float,
    total: float,
    rows: float,
    columns: float,
    exchange: float,
) -> None:
    assert gini.total(movements(persons)) == pytest.approx(corrected, abs=5e-8)
    parts = pieces(persons)
    assert parts.total == pytest.approx(total, abs=5e-8)
    assert parts.rows == pytest.approx(rows, abs=5e-9)
    assert parts.columns == pytest.approx(columns, abs=5e-9)
    assert parts.exchange == pytest.approx(exchange, abs=5e-9)


@pytest.mark.parametrize(
    ("persons", "rows", "columns", "exchange"),
    [(HYPOTHETICAL, 0, 25, 25), (HYPOTHETICAL_2, 11.11111, 22.22222, 22.22222)],
)
def test_the_standardised_indices_are_as_printed(
    persons: FloatArray, rows: float, columns: float, exchange: float
) -> None:
    here = movements(persons)
    assert gini.rows(here) == pytest.approx(rows, abs=5e-6)
    assert gini.columns(here) == pytest.approx(columns, abs=5e-6)
    assert gini.exchange(here) == pytest.approx(exchange, abs=5e-6)


@pytest.mark.parametrize(
    ("persons", "origins", "destinations"),
    [
        (HYPOTHETICAL, (0.2, 0.5, 0.3333333), (0, 0, 0)),
        (HYPOTHETICAL_2, (0.2, 0, 0.4285714), (0, 0.25, 0)),
    ],
)
def test_the_index_of_each_area_is_as_printed(
    persons: FloatArray,
    origins: tuple[float, ...],
    destinations: tuple[float, ...],
) -> None:
    places = [place(persons, position) for position in range(3)]
    assert [gini.in_field(each) for each in places] == pytest.approx(origins, abs=5e-8)
    assert [gini.out_field(each) for each in places] == pytest.approx(destinations)


def test_weights_are_the_movers_of_the_same_row_or_column() -> None:
    # Columns 0.2, 0.5, 1/3 with 50, 40 and 30 of 120 arrivals.
    assert gini.weighted_by_arrivals(HYPOTHETICAL) == pytest.approx(40 / 120)
    # Rows 0, 0.25, 0 with 40, 80 and 40 of 160 departures.
    assert gini.weighted_by_departures(HYPOTHETICAL_2) == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("persons", "printed"), [(HYPOTHETICAL, 0.1222222), (HYPOTHETICAL_2, 0.05238095)]
)
def test_the_r_package_weighs_columns_by_rows_and_divides_by_the_areas(
    persons: FloatArray, printed: float
) -> None:
    table = flow_table(persons)
    fields = [gini.in_field(place(persons, position)) for position in range(3)]
    assert all(isinstance(each, float) for each in fields)
    weighted = np.array(fields, dtype=float) @ table.departures / table.total
    assert weighted / 3 == pytest.approx(printed, abs=5e-8)


@given(peopled)
def test_every_flow_is_compared_with_every_other(persons: FloatArray) -> None:
    flows = off_diagonal(persons)
    slowly = sum(abs(a - b) for a, b in itertools.product(flows, flows))
    assert gini.differences(flows) == pytest.approx(slowly, rel=1e-9, abs=1e-6)


@given(peopled)
def test_every_index_lies_between_zero_and_one(persons: FloatArray) -> None:
    total = gini.total(movements(persons))
    assert isinstance(total, float)
    assert 0 <= total <= 1
    found = gini.mean(movements(persons))
    assert isinstance(found, Unsaid) or 0 <= found <= 1


@given(peopled)
def test_the_parts_do_not_exceed_the_total(persons: FloatArray) -> None:
    parts = pieces(persons)
    assert min(parts.rows, parts.columns, parts.exchange) >= 0
    assert parts.other >= -1e-9


@given(peopled, st.floats(min_value=0.01, max_value=100))
def test_the_unit_of_counting_does_not_matter(
    persons: FloatArray, factor: float
) -> None:
    scaled = gini.total(movements(persons * factor))
    assert scaled == pytest.approx(gini.total(movements(persons)), abs=1e-9)


def test_rows_become_columns_when_everybody_goes_the_other_way() -> None:
    there, back = pieces(ABCD), pieces(ABCD.T)
    assert there.rows == pytest.approx(back.columns)
    assert there.exchange == pytest.approx(back.exchange)


def test_all_in_one_corridor_is_the_greatest_inequality() -> None:
    assert gini.total(movements([[0, 9, 0], [0, 0, 0], [0, 0, 0]])) == 1


def test_alike_flows_have_no_inequality_to_split() -> None:
    alike = np.ones((4, 4)) - np.eye(4)
    assert gini.total(movements(alike)) == pytest.approx(0)
    assert isinstance(gini.rows(movements(alike)), Unsaid)


def test_two_areas_have_one_partner_each() -> None:
    assert isinstance(gini.in_field(place([[0, 5], [3, 0]], 0)), Unsaid)
    assert isinstance(gini.mean(movements([[0, 5], [3, 0]])), Unsaid)
