"""Croston's method speaks of what comes and goes, and of nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from migrascope.foresight.models import croston
from migrascope.foresight.panel import FloatArray, Panel

YEARS = 12


def path_of(values: list[float] | FloatArray) -> FloatArray:
    column = np.array(values, dtype=np.float64)[:, None]
    times = tuple(range(2000, 2000 + len(column)))
    found: FloatArray = croston.path(Panel("one", ("A",), times, column), 1)[:, 0]
    return found


def test_what_comes_every_other_year_is_spoken_of() -> None:
    said = path_of([1_000.0, 0.0] * (YEARS // 2))
    assert not np.isnan(said[-1])
    assert 0 < said[-1] < 1_000


def test_size_and_chance_are_those_worked_by_hand() -> None:
    """Size 800 + (400 - 800) / 2 = 600; chance 1, 1/2, 1/4, 5/8, 5/16."""
    said = path_of([800.0, 0.0, 0.0, 400.0, 0.0])
    assert said[-1] == pytest.approx(600 * 5 / 16)


def test_a_series_that_ended_fades() -> None:
    said = path_of([1_000.0, 0.0, 1_000.0, *[0.0] * YEARS])
    assert said[-1] < 1


@pytest.mark.parametrize(
    "values",
    [
        [500.0] * YEARS,
        [0.0] * YEARS,
        [*[0.0] * YEARS, *[900.0] * 3],
        [np.nan] * YEARS,
    ],
    ids=["always there", "never there", "began late and stayed", "not observed"],
)
def test_of_others_nothing_is_said(values: list[float]) -> None:
    assert np.isnan(path_of(values)[-1])


def test_a_missing_year_is_neither_nought_nor_a_figure() -> None:
    with_gap = path_of([800.0, 0.0, np.nan, 0.0, 400.0, 0.0])
    without = path_of([800.0, 0.0, 0.0, 400.0, 0.0])
    assert with_gap[-1] == pytest.approx(without[-1])
