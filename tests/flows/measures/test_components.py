"""Claims: the components of a table multiply back to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from tests.flows.measures.tables import ABCD, peopled, place

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import components
from migrascope.flows.measures.answer import Unsaid


def by_total(persons: FloatArray) -> components.Components:
    found = components.by_total(persons)
    assert not isinstance(found, Unsaid)
    return found


def by_mean(persons: FloatArray) -> components.Components:
    found = components.by_geometric_mean(persons)
    assert not isinstance(found, Unsaid)
    return found


def test_the_components_of_four_regions_are_as_printed() -> None:
    """Printed by `multi_comp` in the reference pages of R migest 2.0."""
    found = by_total(ABCD)
    assert found.level == 500
    assert found.origins == pytest.approx([0.40, 0.20, 0.27, 0.13])
    assert found.destinations == pytest.approx([0.26, 0.32, 0.19, 0.23])
    printed = np.array(
        [
            [0.0000000, 1.5625000, 0.7894737, 1.5217391],
            [1.9230769, 0.0000000, 2.3684211, 0.2173913],
            [1.7094017, 0.8101852, 0.0000000, 1.2882448],
            [1.1834320, 1.2019231, 1.6194332, 0.0000000],
        ]
    )
    assert found.interaction == pytest.approx(printed, abs=5e-8)


@given(peopled)
def test_components_of_the_total_multiply_back(persons: FloatArray) -> None:
    found = by_total(persons)
    assert found.product == pytest.approx(persons, rel=1e-9, abs=1e-9 * persons.sum())
    assert found.origins.sum() == pytest.approx(1)
    assert found.destinations.sum() == pytest.approx(1)


@given(peopled.filter(lambda square: len(square) > 2))
def test_components_of_the_geometric_mean_multiply_back(persons: FloatArray) -> None:
    filled = (persons + 1.0) * (1 - np.eye(len(persons)))
    found = by_mean(filled)
    assert found.product == pytest.approx(filled, rel=1e-9)
    assert np.prod(found.origins) == pytest.approx(1)
    assert np.prod(found.destinations) == pytest.approx(1)


def test_the_geometric_components_are_those_of_least_squares() -> None:
    """Regression of the logarithms on origins and destinations, by numpy."""
    cells = [(i, j) for i in range(4) for j in range(4) if i != j]
    design = np.zeros((len(cells), 9))
    for row, (i, j) in enumerate(cells):
        design[row, [0, 1 + i, 5 + j]] = 1.0
    logs = np.log([ABCD[cell] for cell in cells])
    fitted = design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    found = by_mean(ABCD)
    explained = [
        found.level * found.origins[i] * found.destinations[j] for i, j in cells
    ]
    assert explained == pytest.approx(np.exp(fitted))


def test_a_flow_as_independence_has_it_has_an_interaction_of_one() -> None:
    product = np.outer([1.0, 2.0, 3.0, 4.0], [5.0, 1.0, 2.0, 2.0])
    assert by_total(product).interaction == pytest.approx(1)


def test_shares_of_an_area_are_its_components() -> None:
    assert components.origin_component(place(ABCD, 0)) == pytest.approx(40)
    assert components.destination_component(place(ABCD, 1)) == pytest.approx(32)


def test_what_cannot_be_taken_apart_says_why() -> None:
    assert isinstance(components.by_total(np.zeros((3, 3))), Unsaid)
    one_empty = ABCD.copy()
    one_empty[0, 1] = 0
    found = components.by_geometric_mean(one_empty)
    assert found == Unsaid("A corridor without movers has no geometric mean.")
    assert isinstance(components.by_geometric_mean(np.ones((2, 2))), Unsaid)
