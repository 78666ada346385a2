"""Claims: methods are compared within themselves before they are compared."""

from __future__ import annotations

import pytest
from tests.flows.made_tables import flow_table

from migrascope.errors import UnknownArea
from migrascope.flows.side_by_side import Crossing, Said, SideBySide, side_by_side


@pytest.fixture
def three() -> SideBySide:
    return side_by_side(
        [
            flow_table("low", ("SOM", "KEN", 10.0), ("KEN", "UGA", 40.0)),
            flow_table(
                "da_pb_closed",
                ("SOM", "KEN", 60.0),
                ("UGA", "KEN", 30.0),
                ("KEN", "UGA", 20.0),
                ("KEN", "USA", 5.0),
            ),
            flow_table("high", ("SOM", "KEN", 100.0), ("UGA", "KEN", 1.0)),
        ]
    )


def test_the_total_has_the_least_and_the_most_of_all_methods(three: SideBySide) -> None:
    assert three.total() == Said(115.0, 50.0, 115.0)


def test_corridors_stand_in_the_order_of_the_headline_method(three: SideBySide) -> None:
    largest = three.largest(top=3)
    assert [(each.origin, each.destination) for each in largest] == [
        ("SOM", "KEN"),
        ("UGA", "KEN"),
        ("KEN", "UGA"),
    ]
    assert largest[0].said == Said(60.0, 10.0, 100.0)


def test_corridors_without_people_are_not_listed(three: SideBySide) -> None:
    assert len(three.largest(top=99)) == 4


def test_an_area_has_its_arrivals_and_departures_by_method(three: SideBySide) -> None:
    low, shown, high = three.crossings(["KEN"])
    assert (low.arrivals, low.departures, low.net) == (10.0, 40.0, -30.0)
    assert shown == Crossing("da_pb_closed", 90.0, 25.0, 0.0)
    assert high.net == 101.0


def test_movements_inside_a_group_neither_come_nor_leave(three: SideBySide) -> None:
    shown = three.crossings(["KEN", "UGA"])[1]
    assert (shown.arrivals, shown.departures, shown.inside) == (60.0, 5.0, 50.0)


def test_a_balance_compares_sums_not_parts(three: SideBySide) -> None:
    balance = three.balance(["KEN"])
    assert balance.arrivals == Said(90.0, 10.0, 101.0)
    assert balance.departures == Said(25.0, 0.0, 40.0)
    assert balance.net == Said(65.0, -30.0, 101.0)


def test_two_places_have_movements_between_them_by_each_method(
    three: SideBySide,
) -> None:
    said, by_method = three.between(["SOM", "UGA"], ["KEN"])
    assert by_method == (10.0, 90.0, 101.0)
    assert said == Said(90.0, 10.0, 101.0)


def test_partners_are_ordered_by_movements_both_ways(three: SideBySide) -> None:
    partners = three.partners(["KEN"], top=9)
    assert [each.area for each in partners] == ["SOM", "UGA", "USA"]
    assert partners[1].arrivals == Said(30.0, 0.0, 30.0)
    assert partners[1].departures == Said(20.0, 0.0, 40.0)


def test_the_members_of_a_group_are_no_partners_of_it(three: SideBySide) -> None:
    partners = three.partners(["KEN", "UGA"], top=9)
    assert [each.area for each in partners] == ["SOM", "USA"]


def test_without_the_headline_method_the_first_one_leads() -> None:
    alone = side_by_side([flow_table("sd_rev_neg", ("SOM", "KEN", 7.0))])
    assert alone.headline == "sd_rev_neg"
    assert alone.corridor("SOM", "KEN").said == Said(7.0, 7.0, 7.0)


def test_an_area_outside_the_tables_is_named(three: SideBySide) -> None:
    with pytest.raises(UnknownArea, match=r"Tuvalu \(TUV\) has no row"):
        three.crossings(["TUV"])
    with pytest.raises(UnknownArea, match="TUV"):
        three.corridor("KEN", "TUV")
