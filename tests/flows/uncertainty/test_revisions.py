"""How does a newer edition revise an older one?"""

from __future__ import annotations

import numpy as np
import pytest
from tests.flows.uncertainty.editions import edition, stocks

from migrascope.errors import NoFigures
from migrascope.flows.account import FloatArray
from migrascope.flows.uncertainty.revisions import Revisions, compare

Cells = dict[tuple[int, int], float]


def one_year(cells: Cells) -> FloatArray:
    persons = np.zeros((1, 4, 4))
    for (birth, residence), value in cells.items():
        persons[0, birth, residence] = value
    return persons


def revised(earlier: Cells, later: Cells, *, elsewhere: float = 0.0) -> Revisions:
    other = np.zeros((1, 4))
    other[0, 3] = elsewhere
    return compare(
        edition("2020", one_year(earlier), years=(2015,)),
        edition("2024", one_year(later), years=(2015,), elsewhere=other),
    )


def test_unchanged_appeared_and_disappeared_corridors_are_told_apart() -> None:
    found = revised(
        {(0, 1): 50.0, (0, 2): 50.0, (1, 2): 80.0},
        {(0, 1): 50.0, (2, 1): 20.0, (1, 2): 40.0},
    )
    (row,) = found.by_size().iter_rows(named=True)
    assert row["corridor_years"] == 4
    assert row["unchanged"] == pytest.approx(1 / 4)
    assert row["appeared"] == pytest.approx(1 / 4)
    assert row["disappeared"] == pytest.approx(1 / 4)
    assert row["folded"] == 0
    assert row["ratio_50"] == pytest.approx(np.sqrt(0.5))


def test_a_corridor_folded_into_other_was_not_revised_to_nobody() -> None:
    found = revised({(0, 3): 70.0, (1, 3): 30.0}, {(1, 3): 30.0}, elsewhere=70.0)
    (row,) = found.by_size().iter_rows(named=True)
    assert row["folded"] == 1
    assert row["disappeared"] == 0
    assert row["corridor_years"] == 1


def test_a_destination_that_is_not_printed_at_all_is_not_empty() -> None:
    found = revised({(0, 2): 70.0, (0, 1): 5.0}, {(0, 1): 5.0})
    assert found.folded.sum() == 1
    assert found.destinations_unchanged == 1.0


def test_sizes_are_classes_of_the_larger_of_both_stocks() -> None:
    found = revised({(0, 1): 90.0, (0, 2): 5_000.0}, {(0, 1): 200.0, (0, 2): 5_000.0})
    assert found.by_size()["stock"].to_list() == ["100–999", "1,000–9,999"]


def test_revisions_that_shift_a_series_correlate_between_years() -> None:
    chance = np.random.default_rng(1)
    earlier = stocks(20) + 2_000.0
    shift = np.exp(chance.normal(0.0, 0.3, (20, 20)))
    apart = np.exp(chance.normal(0.0, 0.3, (2, 20, 20)))
    together = compare(edition("1", earlier), edition("2", earlier * shift))
    independent = compare(edition("1", earlier), edition("2", earlier * apart))
    assert together.between_years()[0, 1] == pytest.approx(1.0)
    assert abs(independent.between_years()[0, 1]) < 0.15


def test_rank_correlation_is_that_of_scipy_ties_and_all() -> None:
    from scipy.stats import spearmanr

    chance = np.random.default_rng(6)
    earlier = stocks(15) + 2_000.0
    later = earlier * chance.choice([1.0, 1.0, 1.2, 0.7], (2, 15, 15))
    found = compare(edition("1", earlier), edition("2", later))
    ratios = found.log_ratios.reshape(2, -1)
    expected = float(spearmanr(ratios[0], ratios[1]).statistic)
    assert found.between_years()[0, 1] == pytest.approx(expected)


def test_a_census_that_moves_a_whole_destination_is_seen() -> None:
    chance = np.random.default_rng(2)
    earlier = stocks(20) + 2_000.0
    census = np.exp(chance.normal(0.0, 0.3, 20))[None, None, :]
    apart = np.exp(chance.normal(0.0, 0.3, (1, 20, 20)))
    of_census = compare(edition("1", earlier), edition("2", earlier * census))
    of_corridors = compare(edition("1", earlier), edition("2", earlier * apart))
    assert of_census.within_destinations() == pytest.approx(1.0)
    assert of_corridors.within_destinations() < 0.2


def test_editions_without_a_common_year_cannot_be_compared() -> None:
    persons = one_year({(0, 1): 50.0})
    with pytest.raises(NoFigures, match="0 years"):
        compare(
            edition("2020", persons, years=(2020,)),
            edition("2024", persons, years=(2024,)),
        )


def test_the_sentences_hold_the_figures() -> None:
    earlier = stocks(20) + 2_000.0
    shift = np.exp(np.random.default_rng(1).normal(0.0, 0.3, (20, 20)))
    shift[:, :5] = 1.0
    found = compare(edition("1", earlier), edition("2", earlier * shift))
    first, second, third = found.says
    assert "25 % of the destinations were left as they were in 2015" in first
    assert "1.00 to 1.00 (ranks)" in second
    assert f"{100 * found.within_destinations():.0f} % of the variance" in third


def test_without_enough_corridors_nothing_is_said_of_correlation() -> None:
    (only,) = revised({(0, 1): 50.0}, {(0, 1): 50.0}).says
    assert "100 % of the destinations" in only
