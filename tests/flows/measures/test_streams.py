"""Claims: leaving home, returning and moving on are told apart by birthplace."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.flows.measures.tables import ABCD, flow_table

from migrascope.flows.account import FloatArray
from migrascope.flows.measures import lumping, streams
from migrascope.flows.measures.answer import Unsaid
from migrascope.flows.measures.profile import gather, of_place, profile, system
from migrascope.flows.table import Birthplaces, Factors

SHARES = ("emigrant_share", "return_share", "transit_share")


def born(leaving: FloatArray, entering: FloatArray) -> Birthplaces:
    nobody = np.zeros_like(leaving)
    return Birthplaces(((1.0, Factors(leaving, entering, nobody)),))


def test_each_mover_is_one_of_three() -> None:
    # Born in A: 4 go A→B. Born in B: 3 go A→B. Born in C: 2 go A→B.
    leaving = np.array([[4, 0, 0], [3, 0, 0], [2, 0, 0]], dtype=float)
    entering = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]], dtype=float)
    birthplaces = born(leaving, entering)
    table = flow_table(birthplaces.total(), birthplaces=birthplaces)
    assert table.corridor("A", "B") == 9
    at_b = {each.code: each.value for each in profile(table, None, "B")}
    assert at_b["return_share_in"] == pytest.approx(100 * 3 / 9)
    assert at_b["emigrant_share_in"] == pytest.approx(100 * 4 / 9)
    assert at_b["transit_share_in"] == pytest.approx(100 * 2 / 9)
    at_a = {each.code: each.value for each in profile(table, None, "A")}
    assert at_a["emigrant_share_out"] == pytest.approx(100 * 4 / 9)
    assert at_a["return_share_out"] == pytest.approx(100 * 3 / 9)
    assert at_a["return_share_in"] is None  # nobody came to A
    whole = {each.code: each.value for each in system(table, None)}
    assert [whole[each] for each in SHARES] == pytest.approx(
        [400 / 9, 300 / 9, 200 / 9]
    )


def test_a_method_that_tells_no_birthplaces_says_so() -> None:
    found = [each for each in system(flow_table(ABCD), None) if each.code in SHARES]
    assert [each.value for each in found] == [None] * 3
    assert all("does not give it" in each.reason for each in found)


cells = arrays.arrays(float, (5, 5), elements=st.integers(0, 20).map(float))


@given(cells, cells, arrays.arrays(float, (5, 5), elements=st.floats(0.5, 2.0)))
def test_between_groups_birthplaces_are_counted_by_group(
    leaving: FloatArray, entering: FloatArray, seed: FloatArray
) -> None:
    nobody = np.zeros((5, 5))
    birthplaces = Birthplaces(
        (
            (0.87, Factors(leaving, entering, nobody)),
            (0.13, Factors(entering, leaving, nobody, seed)),
        )
    )
    table = flow_table(birthplaces.total(), birthplaces=birthplaces)
    groups = dict(zip("ABCDE", "xxyyz", strict=True))
    found = streams.by_group(table, lumping.own(groups))
    assert not isinstance(found, Unsaid)
    slowly = {"emigration": np.zeros((3, 3)), "returns": np.zeros((3, 3))}
    slowly["transit"] = np.zeros((3, 3))
    of = [0, 0, 1, 1, 2]
    for birthplace in range(5):
        moved = birthplaces.of_birthplace(birthplace)
        for i in range(5):
            for j in range(5):
                if of[i] == of[j]:
                    continue
                kind = "transit"
                if of[birthplace] == of[i]:
                    kind = "emigration"
                elif of[birthplace] == of[j]:
                    kind = "returns"
                slowly[kind][of[i], of[j]] += moved[i, j]
    assert found.emigration == pytest.approx(slowly["emigration"])
    assert found.returns == pytest.approx(slowly["returns"])
    assert found.transit == pytest.approx(slowly["transit"], abs=1e-6)
    assert found.all == pytest.approx(
        lumping.lump(table, lumping.own(groups)).table.persons
    )


@given(cells, cells)
def test_the_three_shares_of_an_area_are_a_hundred(
    leaving: FloatArray, entering: FloatArray
) -> None:
    birthplaces = born(leaving, entering)
    table = flow_table(birthplaces.total(), birthplaces=birthplaces)
    here = {each.code: each.value for each in of_place(gather(table, None), "B")}
    for end, people in (("in", here["in"]), ("out", here["out"])):
        shares = [here[f"{kind}_{end}"] for kind in SHARES]
        assert all((share is None) == (people == 0) for share in shares)
        if people:
            assert sum(share or 0.0 for share in shares) == pytest.approx(100)
