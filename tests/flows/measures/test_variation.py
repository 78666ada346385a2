"""Claims: coefficients of variation are as Rogers and Sweeney aggregate them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats
from tests.flows.measures.tables import (
    HYPOTHETICAL,
    HYPOTHETICAL_2,
    movements,
    peopled,
)

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import variation
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.subject import off_diagonal


@pytest.mark.parametrize(
    ("persons", "coming", "leaving", "together"),
    [(HYPOTHETICAL, 0.3333333, 0, 0.3333333), (HYPOTHETICAL_2, 0.25, 0.125, 0.375)],
)
def test_the_aggregates_of_two_systems_are_as_printed(
    persons: FloatArray, coming: float, leaving: float, together: float
) -> None:
    """Printed in the reference pages of R migration.indices 0.3.1."""
    here = movements(persons)
    assert variation.of_destinations(here) == pytest.approx(coming, abs=5e-8)
    assert variation.of_origins(here) == pytest.approx(leaving, abs=5e-8)
    assert variation.of_system_wide(here) == pytest.approx(together, abs=5e-8)


@given(peopled)
def test_the_coefficient_of_all_flows_is_that_of_scipy(persons: FloatArray) -> None:
    second_opinion = float(stats.variation(off_diagonal(persons)))
    assert variation.of_all(movements(persons)) == pytest.approx(second_opinion)


def test_flows_that_are_alike_do_not_vary() -> None:
    alike = np.ones((4, 4)) - np.eye(4)
    assert variation.of_all(movements(alike)) == pytest.approx(0)


def test_nobody_does_not_vary() -> None:
    nobody = movements(np.zeros((3, 3)))
    assert isinstance(variation.of_all(nobody), Unsaid)
    assert isinstance(variation.of_system_wide(nobody), Unsaid)
