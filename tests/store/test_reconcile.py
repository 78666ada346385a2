"""Where editions say different things about the same thing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.store.made import MakeBatch, stock
from tests.store.published import publish

from migrascope.store.base import Base
from migrascope.store.reconcile import disagreements


def test_two_figures_for_one_thing_are_told_with_both_sides(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 100), stock("UGA", 2020, 7)]))
    base.accept(make_batch([stock("KEN", 2020, 80)], dataset="test-other"))
    (found,) = disagreements(base, "KEN")
    assert (found.measure, found.area, found.origin, found.sex, found.year) == (
        "migrant_stock",
        "KEN",
        "_T",
        "_T",
        2020,
    )
    assert (found.lowest.edition, found.highest.edition) == (
        "test-other@2020",
        "test-stock@2020",
    )
    assert found.difference == 20
    assert found.relative == pytest.approx(0.2)
    assert found.is_same_period
    assert disagreements(base, "UGA") == ()


def test_middle_and_end_of_the_year_are_compared_and_said_to_differ(
    base: Base, make_batch: MakeBatch
) -> None:
    end = date(2020, 12, 31)
    base.accept(make_batch([stock("KEN", 2020, 100)]))
    base.accept(
        make_batch([stock("KEN", 2020, 90, start=end, end=end)], dataset="test-other")
    )
    (found,) = disagreements(base, "KEN")
    assert not found.is_same_period


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "SOM"},
        {"sex": "F"},
        {"unit": "USD"},
        {"start": date(2020, 1, 1), "end": date(2020, 12, 31)},
        {"age": "Y0T4"},
        {"breakdown": "a=b"},
        {"measure": "refugees"},
    ],
)
def test_different_things_do_not_disagree(
    base: Base, make_batch: MakeBatch, other: dict[str, object]
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 100)]))
    base.accept(make_batch([stock("KEN", 2020, 80, **other)], dataset="test-other"))
    assert disagreements(base, "KEN") == ()


def test_rounding_and_older_editions_do_not_count(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 100)], vintage="2019"))
    base.accept(make_batch([stock("KEN", 2020, 200)], vintage="2020"))
    base.accept(make_batch([stock("KEN", 2020, 200.9)], dataset="test-other"))
    assert disagreements(base, "KEN") == ()
    (found,) = disagreements(base, "KEN", least=0.001)
    assert found.difference == pytest.approx(0.9)


def test_the_widest_gap_comes_first_and_missing_values_are_no_gap(
    base: Base, make_batch: MakeBatch
) -> None:
    years = (2015, 2018, 2020)
    ours = [stock("KEN", year, 100) for year in years]
    base.accept(make_batch([*ours, stock("KEN", 2010, None)]))
    theirs = [stock("KEN", year, 100 - year % 10) for year in years]
    base.accept(make_batch([*theirs, stock("KEN", 2010, 5)], dataset="test-other"))
    assert [found.year for found in disagreements(base, "KEN")] == [2018, 2015]
    assert [found.year for found in disagreements(base, "KEN", until=2016)] == [2015]


def test_the_small_base_has_nothing_to_reconcile(tmp_path: Path) -> None:
    assert disagreements(publish(tmp_path), "KEN") == ()
