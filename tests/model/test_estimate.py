"""Arithmetic keeps the doubt and the origin of every figure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.model.estimate import Estimate, ratio, total, worst
from migrascope.model.lineage import Cell
from migrascope.model.observation import Status
from migrascope.model.period import end_year, mid_year

numbers = st.floats(0.1, 1e9)
widths = st.floats(0, 0.5)
statuses = st.sampled_from(list(Status))


def figure(
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    row: int = 1,
    status: Status = Status.NORMAL,
) -> Estimate:
    cell = Cell("unhcr-population@2025-12", 0, "", row, 8, value, "refugees")
    return Estimate(value, "PS", end_year(2020), cell, status, low, high)


def share(part: Estimate, whole: Estimate) -> Estimate:
    return ratio(part, whole, factor=100, unit="PT", formula="part ÷ whole × 100")


@given(numbers, numbers)
def test_a_ratio_rests_on_the_cells_of_both_parts(part: float, whole: float) -> None:
    result = share(figure(part, row=1), figure(whole, row=2))
    assert result.value == pytest.approx(100 * part / whole)
    assert [cell.row for cell in result.cells] == [1, 2]
    assert result.unit == "PT"
    assert (result.low, result.high) == (None, None)


@given(numbers, numbers, widths, widths)
def test_bounds_of_a_ratio_enclose_its_value(
    part: float, whole: float, narrow: float, wide: float
) -> None:
    result = share(
        figure(part, low=part * (1 - narrow), high=part * (1 + narrow)),
        figure(whole, low=whole * (1 - wide), high=whole * (1 + wide)),
    )
    assert result.value is not None
    assert result.low is not None
    assert result.high is not None
    assert result.low <= result.value * (1 + 1e-12)
    assert result.high >= result.value * (1 - 1e-12)


@pytest.mark.parametrize(("part", "whole"), [(None, 5.0), (5.0, None), (5.0, 0.0)])
def test_a_missing_part_or_an_empty_whole_gives_a_missing_figure_with_lineage(
    part: float | None, whole: float | None
) -> None:
    result = share(figure(part, row=1), figure(whole, row=2))
    assert result.is_missing
    assert result.status is Status.MISSING
    assert len(result.cells) == 2


@given(st.lists(numbers, min_size=1, max_size=8))
def test_people_are_neither_made_nor_lost_in_a_total(values: list[float]) -> None:
    parts = tuple(figure(value, row=row) for row, value in enumerate(values, 1))
    result = total(parts, formula="sum over countries")
    assert result.value == pytest.approx(sum(values))
    assert len(result.cells) == len(values)


@given(st.lists(numbers, min_size=1, max_size=6), widths)
def test_bounds_of_a_total_enclose_it(values: list[float], width: float) -> None:
    uncertain = figure(
        values[0], low=values[0] * (1 - width), high=values[0] * (1 + width)
    )
    certain = tuple(figure(value) for value in values[1:])
    result = total((uncertain, *certain), formula="sum")
    assert result.value is not None
    assert result.low is not None
    assert result.high is not None
    assert result.low <= result.value * (1 + 1e-12)
    assert result.high >= result.value * (1 - 1e-12)


def test_a_total_of_missing_figures_is_missing_and_not_zero() -> None:
    result = total((figure(None), figure(None)), formula="sum")
    assert result.is_missing
    assert result.status is Status.MISSING
    assert len(result.cells) == 2


def test_a_total_of_nothing_is_an_error_and_not_zero() -> None:
    with pytest.raises(ValueError, match="at least one figure"):
        total((), formula="sum")


def test_figures_in_different_units_are_never_added() -> None:
    dollars = replace(figure(5.0), unit="USD")
    with pytest.raises(ValueError, match="same unit"):
        total((figure(5.0), dollars), formula="sum")


def test_a_total_covers_the_time_of_all_its_parts() -> None:
    earlier = replace(figure(5.0), period=mid_year(2020))
    result = total((figure(5.0), earlier), formula="sum")
    assert (result.period.start, result.period.end) == (
        mid_year(2020).start,
        end_year(2020).end,
    )


@given(st.lists(statuses, min_size=1, max_size=5))
def test_a_result_is_no_better_than_its_weakest_part(given_: list[Status]) -> None:
    weakest = worst(*given_)
    assert weakest in given_
    assert worst(weakest, Status.NORMAL) == weakest
    assert worst(*reversed(given_), weakest) in given_


def test_an_estimate_makes_a_ratio_an_estimate() -> None:
    result = share(figure(1.0), figure(2.0, status=Status.ESTIMATED))
    assert result.status is Status.ESTIMATED
