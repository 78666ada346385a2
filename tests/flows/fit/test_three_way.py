"""Tables of all birthplaces at once are those of a fit of the whole cube."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrascope.errors import UnbalancedTotals, UnusableTable
from migrascope.flows.account import FloatArray
from migrascope.flows.fit.three_way import (
    Movers,
    independent,
    quasi_independent,
    scaled,
)


def whole_cube(
    origins: FloatArray,
    destinations: FloatArray,
    *,
    seed: FloatArray,
    stayers: FloatArray | None,
    rounds: int = 4000,
) -> FloatArray:
    """Birthplace × origin × destination by proportional rounds on every cell."""
    born = origins.shape[0]
    cube = np.repeat(seed[None, :, :], born, axis=0)
    diagonal = np.arange(seed.shape[0])
    rest, gone = origins, destinations
    if stayers is not None:
        cube[:, diagonal, diagonal] = 0.0
        rest, gone = origins - stayers, destinations - stayers
    for _ in range(rounds):
        sent = cube.sum(axis=2)
        if np.abs(sent - rest).max() < 1e-8:
            break
        cube *= over(rest, sent)[:, :, None]
        cube *= over(gone, cube.sum(axis=1))[:, None]
    if stayers is not None:
        cube[:, diagonal, diagonal] = stayers
    return cube


def over(wanted: FloatArray, found: FloatArray) -> FloatArray:
    return np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)


def cube_of(movers: Movers) -> FloatArray:
    born = range(movers.factors.leaving.shape[0])
    return np.array([movers.factors.of_birthplace(place) for place in born])


@st.composite
def margins(draw: st.DrawFn) -> tuple[FloatArray, FloatArray]:
    """Balanced totals of birthplace by area, some of them empty."""
    many = draw(st.integers(2, 6))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def side() -> FloatArray:
        going = random.random((many, many)) < 0.7
        return going * random.exponential(1e4, (many, many)) + np.eye(many)

    return scaled(side(), side())


@st.composite
def weights(draw: st.DrawFn, many: int) -> FloatArray:
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return np.asarray(np.exp(random.uniform(-3, 3, (many, many))))


@settings(max_examples=40)
@given(margins(), st.data())
def test_the_least_moves_with_a_seed_are_those_of_the_whole_cube(
    totals: tuple[FloatArray, FloatArray], data: st.DataObject
) -> None:
    origins, destinations = totals
    seed = data.draw(weights(origins.shape[0]))
    stayers = np.minimum(origins, destinations)
    movers = quasi_independent(origins, destinations, stayers=stayers, seed=seed)
    cube = whole_cube(origins, destinations, seed=seed, stayers=stayers)
    assert movers.fit.converged
    assert np.abs(cube_of(movers) - cube).max() < 1e-5


@given(margins())
def test_the_least_moves_without_a_seed_need_no_round(
    totals: tuple[FloatArray, FloatArray],
) -> None:
    origins, destinations = totals
    stayers = np.minimum(origins, destinations)
    movers = quasi_independent(origins, destinations, stayers=stayers)
    ones = np.ones((origins.shape[0],) * 2)
    cube = whole_cube(origins, destinations, seed=ones, stayers=stayers)
    assert movers.fit.rounds == 0
    assert np.abs(cube_of(movers) - cube).max() < 1e-6


@settings(max_examples=40)
@given(margins(), st.data())
def test_fewer_stayers_than_possible_are_fitted_with_a_fixed_diagonal(
    totals: tuple[FloatArray, FloatArray], data: st.DataObject
) -> None:
    # Three areas and more, all with movers both ways: then the totals are within reach.
    random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    many = totals[0].shape[0] + 1
    origins, destinations = scaled(
        random.uniform(50, 100, (many, many)), random.uniform(50, 100, (many, many))
    )
    stayers = np.minimum(origins, destinations) * random.uniform(0.4, 0.6)
    movers = quasi_independent(origins, destinations, stayers=stayers)
    ones = np.ones((many, many))
    if not movers.fit.converged:
        return
    cube = whole_cube(origins, destinations, seed=ones, stayers=stayers)
    assert np.abs(cube_of(movers) - cube).max() < 1e-5
    assert np.abs(cube_of(movers).sum(axis=2) - origins).max() < 1e-6


@settings(max_examples=40)
@given(margins(), st.data())
def test_independence_with_a_seed_is_that_of_the_whole_cube(
    totals: tuple[FloatArray, FloatArray], data: st.DataObject
) -> None:
    origins, destinations = totals
    seed = data.draw(weights(origins.shape[0]))
    movers = independent(origins, destinations, seed=seed)
    off = ~np.eye(origins.shape[0], dtype=bool)
    full = seed.copy()
    np.fill_diagonal(full, seed[off].mean())
    cube = whole_cube(origins, destinations, seed=full, stayers=None)
    assert movers.fit.converged
    assert np.abs(cube_of(movers) - cube).max() < 1e-4


@given(margins())
def test_independence_without_a_seed_is_the_product_of_the_totals(
    totals: tuple[FloatArray, FloatArray],
) -> None:
    origins, destinations = totals
    people = origins.sum(axis=1)[:, None, None]
    product = origins[:, :, None] * destinations[:, None, :] / people
    assert cube_of(independent(origins, destinations)) == pytest.approx(product)


def test_birthplaces_that_do_not_balance_are_named_with_a_way_out() -> None:
    origins = np.array([[10.0, 5], [0, 20]])
    destinations = np.array([[10.0, 5], [3, 20]])
    with pytest.raises(UnbalancedTotals, match=r"born in SOM.*3\.000000 apart") as no:
        quasi_independent(
            origins, destinations, stayers=np.zeros((2, 2)), areas=("KEN", "SOM")
        )
    assert "three_way.scaled" in no.value.advice
    with pytest.raises(UnbalancedTotals):
        independent(origins, destinations)
    balanced = scaled(origins, destinations)
    assert balanced[0].sum(axis=1).tolist() == pytest.approx([15, 21.5])
    assert independent(*balanced).fit.converged


def test_more_stayers_than_residents_are_refused() -> None:
    people = np.array([[10.0, 5], [0, 20]])
    stayers = np.array([[11.0, 0], [0, 0]])
    with pytest.raises(UnusableTable, match="Born in KEN, staying in KEN: 11 of 10"):
        quasi_independent(people, people, stayers=stayers, areas=("KEN", "SOM"))


def test_a_birthplace_that_nobody_can_leave_is_named() -> None:
    origins = np.array([[10.0, 0, 0], [0, 20, 0], [0, 0, 30]])
    destinations = np.array([[6.0, 4, 0], [0, 20, 0], [0, 0, 30]])
    seed = np.ones((3, 3))
    seed[0, 1] = 0.0
    fit = quasi_independent(
        origins,
        destinations,
        stayers=np.minimum(origins, destinations),
        seed=seed,
        areas=("KEN", "SOM", "ETH"),
    ).fit
    assert not fit.converged
    assert fit.largest_error == 4
    assert "born in KEN" in fit.says
