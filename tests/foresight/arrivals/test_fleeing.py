"""Claims: as many flee as are said to, from where they live, and nobody twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foresight.arrivals.conftest import Tiny

from migrascope.errors import UnusableTable
from migrascope.foresight.arrivals import fleeing


@given(
    left=st.lists(st.integers(0, 500), min_size=1, max_size=5),
    wanted=st.integers(0, 3000),
)
def test_nobody_is_drawn_who_is_not_there(left: list[int], wanted: int) -> None:
    there = np.tile(np.array(left, dtype=np.int64), (3, 1))
    taken = fleeing.draw(np.random.default_rng(1), there, np.full(3, wanted))
    assert (taken >= 0).all()
    assert (taken <= there).all()
    assert (taken.sum(axis=1) == min(wanted, sum(left))).all()


def test_every_inhabitant_is_equally_likely_to_flee() -> None:
    there = np.tile(np.array([3000, 0, 1000]), (400, 1))
    taken = fleeing.draw(np.random.default_rng(1), there, np.full(400, 800))
    assert taken[:, 1].sum() == 0
    # 400 draws: the standard error of the mean is 0.55 persons.
    assert taken[:, 0].mean() == pytest.approx(600, abs=2.5)


def test_a_number_is_spread_over_the_days_of_fighting(tiny: Tiny) -> None:
    newly = fleeing.spread(tiny(days=30), 100)
    assert newly.sum() == 100
    assert set(newly.tolist()) == {3, 4}


def test_a_fall_of_the_total_is_not_followed(tiny: Tiny) -> None:
    network = tiny(days=5)
    newly = fleeing.from_total(network, np.array([5.0, 9.5, 7.0, 9.0, 12.0]))
    assert newly.tolist() == [5, 4, 0, 0, 3]


def test_more_people_than_live_there_are_refused(tiny: Tiny) -> None:
    with pytest.raises(UnusableTable, match=r"5,001 people .* 5,000 live"):
        fleeing.spread(tiny(), 5001)
    with pytest.raises(UnusableTable, match=r"live in places that see fighting"):
        fleeing.from_total(tiny(days=2), np.array([1.0, 9000.0]))
