"""What do drawn stocks keep, and what do they change?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.flows.uncertainty.editions import account, edition, stocks

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray, mid_years
from migrascope.flows.uncertainty.donors import Donors, classes, donors
from migrascope.flows.uncertainty.drawing import Urn, urn
from migrascope.flows.uncertainty.revisions import compare

INTERVAL = mid_years(2010, 2015)


def lenders(earlier: FloatArray, later: FloatArray) -> Donors:
    found = compare(edition("2020", earlier), edition("2024", later))
    return donors(found, INTERVAL, last=2015)


def filled(earlier: FloatArray, later: FloatArray) -> Urn:
    return urn(account(edition("2020", earlier), 2010, 2015), lenders(earlier, later))


def test_stocks_that_were_never_revised_are_drawn_as_they_are() -> None:
    persons = stocks(12)
    drawn = filled(persons, persons).draw(np.random.default_rng(1))
    assert np.array_equal(drawn.before.migrants, persons[0])
    assert np.array_equal(drawn.after.migrants, persons[1])


def test_a_shift_of_the_whole_series_moves_both_years_alike() -> None:
    persons = np.where(np.eye(12), 0.0, stocks(12) % 400.0 + 200.0)
    ready = filled(persons, 2.0 * persons)
    assert ready.without_donor == 0
    drawn = ready.draw(np.random.default_rng(1))
    assert drawn.before.migrants == pytest.approx(2.0 * persons[0])
    assert drawn.after.migrants == pytest.approx(2.0 * persons[1])


@given(st.integers(0, 10_000))
def test_nobody_is_added_to_the_residents(seed: int) -> None:
    persons = stocks(8)
    chance = np.random.default_rng(seed)
    later = persons * np.exp(chance.normal(0.0, 2.0, persons.shape))
    ready = filled(persons, later)
    drawn = ready.draw(chance)
    for table, old in (
        (drawn.before, ready.account.before),
        (drawn.after, ready.account.after),
    ):
        assert table.residents == pytest.approx(old.residents, rel=1e-9)
        assert (table.persons >= 0).all()


def test_both_years_are_borrowed_from_the_same_corridor() -> None:
    persons = np.where(np.eye(12), 0.0, np.full((2, 12, 12), 500.0))
    chance = np.random.default_rng(5)
    later = persons * np.exp(chance.normal(0.0, 0.5, (1, 12, 12)))
    drawn = filled(persons, later).draw(chance)
    assert drawn.before.migrants == pytest.approx(drawn.after.migrants)
    assert drawn.before.migrants.std() > 0


def test_a_corridor_like_no_other_is_left_alone_and_counted() -> None:
    persons = np.where(np.eye(12), 0.0, np.full((2, 12, 12), 500.0))
    persons[:, 3, 4] = 2_000_000.0
    ready = filled(persons, 2.0 * persons)
    assert ready.without_donor == 1
    drawn = ready.draw(np.random.default_rng(1))
    assert drawn.after.migrants[3, 4] == 2_000_000.0


def test_no_destination_borrows_its_own_revision() -> None:
    persons = np.where(np.eye(12), 0.0, np.full((2, 12, 12), 500.0))
    later = persons.copy()
    later[:, :, 4] *= 9.0
    ready = filled(persons, later)
    for each in range(50):
        drawn = ready.draw(np.random.default_rng(each))
        assert np.array_equal(drawn.after.migrants[:, 4], persons[1][:, 4])


def test_corridors_of_one_destination_borrow_from_one_destination() -> None:
    persons = np.where(np.eye(12), 0.0, np.full((2, 12, 12), 500.0))
    later = persons * np.arange(1.0, 13.0)[None, None, :]
    drawn = filled(persons, later).draw(np.random.default_rng(8))
    ratios = drawn.after.migrants / np.where(np.eye(12), np.nan, 500.0)
    for column in ratios.T:
        assert np.nanmax(column) == pytest.approx(np.nanmin(column))


def test_a_corridor_can_appear_where_nobody_was() -> None:
    persons = stocks(12) + 100.0 * ~np.eye(12, dtype=bool)
    persons[:, 0, :] = 0.0
    later = persons.copy()
    later[:, 0, 1:] = 50.0
    ready = filled(persons, later)
    assert ready.donors.appeared.origin.size == 11
    drawn = ready.draw(np.random.default_rng(1))
    assert (drawn.after.migrants[0, 1:] > 0).any()


def test_a_folded_corridor_is_never_borrowed_from() -> None:
    persons = np.where(np.eye(12), 0.0, np.full((2, 12, 12), 500.0))
    later = persons.copy()
    later[:, 0, :] = 0.0
    other = np.full((2, 12), 500.0)
    found = compare(edition("2020", persons), edition("2024", later, elsewhere=other))
    lend = donors(found, INTERVAL, last=2015)
    ready = urn(account(edition("2020", persons), 2010, 2015), lend)
    drawn = ready.draw(np.random.default_rng(1))
    assert np.array_equal(drawn.after.migrants, persons[1])


def test_years_are_matched_by_their_age_in_the_edition() -> None:
    years = (2000, 2005, 2010, 2015, 2020)
    persons = np.repeat(stocks(4)[:1], 5, axis=0)
    found = compare(
        edition("2020", persons, years=years), edition("2024", persons, years=years)
    )
    assert donors(found, mid_years(2020, 2024), last=2024).years == (2015, 2020)
    assert donors(found, mid_years(2015, 2020), last=2024).years == (2010, 2015)
    assert donors(found, mid_years(1990, 1995), last=2024).years == (2000, 2005)


def test_one_common_year_says_nothing_about_pairs_of_years() -> None:
    persons = stocks(4)[:1]
    found = compare(
        edition("2020", persons, years=(2015,)), edition("2024", persons, years=(2015,))
    )
    with pytest.raises(NoFigures, match="one year"):
        donors(found, INTERVAL, last=2015)


def test_classes_follow_size_and_growth() -> None:
    before = np.array([50.0, 50.0, 5_000.0])
    after = np.array([50.0, 90.0, 5_000.0])
    small, growing, large = classes(before, after)
    assert small != growing
    assert large - small == 8


def test_the_same_seed_draws_the_same_stocks() -> None:
    persons = stocks(12)
    later = persons * np.random.default_rng(4).uniform(0.5, 2.0, persons.shape)
    ready = filled(persons, later)
    one = ready.draw(np.random.default_rng([7, 1]))
    same = ready.draw(np.random.default_rng([7, 1]))
    other = ready.draw(np.random.default_rng([7, 2]))
    assert np.array_equal(one.after.persons, same.after.persons)
    assert not np.array_equal(one.after.persons, other.after.persons)
