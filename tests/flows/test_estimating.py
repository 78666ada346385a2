"""Flows are estimated from a base: every interval, sex and method that was asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.flows.preparing import bases
from tests.flows.preparing.bases import STOCKS, pair

from migrascope.errors import NoFigures, UsageError
from migrascope.flows import methods
from migrascope.flows.account import mid_years
from migrascope.flows.estimating import estimate
from migrascope.flows.options import Options, Residuals
from migrascope.store.base import Base

AREAS = ("KEN", "SOM", "UGA")
YEARS = (2010, 2015, 2020, 2024)
PEOPLE = [
    *pair(
        "KEN", "SOM", {2010: (50, 30), 2015: (60, 40), 2020: (90, 60), 2024: (95, 60)}
    ),
    *pair("SOM", "KEN", {2010: (5, 5), 2015: (5, 5), 2020: (6, 5), 2024: (4, 4)}),
    *pair("UGA", "KEN", {2010: (9, 9), 2015: (20, 20), 2020: (10, 10), 2024: (9, 9)}),
    *pair("UGA", "SOM", {2010: (1, 1), 2015: (3, 1), 2020: (1, 3), 2024: (2, 2)}),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    demography = bases.demography(AREAS, years=range(2010, 2025))
    return bases.base(
        tmp_path_factory.mktemp("estimating"),
        {
            STOCKS: PEOPLE,
            "undesa-wpp@2024": demography,
            "undesa-ims-totals@2020": bases.by_sex(AREAS, YEARS),
        },
    )


def test_every_year_with_stocks_ends_an_interval(base: Base) -> None:
    found = estimate(base, start=2010, end=2024)
    assert found.intervals == (
        mid_years(2010, 2015),
        mid_years(2015, 2020),
        mid_years(2020, 2024),
    )
    assert [each.years for each in found.intervals] == [5, 5, 4]


def test_a_step_makes_intervals_of_any_length(base: Base) -> None:
    found = estimate(base, start=2010, end=2020, step=10)
    assert found.intervals == (mid_years(2010, 2020),)
    assert found.account().births.sum() == pytest.approx(3 * 10 * 20)


def test_a_last_interval_that_is_shorter_than_the_step_is_kept(base: Base) -> None:
    found = estimate(base, start=2010, end=2024, step=10)
    assert found.intervals == (mid_years(2010, 2020), mid_years(2020, 2024))


def test_all_six_methods_are_the_default_and_come_in_their_order(base: Base) -> None:
    found = estimate(base, start=2015, end=2020, sexes=("F", "M", "_T"))
    assert found.methods == methods.ALL
    assert found.sexes == ("F", "M", "_T")
    assert len(found.tables) == 6 * 3


def test_stock_differences_of_a_corridor_are_those_of_the_stocks(base: Base) -> None:
    found = estimate(base, start=2015, end=2020, methods=("sd_drop_neg", "sd_rev_neg"))
    assert found.table("sd_drop_neg").corridor("SOM", "KEN") == 50
    assert found.table("sd_drop_neg").corridor("UGA", "KEN") == 0
    assert found.table("sd_rev_neg").corridor("UGA", "KEN") == 20


def test_both_sexes_are_estimated_from_their_own_stocks(base: Base) -> None:
    found = estimate(
        base, start=2015, end=2020, methods=["sd_drop_neg"], sexes=("F", "M", "_T")
    )
    somalia_to_uganda = [
        found.table("sd_drop_neg", sex).corridor("SOM", "UGA") for sex in found.sexes
    ]
    assert somalia_to_uganda == [0, 2, 0]


def test_methods_and_sexes_asked_twice_are_estimated_once(base: Base) -> None:
    found = estimate(
        base, start=2015, end=2020, methods=["mig_rate", "mig_rate"], sexes=("F", "F")
    )
    assert len(found.tables) == 1


def test_a_single_method_or_sex_may_come_as_it_is(base: Base) -> None:
    made = estimate(base, start=2015, end=2020, methods="sd_rev_neg", sexes="_T")
    assert made.methods == ("sd_rev_neg",)
    assert made.sexes == ("_T",)


def test_a_seed_is_given_to_every_method_for_its_areas(base: Base) -> None:
    def closed_border(areas: tuple[str, ...]) -> np.ndarray:
        weights = np.ones((len(areas), len(areas)))
        weights[areas.index("SOM"), areas.index("UGA")] = 0.0
        return weights

    free = estimate(base, start=2015, end=2020, methods=["da_pb_closed"])
    shut = estimate(
        base, start=2015, end=2020, methods=["da_min_open"], seed=closed_border
    )
    assert free.table("da_pb_closed").corridor("SOM", "UGA") > 0
    assert shut.table("da_min_open").corridor("SOM", "UGA") == 0


def test_progress_tells_every_table(base: Base) -> None:
    told: list[tuple[int, int, str]] = []
    estimate(
        base,
        start=2015,
        end=2024,
        methods=["sd_drop_neg", "mig_rate"],
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert [each[:2] for each in told] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert told[0][2] == "sd_drop_neg, _T, 2015–2020"


def test_options_and_editions_travel_with_the_estimates(base: Base) -> None:
    kept = Options(residuals=Residuals.KEEP)
    found = estimate(base, start=2015, end=2020, options=kept)
    assert found.options == kept
    assert found.editions == (STOCKS, "undesa-wpp@2024", "undesa-ims-totals@2020")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": 2015, "end": 2015}, "no time goes by"),
        ({"start": 2020, "end": 2015}, "no time goes by"),
        ({"start": 2015, "end": 2019}, "no stocks of 2019"),
        ({"start": 2010, "end": 2024, "step": 7}, "no stocks of 2017"),
        ({"start": 2010, "end": 2020, "step": 0}, "step of 0"),
        ({"start": 2015, "end": 2020, "methods": ["guess"]}, "guess"),
        ({"start": 2015, "end": 2020, "methods": []}, "Nothing was asked"),
        ({"start": 2015, "end": 2020, "sexes": ("X",)}, '"X" is no sex'),
    ],
)
def test_a_question_without_an_answer_is_refused(
    base: Base, asked: dict[str, object], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        estimate(base, **asked)  # type: ignore[arg-type] # what a user may type


def test_years_with_stocks_are_listed_for_an_unknown_one(base: Base) -> None:
    with pytest.raises(UsageError) as error:
        estimate(base, start=2015, end=2021)
    assert "2010, 2015, 2020, 2024" in error.value.advice


def test_an_empty_base_is_told_what_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(NoFigures) as error:
        estimate(Base.open(tmp_path), start=2015, end=2020)
    assert "migrascope fetch undesa" in error.value.advice
