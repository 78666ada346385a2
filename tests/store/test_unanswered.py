"""A question without an answer: the message says what could be asked instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.store.made import MakeBatch, stock
from tests.store.published import publish

from migrascope.errors import UsageError
from migrascope.store.base import Base
from migrascope.store.question import Filters
from migrascope.store.unanswered import nothing_found

STOCK: Filters = {"measure": "migrant_stock", "area": "KEN", "editions": "test-stock"}


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return publish(tmp_path)


def test_the_years_of_which_there_are_figures_are_named(base: Base) -> None:
    error = nothing_found(base, {**STOCK, "since": 2030})
    assert error.advice == "There are figures for 2015–2020."
    assert error.exit_code == 6


def test_the_sexes_ages_and_editions_that_exist_are_named(base: Base) -> None:
    assert "other sexes: _T." in nothing_found(base, {**STOCK, "sex": "F"}).advice
    assert "other ages: _T." in nothing_found(base, {**STOCK, "age": "0-4"}).advice
    elsewhere = nothing_found(base, {**STOCK, "editions": "test-population"})
    assert "other editions: " in elsewhere.advice
    assert "test-stock@2020" in elsewhere.advice


def test_a_group_without_a_figure_of_its_own_is_led_to_its_countries(
    base: Base,
) -> None:
    advice = nothing_found(base, {"measure": "migrant_stock", "area": "M49:941"}).advice
    assert 'migrascope areas --members "M49:941"' in advice


def test_a_day_before_anything_was_there_is_answered_with_the_first_day(
    base: Base,
) -> None:
    advice = nothing_found(base, {**STOCK, "as_of": date(1990, 1, 1)}).advice
    assert advice == (
        "The base was empty on 1990-01-01: its first figures came on 2026-01-01."
    )


def test_a_measure_of_a_part_is_named_where_the_whole_is_not_there(
    base: Base, make_batch: MakeBatch
) -> None:
    base.accept(make_batch([stock("KEN", 2020, 5, measure="idps_disaster_year")]))
    advice = nothing_found(base, {"measure": "idps_disaster", "area": "KEN"}).advice
    assert advice == (
        "There are figures of idps_disaster_year "
        "(People still displaced by disasters of the year)."
    )
    elsewhere = nothing_found(base, {"measure": "idps_disaster", "area": "UGA"})
    assert "idps_disaster_year" not in elsewhere.advice


def test_where_nothing_helps_the_catalogue_is_named(base: Base) -> None:
    advice = nothing_found(base, {"measure": "idps", "area": "VAT"}).advice
    assert advice.startswith("`migrascope catalog`")


def test_a_span_that_ends_before_it_starts_is_refused(base: Base) -> None:
    with pytest.raises(UsageError, match="2020, is after the last, 2010"):
        base.query(since=2020, until=2010)
