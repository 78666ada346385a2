"""Claims: the shortest way that is open, and nothing that is closed."""

from __future__ import annotations

import numpy as np
from tests.foresight.arrivals.conftest import Tiny

from migrascope.foresight.arrivals.network import Barred, Closure
from migrascope.foresight.arrivals.roads import ways

ALDO, CIND, EDAL, FANE = range(4)


def test_the_way_to_a_camp_is_the_sum_of_its_roads(tiny: Tiny) -> None:
    found = ways(tiny())
    assert found.km[ALDO].tolist() == [200.0, 400.0]
    assert found.stop[ALDO].tolist() == [CIND, CIND]
    assert found.stop[CIND].tolist() == [EDAL, FANE]
    assert found.leg[CIND].tolist() == [100.0, 300.0]


def test_a_camp_may_be_passed_on_the_way_to_another(tiny: Tiny) -> None:
    assert ways(tiny()).km[EDAL].tolist() == [0.0, 400.0]


def test_a_closed_border_is_closed_in_its_direction_only(tiny: Tiny) -> None:
    closed = Closure(Barred.COUNTRY, "Aria", "Coria", 0, 9)
    km = ways(tiny(), [closed]).km
    assert np.isinf(km[ALDO, 1])
    assert km[FANE, 0] == 400.0


def test_a_closed_place_is_not_entered(tiny: Tiny) -> None:
    km = ways(tiny(), [Closure(Barred.LOCATION, "Cind", "", 0, 9)]).km
    assert np.isinf(km[ALDO]).all()
    assert km[CIND].tolist() == [100.0, 300.0]


def test_a_closed_road_is_closed_both_ways(tiny: Tiny) -> None:
    km = ways(tiny(), [Closure(Barred.LINK, "Edal", "Cind", 0, 9)]).km
    assert np.isinf(km[CIND, 0])
    assert np.isinf(km[EDAL, 1])


def test_where_people_are_brought_on_there_is_no_other_way(tiny: Tiny) -> None:
    km = ways(tiny(forced=True)).km
    assert np.isinf(km[ALDO, 0])
    assert km[ALDO, 1] == 400.0


def test_a_closure_lasts_until_the_day_before_its_end() -> None:
    closed = Closure(Barred.LOCATION, "Edal", "", 2, 4)
    assert [closed.on(day) for day in range(6)] == [False, False, True, True] + [
        False
    ] * 2
