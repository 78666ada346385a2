"""Claims: regions are added up without losing or making anybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.flows.measures.tables import ABCD, account, flow_table, squares

from migrascope.errors import UsageError
from migrascope.flows.account import FloatArray
from migrascope.flows.measures import lumping
from migrascope.flows.measures.profile import as_one, grouped, of_place

AREAS = ("KEN", "UGA", "USA", "X:other")
TABLE = flow_table(ABCD, areas=AREAS)


def test_flows_within_a_region_are_kept_apart() -> None:
    found = lumping.lump(TABLE, lumping.grouping("region", AREAS))
    assert found.table.areas == ("M49:002", "M49:019", "X:no_group")
    # Kenya and Uganda: 100 + 50 within, 30 + 45 to the Americas, 70 + 5 elsewhere.
    assert found.within.tolist() == [150, 0, 0]
    assert found.table.persons.tolist() == [[0, 75, 75], [95, 0, 40], [45, 20, 0]]
    assert found.total == TABLE.total


@given(squares, st.randoms(use_true_random=False))
def test_lumping_conserves_everybody(persons: FloatArray, chance: object) -> None:
    table = flow_table(persons)
    pick = chance.choice  # type: ignore[attr-defined] # hypothesis gives a Random
    groups = lumping.own({area: pick("xyz") for area in table.areas})
    found = lumping.lump(table, groups)
    assert found.total == pytest.approx(table.total)
    assert found.table.net.sum() == pytest.approx(0, abs=1e-6)
    for name, net in zip(found.table.areas, found.table.net, strict=True):
        members = [table.areas.index(area) for area in groups.members(name)]
        assert net == pytest.approx(table.net[members].sum(), abs=1e-6)


@pytest.mark.parametrize(
    ("by", "group"),
    [
        ("region", "M49:002"),
        ("sub_region", "M49:947"),
        ("intermediate_region", "M49:014"),
        ("income", "M49:1501"),
        ("ldc", "X:other_countries"),
    ],
)
def test_kenya_is_in_its_group(by: str, group: str) -> None:
    assert lumping.grouping(by, AREAS).groups["KEN"] == group


def test_a_residual_is_in_no_group() -> None:
    for by in lumping.GROUPINGS:
        assert lumping.grouping(by, AREAS).groups["X:other"] == lumping.NO_GROUP


def test_least_developed_countries_are_told_apart() -> None:
    groups = lumping.grouping("ldc", AREAS).groups
    assert groups["UGA"] == "M49:941"
    assert groups["USA"] == lumping.OTHER_COUNTRIES


def test_movements_from_outside_are_added_up_too() -> None:
    opened = replace(TABLE, from_outside=np.array([1.0, 2.0, 3.0, 4.0]))
    found = lumping.lump(opened, lumping.grouping("region", AREAS)).table
    assert found.from_outside is not None
    assert found.from_outside.tolist() == [3, 3, 4]
    assert found.to_outside is None


def test_a_group_can_stand_as_one_area_among_the_others() -> None:
    people = account(TABLE, [40, 60, 100, 0], [40, 60, 100, 0])
    found = as_one(TABLE, people, "M49:014", members=("KEN", "UGA", "TZA"))
    assert found.movements.table.areas == ("M49:014", "USA", "X:other")
    values = {each.code: each.value for each in of_place(found.movements, "M49:014")}
    assert values["in"] == 140
    assert values["out"] == 150
    assert values["out_rate"] == pytest.approx(1000 * 150 / (100 * 5))
    assert found.within.sum() == 150


def test_a_group_has_no_distance_and_says_so() -> None:
    found = grouped(TABLE, None, lumping.grouping("region", AREAS)).movements
    (km,) = (e for e in of_place(found, "M49:002") if e.code == "mean_distance_in")
    assert km.value is None
    assert "group of areas" in km.reason


def test_what_cannot_be_lumped_is_refused() -> None:
    with pytest.raises(UsageError, match="continent"):
        lumping.grouping("continent", AREAS)
    with pytest.raises(UsageError, match="does not say where"):
        lumping.lump(TABLE, lumping.own({"KEN": "x", "UGA": "x", "USA": "y"}))
    with pytest.raises(UsageError, match="none of the members"):
        lumping.one_group("M49:150", ("FRA", "DEU"), AREAS)
