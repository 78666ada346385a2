"""Claims about the risk that anyone of a household is found."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import UnusableCases
from migrascope.protect.risk import household


def test_finding_one_person_finds_the_household() -> None:
    # by hand: 1 - 0.9 * 0.8 = 0.28, and 0.5 for the one who lives alone
    found = household.risks(pl.Series([0.1, 0.5, 0.2]), pl.Series(["A", "B", "A"]))
    assert found.risk.to_list() == pytest.approx([0.28, 0.5, 0.28])
    assert found.households == 2
    assert found.expected == pytest.approx(0.28 + 0.5 + 0.28)
    assert found.expected_alone == pytest.approx(0.8)


def test_the_finding_is_a_sentence_without_a_value() -> None:
    found = household.risks(pl.Series([0.5, 0.5, 1.0]), pl.Series([7, 7, 9]))
    assert found.says == (
        "2 households of up to 2 people: 2.5 people are expected to be found where "
        "one leads to all, 2.0 by their own keys alone."
    )
    assert repr(found) == "HouseholdRisk(3 records)"


def test_records_without_a_household_are_alone() -> None:
    own = [0.3, 0.3, 0.1]
    found = household.risks(pl.Series(own), pl.Series([None, None, "A"]))
    assert found.risk.to_list() == own
    assert found.households == 3


def test_a_household_with_somebody_who_is_certain_to_be_found_is_found() -> None:
    found = household.risks(pl.Series([1.0, 0.0]), pl.Series([1, 1]))
    assert found.risk.to_list() == [1.0, 1.0]


def test_tiny_risks_are_not_rounded_away() -> None:
    found = household.risks(pl.Series([1e-18, 1e-18]), pl.Series([1, 1]))
    assert found.risk.to_list() == pytest.approx([2e-18, 2e-18], rel=1e-9)


PEOPLE = st.lists(
    st.tuples(st.floats(0, 1), st.one_of(st.none(), st.integers(0, 3))),
    min_size=1,
    max_size=20,
)


@given(PEOPLE)
def test_risks_are_those_of_the_formula_and_never_below_ones_own(
    people: list[tuple[float, int | None]],
) -> None:
    homes = pl.Series([home for _, home in people], dtype=pl.Int64)
    found = household.risks(pl.Series([risk for risk, _ in people]), homes)
    for (own, home), risk in zip(people, found.risk, strict=True):
        together = [other for other, where in people if where == home]
        if home is None:
            assert risk == own
        else:
            slow = 1 - math.prod(1 - other for other in together)
            assert risk == pytest.approx(slow, abs=1e-12)
        assert risk >= own
        assert risk <= 1


def test_what_is_no_risk_of_each_record_is_refused() -> None:
    with pytest.raises(UnusableCases, match="1 risks for 2 records"):
        household.risks(pl.Series([0.1]), pl.Series([1, 2]))
    with pytest.raises(UnusableCases, match="0 risks"):
        household.risks(pl.Series([], dtype=pl.Float64), pl.Series([]))
    for bad in (-0.1, 1.1, None, float("nan")):
        with pytest.raises(UnusableCases, match="row 2"):
            household.risks(pl.Series([0.1, bad]), pl.Series([1, 2]))
